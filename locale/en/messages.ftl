# What the engine says of steps and hosts: what was found, why something is done, what went wrong.

## Before the first change

before-name = The name { $name } does not resolve on this host. Add it to /etc/hosts, or to your DNS, with the controller's management address.
before-loopback = On this host the name { $name } is { $address }, which is the host itself: where a service listens at the management address only, it is not found there. Take the name out of that line of /etc/hosts, and put it in a line with { $management }.
before-address = No interface of this host has the address { $address }: there are { $found }. Correct management_ip in the answers, or give the host that address.
before-hostname = This host calls itself { $found }, and Nova registers it under that name, while the answers call it { $name }. Put `name: { $found }` in the answers, or run `hostnamectl set-hostname { $name }` on the host.
before-conf-host = { $path } has `host = { $found }`, and Nova registers this host under that name, while the answers call it { $name }. Put `name: { $found }` in the answers, or take that line out.
before-rabbitmq = RabbitMQ does not answer at { $name }:{ $port }. Check on the controller that rabbitmq-server is running and that no firewall is in between.
before-memcached = memcached does not answer at { $name }:{ $port }. Check that memcached is running and listens on the management address (OPTIONS in /etc/sysconfig/memcached).
before-database = MariaDB refuses root with dbpassword: { $said }. Check passwords.dbpassword in the answers.
before-queue-login = RabbitMQ refuses the user openstack with rabbitpass. Check passwords.rabbitpass, or set it on the controller with `rabbitmqctl change_password openstack`.
before-queue-permissions = RabbitMQ lets the user openstack in, but not into its virtual host: { $said }. The book's chapter on the message queue gives the permissions: run `rabbitmqctl set_permissions openstack ".*" ".*" ".*"` on the controller.
queue-closed = it closes the connection without a reason
before-openrc = There is no { $path }. It comes from the book's chapter on the Identity service; if yours has another name, put it under `openrc` in the answers.
before-token = Keystone gives no token for { $path }: { $said }. Check the password and OS_AUTH_URL in that file, and that Keystone is running.
before-project = Keystone has no project `service`. The chapter on the Identity service creates it: openstack project create --domain default --description "Service Project" service
before-role = Keystone has no role `admin`. The chapter on the Identity service creates it: openstack role create admin
before-packages = yum does not know { $packages }: { $said }. Enable the Mitaka repository (centos-release-openstack-mitaka) and run `yum makecache` on this host.

## Databases

databases-missing = Not there yet: { $databases }.
grants-missing = Not granted yet: { $grants }.
grants-other-password = The user nova is there with another password than novadbpass. All four grants are sent, which sets the password.
account-preferred = MariaDB takes a login as nova from { $client } for the account { $account }, which goes before 'nova'@'%', and refuses it. Grants to nova do not change that: as root, drop it (`DROP USER { $account };`) if nothing needs it, or give it what nova has.
account-needs-tls = MariaDB takes a login as nova for the account { $account }, which requires TLS (REQUIRE SSL or X509), and Nova logs in without it. As root: `GRANT USAGE ON *.* TO { $account } REQUIRE NONE;`.
grants-unseen = nova is granted { $databases } and logs in, as { $account }, but is not shown them there. Give that account the grants, or drop it as root.
database-unreachable = The mysql client cannot reach MariaDB: { $said }. Check `systemctl status mariadb` on the controller.
schema-behind = The schema of { $database } is at version { $version }; the installed Nova wants { $head }.
schema-half-made = { $database } has { $tables } tables but no version: an earlier sync was cut off. If the database holds nothing that you need, drop and create it again (DROP DATABASE { $database }; CREATE DATABASE { $database };), then run this again.

## Keystone

user-missing = There is no user nova in the default domain.
user-disabled = The user nova is disabled.
user-other-password = The user nova has another password than novapass.
role-missing = nova does not have the role admin in the project service.
role-without-token = nova has the role admin in the project service, but Keystone gives it no token there. The project may be disabled: `openstack project show service` says so, `openstack project set --enable service` enables it.
service-missing = There is no service of type compute.
service-other-name = The compute service is called { $name }.
service-disabled = The compute service is disabled.
two-services = There is more than one service of type compute: { $ids }. Keep the one that your endpoints use, and delete the others with `openstack service delete ID`.
endpoint-missing = There is no { $interface } endpoint.
endpoint-other-url = The { $interface } endpoint has another URL: { $url }.
endpoint-disabled = The { $interface } endpoint is disabled.
two-endpoints = There is more than one { $interface } endpoint: { $ids }. Delete all but one with `openstack endpoint delete ID`.
catalogue-unreadable = The openstack client printed nothing that can be read: { $said }. Try `openstack user list` on the controller.
keystone-odd-status = Keystone at { $address }:5000 answered with HTTP status { $status }. See its log on the controller.

## Packages, files, services

packages-missing = Not installed yet: { $packages }.
copy-missing = There is no copy of { $path } from before the first edit.
conf-missing = Not set yet: { $options }.
no-acceleration = /proc/cpuinfo has no vmx and no svm: these processors cannot run virtual machines by themselves, so QEMU has to.
conf-differs = Set to something else: { $options }.
conf-others = Live options that have to be commented out: { $options }.
conf-overridden = Other live options go before these settings: { $options }.
conf-overriding = Commented out, because it goes before these settings: { $options }.
conf-not-there-yet = { $path } comes with the package; the lines go under their commented defaults then.
conf-alone = Every other live option of [{ $sections }] is commented out.
units-disabled = Not enabled at boot: { $units }.
units-down = Not running: { $units }
note-start-limit = systemctl is given { $seconds } seconds to wait for the services (timeout { $seconds }); systemd goes on starting them after that.
units-stale = Started before nova.conf was last written, so they work by older settings: { $units }.
units-untold = systemctl said nothing of these: { $units }. Run this again; if it stays so, look at `systemctl status` there.
units-settling = Not up for long enough to count as started: { $units }
selinux-enforcing = SELinux is enforcing.
selinux-at-boot = { $path } does not say SELINUX=permissive.
selinux-no-config = SELinux is on, but there is no { $path }. Check that the package selinux-policy is whole.
note-sql-stdin = The password and the statements go to the client over stdin, not on its command line; the session's sql_mode is set to ''.
note-prompt = The password is typed at the prompts.
note-deprecations = Deprecation messages can be ignored.

## The disk

no-disk = The answers name no disk for this node, so the steps of the disk are skipped. To use one that the node has, such as /dev/sdb, choose it in this step’s answers in the wizard, or write `disk: /dev/sdb` under the node in the answers file.
silent-failure = the command ended with status { $status } and said nothing
partition-beyond = The partition table (dos) reaches { $reach } bytes: the last { $rest } bytes of { $disk } stay unused.
partition-missing = { $disk } is free and has no partition.
filesystem-missing = { $device } has no file system.
mount-missing = { $device } is not mounted at { $directory }.
owner-other = { $directory } belongs to { $owner }.
fstab-wrong = The line for { $directory } in /etc/fstab would not mount the disk at boot as the guide has it: the type has to be ext4, the options without noauto and ro, the last number 0 or 2, and a UUID is written as UUID= and in lower case.
fstab-missing = /etc/fstab has no line for { $directory }.
partition-no-device = The partition is written, but { $device } has not appeared. Try `partprobe`, or reboot the node.
disk-other = This host answered about { $found } where { $disk } was asked for, so nothing is touched. Run this again.
disk-absent = There is no block device { $disk }. Look at `lsblk` on this node, and put the right disk, or none, in the answers.
disk-link = { $disk } is a symbolic link to { $target }. Give the disk itself in the answers.
disk-partition = { $disk } is a partition. Give the whole disk in the answers.
disk-virtual = { $disk } is made of other devices (LVM, RAID or multipath). Give a plain disk.
disk-small = { $disk } has { $size } bytes; less than { $least } is too small for instances.
disk-in-use =
    { $disk } is in use, and nothing on it is touched:
    { $uses }
    Take it out of use by hand, or give another disk.
disk-not-empty =
    { $disk } is not empty, and nothing on it is touched:
    { $found }
    If all of it may be destroyed, put this under the node in the answers:
    erase: { $identity }
disk-raw = data that no tool knows: its beginning is not all zeros
partition-raw =
    { $found }
    and in the partition, data that no tool knows: its beginning is not all zeros
disk-erase =
    { $disk } is erased, as the answers say:
    { $found }
mounted-other-data =
    { $directory } belongs to somebody other than nova, and holds what Nova does not keep there:
    { $found }
    Giving all of it to nova might break something, so nothing is changed. Move these files away, or give the directory to nova by hand.
mount-other = { $device } is mounted at { $directory } instead of { $wanted }. Unmount it by hand if that is not meant.
mount-elsewhere =
    { $device } is mounted elsewhere:
    { $places }
    Unmount it there first.
mount-over-instances =
    { $directory } holds { $count ->
        [one] an instance
       *[other] { $count } instances
    }, which a mount would hide. Move away what is there first.
fstab-other = /etc/fstab mounts { $device } at { $directory } instead of { $wanted }. Mend the line by hand.
fstab-twice = /etc/fstab has more than one line for { $directory }. Leave one.

## Verification

services-no-list = Nova's API gives no list of services: { $said }
services-absent =
    Not listed: { $services }. Look at the log: { $logs }.
    Listed are: { $listed }
services-none = none
services-down = Listed but down: { $services }. Look at the log ({ $logs }), and compare the clocks of the hosts.
services-disabled = Disabled: { $services }. Enable them with `openstack compute service set --enable HOST BINARY` if that is not meant.

## Reading and running

login-no-way = No way to { $address }:{ $port } through this host: { $said }. If sshd there has AllowTcpForwarding off, allow it for this login.
fact-cut-short = { $fact }: the answer did not come back whole. Run this again.
fact-too-long = { $fact }: the host printed more than is read, and was cut off. Look on the host at what prints so much.
fact-unreadable =
    { $fact }: the host's answer is not in a known form: { $why }
    { $said }
    Look at what this host prints (the transcript has it) and at the versions of its programs, then run this again.
login-odd = { $fact }: the server's answer is not in a known form ({ $kind } at { $place }). Check which program answers there, and run this again.
plan-defect = { $step } cannot be told from what this host answered: { $kind } at { $place }. This is a defect of nova-wizard: please report it with the transcript.
received = Received: { $beginning }
received-bytes = Received: { $count } bytes.
odd-value = “{ $name }” cannot be “{ $found }”.
odd-missing = “{ $name }” is missing.
odd-id = “{ $name }” is not an ID that can stand in a command.
odd-row = a row is a JSON { $found }, not an object.
odd-rows = it has { $count } rows; up to { $most } are read.
odd-depth = its JSON is nested too deeply.
odd-json = there is no JSON list in it that can be read.
odd-size = it has { $size } bytes; up to { $most } are read.
odd-otherwise = { $kind } at { $place }.
file-unreadable = { $path } cannot be read: { $said }
processor-unreadable = /proc/cpuinfo cannot be read: { $said }
selinux-unreadable = getenforce gave no known answer: { $said }
systemd-unreadable = systemctl gave no answer: { $said }
command-failed =
    { $text }
    ended with status { $status }. The last it said:
    { $said }
command-failed-because =
    { $failure }
    { $reason }
still-missing =
    { $text }
    was run, but it does not hold: { $reason }
no-end = After { $rounds } rounds there was still something to do. Run this again, and look at the transcript if it goes on.
declined = Not approved.
not-reached = Not reached, because { $step } does not hold on this host.
section-not-reached = Not reached, because the controller's steps are not all done.
waiting-for-section = waiting until { $section } is done on { $hosts }
at-once = { $section } is done on { $hosts } at the same time as { $other } on { $others }, up to { $step }, which waits for { $other }.
waits-for-section = In a run that does { $section } too, this waits until { $section } is done on { $hosts }.
role-controller = the controller
role-compute = the compute nodes
connecting = connecting
looking = reading what is there
running = { $command }

## What the facts are called

fact-AdminLogin = The administrator's login to Keystone
fact-Catalogue = Keystone's catalogue
fact-ComputeServices = Nova's service list
fact-Databases = The databases
fact-InstancesDisk = The disk for instances
fact-Disks = The list of disks
fact-Fstab = /etc/fstab
fact-Migrations = The versions of Nova's database schemas
fact-Mounted = What is mounted for instances
fact-Network = The controller's name and ports
fact-NovaConf = /etc/nova/nova.conf
fact-NovaInDatabase = The login of nova to MariaDB
fact-NovaInKeystone = The login of nova to Keystone
fact-Openrc = The administrator's openrc
fact-Packages = The packages
fact-HostIdentity = The host's name and addresses
fact-Processor = The processor
fact-QueueLogin = The login of openstack to RabbitMQ
fact-SelinuxConfig = /etc/sysconfig/selinux
fact-SelinuxMode = SELinux's mode
fact-Units = The services
