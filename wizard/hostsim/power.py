"""Switches a host off and on: orderly, as `reboot` does it, or by cutting its power."""

from __future__ import annotations

import asyncio

from wizard.hostsim import clock
from wizard.hostsim.boot import boot
from wizard.hostsim.node import Node

LASTING = ("/", "/run", "/dev", "/proc", "/etc")
"""What is mounted before /etc/fstab is read."""
VERBS = {
    "reboot": (True, "reboot"),
    "kexec": (True, "reboot"),
    "poweroff": (False, "power off"),
    "halt": (False, "halt"),
}
"""What systemctl calls it: whether the host comes back, and the name in messages."""
STOPPING = 2.0
"""Seconds of the lab that an orderly shutdown takes, at least."""
LOOKS = 200
"""How often it is looked whether all processes have ended, before the rest is given up."""


async def cut_power(node: Node) -> None:
    """Switch off at once: processes get no signal, and what was only in memory is lost."""
    node.power.state = "off"
    for tell in node.power.cut:
        tell()
    node.network.unplug(node.management_ip)
    for _ in range(LOOKS):
        for process in list(node.processes.values()):
            process.signal("KILL")
        if not node.processes:
            break
        await asyncio.sleep(0.01)
    for unit in node.systemd.units.values():
        await node.systemd.lose(unit)
    tree, storage = node.tree, node.storage
    for path in [path for path in tree.mounts if path not in LASTING]:
        del tree.mounts[path]
    for path in ("/run", "/dev"):
        tree.mounts[path].root.entries.clear()
        tree.mounts[path].used = 0
    storage.swaps.clear()


async def shut_down(node: Node) -> None:
    """Stop services and processes in their order, then switch off."""
    node.power.state = "stopping"
    node.systemd.note("Stopped target Multi-User System.")
    await clock.wait(STOPPING)
    for unit in node.systemd.units.values():
        await node.systemd.stop(unit)
    for process in list(node.processes.values()):
        process.signal("TERM")
    node.systemd.note("Reached target Shutdown.")
    node.systemd.note("Journal stopped", "systemd-journal", 481)
    await cut_power(node)


async def _restart(node: Node) -> None:
    if node.power.state != "off":
        await shut_down(node)
    await boot(node)


def _begin(node: Node, again: bool) -> asyncio.Task[None]:
    """Let a host shut down, and boot again or not; what has begun already goes on."""
    power = node.power
    if power.task is None or power.task.done():
        work = _restart(node) if again else shut_down(node)
        # It is the host's own doing, not that of the program that asks, which may run under timeout(1).
        power.task = asyncio.get_running_loop().create_task(work, context=clock.without_deadlines())
    return power.task


def reboot(node: Node) -> asyncio.Task[None]:
    """Restart a host, or switch on one that is off. The task ends when it has booted."""
    return _begin(node, again=True)


def power_off(node: Node) -> asyncio.Task[None]:
    """Shut a host down for good. The task ends when it is off."""
    return _begin(node, again=False)


def plan(node: Node, seconds: float, *, again: bool) -> None:
    """Reboot or switch off after a while, as `shutdown +5` does; `cancel` takes it back."""

    async def wait() -> None:
        await clock.wait(seconds)
        _begin(node, again)

    cancel(node)
    node.power.planned = asyncio.get_running_loop().create_task(wait(), context=clock.without_deadlines())


def cancel(node: Node) -> None:
    """Take back a planned shutdown, if there is one."""
    if node.power.planned is not None:
        node.power.planned.cancel()
        node.power.planned = None
