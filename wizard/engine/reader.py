"""Reading facts from one host, and running commands on it, with everything noted in the transcript."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Protocol

from wizard.defect import kind_and_place
from wizard.engine.threads import Interrupted, in_parallel
from wizard.facts.batch import Batch, shell_kinds
from wizard.hosts import Claim, Host, OnLine, ignore
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.facts import Fact, Facts, LoginFact, ServedFact, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Lost, Problem, Unknown

SLOW = 0.4
"""Seconds that the shortest of several commands takes on a slow host; on others it is a tenth of that."""
SEVERAL = 5
_TRIES = 3
"""Commands by which a host shows that it is not slow."""
LAST_LOOK = 10.0
"""Seconds in which a host may say what the command at work has done, after the user asked to stop."""


class Transcript(Protocol):
    """Where every command is written down, masked."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Note one command; no result where its end was not seen."""


class FactReader:
    """Reads facts from one host and keeps them, runs commands on it, and writes both to the transcript."""

    def __init__(
        self,
        answers: Answers,
        host: Host,
        transcript: Transcript,
        stopping: threading.Event | None = None,
    ) -> None:
        """Once `stopping` is set, opening and reading raise `Interrupted`.

        Only what a change has just done is still looked at, for `LAST_LOOK` seconds at most.
        """
        self._answers = answers
        self._host = host
        self._transcript = transcript
        self._known = Facts({})
        self._lasting = Facts({})
        self._read_at: dict[type[Fact], float] = {}
        self._commands = 0
        self.shortest = float("inf")
        """Seconds that the shortest command took."""
        self._stopping = stopping or threading.Event()
        self._changed = False
        """Whether nothing was read since a change."""
        self._looking = False
        """Whether the connection may be closed at any time, as nothing is being changed."""
        self._look = threading.Lock()
        self.is_gone = False
        """The host was lost and could not be reached again: the run does not try it any more."""

    @property
    def looks_slow(self) -> bool:
        """Whether even the shortest of several commands took long: much else may have been going on."""
        return self._commands >= SEVERAL and self.shortest >= SLOW

    def slowness(self) -> float | None:
        """Return the seconds that the host takes for a command that does nothing, where they are many.

        Connects, if need be. Raises `HostProblem`, `Interrupted`.
        """
        shortest = float("inf")
        with self._abandonable():
            self._host.open()
            for _ in range(_TRIES):
                start = time.monotonic()
                self._host.run(Command("true", changes=False))
                shortest = min(shortest, time.monotonic() - start)
                if shortest < SLOW:
                    return None
        return shortest

    def open(self) -> None:
        """Connect, or connect again; raises `HostProblem`, `Interrupted`."""
        with self._abandonable():
            self._host.open()

    def close(self) -> None:
        """Close the connection; `open` makes another one."""
        self._host.close()

    def acquire(self, claim: Claim) -> Message | None:
        """Try to take the host's run lock; return who or what is in the way. Facts read before are forgotten.

        Raises `Refused` and `HostProblem`.
        """
        self.forget()
        return self._host.acquire(claim)

    def release(self) -> None:
        """Release the run lock, if this run has it."""
        self._host.release()

    def forget(self) -> None:
        """Drop all known facts because something has changed: each is read again when it is asked for."""
        self._known = Facts({})

    def facts(
        self,
        kinds: Iterable[type[Fact]],
        max_age: float = float("inf"),
        if_served: Iterable[type[Fact]] = (),
    ) -> Facts:
        """Return these facts, reading those that are not known or older than `max_age` seconds.

        Those of `if_served` that a server tells are read with them.

        Raises `Lost` where the connection broke, and `Interrupted`. What could not be read raises when
        it is asked for.
        """
        oldest = time.monotonic() - max_age
        wanted = [
            kind
            for kind in dict.fromkeys(kinds)
            if kind not in self._known or self._read_at.get(kind, 0.0) < oldest
        ]
        if wanted:
            served = (kind for kind in if_served if issubclass(kind, ServedFact))
            more = [kind for kind in dict.fromkeys(served) if kind not in wanted]
            self._known = self._known.with_(self._read_in_time(wanted, more))
            self._read_at.update(dict.fromkeys([*wanted, *more], time.monotonic()))
        return self._known

    def let_go(self) -> None:
        """Close the connection where the host is only opened or read, not where it is changed."""
        with self._look:
            if self._looking:
                self._host.close()

    @contextmanager
    def _abandonable(self) -> Iterator[None]:
        """Do what may be cut off by `let_go`; raises `Interrupted` once the user asked to stop."""
        with self._look:
            self._looking = True
        try:
            self._stop_if_asked()
            yield
        except Problem:
            self._stop_if_asked()
            raise
        finally:
            with self._look:
                self._looking = False
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self._stopping.is_set():
            raise Interrupted

    def _read_in_time(self, kinds: list[type[Fact]], if_served: list[type[ServedFact]]) -> Facts:
        if not (self._changed and self._stopping.is_set()):
            with self._abandonable():
                found = self._read(kinds, if_served)
            self._changed = False
            return found
        self._changed = False
        try:
            return self._read(kinds, if_served, LAST_LOOK)
        except Lost:
            raise Interrupted from None

    def _read(
        self, kinds: list[type[Fact]], if_served: list[type[ServedFact]], limit: float = float("inf")
    ) -> Facts:
        """Read what scripts print and, meanwhile, what servers tell; then by scripts what servers did not."""
        needed = self._needed([*kinds, *if_served])
        served = [kind for kind in kinds if issubclass(kind, ServedFact)]
        scripted = [kind for kind in shell_kinds(kinds) if kind not in served]
        told = [
            kind
            for kind in dict.fromkeys([*needed, *kinds, *if_served])
            if issubclass(kind, LoginFact | ServedFact)
        ]
        before = self._lasting.with_(self._scripted(shell_kinds(needed), limit))
        jobs: list[Callable[[], Facts]] = [partial(self._scripted, scripted, limit)] if scripted else []
        jobs += [partial(self._served, told, before)] if told else []
        found = before
        for facts in _at_once(jobs):
            found = found.with_(facts)
        self._lasting = found.lasting()
        return found.with_(self._scripted([kind for kind in served if kind not in found], limit))

    def _needed(self, kinds: Iterable[type[Fact]]) -> list[type[Fact]]:
        """Return the facts to read before these, each after those that it needs itself."""
        found: list[type[Fact]] = []
        for needed in dict.fromkeys(needed for kind in kinds for needed in kind.needs):
            if needed not in self._lasting:
                found += [*self._needed([needed]), needed]
        return list(dict.fromkeys(found))

    def _scripted(self, kinds: list[type[ShellFact]], limit: float) -> Facts:
        """Read facts by their scripts, in one round trip."""
        if not kinds:
            return Facts({})
        batch = Batch(kinds, self._answers, self._host.node)
        command = replace(batch.command, timeout=min(batch.command.timeout, limit))
        start = time.monotonic()
        try:
            result = self._host.run(command)
        except Problem:
            self._note(batch.command, None, start)
            raise
        self._note(batch.command, batch.redacted_result(result), start)
        return batch.parse(result)

    def _served(self, kinds: list[type[LoginFact | ServedFact]], found: Facts) -> Facts:
        """Return what servers tell of these facts, each asked once what it needs is known."""
        left = kinds
        while ready := [kind for kind in left if all(need in found for need in kind.needs)]:
            left = [kind for kind in left if kind not in ready]
            for facts in _at_once([partial(self._told, kind, found) for kind in ready]):
                found = found.with_(facts)
        return found

    def _told(self, kind: type[LoginFact | ServedFact], known: Facts) -> Facts:
        """Return what a server tells; nothing where a script has to."""
        told: Fact | Problem | None
        try:
            ask = kind.probe if issubclass(kind, LoginFact) else kind.fetch
            told = ask(self._answers, self._host.dial, known)
        except Lost:
            raise
        except Problem as problem:
            told = problem if issubclass(kind, LoginFact) else None
        except Exception as error:
            told = Unknown("login-odd", fact=kind.named(), **kind_and_place(error))
        return Facts({kind: told} if told else {})

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run a changing command; afterwards no fact is known. Raises `Lost` and other problems."""
        start = time.monotonic()
        result: Result | None = None
        try:
            result = self._host.run(command, on_line)
        finally:
            self._changed = True
            self.forget()
            self._note(command, result, start)
        return result

    def _note(self, command: Command, result: Result | None, start: float) -> None:
        seconds = time.monotonic() - start
        self._commands += 1
        self.shortest = min(self.shortest, seconds)
        self._transcript.command(self._host.node.name, command, result, seconds)


def _at_once(jobs: Sequence[Callable[[], Facts]]) -> list[Facts]:
    """Do the jobs at the same time; return what each of them found."""
    return in_parallel(jobs, lambda job: job()) if len(jobs) > 1 else [job() for job in jobs]
