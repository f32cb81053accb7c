"""What may be done to a lab from outside: faults, cut connections, reboots, a node's console, its state."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from wizard.hostsim import power
from wizard.hostsim.node import Node
from wizard.lab import console, faults
from wizard.lab.snapshot import state
from wizard.lab.ssh import Cut, NodeListener
from wizard.lab.world import World


class Control:
    """Carries out the requests of the process that started the lab, one JSON object each."""

    def __init__(self, world: World, hosts: Mapping[str, NodeListener]) -> None:
        self.world = world
        self.hosts = hosts
        self.injected: dict[str, faults.FaultContext] = {}

    async def obey(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911 - a request a branch
        """Carry out a request and return the answer: `{}`, what was asked for, or `{"error": …}`."""
        match request:
            case {"do": "inject", "fault": name}:
                if name not in faults.FAULTS:
                    return {"error": f"no such fault: {name}"}
                self.injected[name] = faults.FaultContext(self.world, self.hosts, {})
                await faults.FAULTS[name].inject(self.injected[name])
            case {"do": "repair", "fault": name}:
                if name not in self.injected:
                    return {"error": f"not injected: {name}"}
                await faults.FAULTS[name].repair(self.injected.pop(name))
            case {"do": "cut", "node": node, "pattern": pattern, "when": when, "skip": skip}:
                self.hosts[node].cuts.append(Cut(pattern, when, skip))
            case {"do": "reboot" | "console", "node": node} if node not in self.world.nodes:
                return {"error": f"no such node: {node}"}
            case {"do": "reboot", "node": node}:
                return await self._reboot(self.world.nodes[node])
            case {"do": "console", "node": node, "script": script}:
                return await console.run(self.world.nodes[node], script)
            case {"do": "up" | "state" as what}:
                return {what: self._told(what)}
            case _:
                return {"error": f"unknown request: {request}"}
        return {}

    def _told(self, what: str) -> dict[str, Any]:
        if what == "up":
            return {name: host.is_up for name, host in self.hosts.items()}
        return state(self.world)

    async def _reboot(self, node: Node) -> dict[str, Any]:
        """Press a node's power button, and wait until it has booted."""
        await asyncio.wait([power.reboot(node)])
        return {"power": node.power.state}
