"""Processes of a node that wait for one another."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from tests.lab import inside
from wizard.hostsim.process import Process
from wizard.hostsim.tree import ROOT


class InterruptedLook:
    """A task; whoever asks whether it has ended is interrupted before the answer arrives."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self.task = task

    def done(self) -> bool:
        """Return the answer of before the interruption."""
        found = self.task.done()
        signal.raise_signal(signal.SIGALRM)
        return found


async def test_the_end_of_a_process_is_not_missed() -> None:
    """It may come between the look at the process and the wait for it, where the time slice ends there."""

    async def ends_at_once(_: Process) -> int:
        return 3

    async def waits(process: Process) -> int:
        child = process.fork(["true"]).start(ends_at_once)
        assert child.task
        child.task = InterruptedLook(child.task)  # type: ignore[assignment]
        return await child.wait()

    process = Process(inside.node(), ["sh"], ROOT)
    async with asyncio.timeout(20):
        assert await process.start(waits).wait() == 3
