"""Section 4.4 of the book as a person types it: what is typed, where, and what is then on the terminal.

The commands are the book's, with its misprints corrected. Patterns are regular expressions for what
CentOS 7.2 prints; where a system that stands in for it prints something else, `Edition` says what, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What is typed at a question; `shown` is false for passwords, which are not."""

    question: str
    typed: str
    shown: bool = True


@dataclass(frozen=True)
class Command:
    """A line typed at the shell, the answers to what it asks, and what it prints."""

    typed: str
    answers: tuple[Answer, ...] = ()
    prints: str = ""


@dataclass(frozen=True)
class Setting:
    """Lines typed in vi below the line found by a search, itself after the section's heading."""

    section: str
    lines: tuple[str, ...]
    below: str = ""
    alone: bool = False
    """Whether the other options of the section are commented out."""


@dataclass(frozen=True)
class Vi:
    """A file edited with vi: ex commands, then settings, or lines at the end."""

    path: str
    commands: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    last: tuple[str, ...] = ()


Entry = Command | Vi


@dataclass(frozen=True)
class Difference:
    """What a system that stands in for CentOS prints or needs instead, and why."""

    instead: str
    reason: str


@dataclass(frozen=True)
class Edition:
    """What is particular to the hosts that the book is typed at."""

    prompt: str = r"\[root@{host} ~\]# $"
    differences: Mapping[str, Difference] = field(default_factory=dict)
    """By the pattern that CentOS answers, of a question or of what is printed, or by the line of a file."""
    before_editing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Commands of vi when a file is edited for the first time, before the first setting."""
    sectors: int = 209715200

    def pattern(self, centos: str) -> str:
        """Return what to wait for, or to look for, where CentOS has a pattern."""
        found = self.differences.get(centos)
        return found.instead if found else centos


BOOK = {name: name for name in ("dbpassword", "novadbpass", "novapass", "rabbitpass")}
CENTOS = Edition()

PACKAGES = " ".join(
    f"openstack-nova-{name}" for name in ("api", "conductor", "console", "novncproxy", "scheduler")
)
SERVICES_OF_CONTROLLER = " ".join(
    f"openstack-nova-{name}.service"
    for name in ("api", "consoleauth", "scheduler", "conductor", "novncproxy")
)
ENDPOINT = "http://controller:8774/v2.1/%(tenant_id)s"
OPENRC = "source /root/admin-openrc"
NOVA_CONF = "/etc/nova/nova.conf"
SQL = r"MariaDB \[\(none\)\]> $"
OK = r"^Query OK, [01] rows? affected \(\d\.\d\d sec\)$"
FDISK = r"^Command \(m for help\): $"
STATEMENTS = f"(?s)(?:{OK}.*){{6}}^Bye$"
SYMLINK = r"^Created symlink from /etc/systemd/system/\S+ to /usr/lib/systemd/system/\S+\.$"


def controller(words: Mapping[str, str] = BOOK, address: str = "10.0.0.11") -> Iterator[Entry]:
    """Give what section 4.4.2 has typed at the controller."""
    statements = ["CREATE DATABASE nova_api;", "CREATE DATABASE nova;"]
    statements += [
        f"GRANT ALL PRIVILEGES on {database}.* TO 'nova'@'{host}' IDENTIFIED BY '{words['novadbpass']}';"
        for database in ("nova_api", "nova")
        for host in ("localhost", "%")
    ]
    yield Command(
        "mysql -u root -p",
        (
            Answer("^Enter password: $", words["dbpassword"], shown=False),
            *(Answer(SQL, statement) for statement in statements),
            Answer(SQL, "exit"),
        ),
        prints=STATEMENTS,
    )
    yield Command(OPENRC)
    yield Command(
        "openstack user create --domain default --password-prompt nova",
        (
            Answer("^User Password:$", words["novapass"], shown=False),
            Answer("^Repeat User Password:$", words["novapass"], shown=False),
        ),
        prints=r"(?s)^\| enabled +\| True +\|$.*^\| name +\| nova +\|$",
    )
    yield Command("openstack role add --project service --user nova admin")
    yield Command(
        'openstack service create --name nova --description "OpenStack Compute" compute',
        prints=r"(?s)^\| description \| OpenStack Compute +\|$.*^\| type +\| compute +\|$",
    )
    for interface in ("public", "internal", "admin"):
        yield Command(
            f"openstack endpoint create --region RegionOne compute {interface} '{ENDPOINT}'",
            prints=rf"(?s)^\| interface +\| {interface} +\|$.*"
            r"^\| url +\| http://controller:8774/v2\.1/%\(tenant_id\)s +\|$",
        )
    yield Command(
        f"yum install {PACKAGES}",
        (Answer(r"^Is this ok \[y/d/N\]: $", "y"),),
        prints="^Complete!$",
    )
    # Item 2 is on a page that is lost; the wizard's own step in its place keeps a copy by this name.
    yield Command(f"cp -p {NOVA_CONF} {NOVA_CONF}.before-nova-wizard")
    database = f"connection = mysql+pymysql://nova:{words['novadbpass']}@controller"
    yield Vi(
        NOVA_CONF,
        settings=(
            Setting("DEFAULT", ("enabled_apis = osapi_compute,metadata",), below="#enabled_apis"),
            Setting("api_database", (f"{database}/nova_api",), below="#connection"),
            Setting("database", (f"{database}/nova",), below="#connection"),
            *_shared(words),
        ),
    )
    yield Vi(NOVA_CONF, settings=(Setting("DEFAULT", (f"my_ip = {address}",), below="#my_ip"), *NETWORKING))
    vnc = ("vncserver_listen = $my_ip", "vncserver_proxyclient_address = $my_ip")
    yield Vi(NOVA_CONF, settings=(Setting("vnc", vnc), *OTHERS))
    yield Command('su -s /bin/sh -c "nova-manage api_db sync" nova')
    yield Command('su -s /bin/sh -c "nova-manage db sync" nova')
    yield Command(f"systemctl enable {SERVICES_OF_CONTROLLER}", prints=SYMLINK)
    yield Command(f"systemctl start {SERVICES_OF_CONTROLLER}")


def _shared(words: Mapping[str, str]) -> tuple[Setting, ...]:
    rabbit = ("rabbit_host = controller", "rabbit_userid = openstack")
    token = (
        "auth_uri = http://controller:5000",
        "auth_url = http://controller:35357",
        "memcached_servers = controller:11211",
        "auth_type = password",
        "project_domain_name = default",
        "user_domain_name = default",
        "project_name = service",
        "username = nova",
        f"password = {words['novapass']}",
    )
    return (
        Setting("DEFAULT", ("rpc_backend = rabbit",)),
        Setting("oslo_messaging_rabbit", (*rabbit, f"rabbit_password = {words['rabbitpass']}")),
        Setting("DEFAULT", ("auth_strategy = keystone",), below="#auth_strategy"),
        Setting("keystone_authtoken", token, alone=True),
    )


NETWORKING = (
    Setting(
        "DEFAULT", ("use_neutron = True", "firewall_driver = nova.virt.firewall.NoopFirewallDriver"), below=""
    ),
)
OTHERS = (
    Setting("glance", ("api_servers = http://controller:9292",), below="#api_servers"),
    Setting("oslo_concurrency", ("lock_path = /var/lib/nova/tmp",), below="#lock_path"),
)


def compute(
    words: Mapping[str, str] = BOOK, address: str = "10.0.0.31", edition: Edition = CENTOS
) -> Iterator[Entry]:
    """Give what section 4.4.3 has typed at a compute node."""
    last = edition.sectors - 1
    yield Command("setenforce 0")
    yield Vi("/etc/sysconfig/selinux", ("%s/^SELINUX=enforcing/SELINUX=permissive/",))
    yield Command(
        "fdisk /dev/sdb",
        (
            Answer(FDISK, "n"),
            Answer(r"^Select \(default p\): $", "p"),
            Answer(r"^Partition number \(1-4, default 1\): $", "1"),
            Answer(rf"^First sector \(2048-{last}, default 2048\): $", "2048"),
            Answer(LAST_SECTOR.format(last=last), ""),
            Answer(FDISK, "p"),
            Answer(FDISK, "w"),
        ),
        prints=PARTITIONED.format(last=last),
    )
    yield Command("mkfs.ext4 /dev/sdb1", prints=r"^Superblock backups stored on blocks: ?$")
    yield Command("yum -y install openstack-nova-compute", prints="^Complete!$")
    yield Vi(NOVA_CONF, settings=_shared(words))
    yield Vi(NOVA_CONF, settings=(Setting("DEFAULT", (f"my_ip = {address}",), below="#my_ip"), *NETWORKING))
    vnc = (
        "enabled = True",
        "vncserver_listen = 0.0.0.0",
        "vncserver_proxyclient_address = $my_ip",
        "novncproxy_base_url = http://controller:6080/vnc_auto.html",
    )
    yield Vi(NOVA_CONF, settings=(Setting("vnc", vnc), *OTHERS))
    yield Command("egrep -c '(vmx|svm)' /proc/cpuinfo", prints=r"^\d+$")
    yield Vi(NOVA_CONF, settings=(Setting("libvirt", ("virt_type = qemu",), below="#virt_type"),))
    services = "libvirtd.service openstack-nova-compute.service"
    yield Command(f"systemctl enable {services}", prints=SYMLINK)
    yield Command(f"systemctl start {services}")
    yield Command("mount /dev/sdb1 /var/lib/nova/instances")
    yield Command("chown -R nova:nova /var/lib/nova/instances")
    yield Vi("/etc/fstab", last=(FSTAB,))


FSTAB = "/dev/sdb1          /var/lib/nova/instances    ext4    defaults    0 0"
LAST_SECTOR = r"^Last sector, \+sectors or \+size{{K,M,G}} \(2048-{last}, default {last}\): $"
PARTITIONED = (
    r"(?s)^Partition 1 of type Linux and of size 100 GiB is set$.*"
    r"^/dev/sdb1            2048   {last}   104856576   83  Linux$.*"
    r"^The partition table has been altered!$"
)
LIST = "openstack compute service list"
HEADINGS = ["Id", "Binary", "Host", "Zone", "Status", "State", "Updated At"]
SERVICES = [
    ("nova-scheduler", "controller"),
    ("nova-consoleauth", "controller"),
    ("nova-conductor", "controller"),
    ("nova-compute", "compute1"),
]
"""What the book's table shows: binaries and hosts."""

MISPRINTS = (
    Command(
        f"openstack endpoint create --region RegionOne compute public {ENDPOINT}",
        prints=r"^-bash: syntax error near unexpected token `\('$",
    ),
    Command(
        "openstack endpoint create --region RegionOne compute public",
        prints=r"^openstack endpoint create: error: too few arguments$",
    ),
    Command(ENDPOINT, prints=r"^-bash: syntax error near unexpected token `tenant_id'$"),
    Command(
        "systemctl enable openstack-nova- novncproxy.service",
        prints=r"^Failed to execute operation: No such file or directory$",
    ),
    Command(
        "systemctl start openstack-nova- novncproxy.service",
        prints=r"^Failed to start openstack-nova-\.service: Unit openstack-nova-\.service failed to load: "
        r"No such file or directory\.$",
    ),
    Command("novncproxy.service", prints=r"^-bash: novncproxy\.service: command not found$"),
)
"""Commands typed as they are printed: a URL without quotes, lines broken where the page breaks them."""
