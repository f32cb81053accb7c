# The embedded lab: simulated hosts, and the faults that they can have (one line each in --lab-faults).

lab-passwords = The lab never uses the passwords in this file. Without an answers file it uses those of the book, each equal to its name: dbpassword, novadbpass, novapass, rabbitpass. With an answers file it uses made-up ones.
lab-dir-other = { $directory } contains a lab with other hosts or of another version. Choose another folder, or remove this one.
lab-dir-in-use = { $directory } is in use by another lab (process { $said }). Wait until it ends, or choose another folder.
lab-dir-refused = The lab cannot be kept in { $directory }: { $said }
lab-dir-untrusted = The lab is not kept in { $directory }, because other users of this computer can change or read { $said }. It must belong to you or root, and only its owner may write to it (chmod go-w; chmod 600 for the file). Or choose another folder.
lab-dir-damaged = The lab in { $directory } cannot be read (at { $said }). Nothing was changed. Choose another folder, or remove the file `lab` from this one.
lab-dir-taken = { $directory } contains a lab already, which was not changed. Choose another folder.
lab-dir-not-kept = The lab could not be kept in { $directory }: { $said }. The previous file is unchanged.
lab-tmp-refused = The lab cannot create a folder for its temporary files: { $said }. Set TMPDIR to a folder that you can write to.
lab-tmp-untrusted = The lab does not start, because other users of this computer can change { $said } and could replace the key among its temporary files. Set TMPDIR to a folder that only you can write to, or to a sticky one such as /tmp (chmod +t).
lab-as-root = The lab does not run as root, and root's privileges could not be dropped: { $said }. Start nova-wizard as an ordinary user, or allow it to change its user (CAP_SETUID, CAP_SETGID).

lab-fault-database-password = The password of MariaDB's root is not dbpassword.
lab-fault-database-down = MariaDB is stopped.
lab-fault-keystone-down = Keystone is stopped (httpd on the controller).
lab-fault-openrc-password = /root/admin-openrc contains a wrong password.
lab-fault-openrc-missing = There is no /root/admin-openrc.
lab-fault-project-missing = Keystone has no project `service`.
lab-fault-service-twice = Keystone's catalogue has two services of type compute.
lab-fault-rabbitmq-password = The password of RabbitMQ's user openstack is not rabbitpass.
lab-fault-rabbitmq-permissions = RabbitMQ's user openstack has no permissions in the virtual host.
lab-fault-rabbitmq-down = RabbitMQ is stopped.
lab-fault-memcached-down = memcached is stopped.
lab-fault-name-unresolved = The first compute node cannot resolve the name `controller`.
lab-fault-yum-mirror = yum cannot reach a mirror on any node.
lab-fault-disk-not-empty = /dev/sdb of the first compute node has a partition with somebody's files.
lab-fault-no-acceleration = The processors of the first compute node do not accelerate virtual machines in hardware.
lab-fault-selinux-disabled = SELinux is disabled on the first compute node.
lab-fault-service-dies = nova-api ends soon after it starts: another program uses its port 8774.
lab-fault-database-half-synced = The database nova contains tables of an interrupted sync.
lab-fault-disk-full = /etc on the controller is a small file system that is nearly full.
lab-fault-node-goes-away = The first compute node loses power in the middle of yum, and comes back after a while.
lab-fault-slow-node = The first compute node takes half a second to begin each command.
lab-fault-login-refused = The first compute node refuses every login.
lab-fault-host-key-changed = The host key of the first compute node is not the known one.
lab-fault-clocks-apart = The clock of the first compute node is ten minutes slow. nova-compute is up all the same, but the times in its log are wrong.
