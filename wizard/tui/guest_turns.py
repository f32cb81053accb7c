"""Guests take turns: a class has more labs than its machine has processors, and keys are to be answered."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wizard.hosts import Claim, Host, OnLine, ignore
from wizard.model.commands import Command, Result, Stream
from wizard.model.message import Message

LONGEST = 2.0
"""Seconds of a turn. A command that takes longer goes on without one: it may be waiting for a service."""


class Turns:
    """A guest's turns at one of the class's places, of which there are as many as processors.

    A place is a byte of a file; whoever has locked it is at work. A process that ends leaves no lock behind.
    """

    def __init__(self, descriptor: int, place: int, longest: float = LONGEST) -> None:
        self._descriptor = descriptor
        self._place = place
        self._longest = longest
        self._own = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it for what is inside."""
        self._own.acquire()  # the locks of a file are a process's, not a thread's
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX, 1, self._place)
        over = threading.Lock()

        def end() -> None:
            if over.acquire(blocking=False):
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, self._place)
                self._own.release()

        timer = threading.Timer(self._longest, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            end()


class HostInTurns:
    """A host that is connected to, and whose commands run, in turns."""

    def __init__(self, host: Host, turns: Turns) -> None:
        self.node = host.node
        self._host = host
        self._turns = turns

    def open(self) -> None:
        """Connect and log in, in a turn."""
        with self._turns.turn():
            self._host.open()

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run a command in a turn."""
        with self._turns.turn():
            return self._host.run(command, on_line)

    def acquire(self, claim: Claim) -> Message | None:
        """Take the run lock."""
        return self._host.acquire(claim)

    def release(self) -> None:
        """Give the run lock back."""
        self._host.release()

    def dial(self, address: str, port: int) -> Stream:
        """Open a stream."""
        return self._host.dial(address, port)

    def close(self) -> None:
        """Let go of the connection."""
        self._host.close()
