"""What may be done to a lab from outside of its hosts: break and mend, cut connections, look at the whole state."""

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

    async def obey(self, request: dict[str, Any]) -> dict[str, Any]:
        """Carry out a request and return the answer."""
        match request:
            case {"do": "break", "fault": name}:
                await faults.FAULTS[name].begin(self.world, self.hosts)
            case {"do": "mend", "fault": name}:
                await faults.FAULTS[name].end(self.world, self.hosts)
            case {"do": "cut", "node": node, "pattern": pattern, "when": when, "skip": skip}:
                self.hosts[node].cuts.append(Cut(pattern, when, skip))
            case {"do": "state"}:
                return {"state": state(self.world)}
            case _:
                return {"error": f"unknown request: {request}"}
        return {}
