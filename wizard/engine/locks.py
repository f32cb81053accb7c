"""The run locks of a run's hosts: no other run changes a host between what is read of it and what is done."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from getpass import getuser

from wizard.engine.events import Emit, Waiting, WaitingFor
from wizard.engine.forks import FORKS
from wizard.engine.modes import LOCK_CHECK
from wizard.engine.reader import FactReader
from wizard.engine.threads import Interrupted, in_parallel
from wizard.hosts import Claim
from wizard.model.message import Message
from wizard.model.problems import Lost, Problem, Refused, Unknown

LIMIT = 1800.0
"""Seconds for which other runs are waited for before the first change."""
AGAIN_LIMIT = 60.0
"""Seconds for that after a reconnection, while the run has the locks of other hosts."""
PAUSE = 1.0
"""Seconds between two attempts."""


class RunLocks:
    """Takes the run locks of hosts, waits for them where other runs have them, and gives them back.

    Two runs do not wait for each other: whoever waits before its first change has no lock of a host
    that comes later in the order, and the order is the same for all runs.
    """

    def __init__(
        self, order: Sequence[str], readers: Mapping[str, FactReader], emit: Emit, stopping: threading.Event
    ) -> None:
        """`order` has the hosts' names."""
        self._order = order
        self._readers = readers
        self._emit = emit
        self._stopping = stopping
        self._claim = Claim(secrets.token_hex(16), _owner())
        self.at_once = FORKS
        """Hosts that are asked at the same time."""
        self.taken = False
        """Whether this run is one that has them."""

    def take(self, hosts: Collection[str]) -> dict[str, Problem]:
        """Take the locks of these hosts before facts are read for planning; return the problem of each host
        that has one.

        All are tried at once. Where one is not free, those after it are given back while it is waited for.
        Raises `Interrupted` where the user asked to stop meanwhile.
        """
        deadline = time.monotonic() + LIMIT
        left = [name for name in self._order if name in hosts]
        while left:
            told = dict(zip(left, in_parallel(left, self._tried, self.at_once), strict=True))
            if problems := {name: answer for name, answer in told.items() if isinstance(answer, Problem)}:
                return problems
            answers = {name: answer for name, answer in told.items() if isinstance(answer, Message)}
            first = next((name for name in left if name in answers), None)
            if first is None:
                break
            later = left[left.index(first) + 1 :]
            self._give_back([name for name in later if name not in answers])
            try:
                self._wait(LOCK_CHECK, first, answers[first], LIMIT, deadline)
            except Problem as problem:
                return {first: problem}
            left = later
        self.taken = True
        return {}

    def take_again(self, step_id: str, name: str) -> None:
        """Take a host's lock again after a reconnection, in the course of a step.

        Raises `HostProblem`, `Interrupted`, and `Unknown` where another run has come in between.
        """
        deadline = time.monotonic() + AGAIN_LIMIT
        try:
            self._wait(step_id, name, self._try(name), AGAIN_LIMIT, deadline)
        except Refused as problem:
            raise Unknown(problem.message.key, **problem.message.variables) from problem

    def give_back(self) -> None:
        """Release every run lock that this run holds."""
        self._give_back(self._order)

    def _give_back(self, names: Sequence[str]) -> None:
        in_parallel(names, lambda name: self._readers[name].release(), self.at_once)

    def _wait(self, id_: str, name: str, obstacle: Message | None, limit: float, deadline: float) -> None:
        """Try until nothing is in the way any more; raises `Refused` at the deadline."""
        told: Message | None = None
        while obstacle:
            if told is None or told.variables.get("owner") != obstacle.variables.get("owner"):
                self._emit(Waiting(id_, name, obstacle, limit, WaitingFor.OTHER_RUN))
                told = obstacle
            if time.monotonic() >= deadline:
                raise Refused("run-lock-not-had", host=name, seconds=limit, why=obstacle)
            if self._stopping.wait(PAUSE):
                raise Interrupted
            obstacle = self._try(name)

    def _tried(self, name: str) -> Message | Problem | None:
        try:
            return self._try(name)
        except Problem as problem:
            return problem

    def _try(self, name: str) -> Message | None:
        """Try once to take a lock; if the connection breaks meanwhile, connect and try once more."""
        reader = self._readers[name]
        try:
            return reader.acquire(self._claim)
        except Lost:
            if self._stopping.is_set():
                raise Interrupted from None
            reader.close()
            reader.open()
            return reader.acquire(self._claim)


def _owner() -> str:
    """Return who runs this, for the messages of other runs: `user@workstation (pid 1234)`."""
    try:
        user = getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()} (pid {os.getpid()})"
