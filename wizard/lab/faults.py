"""Faults that a lab can be given, to be found and mended by a student or met by a test.

What each one is stands in locale/*/lab.ftl. Those of a compute node are the first one's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import asyncssh

from wizard.lab import chapters
from wizard.lab.fault_names import NAMES
from wizard.lab.network import Socket
from wizard.lab.node import Node
from wizard.lab.services.keystone import Record, Service
from wizard.lab.services.mariadb import Schema, Table
from wizard.lab.ssh import Host
from wizard.lab.storage import SECTOR
from wizard.lab.tree import Directory, FileSystem
from wizard.lab.world import World

AWAY = 1.5
"""Seconds of the machine that a node which went away needs to be back."""
SLOWNESS = 0.5
SKEW = -600.0
ROOM_IN_ETC = 700_000
"""Bytes: nova.conf fits in, a copy of it does not."""
NEVER_MINE = "not-the-answers-one"


@dataclass(slots=True)
class Scene:
    """The lab that a fault is in, and what the fault has to remember until it is mended."""

    world: World
    hosts: Mapping[str, Host]
    kept: dict[str, object]

    @property
    def controller(self) -> Node:
        """The controller."""
        return self.world.controller

    @property
    def compute(self) -> Node:
        """The compute node that has the fault."""
        return self.world.computes[0]

    @property
    def host(self) -> Host:
        """The compute node's SSH server."""
        return self.hosts[self.compute.name]


Change = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: how it begins and how it ends."""

    begin: Change
    end: Change


FAULTS: dict[str, Fault] = {}


def _fault(name: str, begin: Callable[[Scene], object], end: Callable[[Scene], object]) -> None:
    """Enter a fault; its changes may be coroutines or not."""

    def change(work: Callable[[Scene], object]) -> Change:
        async def run(scene: Scene) -> None:
            result = work(scene)
            if isinstance(result, Awaitable):
                await result

        return run

    FAULTS[name] = Fault(change(begin), change(end))


# --- servers of the controller


def _stop(name: str) -> Callable[[Scene], object]:
    return lambda scene: scene.controller.systemd.stop(_unit(scene, name))


def _start(name: str) -> Callable[[Scene], object]:
    return lambda scene: scene.controller.systemd.start(_unit(scene, name))


def _unit(scene: Scene, name: str):  # type: ignore[no-untyped-def]
    return scene.controller.systemd.units[f"{name}.service"]


for _name, _service in (
    ("database-down", "mariadb"),
    ("keystone-down", "httpd"),
    ("rabbitmq-down", "rabbitmq-server"),
    ("memcached-down", "memcached"),
):
    _fault(_name, _stop(_service), _start(_service))


def _root_password(scene: Scene, password: str) -> None:
    for account in scene.world.cluster.database.accounts:
        if account.user == "root":
            account.password = password


_fault(
    "database-password",
    lambda scene: _root_password(scene, NEVER_MINE),
    lambda scene: _root_password(scene, {**chapters.BOOK, **scene.world.passwords}["dbpassword"]),
)


def _rabbit_password(scene: Scene, password: str) -> None:
    scene.world.cluster.queue.users["openstack"] = password


_fault(
    "rabbitmq-password",
    lambda scene: _rabbit_password(scene, NEVER_MINE),
    lambda scene: _rabbit_password(scene, {**chapters.BOOK, **scene.world.passwords}["rabbitpass"]),
)


# --- Keystone and its credentials


def _openrc_password(scene: Scene) -> None:
    tree = scene.controller.tree
    scene.kept["openrc"] = text = tree.read(chapters.OPENRC_PATH)
    lines = [
        f"export OS_PASSWORD={NEVER_MINE}" if "OS_PASSWORD" in line else line for line in text.splitlines()
    ]
    tree.write(chapters.OPENRC_PATH, "\n".join(lines) + "\n")


def _openrc_missing(scene: Scene) -> None:
    scene.kept["openrc"] = scene.controller.tree.read(chapters.OPENRC_PATH)
    scene.controller.tree.unlink(chapters.OPENRC_PATH)


def _openrc_back(scene: Scene) -> None:
    scene.controller.tree.write(chapters.OPENRC_PATH, str(scene.kept["openrc"]), 0o600)


_fault("openrc-password", _openrc_password, _openrc_back)
_fault("openrc-missing", _openrc_missing, _openrc_back)


def _without_project(scene: Scene) -> None:
    keystone = scene.world.cluster.keystone
    project = next(one for one in keystone.projects if one.name == "service")
    scene.kept["project"] = project
    keystone.projects.remove(project)


def _with_project(scene: Scene) -> None:
    project = scene.kept["project"]
    if isinstance(project, Record):
        scene.world.cluster.keystone.projects.append(project)


_fault("project-missing", _without_project, _with_project)


def _second_service(scene: Scene) -> None:
    for _ in range(2):
        service = Service("nova", description="OpenStack Compute", type="compute")
        scene.world.cluster.keystone.services.append(service)


def _one_service(scene: Scene) -> None:
    keystone = scene.world.cluster.keystone
    keystone.services.remove(next(one for one in keystone.services if one.type == "compute"))


_fault("service-twice", _second_service, _one_service)


# --- the controller itself


def _half_synced(scene: Scene) -> None:
    tables = {name: Table(["id"]) for name in ("agent_builds", "aggregates", "instances")}
    scene.world.cluster.database.schemas["nova"] = Schema(tables)


def _not_synced(scene: Scene) -> None:
    scene.world.cluster.database.schemas["nova"] = Schema()


_fault("database-half-synced", _half_synced, _not_synced)


async def _stranger(socket: Socket, client: Node) -> None:
    """Serve whoever comes to a port that belongs to Nova."""
    await socket.read(1)


def _taken(scene: Scene) -> None:
    scene.controller.ports_taken.add(8774)
    scene.controller.network.listen(scene.controller.management_ip, 8774, _stranger)


def _freed(scene: Scene) -> None:
    scene.controller.ports_taken.discard(8774)
    scene.controller.network.hang_up(scene.controller.management_ip, 8774)


_fault("service-dies", _taken, _freed)


def _full(scene: Scene) -> None:
    tree = scene.controller.tree
    tree.mounts["/etc"] = FileSystem(
        "/dev/mapper/centos-etc", "xfs", root=tree.directory("/etc"), device=0xFD02, free=ROOM_IN_ETC
    )


def _roomy(scene: Scene) -> None:
    # Its files stay: they were /etc's own all the time.
    del scene.controller.tree.mounts["/etc"]


_fault("disk-full", _full, _roomy)


# --- a compute node


def _unresolved(scene: Scene) -> None:
    tree = scene.compute.tree
    scene.kept["hosts"] = text = tree.read("/etc/hosts")
    lines = [line for line in text.splitlines() if not line.endswith(f" {scene.controller.name}")]
    tree.write("/etc/hosts", "\n".join(lines) + "\n")


_fault(
    "name-unresolved",
    _unresolved,
    lambda scene: scene.compute.tree.write("/etc/hosts", str(scene.kept["hosts"])),
)


def _mirror(reachable: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        for node in scene.world.nodes.values():
            node.packages.mirror = reachable

    return change


_fault("yum-mirror", _mirror(False), _mirror(True))


def _old_disk(scene: Scene) -> None:
    storage = scene.compute.storage
    disk = storage.disks["sdb"]
    disk.label, disk.identifier = "dos", 0x5EED
    partition = storage.make_partition(disk, 1, 2048, disk.size // SECTOR // 2)
    disk.partitions = [partition]
    system = storage.make_file_system(partition, "ext4", "photos").system
    if system is not None:
        system.root.entries["2015"] = Directory(0o755)
    storage.publish()


def _blank_disk(scene: Scene) -> None:
    disk = scene.compute.storage.disks["sdb"]
    disk.partitions = []
    scene.compute.storage.erase(disk)


_fault("disk-not-empty", _old_disk, _blank_disk)


def _acceleration(there: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.accelerated = there

    return change


_fault("no-acceleration", _acceleration(False), _acceleration(True))


def _selinux(mode: str) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.selinux.mode = mode
        scene.compute.selinux.write_config(mode.lower())

    return change


_fault("selinux-disabled", _selinux("Disabled"), _selinux("Enforcing"))


def _delay(seconds: float) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.delay = seconds

    return change


_fault("slow-node", _delay(SLOWNESS), _delay(0.0))


def _clock(skew: float) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.skew = skew

    return change


_fault("clocks-apart", _clock(SKEW), _clock(0.0))


async def _other_key(scene: Scene) -> None:
    scene.kept["key"] = scene.host.key
    await _listen_with(scene.host, asyncssh.generate_private_key("ssh-ed25519"))


async def _own_key(scene: Scene) -> None:
    key = scene.kept["key"]
    if isinstance(key, asyncssh.SSHKey):
        await _listen_with(scene.host, key)


async def _listen_with(host: Host, key: asyncssh.SSHKey) -> None:
    host.down()
    host.key = key
    await host.up()


_fault("host-key-changed", _other_key, _own_key)


def _login(refused: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.host.refuses_logins = refused

    return change


_fault("login-refused", _login(True), _login(False))


def _goes_away(scene: Scene) -> None:
    """Let the node lose its power in the middle of yum, once, and come back after a while."""

    async def watch() -> None:
        node, host = scene.compute, scene.host
        while not any(
            process.name == "yum" and "install" in process.args for process in node.processes.values()
        ):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        host.down()
        await node.power_off()
        await asyncio.sleep(AWAY)
        await node.power_on()
        await host.up()

    scene.kept["watch"] = asyncio.ensure_future(watch())


def _stays(scene: Scene) -> None:
    watch = scene.kept.get("watch")
    if isinstance(watch, asyncio.Task) and scene.host.is_up:
        watch.cancel()


_fault("node-goes-away", _goes_away, _stays)

if set(FAULTS) != set(NAMES):
    raise AssertionError(set(FAULTS) ^ set(NAMES))
