# The embedded lab: simulated hosts, and the faults that they can be given (one line each in --lab-faults).

lab-passwords = The lab's earlier chapters are done with the passwords that stand here when it starts. Without an answers file they are the book's own, each its own name: dbpassword, novadbpass, novapass, rabbitpass.
lab-dir-other = { $directory } keeps a lab of other hosts or of another version. Name another folder, or remove this one.
lab-dir-refused = The lab cannot be kept in { $directory }: { $said }

lab-fault-database-password = MariaDB's root has another password than dbpassword.
lab-fault-database-down = MariaDB is stopped.
lab-fault-keystone-down = Keystone is stopped (httpd on the controller).
lab-fault-openrc-password = /root/admin-openrc holds a wrong password.
lab-fault-openrc-missing = There is no /root/admin-openrc.
lab-fault-project-missing = Keystone has no project `service`.
lab-fault-service-twice = Keystone's catalogue has two services of type compute.
lab-fault-rabbitmq-password = RabbitMQ's user openstack has another password than rabbitpass.
lab-fault-rabbitmq-down = RabbitMQ is stopped.
lab-fault-memcached-down = memcached is stopped.
lab-fault-name-unresolved = The first compute node does not know the name `controller`.
lab-fault-yum-mirror = yum reaches no mirror, on any node.
lab-fault-disk-not-empty = /dev/sdb of the first compute node holds a partition with somebody's files.
lab-fault-no-acceleration = The first compute node's processors cannot run virtual machines by themselves.
lab-fault-selinux-disabled = SELinux is disabled on the first compute node.
lab-fault-service-dies = nova-api dies after its start: another program has its port 8774.
lab-fault-database-half-synced = The database nova holds tables of a sync that was cut off.
lab-fault-disk-full = /etc of the controller is a small file system, nearly full.
lab-fault-node-goes-away = The first compute node loses its power in the middle of yum, and comes back after a while.
lab-fault-slow-node = The first compute node takes half a second for each command to begin.
lab-fault-login-refused = The first compute node refuses every login.
lab-fault-host-key-changed = The first compute node shows another host key than the known one.
lab-fault-clocks-apart = The first compute node's clock is ten minutes slow, so that nova-compute stays down.
