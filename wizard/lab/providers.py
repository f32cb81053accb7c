"""Which package brings what: programs that are always there, and files of packages, for rpm to name."""

from __future__ import annotations

PROVIDERS: dict[str, str] = {
    "util-linux": "lsblk mount umount findmnt mountpoint swapon swapoff fdisk sfdisk partx blkid wipefs "
    "mkswap blockdev flock su runuser uuidgen dmesg last kill hwclock",
    "e2fsprogs": "mkfs.ext4 mkfs.ext3 mke2fs dumpe2fs debugfs chattr lsattr",
    "systemd": "systemctl journalctl hostnamectl timedatectl reboot shutdown poweroff halt init telinit",
    "bash": "bash sh",
    "chrony": "chronyc",
    "yum": "yum",
    "python-openstackclient": "openstack",
    "procps-ng": "ps top free uptime w watch pgrep pkill sysctl",
    "openssh-clients": "ssh scp ssh-copy-id ssh-keyscan",
    "openssh": "ssh-keygen",
    "iproute": "ip ss",
    "iputils": "ping",
    "curl": "curl",
    "grep": "grep egrep fgrep",
    "sed": "sed",
    "findutils": "find xargs",
    "libselinux-utils": "getenforce setenforce",
    "policycoreutils": "sestatus restorecon",
    "rpm": "rpm",
    "gzip": "gzip gunzip zcat",
    "sudo": "sudo",
    "hostname": "hostname",
    "man-db": "man apropos whatis",
    "which": "which",
}
_OF = {program: package for package, programs in PROVIDERS.items() for program in programs.split()}

PATHS = {
    "bash": ("/root/.bashrc",),
    "centos-release": ("/etc/centos-release", "/etc/os-release", "/etc/redhat-release"),
    "openstack-nova-common": (
        "/etc/nova",
        "/etc/nova/api-paste.ini",
        "/etc/nova/nova.conf",
        "/etc/nova/policy.json",
        "/etc/nova/rootwrap.conf",
        "/usr/share/nova/nova-dist.conf",
        "/var/lib/nova",
        "/var/lib/nova/buckets",
        "/var/lib/nova/instances",
        "/var/lib/nova/keys",
        "/var/lib/nova/networks",
        "/var/lib/nova/tmp",
        "/var/log/nova",
    ),
    "libvirt-daemon": ("/etc/libvirt/libvirtd.conf", "/var/lib/libvirt"),
}
"""Files and directories of packages besides programs and units."""


def provider(program: str) -> str:
    """Return the package that brings a program of the system."""
    return _OF.get(program, "coreutils")
