"""Faults of the first compute node: its disk, processor, clock, key and connection; and yum's mirror."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncssh

from wizard.hostsim.power import power_off, power_on
from wizard.hostsim.storage import SECTOR
from wizard.hostsim.tree import Directory
from wizard.lab.faults.entering import Scene, fault
from wizard.lab.ssh import Host

AWAY = 1.5
"""Seconds of the machine that a node which went away needs to be back."""
SLOWNESS = 0.5
SKEW = -600.0


def _unresolved(scene: Scene) -> None:
    tree = scene.compute.tree
    scene.kept["hosts"] = text = tree.read("/etc/hosts")
    lines = [line for line in text.splitlines() if not line.endswith(f" {scene.controller.name}")]
    tree.write("/etc/hosts", "\n".join(lines) + "\n")


fault(
    "name-unresolved",
    _unresolved,
    lambda scene: scene.compute.tree.write("/etc/hosts", str(scene.kept["hosts"])),
)


def _mirror(reachable: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        for node in scene.world.nodes.values():
            node.packages.mirror = reachable

    return change


fault("yum-mirror", _mirror(False), _mirror(True))


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


fault("disk-not-empty", _old_disk, _blank_disk)


def _acceleration(there: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.accelerated = there

    return change


fault("no-acceleration", _acceleration(False), _acceleration(True))


def _selinux(mode: str) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.selinux.mode = mode
        scene.compute.selinux.write_config(mode.lower())

    return change


fault("selinux-disabled", _selinux("Disabled"), _selinux("Enforcing"))


def _delay(seconds: float) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.delay = seconds

    return change


fault("slow-node", _delay(SLOWNESS), _delay(0.0))


def _clock(skew: float) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.compute.skew = skew

    return change


fault("clocks-apart", _clock(SKEW), _clock(0.0))


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


fault("host-key-changed", _other_key, _own_key)


def _login(refused: bool) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.host.refuses_logins = refused

    return change


fault("login-refused", _login(True), _login(False))


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
        await power_off(node)
        await asyncio.sleep(AWAY)
        await power_on(node)
        await host.up()

    scene.kept["watch"] = asyncio.ensure_future(watch())


def _stays(scene: Scene) -> None:
    watch = scene.kept.get("watch")
    if isinstance(watch, asyncio.Task) and scene.host.is_up:
        watch.cancel()


fault("node-goes-away", _goes_away, _stays)
