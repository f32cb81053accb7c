"""What a host has come to: every file that differs from its image, and what the guide leaves on a site."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .site import Machine, Site

VOLATILE = (
    "var/lib/mysql/",  # the database writes as it lives: its general log says what was asked of it
    "var/lib/rabbitmq/",
    "var/log/",  # sshd and the services log that they were asked
    "var/lib/systemd/",  # its timers' stamps
    "var/lib/placement/",  # Placement is no part of the guide, and nova-compute reports to it all the time
    "run/",
    "tmp/",
    "var/tmp/",
)
COMPILED = re.compile(r"(^|/)(__pycache__|\.cache/python-entrypoints)/|\.pyc$")
"""Python keeps what it compiled and found, whoever starts it."""
CHANGING = re.compile(
    r"(CREATE|DROP|ALTER|RENAME|TRUNCATE|GRANT|REVOKE|SET PASSWORD)\b"
    r"|(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) `?"
    r"(user|local_user|password|assignment|role|project|region|service|endpoint)\b(?! SET failed_auth_)",
    re.IGNORECASE,
)
"""Statements of whoever sets something up; Nova's services write rows of their own all the time, and
Keystone counts the logins that it refused."""
CONF = "etc/nova/nova.conf"
BACKUP_CONF = "etc/nova/nova.conf.before-nova-wizard"

Files = Mapping[str, str]
State = dict[str, Any]


def files(machine: Machine) -> Files:
    """Return the files that differ from the host's image, outside of volatile places: what each is.

    The upper layer of the host's root has all of them, a removed one as a character device.
    """
    return {
        name: _what(path)
        for path in sorted(machine.upper.rglob("*"))
        if not path.is_dir() or path.is_symlink()
        if not (name := str(path.relative_to(machine.upper))).startswith(VOLATILE)
        if not COMPILED.search(name)
    }


def configuration(machine: Machine) -> Files:
    """Return every file in the host's /etc, whether or not it differs from the image."""
    found = sorted((machine.root / "etc").rglob("*"))
    return {
        str(path.relative_to(machine.root)): _what(path)
        for path in found
        if path.is_symlink() or path.is_file()
    }


def _what(path: Path) -> str:
    found = path.lstat()
    owner = f"{stat.filemode(found.st_mode)} {found.st_uid}:{found.st_gid}"
    if stat.S_ISLNK(found.st_mode):
        return f"{owner} -> {path.readlink()}"
    return (
        f"{owner} {hashlib.sha256(path.read_bytes()).hexdigest()}" if stat.S_ISREG(found.st_mode) else owner
    )


def changing(log: str) -> list[str]:
    """Return the statements in MariaDB's general log that change something."""
    queries = (line.partition("Query\t") for line in log.splitlines())
    return [statement for _, found, statement in queries if found and CHANGING.match(statement)]


def packaged(machine: Machine) -> Path:
    """Return the nova.conf that the host's package brings."""
    return machine.root / "usr/share/mitaka/packages/openstack-nova-common" / CONF


# --- What the guide leaves --------------------------------------------------------------------------

_CATALOGUE = {
    "users": "SELECT name FROM keystone.local_user",
    "roles": (
        "SELECT l.name, r.name, p.name FROM keystone.assignment a JOIN keystone.local_user l"
        " ON l.user_id = a.actor_id JOIN keystone.role r ON r.id = a.role_id"
        " JOIN keystone.project p ON p.id = a.target_id WHERE a.type = 'UserProject'"
    ),
    "services": "SELECT type, enabled, extra FROM keystone.service",
    "endpoints": (
        "SELECT s.type, e.interface, e.region_id, e.url, e.enabled FROM keystone.endpoint e"
        " JOIN keystone.service s ON s.id = e.service_id"
    ),
    "databases": "SELECT schema_name FROM information_schema.schemata",
    "tables": (
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_schema IN ('nova', 'nova_api')"
    ),
    "versions": (
        "SELECT 'nova', version_num FROM nova.alembic_version"
        " UNION SELECT 'nova_api', version_num FROM nova_api.alembic_version"
    ),
    "accounts": "SELECT user, host, authentication_string FROM mysql.user WHERE user = 'nova'",
    "grants": "SELECT host, db, user, select_priv, drop_priv FROM mysql.db WHERE user = 'nova'",
    "nova": "SELECT `binary`, host, disabled FROM nova.services WHERE deleted = 0 AND host <> '0.0.0.0'",
    "cells": "SELECT name FROM nova_api.cell_mappings",
}


_IN_NOVAS_OWN = ("versions", "nova", "cells")


def dump(site: Site, *, with_databases: bool = True) -> State:
    """Return all that the guide leaves on a site, without what is made anew each time (IDs, UUIDs).

    What is in Nova's own databases can be left out: before a run there are none.
    """
    found: dict[str, Any] = {
        name: sorted(site.sql(f"{query};").splitlines())
        for name, query in _CATALOGUE.items()
        if with_databases or name not in _IN_NOVAS_OWN
    }
    for machine in site.machines:
        found[machine.name] = _host(machine)
    return found


def _host(machine: Machine) -> dict[str, Any]:
    root = machine.root
    found: dict[str, Any] = {
        name: _what(root / name) if os.path.lexists(root / name) else "absent"
        for name in (CONF, BACKUP_CONF, "etc/fstab", "etc/sysconfig/selinux", "etc/selinux/config")
    }
    found["in /etc/nova"] = sorted(path.name for path in (root / "etc/nova").glob("*"))
    found["packages"] = sorted((root / "var/lib/rpm/installed").read_text().split())
    found["units"] = machine.run(
        "for unit in $(systemctl list-unit-files --no-legend 'openstack-nova-*' libvirtd.service |"
        " awk '{print $1}'); do echo $unit $(systemctl is-enabled $unit) $(systemctl is-active $unit); done",
        check=False,
    ).stdout.splitlines()
    if machine.name != "controller":
        found["disk"] = machine.run(
            "sfdisk -d /dev/sdb 2>/dev/null | grep -v ^label-id; blkid -p -o value -s TYPE /dev/sdb1;"
            "findmnt -rno SOURCE,FSTYPE /var/lib/nova/instances;"
            "stat -c %U:%G /var/lib/nova/instances /var/lib/nova/instances/lost+found",
            check=False,
        ).stdout.splitlines()
        found["selinux"] = machine.run("getenforce").stdout.strip()
    return found
