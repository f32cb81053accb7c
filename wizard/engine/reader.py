"""Reading facts from one host, and running commands on it, with everything noted in the transcript."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

from wizard.defect import kind_and_place
from wizard.facts.batch import Batch, shell_kinds
from wizard.hosts import Host, OnLine, ignore
from wizard.model import Answers, Command, Fact, Facts, LoginFact, Lost, Problem, Result, Unknown

SLOW = 0.4
"""Seconds that the shortest of several commands takes on a slow host; on others it is a tenth of that."""
SEVERAL = 5


class Transcript(Protocol):
    """Where every command is written down, masked."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Note one command; no result where its end was not seen."""


class Reader:
    """One host, as the engine uses it."""

    def __init__(self, answers: Answers, host: Host, transcript: Transcript) -> None:
        self._answers = answers
        self._host = host
        self._transcript = transcript
        self._known = Facts({})
        self._read_at: dict[type[Fact], float] = {}
        self._commands = 0
        self._shortest = float("inf")

    @property
    def slowness(self) -> float | None:
        """The seconds that even the shortest of several commands took, where the host is slow."""
        return self._shortest if self._commands >= SEVERAL and self._shortest >= SLOW else None

    def open(self) -> None:
        """Connect, or connect again; raises `HostProblem`."""
        self._host.open()

    def close(self) -> None:
        """Let go of the connection."""
        self._host.close()

    def forget(self) -> None:
        """Take no fact for granted any more: something has changed."""
        self._known = Facts({})

    def facts(self, kinds: Iterable[type[Fact]], max_age: float = float("inf")) -> Facts:
        """Return these facts, reading those that are not known or older than `max_age` seconds.

        Raises `Lost` where the connection broke. What could not be read raises when it is asked for.
        """
        oldest = time.monotonic() - max_age
        wanted = [
            kind for kind in dict.fromkeys(kinds) if kind not in self._known or self._read_at[kind] < oldest
        ]
        if wanted:
            self._known = self._known.with_(self._read(wanted))
            self._read_at.update(dict.fromkeys(wanted, time.monotonic()))
        return self._known

    def _read(self, kinds: list[type[Fact]]) -> Facts:
        found = Facts({})
        scripted = shell_kinds(kinds)
        if scripted:
            batch = Batch(scripted, self._answers, self._host.node)
            start = time.monotonic()
            try:
                result = self._host.run(batch.command)
            except Problem:
                self._note(batch.command, None, start)
                raise
            self._note(batch.command, batch.kept(result), start)
            found = batch.parse(result)
        return found.with_(Facts({kind: self._probed(kind) for kind in kinds if issubclass(kind, LoginFact)}))

    def _probed(self, kind: type[LoginFact]) -> LoginFact | Problem:
        try:
            return kind.probe(self._answers, self._host.dial)
        except Lost:
            raise
        except Problem as problem:
            return problem
        except Exception as error:
            return Unknown("login-odd", fact=kind.named(), **kind_and_place(error))

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run a changing command; afterwards no fact is known. Raises `Lost` and other problems."""
        start = time.monotonic()
        result: Result | None = None
        try:
            result = self._host.run(command, on_line)
        finally:
            self.forget()
            self._note(command, result, start)
        return result

    def _note(self, command: Command, result: Result | None, start: float) -> None:
        seconds = time.monotonic() - start
        self._commands += 1
        self._shortest = min(self._shortest, seconds)
        self._transcript.command(self._host.node.name, command, result, seconds)
