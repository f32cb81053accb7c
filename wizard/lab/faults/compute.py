"""Faults of the first compute node: its disk, processor, clock, key and connection; and yum's mirror."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncssh

from wizard.hostsim.boot import boot
from wizard.hostsim.power import cut_power
from wizard.hostsim.storage import SECTOR
from wizard.hostsim.tree import Directory
from wizard.lab.faults.registry import FaultContext, register
from wizard.lab.ssh import NodeListener

SLOWNESS = 0.5
SKEW = -600.0


def _unresolved(context: FaultContext) -> None:
    tree = context.compute.tree
    context.saved["hosts"] = text = tree.read("/etc/hosts")
    lines = [line for line in text.splitlines() if not line.endswith(f" {context.controller.name}")]
    tree.write("/etc/hosts", "\n".join(lines) + "\n")


register(
    "name-unresolved",
    _unresolved,
    lambda context: context.compute.tree.write("/etc/hosts", str(context.saved["hosts"])),
)


def _mirror(reachable: bool) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        for node in context.world.nodes.values():
            node.packages.mirror = reachable

    return change


register("yum-mirror", _mirror(False), _mirror(True))


def _old_disk(context: FaultContext) -> None:
    storage = context.compute.storage
    disk = storage.disks["sdb"]
    disk.label, disk.identifier = "dos", 0x5EED
    partition = storage.make_partition(disk, 1, 2048, disk.size // SECTOR // 2)
    disk.partitions = [partition]
    system = storage.make_file_system(partition, "ext4", "photos").system
    if system is not None:
        system.root.entries["2015"] = Directory(0o755)
    storage.publish()


def _blank_disk(context: FaultContext) -> None:
    disk = context.compute.storage.disks["sdb"]
    disk.partitions = []
    context.compute.storage.erase(disk)


register("disk-not-empty", _old_disk, _blank_disk)


def _acceleration(there: bool) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        context.compute.accelerated = there

    return change


register("no-acceleration", _acceleration(False), _acceleration(True))


def _selinux(mode: str) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        context.compute.selinux.mode = mode
        context.compute.selinux.write_config(mode.lower())

    return change


register("selinux-disabled", _selinux("Disabled"), _selinux("Enforcing"))


def _delay(seconds: float) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        context.compute.delay = seconds

    return change


register("slow-node", _delay(SLOWNESS), _delay(0.0))


def _clock(skew: float) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        context.compute.skew = skew

    return change


register("clocks-apart", _clock(SKEW), _clock(0.0))


async def _other_key(context: FaultContext) -> None:
    context.saved["key"] = context.host.key
    await _listen_with(context.host, asyncssh.generate_private_key("ssh-ed25519"))


async def _own_key(context: FaultContext) -> None:
    key = context.saved["key"]
    if isinstance(key, asyncssh.SSHKey):
        await _listen_with(context.host, key)


async def _listen_with(host: NodeListener, key: asyncssh.SSHKey) -> None:
    host.down()
    host.key = key
    await host.up()


register("host-key-changed", _other_key, _own_key)


def _login(refused: bool) -> Callable[[FaultContext], None]:
    def change(context: FaultContext) -> None:
        context.host.refuses_logins = refused

    return change


register("login-refused", _login(True), _login(False))


def _goes_away(context: FaultContext) -> None:
    """Let the node lose its power in the middle of yum, once, and come back after a while."""

    async def watch() -> None:
        node = context.compute
        while not any(
            process.name == "yum" and "install" in process.args for process in node.processes.values()
        ):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        await cut_power(node)
        await boot(node)

    context.saved["watch"] = asyncio.ensure_future(watch())


def _stays(context: FaultContext) -> None:
    watch = context.saved.get("watch")
    if isinstance(watch, asyncio.Task) and context.host.is_up:
        watch.cancel()


register("node-goes-away", _goes_away, _stays)
