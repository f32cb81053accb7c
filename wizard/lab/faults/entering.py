"""What a fault is, and the table that faults are entered into."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from wizard.hostsim.node import Node
from wizard.lab.ssh import Host
from wizard.lab.world import World


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


ENTERED: dict[str, Fault] = {}


def fault(name: str, begin: Callable[[Scene], object], end: Callable[[Scene], object]) -> None:
    """Enter a fault; its changes may be coroutines or not."""

    def change(work: Callable[[Scene], object]) -> Change:
        async def run(scene: Scene) -> None:
            result = work(scene)
            if isinstance(result, Awaitable):
                await result

        return run

    ENTERED[name] = Fault(change(begin), change(end))
