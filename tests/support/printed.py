"""What the real programs print: CentOS 7's and Mitaka's own forms, and those of newer ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.model.commands import Result

Row = Mapping[str, Any]


def printed(stdout: str = "", stderr: str = "", status: int = 0) -> Result:
    """Return the result of a program that printed this."""
    return Result(status, stdout.encode("utf-8", "surrogateescape"), stderr.encode())


# --- The mysql client, with --batch --skip-column-names --force --------------------------------------

LOGIN = "login\t1\n"
DATABASES = "database\tnova\ndatabase\tnova_api\n"
SYNCED = "tables\tnova\t110\ntables\tnova_api\t22\nversion\tnova_api\t7\nversion\tnova\t319\n"
DIGEST = "*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29"
OTHER_DIGEST = "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19"


def grants(host: str, digest: str = DIGEST, *, on: Sequence[str] = ("nova", "nova_api")) -> str:
    """`SHOW GRANTS` as MariaDB 10.1 answers it."""
    return f"GRANT USAGE ON *.* TO 'nova'@'{host}' IDENTIFIED BY PASSWORD '{digest}'\n" + "".join(
        f"GRANT ALL PRIVILEGES ON `{database}`.* TO 'nova'@'{host}'\n" for database in on
    )


def newer_grants(host: str, digest: str = DIGEST, *, on: Sequence[str] = ("nova", "nova\\_api")) -> str:
    """`SHOW GRANTS` as MariaDB 10.11 answers it; --batch doubles the backslash that escapes the `_`."""
    batched = [database.replace("\\", "\\\\") for database in on]
    return f"GRANT USAGE ON *.* TO `nova`@`{host}` IDENTIFIED BY PASSWORD '{digest}'\n" + "".join(
        f"GRANT ALL PRIVILEGES ON `{database}`.* TO `nova`@`{host}`\n" for database in batched
    )


NO_TABLE = "ERROR 1146 (42S02) at line 6: Table 'nova.migrate_version' doesn't exist\n"
NO_GRANT = "ERROR 1141 (42000) at line 9: There is no such grant defined for user 'nova' on host '%'\n"
WRONG_PASSWORD = "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)\n"
ONLY_SOCKET = "ERROR 1698 (28000): Access denied for user 'root'@'localhost'\n"
NO_SERVER = (
    "ERROR 2002 (HY000): Can't connect to local MySQL server through socket"
    " '/var/lib/mysql/mysql.sock' (2 \"No such file or directory\")\n"
)


# --- The openstack client ---------------------------------------------------------------------------

ADMIN, NOVA, SERVICE, COMPUTE = "0a1b", "f47b", "5e71", "91a0"
"""IDs of the role admin, the user nova, the project service and the compute service."""
URL = "http://controller:8774/v2.1/%(tenant_id)s"

USER = {"ID": NOVA, "Name": "nova", "Project": "", "Domain": "default", "Enabled": True}
ASSIGNMENT = {"Role": ADMIN, "User": NOVA, "Group": "", "Project": SERVICE, "Domain": "", "Inherited": False}
SERVICE_ROW = {
    "ID": COMPUTE,
    "Name": "nova",
    "Type": "compute",
    "Description": "OpenStack Compute",
    "Enabled": True,
}
OTHER_USERS = ({"ID": "aa00", "Name": "admin", "Project": "", "Domain": "default", "Enabled": True},)
PROJECTS = ({"ID": "ad31", "Name": "admin"}, {"ID": SERVICE, "Name": "service"})
ROLES = ({"ID": "7e57", "Name": "user"}, {"ID": ADMIN, "Name": "admin"})
KEYSTONE_ROW = {"ID": "4e59", "Name": "keystone", "Type": "identity", "Description": "", "Enabled": True}


def endpoint(interface: str, **other: Any) -> Row:
    """Return a row of `endpoint list` for the compute service."""
    return {
        "ID": f"{interface}-1",
        "Region": "RegionOne",
        "Service Name": "nova",
        "Service Type": "compute",
        "Enabled": True,
        "Interface": interface,
        "URL": URL,
        **other,
    }


ENDPOINTS = tuple(endpoint(interface) for interface in ("public", "internal", "admin"))


def mitaka_client(*lists: Sequence[Row]) -> str:
    """Several lists in one start of Mitaka's client: prompts in between, Python 2's JSON."""
    values = [json.dumps(rows, indent=2, separators=(", ", ": ")) for rows in lists]
    return "".join(f"(openstack) {value}\n" for value in values) + "(openstack) "


def newer_client(*lists: Sequence[Row]) -> str:
    """The same of Zed's client, which prints no prompt to a pipe."""
    return "".join(f"{json.dumps(rows, indent=2)}\n" for rows in lists)


def identity(
    *,
    users: Sequence[Row] = (USER,),
    projects: Sequence[Row] = PROJECTS,
    roles: Sequence[Row] = ROLES,
    assignments: Sequence[Row] = (ASSIGNMENT,),
) -> str:
    """The lists of identities, of a Keystone where 4.4.2/prepare is done unless said otherwise."""
    return mitaka_client([*OTHER_USERS, *users], projects, roles, assignments)


def catalogue(*, services: Sequence[Row] = (SERVICE_ROW,), endpoints: Sequence[Row] = ENDPOINTS) -> str:
    """The lists of the catalogue, likewise."""
    return mitaka_client([KEYSTONE_ROW, *services], endpoints)


FRESH_IDENTITY = identity(users=(), assignments=())
FRESH_CATALOGUE = catalogue(services=(), endpoints=())
NO_TOKEN = "The request you have made requires authentication. (HTTP 401) (Request-ID: req-1)\n"


def compute_service(number: int, binary: str, host: str, **other: Any) -> Row:
    """Return a row of Mitaka's `compute service list`."""
    zone = "nova" if binary == "nova-compute" else "internal"
    return {
        "Id": number,
        "Binary": binary,
        "Host": host,
        "Zone": zone,
        "Status": "enabled",
        "State": "up",
        "Updated At": "2016-08-12T12:10:56.000000",
        **other,
    }


COMPUTE_SERVICES = (
    compute_service(1, "nova-scheduler", "controller"),
    compute_service(2, "nova-consoleauth", "controller"),
    compute_service(3, "nova-conductor", "controller"),
    compute_service(7, "nova-compute", "compute1"),
    compute_service(8, "nova-compute", "compute2"),
)


# --- systemd ----------------------------------------------------------------------------------------

UPTIME = 5000.0
CLOCK = 1470995000.0
"""The clock at that uptime, so the host was booted at CLOCK - UPTIME."""


def units(*blocks: str, conf: float | None = CLOCK - 900) -> str:
    """The clock, nova.conf's age (written 900 s ago unless said otherwise), then the services."""
    head = f"clock {CLOCK:.9f} {UPTIME:.2f}\nconf {'' if conf is None else f'{conf:.10f}'}\n"
    return head + "".join(blocks)


def unit(
    name: str,
    state: str = "active",
    *,
    age: float = 600,
    enabled: str = "enabled",
    log: str = "",
    ready: float | None = None,
) -> str:
    """`systemctl show` of one service, in systemd 219's order, after `tr = ' '`."""
    started = int((UPTIME - age) * 1e6) if state in ("active", "activating", "failed") else 0
    pid = 4321 if state == "active" else 0
    active = int((UPTIME - (age if ready is None else ready)) * 1e6) if state == "active" else 0
    return (
        f"unit {name}\nType {'simple' if ready is None else 'notify'}\nMainPID {pid}\n"
        f"ExecMainStartTimestampMonotonic {started}\nActiveState {state}\nUnitFileState {enabled}\n"
        f"ActiveEnterTimestampMonotonic {active}\n"
    ) + "".join(f"log {line}\n" for line in log.split("\n") if line)


# --- The disk ---------------------------------------------------------------------------------------

GIB = 1 << 30


def disk(*found: str, path: str = "/dev/sdb", size: int = 100 * GIB) -> str:
    """What the disk's script prints of a whole disk on a CentOS 7, and what else was found."""
    return (
        f"disk {path}\nblock\nsize {size}\nserial VMware_Virtual_disk_6000c29\n"
        f'lsblk NAME="{path.removeprefix("/dev/")}" MOUNTPOINT=""\n'
        f"{MOUNTS}{FSTAB}" + "".join(f"{line}\n" for line in found)
    )


MOUNTS = (
    "mount proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n"
    "mount /dev/mapper/centos-root / xfs rw,seclabel,relatime,attr2,inode64,noquota 0 0\n"
    "mount /dev/sda1 /boot xfs rw,seclabel,relatime,attr2,inode64,noquota 0 0\n"
)
FSTAB = (
    "fstab /dev/mapper/centos-root /                       xfs     defaults        0 0\n"
    "fstab UUID=7ffb9b5f-9b6b-4d02-8bd6-0c0d3a9d4a1c /boot xfs     defaults        0 0\n"
    "fstab /dev/mapper/centos-swap swap                    swap    defaults        0 0\n"
)
DOS = ("wipefs 0x1fe               dos   [partition table]", "blkid PTTYPE=dos")
"""`wipefs -n` and `blkid -p` of util-linux 2.23 on a disk with an MBR."""
PARTED = (
    *DOS,
    "sfdisk /dev/sdb1 : start=     2048, size=209713152, Id=83",
    "sfdisk /dev/sdb2 : start=        0, size=        0, Id= 0",
    "sfdisk /dev/sdb3 : start=        0, size=        0, Id= 0",
    "sfdisk /dev/sdb4 : start=        0, size=        0, Id= 0",
    'lsblk NAME="sdb1" MOUNTPOINT=""',
    "partblock",
)
"""A disk of 100 GiB as 4.4.3/prepare/2a leaves it, by util-linux 2.23."""
PARTITION_UUID = "c0e9b6a2-3f39-4e0e-8a1f-6f5a5f0f3d11"
EXT4 = (
    "inside sdb1 TYPE=ext4",
    f"inside sdb1 UUID={PARTITION_UUID}",
    "inside sdb1 VERSION=1.0",
    "inside sdb1 USAGE=filesystem",
    "entry .",
    "entry ..",
    "entry lost+found",
)
FORMATTED = (*PARTED, *EXT4)
INSTANCES = "/var/lib/nova/instances"
IN_PLACE = (
    *FORMATTED[:6],
    f'lsblk NAME="sdb1" MOUNTPOINT="{INSTANCES}"',
    f"mount /dev/sdb1 {INSTANCES} ext4 rw,seclabel,relatime,data=ordered 0 0",
    *FORMATTED[7:],
)
"""Mounted, as 4.4.3/finish/3a leaves it."""
FSTAB_LINE = f"/dev/sdb1  {INSTANCES}  ext4  defaults  0 0"


# --- Files, packages, the rest ----------------------------------------------------------------------


def file(content: str, target: str, *, kept: bool = False) -> str:
    """A file as its fact's script prints it."""
    return f"{'kept' if kept else 'no'} {target}\n{content}"


ABSENT = "absent\n"
