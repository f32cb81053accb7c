# The embedded lab: simulated hosts, and the faults that they can be given (one line each in --lab-faults).

lab-passwords = The lab never uses the passwords that stand here. Without an answers file it has the book's own, each its own name: dbpassword, novadbpass, novapass, rabbitpass. With an answers file it has made-up ones.
lab-dir-other = { $directory } keeps a lab of other hosts or of another version. Name another folder, or remove this one.
lab-dir-in-use = { $directory } is in use by another lab (process { $said }). Wait until it has ended, or name another folder.
lab-dir-refused = The lab cannot be kept in { $directory }: { $said }
lab-dir-untrusted = The lab is not kept in { $directory }, because other users of this computer can change or read { $said }. It must belong to you or root, and only its owner may write there (chmod go-w; chmod 600 for the file). Or name another folder.
lab-dir-damaged = { $directory } does not hold a lab that can be read (at { $said }). Nothing was changed. Name another folder, or remove the file `lab` in this one.
lab-dir-taken = { $directory } keeps a lab already, which stays as it is. Name another folder.
lab-dir-not-kept = The lab could not be kept in { $directory }: { $said }. The file there is as it was before.
lab-tmp-refused = The lab cannot make a folder for its temporary files: { $said }. Set TMPDIR to a folder that you can write to.
lab-tmp-untrusted = The lab does not start, because other users of this computer could exchange the key that it keeps among the temporary files: they can change { $said }. Set TMPDIR to a folder that only you can write to, or to a sticky one such as /tmp (chmod +t).
lab-as-root = The lab does not run as root, and could not give up root's rights: { $said }. Start nova-wizard as an ordinary user, or allow it to change its user (CAP_SETUID, CAP_SETGID).

lab-fault-database-password = MariaDB's root has another password than dbpassword.
lab-fault-database-down = MariaDB is stopped.
lab-fault-keystone-down = Keystone is stopped (httpd on the controller).
lab-fault-openrc-password = /root/admin-openrc holds a wrong password.
lab-fault-openrc-missing = There is no /root/admin-openrc.
lab-fault-project-missing = Keystone has no project `service`.
lab-fault-service-twice = Keystone's catalogue has two services of type compute.
lab-fault-rabbitmq-password = RabbitMQ's user openstack has another password than rabbitpass.
lab-fault-rabbitmq-permissions = RabbitMQ's user openstack has no permissions in the virtual host.
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
