"""A lab as data that can be kept, and back: what is on disks and in databases, and which services run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, NoReturn

import asyncssh
from pydantic import ValidationError

from wizard.hostsim import clock, power
from wizard.hostsim.journal import Entry
from wizard.hostsim.node import Node
from wizard.hostsim.storage import Content, Disk, Partition, Volume
from wizard.hostsim.systemd import FailedMount
from wizard.hostsim.table import PROGRAMS
from wizard.hostsim.tree import (
    Device,
    Directory,
    FileSystem,
    Generated,
    Inode,
    Program,
    Regular,
    Socket,
    Symlink,
    User,
)
from wizard.lab import consistency, kept
from wizard.lab.kept import FORMAT, DiskForm, FileSystemForm, LabForm, NodeForm, VolumeForm
from wizard.lab.packages import CATALOGUE
from wizard.lab.services import cluster, keystone, mariadb, rabbitmq
from wizard.lab.ssh import NodeListener
from wizard.lab.store import LabRefused
from wizard.lab.world import World

KINDS: Mapping[str, type[Inode]] = {
    kind.__name__: kind for kind in (Regular, Program, Generated, Symlink, Device, Socket, Directory)
}


# --- Out of a lab


def written(world: World, hosts: Mapping[str, NodeListener], client_key: asyncssh.SSHKey) -> bytes:
    """Return a lab as JSON. Raises `LabRefused` for one that could not be read back."""
    state = world.cluster
    identity = state.keystone
    data = {
        "format": FORMAT,
        "time": clock.now(),
        "client_key": client_key.export_private_key("openssh").decode(),
        "host_keys": {name: host.key.export_private_key("openssh").decode() for name, host in hosts.items()},
        "passwords": world.passwords,
        "nodes": {
            name: {**_node(node), "changed_passwords": _changed(node.users.passwords, world.logins)}
            for name, node in world.nodes.items()
        },
        "accounts": _all(state.database.accounts),
        "schemas": {
            name: {table: _plain(found) for table, found in schema.tables.items()}
            for name, schema in state.database.schemas.items()
        },
        "keystone": {
            "users": _all(identity.users),
            "projects": _all(identity.projects),
            "roles": _all(identity.roles),
            "services": _all(identity.services),
            "endpoints": _all(identity.endpoints),
            "assignments": [list(assignment) for assignment in identity.assignments],
        },
        "queue": {name: _plain(user) for name, user in state.queue.users.items()},
        "services": _all(state.services),
    }
    _checked(data, "lab-dir-not-kept")
    return json.dumps(data).encode()


def _changed(passwords: Mapping[str, str], logins: Mapping[str, str]) -> dict[str, str]:
    return {name: password for name, password in passwords.items() if logins.get(name) != password}


def _node(node: Node) -> dict[str, Any]:
    systems: dict[int, FileSystem] = {}
    for system in (*node.tree.mounts.values(), *_systems(node.storage.all())):
        systems.setdefault(id(system), system)
    places = {key: index for index, key in enumerate(systems)}
    inodes = _inodes(systems.values())
    return {
        "skew": node.skew,
        "accelerated": node.accelerated,
        "delay": node.delay,
        "ports_taken": sorted(node.ports_taken),
        "last_pid": node.last_pid,
        "selinux": node.selinux.mode,
        "mirror": node.packages.mirror,
        "cached": node.packages.cached,
        "installed": sorted(node.packages.installed),
        "units": {
            unit.name: {"enabled": unit.enabled, "state": unit.state} for unit in node.systemd.units.values()
        },
        "failed_mounts": [
            {name: getattr(mount, name) for name in ("directory", "source", "kind", "options", "status")}
            for mount in node.systemd.failed_mounts.values()
        ],
        "power": node.power.state,
        "boots": node.systemd.journal.boots,
        "journal": _all(node.systemd.journal.entries),
        "settings": node.settings,
        "users": {
            name: {**_plain(user), "groups": list(user.groups)} for name, user in node.users.users.items()
        },
        "groups": node.users.groups,
        "inodes": [_inode(inode, inodes) for inode in inodes],
        "systems": [{**_plain(system), "root": inodes[system.root]} for system in systems.values()],
        "mounts": {path: places[id(system)] for path, system in node.tree.mounts.items()},
        "disks": {name: _volume(disk, places) for name, disk in node.storage.disks.items()},
        "volumes": {name: _volume(volume, places) for name, volume in node.storage.volumes.items()},
        "swaps": node.storage.swaps,
    }


def _systems(volumes: Iterable[Volume]) -> Iterable[FileSystem]:
    contents = (volume.content for volume in volumes)
    return (content.system for content in contents if content is not None and content.system is not None)


def _inodes(systems: Iterable[FileSystem]) -> dict[Inode, int]:
    """Number every file; one with two names is there once."""
    numbers: dict[Inode, int] = {}
    pending: list[Inode] = [system.root for system in systems]
    while pending:
        inode = pending.pop()
        if inode not in numbers:
            numbers[inode] = len(numbers)
            if isinstance(inode, Directory):
                pending += inode.entries.values()
    return numbers


def _inode(inode: Inode, numbers: Mapping[Inode, int]) -> dict[str, Any]:
    data = {"kind": type(inode).__name__, **_plain(inode)}
    if isinstance(inode, Regular):
        data["content"] = inode.content.decode("utf-8", "surrogateescape")
    elif isinstance(inode, Directory):
        data["entries"] = {name: numbers[inside] for name, inside in inode.entries.items()}
    return data


def _volume(volume: Volume, places: Mapping[int, int]) -> dict[str, Any]:
    data = _plain(volume)
    if volume.content is not None:
        system = volume.content.system
        data["content"] = {**_plain(volume.content), "system": None if system is None else places[id(system)]}
    if isinstance(volume, Disk):
        data["partitions"] = [_volume(partition, places) for partition in volume.partitions]
    return data


def _all(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [_plain(record) for record in records]


def _plain(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


# --- And back


def read(data: bytes) -> LabForm:
    """Return what was kept, all of it checked. Raises `LabRefused`."""
    try:
        found = json.loads(data.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        old = data.startswith(b"\x80")  # a pickle, as versions before the third wrote
        raise LabRefused("lab-dir-other" if old else "lab-dir-damaged", "JSON") from None
    if isinstance(found, dict) and found.get("format", FORMAT) != FORMAT:
        raise LabRefused("lab-dir-other", "format")
    return _checked(found, "lab-dir-damaged")


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _checked(data: Any, key: str) -> LabForm:
    """Return the data as the schema has it. Raises `LabRefused` with the place of what is wrong."""
    try:
        found = LabForm.model_validate(data)
        consistency.check(found)
    except ValidationError as error:
        place = error.errors(include_url=False, include_input=False)[0]["loc"]
        raise LabRefused(key, ascii(".".join(map(str, place)))[1:80].strip("'")) from None
    except (ValueError, RecursionError) as error:
        raise LabRefused(key, ascii(str(error))[1:80].strip("'")) from None
    return found


def restore(found: LabForm, world: World) -> None:
    """Give a fresh world the state that was kept of one with the same hosts. Raises `LabRefused`."""
    if list(found.nodes) != list(world.nodes):
        raise LabRefused("lab-dir-other", ", ".join(found.nodes))
    clock.go_on_from(found.time)
    state = world.cluster
    state.database.accounts = [mariadb.Account(**dict(one)) for one in found.accounts]
    state.database.schemas = {
        name: mariadb.Schema(
            {table: mariadb.Table(one.columns, list(one.rows)) for table, one in tables.items()}
        )
        for name, tables in found.schemas.items()
    }
    identity = state.keystone
    identity.users = [keystone.User(**dict(one)) for one in found.keystone.users]
    identity.projects = [keystone.KeystoneRecord(**dict(one)) for one in found.keystone.projects]
    identity.roles = [keystone.KeystoneRecord(**dict(one)) for one in found.keystone.roles]
    identity.services = [keystone.Service(**dict(one)) for one in found.keystone.services]
    identity.endpoints = [keystone.Endpoint(**dict(one)) for one in found.keystone.endpoints]
    identity.assignments = [(user, project, role) for user, project, role in found.keystone.assignments]
    state.queue.users = {name: rabbitmq.QueueUser(**dict(one)) for name, one in found.queue.items()}
    state.services = [cluster.ServiceRecord(**dict(one)) for one in found.services]
    for name, node in world.nodes.items():
        _restore_node(node, found.nodes[name], world.logins)


def _restore_node(node: Node, form: NodeForm, logins: Iterable[str]) -> None:
    _check_known(node, form, logins)
    node.skew, node.accelerated, node.delay = form.skew, form.accelerated, form.delay
    node.ports_taken, node.last_pid = set(form.ports_taken), form.last_pid
    node.selinux.mode, node.packages.mirror = form.selinux, form.mirror
    node.packages.cached = form.cached
    node.users.users = {
        name: User(**{**dict(user), "groups": tuple(user.groups)}) for name, user in form.users.items()
    }
    node.users.groups = form.groups
    node.users.passwords.update(form.changed_passwords)
    # The tree last, for a package that is added writes its services' files.
    for package in sorted(set(form.installed) - node.packages.installed):
        node.packages.add_units(package)
    node.packages.installed = set(form.installed)
    systems = _file_systems(form)
    node.tree.mounts = {path: systems[index] for path, index in form.mounts.items()}
    node.storage.disks = {name: _disk(disk, systems) for name, disk in form.disks.items()}
    node.storage.volumes = {name: Volume(**_parts(one, systems)) for name, one in form.volumes.items()}
    node.storage.swaps = form.swaps
    _restore_units(node, form)
    journal = node.systemd.journal
    journal.boots, journal.entries = form.boots, [Entry(**dict(one)) for one in form.journal]
    node.settings = form.settings
    _restore_power(node, form)


def _restore_power(node: Node, form: NodeForm) -> None:
    """Leave a host off that was off; one that was on its way goes on booting."""
    if form.power != "running":
        node.power.state = "off" if form.power in ("stopping", "booting") else form.power
        node.network.unplug(node.management_ip)
    if form.power in ("stopping", "booting"):
        power.reboot(node)


def _check_known(node: Node, form: NodeForm, logins: Iterable[str]) -> None:
    """Raise `LabRefused` where a node names what this version of the lab has not."""
    unknown = [
        *(set(form.installed) - CATALOGUE.keys()),
        *(set(logins) - form.users.keys()),
        *({inode.name for inode in form.inodes if inode.kind == "Program"} - PROGRAMS.keys()),
        *({inode.generator for inode in form.inodes if inode.kind == "Generated"} - node.generators.keys()),
    ]
    if unknown:
        raise LabRefused("lab-dir-damaged", ascii(min(unknown)))


def _file_systems(form: NodeForm) -> list[FileSystem]:
    inodes = [_made(inode) for inode in form.inodes]
    for made, inode in zip(inodes, form.inodes, strict=True):
        if isinstance(made, Directory) and inode.kind == "Directory":
            made.entries = {name: inodes[index] for name, index in inode.entries.items()}
    return [_file_system(system, inodes) for system in form.systems]


def _made(form: kept.AnyInode) -> Inode:
    values = dict(form)
    kind = KINDS[values.pop("kind")]
    if kind is Regular:
        values["content"] = values["content"].encode("utf-8", "surrogateescape")
    elif kind is Directory:
        del values["entries"]
    return kind(**values)


def _file_system(form: FileSystemForm, inodes: list[Inode]) -> FileSystem:
    root = inodes[form.root]
    assert isinstance(root, Directory)  # noqa: S101 - `consistency` has looked
    return FileSystem(**{**dict(form), "root": root})


def _parts(form: VolumeForm, systems: list[FileSystem]) -> dict[str, Any]:
    """Return a volume's values with its content made."""
    values = dict(form)
    if form.content is not None:
        at = form.content.system
        values["content"] = Content(**{**dict(form.content), "system": None if at is None else systems[at]})
    return values


def _disk(form: DiskForm, systems: list[FileSystem]) -> Disk:
    partitions = [Partition(**_parts(partition, systems)) for partition in form.partitions]
    return Disk(**{**_parts(form, systems), "partitions": partitions})


def _restore_units(node: Node, form: NodeForm) -> None:
    for one in form.failed_mounts:
        mount = FailedMount(**dict(one), pid=node.new_pid(), changed=clock.uptime())
        node.systemd.failed_mounts[mount.unit.name] = mount
    for name, kept_unit in form.units.items():
        unit = node.systemd.units.get(name)
        if unit is None:
            raise LabRefused("lab-dir-damaged", ascii(name)[:80])
        unit.enabled = kept_unit.enabled
        if kept_unit.state == "active":
            node.systemd.start(unit)
            continue
        if unit.task is not None:
            unit.task.cancel()
        unit.state, unit.main_pid = kept_unit.state, 0
