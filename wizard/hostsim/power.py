"""Cuts the power of a host, and boots it again."""

from __future__ import annotations

from wizard.hostsim.execute import execute
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.streams import Null
from wizard.hostsim.tree import ROOT


async def power_off(node: Node) -> None:
    """Stop at once: processes get no signal, and what was only in memory is lost."""
    for process in list(node.processes.values()):
        process.signal("KILL")
    for unit in node.systemd.units.values():
        await node.systemd.stop(unit)
    node.tree.directory("/run").entries.clear()
    for path in [
        path for path in node.tree.mounts if path not in ("/", "/run", "/dev", "/proc", "/boot", "/etc")
    ]:
        del node.tree.mounts[path]


async def power_on(node: Node) -> None:
    """Boot: what is enabled starts, what /etc/fstab names is mounted."""
    node.selinux.mode = node.selinux.configured().capitalize()
    for unit in node.systemd.units.values():
        if unit.enabled:
            node.systemd.start(unit)
    process = Process(node, ["mount", "-a"], ROOT)
    for number in (0, 1, 2):
        process.set_fd(number, Null())
    await process.start(execute).wait()
