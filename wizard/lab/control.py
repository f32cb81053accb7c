"""What may be done to a lab from outside of its hosts: break, mend, cut connections, look at its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.lab import faults
from wizard.lab.snapshot import state
from wizard.lab.ssh import Cut, Host
from wizard.lab.world import World


class Control:
    """Obeys requests."""

    def __init__(self, world: World, hosts: Mapping[str, Host]) -> None:
        self.world = world
        self.hosts = hosts
        self.scenes: dict[str, faults.Scene] = {}

    async def obey(self, request: dict[str, Any]) -> dict[str, Any]:
        """Carry out a request and return the answer."""
        match request:
            case {"do": "break", "fault": name}:
                if name not in faults.FAULTS:
                    return {"error": f"no such fault: {name}"}
                self.scenes[name] = faults.Scene(self.world, self.hosts, {})
                await faults.FAULTS[name].begin(self.scenes[name])
            case {"do": "mend", "fault": name}:
                if name not in self.scenes:
                    return {"error": f"not broken: {name}"}
                await faults.FAULTS[name].end(self.scenes.pop(name))
            case {"do": "cut", "node": node, "pattern": pattern, "when": when, "skip": skip}:
                self.hosts[node].cuts.append(Cut(pattern, when, skip))
            case {"do": "state"}:
                return {"state": state(self.world)}
            case _:
                return {"error": f"unknown request: {request}"}
        return {}
