"""Keeps a lab in a folder and brings it back: what is on disks and in databases, and which services run."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncssh

from wizard.lab import clock
from wizard.lab.node import Node
from wizard.lab.ssh import Host
from wizard.lab.world import World

FILE = "lab"
FORMAT = 2
NODE = ("skew", "accelerated", "delay", "sudoers", "ports_taken", "_last_pid")
STORAGE = ("disks", "volumes", "swaps")
USERS = ("users", "groups")
KEYSTONE = ("users", "projects", "roles", "services", "endpoints", "assignments")
DATABASE = ("accounts", "schemas")


class NotThisLab(Exception):
    """The folder holds a lab of other hosts or of another version."""


class Reader(pickle.Unpickler):
    """Reads what was kept; nothing but the lab's own types and plain values comes out of a file."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a type that may be in a kept lab."""
        if module.startswith("wizard.lab.") or (module, name) == ("builtins", "set"):
            return super().find_class(module, name)
        raise NotThisLab(f"{module}.{name}")


def save(folder: Path, world: World, hosts: Mapping[str, Host], client_key: asyncssh.SSHKey) -> None:
    """Write a lab into a folder; the file is whole or the one before it."""
    cluster = world.cluster
    kept = {
        "format": FORMAT,
        "time": clock.now(),
        "client_key": client_key.export_private_key("openssh"),
        "host_keys": {name: host.key.export_private_key("openssh") for name, host in hosts.items()},
        "nodes": {name: _node(node) for name, node in world.nodes.items()},
        "database": _taken(cluster.database, DATABASE),
        "keystone": _taken(cluster.keystone, KEYSTONE),
        "queue": cluster.queue.users,
        "services": cluster.services,
    }
    fresh = folder / f"{FILE}.new"
    fresh.touch(0o600)
    fresh.write_bytes(pickle.dumps(kept))
    fresh.replace(folder / FILE)


def load(folder: Path) -> dict[str, Any] | None:
    """Return what a folder keeps; None where it keeps nothing yet.

    Raises OSError for a folder in which nothing can be kept.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{FILE}.new").touch(0o600)
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return None
    try:
        kept: dict[str, Any] = Reader(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, TypeError) as error:
        raise NotThisLab(str(error)) from None
    if kept.get("format") != FORMAT:
        raise NotThisLab(f"format {kept.get('format')}")
    return kept


def restore(kept: dict[str, Any], world: World) -> None:
    """Give a fresh world the state that was kept of one with the same hosts."""
    if list(kept["nodes"]) != list(world.nodes):
        raise NotThisLab(", ".join(kept["nodes"]))
    clock.go_on_from(kept["time"])
    cluster = world.cluster
    _give(cluster.database, kept["database"])
    _give(cluster.keystone, kept["keystone"])
    cluster.queue.users = kept["queue"]
    cluster.services = kept["services"]
    for name, node in world.nodes.items():
        _restore_node(node, kept["nodes"][name])


def _node(node: Node) -> dict[str, Any]:
    units = node.systemd.units.values()
    return {
        "node": _taken(node, NODE),
        "mounts": node.tree.mounts,
        "storage": _taken(node.storage, STORAGE),
        "users": _taken(node.users, USERS),
        "selinux": node.selinux.mode,
        "installed": node.packages.installed,
        "mirror": node.packages.mirror,
        "units": {unit.name: (unit.enabled, unit.state == "active", unit.journal) for unit in units},
    }


def _restore_node(node: Node, kept: dict[str, Any]) -> None:
    _give(node, kept["node"])
    node.tree.mounts = kept["mounts"]
    _give(node.storage, kept["storage"])
    _give(node.users, kept["users"])
    node.selinux.mode = kept["selinux"]
    for package in kept["installed"] - node.packages.installed:
        node.packages.add_units(package)
    node.packages.installed = kept["installed"]
    node.packages.mirror = kept["mirror"]
    for name, (enabled, active, journal) in kept["units"].items():
        unit = node.systemd.units[name]
        unit.enabled, unit.journal = enabled, journal
        if active:
            node.systemd.start(unit)
        elif unit.task is not None:
            unit.task.cancel()
            unit.state, unit.main_pid = "inactive", 0


def _taken(source: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _give(target: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(target, name, value)
