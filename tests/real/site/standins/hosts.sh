# Turns Debian's services into what a CentOS 7 host has before its first package of OpenStack's Compute.

# Nova is there only after `yum install`: its files wait in its packages.
common=/usr/share/mitaka/packages/openstack-nova-common
mkdir -p $common/etc $common/var/lib $common/var/log
mv /etc/nova $common/etc/nova
rm -f $common/etc/nova/*uwsgi.ini $common/etc/nova/nova-compute.conf $common/etc/nova/logging.conf
chmod 0640 $common/etc/nova/nova.conf
mv /var/lib/nova $common/var/lib/nova
install -d -m 0750 $common/var/log/nova
rm -rf /var/log/nova /usr/bin/nova-* /etc/sudoers.d/nova-common
rm -f /etc/init.d/nova-* /lib/systemd/system/nova-*.service
rm -f /lib/systemd/system/libvirt*.service /lib/systemd/system/libvirt*.socket /etc/init.d/placement-api
userdel nova

# Mitaka's messaging takes any rabbit_password; Zed's, which knows URLs only, puts a / into its own as it is.
sed -i "s/parse.quote(host.\(username\|password\) or default_\1)/parse.quote(host.\1 or default_\1, '')/" \
    /usr/lib/python3/dist-packages/oslo_messaging/_drivers/impl_rabbit.py

# The devices of partitions come and go while these programs run, not some time after.
mkdir /usr/lib/mitaka/real
for program in fdisk sfdisk wipefs blockdev; do
    mv /usr/sbin/$program /usr/lib/mitaka/real
    ln -s /usr/lib/mitaka/writes-tables /usr/sbin/$program
done

# Chapters 4.1 to 4.3 enable what runs on the controller; nothing else starts but sshd.
rm -rf /etc/systemd/system/*.wants
systemctl enable ssh.service
systemctl set-default multi-user.target
systemctl mask systemd-networkd.service systemd-resolved.service systemd-logind.service systemd-timesyncd.service \
    systemd-udevd.service systemd-udev-trigger.service getty.target console-getty.service proc-sys-fs-binfmt_misc.automount \
    dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount systemd-pstore.service lvm2-monitor.service \
    lvm2-lvmpolld.socket dm-event.socket systemd-update-utmp.service e2scrub_reap.service epmd.socket \
    systemd-binfmt.service remote-fs.target modprobe@.service systemd-firstboot.service

echo LANG=en_US.UTF-8 > /etc/default/locale
# /bin/sh is bash on CentOS.
ln -sfn bash /usr/bin/sh
echo 'CentOS Linux release 7.2.1511 (Core)' > /etc/redhat-release
echo 'root:rootpass' | chpasswd
useradd --create-home --shell /bin/bash stack
echo 'stack:stackpass' | chpasswd
echo 'stack ALL=(ALL) ALL' > /etc/sudoers.d/stack
mkdir -p /var/lib/rpm
echo 'bash chrony coreutils e2fsprogs lvm2 openssh-server systemd util-linux yum
    centos-release-openstack-mitaka openstack-selinux python-openstackclient' | xargs -n 1 > /var/lib/rpm/installed
