# What the engine says of steps and hosts: what was found, why something is done, what went wrong.

## Before the first change

before-name = The name { $name } does not resolve on this host. Add it with the controller's management address to /etc/hosts or to your DNS.
before-loopback = On this host the name { $name } resolves to { $address }, the host itself, where a service that listens only on the management address cannot be found. Remove the name from that line of /etc/hosts and add it to a line for { $management }.
before-address = No interface of this host has the address { $address }. It has { $found }. Correct management_ip in the answers, or assign that address to the host.
before-hostname = The name of this host is { $found }, and Nova registers it under that name, but the answers call it { $name }. Change the answers to `name: { $found }`, or run `hostnamectl set-hostname { $name }` on the host.
before-conf-host = { $path } has `host = { $found }`, and Nova registers this host under that name, but the answers call it { $name }. Change the answers to `name: { $found }`, or remove that line.
before-rabbitmq = RabbitMQ does not answer at { $name }:{ $port }. Check on the controller that rabbitmq-server is running and that no firewall blocks the port.
before-memcached = memcached does not answer at { $name }:{ $port }. Check that memcached is running and listens on the management address (OPTIONS in /etc/sysconfig/memcached).
before-database = MariaDB refuses root with dbpassword: { $said }. Check passwords.dbpassword in the answers.
before-queue-login = RabbitMQ refuses the user openstack with rabbitpass. Check passwords.rabbitpass, or set that password on the controller: `rabbitmqctl change_password openstack PASSWORD`.
before-queue-permissions = RabbitMQ accepts the login of the user openstack, but denies access to the virtual host: { $said }. Grant the permissions on the controller, as in the book's chapter on the message queue: `rabbitmqctl set_permissions openstack ".*" ".*" ".*"`.
before-queue-narrow = The permissions of the user openstack in RabbitMQ's virtual host are too narrow: { $said }. Nova creates queues and exchanges with many names. On the controller, run `rabbitmqctl set_permissions openstack ".*" ".*" ".*"`, as in the book's chapter on the message queue.
queue-closed = it closes the connection without a reason
before-openrc = There is no { $path }. The book's chapter on the Identity service creates it. If yours has another name, enter that under `openrc` in the answers.
before-token = Keystone issues no token for { $path }: { $said }. Check the password and OS_AUTH_URL in that file, and that Keystone is running.
before-keystone-down = Keystone cannot be reached at { $address }, which is OS_AUTH_URL in { $path }: { $said }. Keystone runs in Apache: check `systemctl status httpd` on the controller, and start it.
before-project = Keystone has no project `service`. The chapter on the Identity service creates it: openstack project create --domain default --description "Service Project" service
before-role = Keystone has no role `admin`. The chapter on the Identity service creates it: openstack role create admin
before-packages = yum cannot find { $packages }: { $said }. Enable the Mitaka repository (centos-release-openstack-mitaka) on this host. The mirrors of CentOS 7 are gone: set baseurl in /etc/yum.repos.d to the archive of your release at http://vault.centos.org, comment out mirrorlist, and run `yum makecache`.
before-files = { $path } sets { $options }. Nova reads it after { $conf }, so it overrides what this guide sets there. Comment these options out in { $path }, and restart Nova's services if they are running.

## Databases

databases-missing = These databases do not exist yet: { $databases }.
grants-missing = Not granted yet: { $grants }.
grants-other-password = The password of the user nova is not novadbpass. All four grants are sent, which sets it.
account-preferred = When nova logs in from { $client }, MariaDB prefers the account { $account } to 'nova'@'%' and refuses the login. Grants to nova do not change that. As root, drop the account (`DROP USER { $account };`) if nothing needs it, or give it the same password and grants as nova.
account-needs-tls = When nova logs in, MariaDB chooses the account { $account }, which requires TLS (REQUIRE SSL or X509), but Nova does not use TLS. As root, run `GRANT USAGE ON *.* TO { $account } REQUIRE NONE;`.
grants-unseen = nova has the grants on { $databases } and logs in, but as { $account }, which cannot see them. As root, give that account the grants, or drop it.
database-unreachable = The mysql client cannot reach MariaDB: { $said }. Check `systemctl status mariadb` on the controller.
schema-behind = The schema of { $database } is at version { $version }; the installed Nova requires { $head }.
schema-missing = { $database } has no tables yet. Nova requires its schema at version { $head }.
schema-half-made = { $database } has { $tables } tables but no version: an earlier sync was interrupted. If the database holds nothing that you need, drop it and create it again (DROP DATABASE { $database }; CREATE DATABASE { $database };), then run this step again.

## Keystone

user-missing = There is no user nova in the default domain.
user-disabled = The user nova is disabled.
user-other-password = The password of the user nova is not novapass.
role-missing = nova does not have the role admin in the project service.
role-without-token = nova has the role admin in the project service, but Keystone issues no token for it there. The project may be disabled: check with `openstack project show service`, and enable it with `openstack project set --enable service`.
service-missing = There is no service of type compute.
service-other-name = The name of the compute service is { $name }.
service-disabled = The compute service is disabled.
two-services = There is more than one service of type compute: { $ids }. Keep the one that your endpoints use, and delete the others with `openstack service delete ID`.
endpoint-missing = There is no { $interface } endpoint.
endpoint-other-url = The { $interface } endpoint has another URL: { $url }.
endpoint-disabled = The { $interface } endpoint is disabled.
two-endpoints = There is more than one { $interface } endpoint: { $ids }. Delete all but one with `openstack endpoint delete ID`.
catalogue-unreadable = The output of the openstack client cannot be read: { $said }. Run `openstack user list` on the controller.
keystone-odd-status = Keystone at { $address }:5000 answered with HTTP status { $status }. See its log on the controller.

## Packages, files, services

packages-missing = Not installed yet: { $packages }.
copy-missing = There is no copy of { $path } from before the first edit.
conf-missing = Not set yet: { $options }.
no-acceleration = /proc/cpuinfo has neither vmx nor svm: these processors do not accelerate virtual machines in hardware, so QEMU is used.
conf-differs = Set to another value: { $options }.
conf-others = Options that must be commented out: { $options }.
conf-overridden = Other options override these settings: { $options }.
conf-overriding = Commented out, because it overrides these settings: { $options }.
conf-not-there-yet = The package brings { $path }. The lines will then be added below their commented defaults.
conf-alone = All other options of [{ $sections }] are commented out.
units-disabled = Not enabled at boot: { $units }.
units-down = Not running: { $units }
note-start-limit = systemctl waits up to { $seconds } seconds for the services (timeout { $seconds }). After that, systemd continues to start them.
units-stale = Running with older settings, because they started before nova.conf was last written: { $units }.
units-untold = systemctl reported nothing about these: { $units }. Run this step again. If the problem remains, look at `systemctl status` on the host.
units-settling = Not running long enough to count as started: { $units }
selinux-enforcing = SELinux is in enforcing mode.
selinux-at-boot = { $path } does not say SELINUX=permissive.
selinux-no-config = SELinux is enabled, but there is no { $path }. Check that the package selinux-policy is complete.
note-sql-stdin = The password and the statements are sent to the client over standard input, not on its command line; the sql_mode of the session is ''.
note-prompt = The password is typed at the prompts.
note-deprecations = Ignore deprecation messages.

## The disk

no-disk = The answers name no disk for this node, so the steps that use one are skipped. To use one, such as /dev/sdb, choose it in the answers of this step in the wizard, or add `disk: /dev/sdb` to the node in the answers file.
silent-failure = the command ended with status { $status } and printed nothing
silent-end = a signal ended the command, which printed nothing
nothing-printed = (nothing was printed)
partition-beyond = The partition table (dos) reaches { $reach } bytes: the last { $rest } bytes of { $disk } stay unused.
partition-missing = { $disk } is free and has no partition.
filesystem-missing = { $device } has no file system.
mount-missing = { $device } is not mounted at { $directory }.
owner-other = { $directory } belongs to { $owner }.
fstab-wrong = With its line for { $directory } in /etc/fstab, the disk is not mounted at boot as in the guide. The type must be ext4, the options must not contain noauto or ro, and the last number must be 0 or 2. Write a UUID as UUID= and in lower case.
fstab-missing = /etc/fstab has no line for { $directory }.
partition-unread = The partition table of { $disk } has { $device }, but the kernel still uses the previous table: it does not read a new one while a program has a partition of the disk open. `lsof { $device }` names that program.
disk-other = This host reported on { $found } instead of { $disk }, so nothing is changed. Run this step again.
disk-absent = There is no block device { $disk }. Check with `lsblk` on this node, and enter the correct disk in the answers, or none.
disk-link = { $disk } is a symbolic link to { $target }. Enter the disk itself in the answers.
disk-partition = { $disk } is a partition. Enter the whole disk in the answers.
disk-virtual = { $disk } consists of other devices (LVM, RAID or multipath). Enter a plain disk in the answers.
disk-small = { $disk } has { $size } bytes. Less than { $least } bytes is too small for instances.
disk-in-use =
    { $disk } is in use, so nothing on it is changed:
    { $uses }
    Take it out of use yourself, or choose another disk.
disk-not-empty =
    { $disk } is not empty, so nothing on it is changed:
    { $found }
    If all of it may be erased, choose the disk again in the answers of step 2a in the wizard, or add this line to the node in the answers file:
    erase: { $identity }
disk-raw = data that no tool recognizes: its beginning is not all zeros
partition-raw =
    { $found }
    and in the partition, data that no tool recognizes: its beginning is not all zeros
disk-erase =
    { $disk } will be erased, as the answers allow:
    { $found }
mounted-other-data =
    { $directory } does not belong to nova and contains files that Nova does not keep there:
    { $found }
    Giving all of it to nova might break something, so nothing is changed. Move these files away, or change the owner of the directory yourself.
mount-other = { $device } is mounted at { $directory } instead of { $wanted }. If that is not intended, unmount it yourself.
mount-elsewhere =
    { $device } is mounted elsewhere:
    { $places }
    Unmount it there first.
mount-over-instances =
    { $directory } contains { $count ->
        [one] an instance
       *[other] { $count } instances
    }, which a mount would hide. Move its contents away first.
fstab-other = /etc/fstab mounts { $device } at { $directory } instead of { $wanted }. Correct that line yourself.
fstab-twice = /etc/fstab has more than one line for { $directory }. Keep one.

## Verification

services-no-list = Nova's API returns no list of services: { $said }
services-absent =
    Not listed: { $services }. Look at the log: { $logs }.
    Listed: { $listed }
services-left-out = nova-compute is not listed as up for { $hosts }, left out of this run.
services-none = none
services-down = Listed but down: { $services }. Their last report is more than 60 seconds old: they have stopped, or cannot reach RabbitMQ or the database. Look at the log ({ $logs }). If it shows no error, look at that of nova-conductor, which records the reports of nova-compute.
services-disabled = Disabled: { $services }. If that is not intended, enable them with `openstack compute service set --enable HOST BINARY`.

## Reading and running

login-no-way = { $address }:{ $port } cannot be reached through this host: { $said }. If AllowTcpForwarding is off in its sshd, allow it for this login.
fact-cut-short = { $fact }: the answer is incomplete. Run this again.
fact-too-long = { $fact }: the host printed more than can be read, so its output was cut off. Check on the host what prints so much.
fact-unreadable =
    { $fact }: the answer of the host has an unknown format: { $why }
    { $said }
    Check what this host prints (see the transcript) and the versions of its programs, then run this again.
login-odd = { $fact }: the answer of the server has an unknown format ({ $kind } at { $place }). Check which program answers there, then run this again.
plan-defect = The answers of this host do not tell whether { $step } is done: { $kind } at { $place }. This is a defect of nova-wizard: please report it with the transcript.
received = Received: { $beginning }
received-bytes = Received: { $count } bytes.
odd-value = “{ $found }” is not a valid value of “{ $name }”.
odd-missing = “{ $name }” is missing.
odd-id = the value of “{ $name }” is not an ID that can be used in a command.
odd-row = a row is a JSON { $found }, not an object.
odd-rows = it has { $count } rows; up to { $most } are read.
odd-depth = its JSON is nested too deeply.
odd-json = there is no JSON list in it that can be read.
odd-size = it has { $size } bytes; up to { $most } are read.
odd-otherwise = { $kind } at { $place }.
file-unreadable = { $path } cannot be read: { $said }
processor-unreadable = /proc/cpuinfo cannot be read: { $said }
selinux-unreadable = getenforce gave an unknown answer: { $said }
systemd-unreadable = systemctl did not answer: { $said }
command-failed =
    { $text }
    ended with status { $status }. Its last output:
    { $said }
command-killed =
    { $text }
    was ended by a signal. Its last output:
    { $said }
command-failed-because =
    { $failure }
    { $reason }
still-missing =
    { $text }
    was run, but the step is still not done: { $reason }
no-end = After { $rounds } rounds there was still something to do. Run this again. If the problem remains, look at the transcript.
declined = You did not approve it.
not-reached = Not reached, because { $id } ({ $step }) is not done on this host.
section-not-reached = Not reached, because not all steps of the controller node are done.
section-not-there = Not reached. { $why }
left-alone-holds = { $section } holds on { $host }, which this run only looks at.
left-alone-not = { $section } has to be done on { $host } first, which this run does not work at. Not done there: { $step }. { $reason }
waiting-for-section = waiting until { $section } is done on { $hosts }
at-once = { $section } on { $hosts } and { $other } on { $others } run at the same time, up to “{ $step }”, which waits for { $other }.
waits-for-section = If a run includes { $section }, this step waits until { $section } is done on { $hosts }.
role-controller = the controller node
role-compute = the compute nodes
connecting = connecting
looking = reading the current state
running = { $command }

## What the facts are called

fact-AdminLogin = The administrator's login to Keystone
fact-BesidesNovaConf = The files that Nova reads after nova.conf
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
fact-PackagesToInstall = The packages that are not installed
fact-HostIdentity = The host's name and addresses
fact-Identity = Keystone's users, projects and roles
fact-Processor = The processor
fact-QueueLogin = The login of openstack to RabbitMQ
fact-SelinuxConfig = /etc/sysconfig/selinux
fact-SelinuxMode = SELinux's mode
fact-Units = The services
