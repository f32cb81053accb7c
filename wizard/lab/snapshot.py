"""The whole state of a lab as plain values, without what differs from run to run: numbers, times, IDs."""

from __future__ import annotations

import hashlib
from typing import Any

from wizard.hostsim.node import Node
from wizard.hostsim.tree import Device, Directory, Generated, Inode, Program, Regular, Symlink
from wizard.hostsim.walking import walk
from wizard.lab.world import World

LEFT_OUT = ("/proc", "/sys", "/dev", "/run", "/tmp", "/var/log")  # noqa: S108 - of a node


def state(world: World) -> dict[str, Any]:
    """Return what a second run must not change, and a cut run must end with."""
    keystone, database = world.cluster.keystone, world.cluster.database
    names = {
        one.id: one.name for one in (*keystone.users, *keystone.projects, *keystone.roles, *keystone.services)
    }
    return {
        "nodes": {name: _node(node) for name, node in world.nodes.items()},
        "databases": {
            name: {table: [dict(row) for row in found.rows] for table, found in sorted(schema.tables.items())}
            for name, schema in sorted(database.schemas.items())
        },
        "accounts": sorted(
            [one.user, one.host, one.password, sorted(one.grants.items())] for one in database.accounts
        ),
        "users": sorted([one.name, one.password, one.enabled] for one in keystone.users),
        "assignments": sorted([names.get(part, part) for part in entry] for entry in keystone.assignments),
        "services": sorted([one.name, one.type, one.description, one.enabled] for one in keystone.services),
        "endpoints": sorted(
            [names.get(one.service_id, ""), one.interface, one.region, one.url, one.enabled]
            for one in keystone.endpoints
        ),
        "compute": sorted([one.binary, one.host, one.zone, one.disabled] for one in world.cluster.services),
    }


def _node(node: Node) -> dict[str, Any]:
    tree = node.tree
    files = {
        path: _file(inode)
        for path, inode in walk(tree)
        if not (path + "/").startswith(tuple(f"{one}/" for one in LEFT_OUT))
    }
    return {
        "files": files,
        "packages": sorted(node.packages.installed),
        "units": {unit.name: [unit.state, unit.enabled] for unit in node.systemd.units.values()},
        "mounts": {path: system.source for path, system in tree.mounts.items()},
        "selinux": node.selinux.mode,
        "disks": {
            volume.name: [
                volume.size,
                volume.content.kind if volume.content else "",
                getattr(volume, "label", ""),
            ]
            for volume in node.storage.all()
        },
    }


def _file(inode: Inode) -> list[Any]:
    common: list[Any] = [type(inode).__name__, f"{inode.mode:o}", inode.uid, inode.gid]
    match inode:
        case Regular():
            return [*common, hashlib.sha256(inode.content).hexdigest()]
        case Symlink():
            return [*common, inode.target]
        case Directory() | Device() | Generated() | Program():
            return common
    return common
