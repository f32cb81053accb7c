"""What a fault is, and the table in which the modules of this package register theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from wizard.hostsim.node import Node
from wizard.lab.ssh import NodeListener
from wizard.lab.world import World


@dataclass(slots=True)
class FaultContext:
    """The lab that a fault is injected into, and what its `inject` saves for its `repair`."""

    world: World
    hosts: Mapping[str, NodeListener]
    saved: dict[str, object]

    @property
    def controller(self) -> Node:
        """The controller's simulated host."""
        return self.world.controller

    @property
    def compute(self) -> Node:
        """The compute node that has the fault."""
        return self.world.computes[0]

    @property
    def host(self) -> NodeListener:
        """The compute node's SSH server."""
        return self.hosts[self.compute.name]


Change = Callable[[FaultContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that a lab can have: `inject` makes it, `repair` takes it back."""

    inject: Change
    repair: Change


REGISTERED: dict[str, Fault] = {}


def register(
    name: str, inject: Callable[[FaultContext], object], repair: Callable[[FaultContext], object]
) -> None:
    """Add a fault to `REGISTERED`; `inject` and `repair` may be coroutines or plain functions."""

    def change(work: Callable[[FaultContext], object]) -> Change:
        async def run(context: FaultContext) -> None:
            result = work(context)
            if isinstance(result, Awaitable):
                await result

        return run

    REGISTERED[name] = Fault(change(inject), change(repair))
