"""The packages of CentOS 7.2 and OpenStack Mitaka: which there are, and what installing one brings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wizard.hostsim.node import Node
from wizard.hostsim.packages import Package, Packages, Repository
from wizard.hostsim.systemd import UNITS as UNIT_FILES
from wizard.hostsim.systemd import Unit
from wizard.hostsim.table import LISTINGS
from wizard.hostsim.tree import Program, User
from wizard.lab import novaconf
from wizard.lab.providers import PATHS, provider
from wizard.lab.services import nova

MITAKA = "centos-openstack-mitaka"
NOVA_USER = User("nova", 162, 162, "/var/lib/nova", groups=(99, 107), comment="OpenStack Nova Daemons")
QEMU_USER = User("qemu", 107, 107, "/", comment="qemu user")
NOVA = "1:13.1.4-1.el7"
SITE = "/usr/lib/python2.7/site-packages/nova/db/sqlalchemy"


def _nova(name: str, *requires: str) -> Package:
    return Package(f"openstack-nova-{name}", NOVA, repository=MITAKA, requires=requires)


BASE = (
    Package("bash", "4.2.46-19.el7", "x86_64"),
    Package("coreutils", "8.22-15.el7", "x86_64"),
    Package("util-linux", "2.23.2-26.el7", "x86_64"),
    Package("e2fsprogs", "1.42.9-7.el7", "x86_64"),
    Package("systemd", "219-19.el7", "x86_64"),
    Package("openssh-server", "6.6.1p1-22.el7", "x86_64"),
    Package("lvm2", "7:2.02.130-5.el7", "x86_64"),
    Package("chrony", "2.1.1-1.el7.centos", "x86_64"),
    Package("procps-ng", "3.3.10-3.el7", "x86_64"),
    Package("openssh", "6.6.1p1-22.el7", "x86_64"),
    Package("openssh-clients", "6.6.1p1-22.el7", "x86_64"),
    Package("iproute", "3.10.0-54.el7", "x86_64"),
    Package("iputils", "20121221-7.el7", "x86_64"),
    Package("curl", "7.29.0-25.el7.centos", "x86_64"),
    Package("grep", "2.20-2.el7", "x86_64"),
    Package("sed", "4.2.2-5.el7", "x86_64"),
    Package("findutils", "1:4.5.11-5.el7", "x86_64"),
    Package("libselinux-utils", "2.2.2-6.el7", "x86_64"),
    Package("policycoreutils", "2.2.5-20.el7", "x86_64"),
    Package("rpm", "4.11.3-17.el7", "x86_64"),
    Package("gzip", "1.5-8.el7", "x86_64"),
    Package("sudo", "1.8.6p7-16.el7", "x86_64"),
    Package("hostname", "3.13-3.el7", "x86_64"),
    Package("man-db", "2.6.3-9.el7", "x86_64"),
    Package("which", "2.20-7.el7", "x86_64"),
    Package("NetworkManager", "1:1.0.6-27.el7", "x86_64"),
    Package("cronie", "1.4.11-14.el7", "x86_64"),
    Package("rsyslog", "7.4.7-12.el7", "x86_64"),
    Package("firewalld", "0.3.9-14.el7"),
    Package("yum", "3.4.3-132.el7.centos.0.1"),
    Package("centos-release", "7-2.1511.el7.centos.2.10", "x86_64"),
    Package("centos-release-openstack-mitaka", "1-5.el7"),
    Package("openstack-selinux", "0.7.4-2.el7", repository=MITAKA),
    Package("python-openstackclient", "2.3.0-2.el7", repository=MITAKA),
)
CHAPTERS = (
    Package("mariadb", "3:10.1.12-4.el7", "x86_64", MITAKA),
    Package("mariadb-server", "3:10.1.12-4.el7", "x86_64", MITAKA),
    Package("rabbitmq-server", "3.6.2-3.el7", "noarch", MITAKA),
    Package("memcached", "1.4.25-1.el7", "x86_64", MITAKA),
    Package("openstack-keystone", "1:9.3.0-1.el7", "noarch", MITAKA),
    Package("httpd", "2.4.6-40.el7.centos", "x86_64"),
)
AVAILABLE = (
    Package("python-nova", NOVA, repository=MITAKA),
    _nova("common", "python-nova"),
    _nova("api", "openstack-nova-common"),
    _nova("conductor", "openstack-nova-common"),
    _nova("console", "openstack-nova-common", "python-websockify"),
    _nova("novncproxy", "openstack-nova-common", "novnc", "python-websockify"),
    _nova("scheduler", "openstack-nova-common"),
    _nova("cert", "openstack-nova-common"),
    _nova("compute", "openstack-nova-common", "libvirt-daemon-kvm", "qemu-kvm", "iscsi-initiator-utils"),
    Package("novnc", "0.5.1-2.el7", repository=MITAKA),
    Package("python-websockify", "0.6.0-2.el7", repository=MITAKA),
    Package("libvirt-daemon-kvm", "1.2.17-13.el7", "x86_64", requires=("libvirt-daemon",)),
    Package("libvirt-daemon", "1.2.17-13.el7", "x86_64"),
    Package("qemu-kvm", "10:1.5.3-105.el7", "x86_64"),
    Package("iscsi-initiator-utils", "6.2.0.873-32.el7", "x86_64"),
    Package("net-tools", "2.0-0.17.20131004git.el7", "x86_64"),
    Package("tree", "1.6.0-10.el7", "x86_64"),
)
REPOSITORIES = (
    Repository("base/7/x86_64", "CentOS-7 - Base", 9007),
    Repository(MITAKA, "CentOS-7 - OpenStack mitaka", 1562),
)
CATALOGUE = {package.name: package for package in (*BASE, *CHAPTERS, *AVAILABLE)}


def _python_nova(node: Node) -> None:
    for repository, first, head in (("migrate_repo", 216, 319), ("api_migrations/migrate_repo", 1, 7)):
        for number in range(first, head + 1):
            node.tree.write(f"{SITE}/{repository}/versions/{number:03}_step.py", "")
        node.tree.write(f"{SITE}/{repository}/versions/__init__.py", "")


def _nova_common(node: Node) -> None:
    tree = node.tree
    node.users.add(NOVA_USER, ("nova", 162), ("nobody", 99), ("qemu", 107))
    tree.makedirs("/etc/nova", 0o755)
    tree.write("/etc/nova/nova.conf", novaconf.sample(), 0o640, gid=162)
    tree.write("/etc/nova/policy.json", "{}\n", 0o640, gid=162)
    tree.write("/etc/nova/api-paste.ini", "[composite:osapi_compute]\n", 0o640, gid=162)
    tree.write("/etc/nova/rootwrap.conf", "[DEFAULT]\n", 0o640, gid=162)
    tree.write("/usr/share/nova/nova-dist.conf", novaconf.DISTRIBUTION, 0o640, gid=162)
    for path in ("", "/instances", "/tmp", "/networks", "/buckets", "/keys"):  # noqa: S108 - a node's
        tree.makedirs(f"/var/lib/nova{path}", 0o755, 162, 162)
    tree.makedirs("/var/log/nova", 0o750, 162, 0)
    tree.makedirs("/var/run/nova", 0o755, 162, 0)
    tree.write("/usr/lib/tmpfiles.d/openstack-nova.conf", "d /run/nova 0755 nova root -\n")
    tree.resolve("/etc").system.take(len(novaconf.sample()))


def _libvirt(node: Node) -> None:
    node.users.add(QEMU_USER, ("kvm", 36), ("libvirt", 986))
    node.tree.write("/etc/libvirt/libvirtd.conf", "#listen_tls = 0\n")
    node.tree.makedirs("/var/lib/libvirt")


def _selinux(node: Node) -> None:
    node.selinux.add_types(("/etc/nova", "nova_etc_t"), ("/var/lib/nova", "nova_var_lib_t"))


CONTENTS: dict[str, Callable[[Node], None]] = {
    "python-nova": _python_nova,
    "openstack-nova-common": _nova_common,
    "libvirt-daemon": _libvirt,
    "openstack-selinux": _selinux,
}


def _service(name: str, description: str) -> Callable[[Node], Unit]:
    return lambda node: Unit(
        f"openstack-nova-{name}.service",
        f"OpenStack Nova {description} Server",
        f"/usr/bin/python2 /usr/bin/nova-{name}",
        partial(nova.DAEMONS[name], node),
        "nova",
    )


UNITS: dict[str, tuple[Callable[[Node], Unit], ...]] = {
    "openstack-nova-api": (_service("api", "API"),),
    "openstack-nova-conductor": (_service("conductor", "Conductor"),),
    "openstack-nova-console": (_service("consoleauth", "VNC console auth"),),
    "openstack-nova-novncproxy": (_service("novncproxy", "NoVNC Proxy"),),
    "openstack-nova-scheduler": (_service("scheduler", "Scheduler"),),
    "openstack-nova-compute": (_service("compute", "Compute"),),
    "libvirt-daemon": (
        lambda _: Unit("libvirtd.service", "Virtualization daemon", "/usr/sbin/libvirtd --listen"),
    ),
    "openssh-server": (
        lambda _: Unit("sshd.service", "OpenSSH server daemon", "/usr/sbin/sshd -D", enabled=True),
    ),
    "chrony": (lambda _: Unit("chronyd.service", "NTP client/server", "/usr/sbin/chronyd", enabled=True),),
    "NetworkManager": (
        lambda _: Unit(
            "NetworkManager.service", "Network Manager", "/usr/sbin/NetworkManager --no-daemon", enabled=True
        ),
    ),
    "cronie": (lambda _: Unit("crond.service", "Command Scheduler", "/usr/sbin/crond -n", enabled=True),),
    "rsyslog": (
        lambda _: Unit("rsyslog.service", "System Logging Service", "/usr/sbin/rsyslogd -n", enabled=True),
    ),
    "firewalld": (
        lambda _: Unit(
            "firewalld.service",
            "firewalld - dynamic firewall daemon",
            "/usr/bin/python -Es /usr/sbin/firewalld --nofork --nopid",
        ),
    ),
}


def packages(node: Node) -> Packages:
    """Return the rpm database of a node, on which nothing is installed yet."""
    return Packages(
        CATALOGUE, REPOSITORIES, partial(_unpack, node), partial(_add_units, node), partial(_files, node)
    )


def _files(node: Node, name: str) -> list[str]:
    """Return the paths of a package's files, as far as the tree has them."""
    programs = [
        listing.path
        for listing in LISTINGS
        if listing.package == name or (not listing.package and name == provider(listing.program))
    ]
    units = [f"{UNIT_FILES}/{unit(node).name}" for unit in UNITS.get(name, ())]
    return sorted([*programs, *units, *PATHS.get(name, ())])


def _unpack(node: Node, name: str) -> None:
    """Put a package's files into the tree."""
    for listing in LISTINGS:
        if listing.package == name:
            node.tree.make(listing.path, Program(0o755, name=listing.program))
    if name in CONTENTS:
        CONTENTS[name](node)


def _add_units(node: Node, name: str) -> None:
    for unit in UNITS.get(name, ()):
        node.systemd.add(unit(node))
