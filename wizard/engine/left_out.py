"""Hosts on which something is missing: they end a run, or it goes on without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wizard.engine.modes import LOCK_CHECK, SSH_CHECK, Ending
from wizard.model.answers import Node
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Problem, UnknownKey, UntrustedKey

_GRAVEST = (Ending.INTERRUPTED, Ending.UNTRUSTED, Ending.UNREACHABLE, Ending.FAILED, Ending.REFUSED)
"""Endings that go before others, the gravest first."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing on a host: the ID of the check or step, and how a run ends for it."""

    id: str
    message: Message
    ending: Ending = Ending.REFUSED
    fingerprint: str = ""
    """That of a host key which is not known yet."""

    @classmethod
    def of(cls, problem: Problem, id_: str = LOCK_CHECK) -> Lack:
        """Return what is missing where this was raised; `id_` is the check's, unless SSH itself failed."""
        if not isinstance(problem, HostProblem):
            return cls(id_, problem.message)
        ending = Ending.UNTRUSTED if isinstance(problem, UntrustedKey) else Ending.UNREACHABLE
        fingerprint = problem.fingerprint if isinstance(problem, UnknownKey) else ""
        return cls(SSH_CHECK, problem.message, ending, fingerprint)


class LeftOut:
    """What is missing on which hosts, and how the run ends for it. Safe from any thread."""

    def __init__(self, *, keep_going: bool) -> None:
        """With `keep_going`, a run goes on without these hosts."""
        self.keep_going = keep_going
        self._lacks: dict[str, list[Lack]] = {}

    def add(self, host: str, lacks: Iterable[Lack]) -> None:
        """Note what is missing on a host."""
        if found := list(lacks):
            self._lacks.setdefault(host, []).extend(found)

    def without(self, nodes: Iterable[Node]) -> list[Node]:
        """Return those of the hosts on which nothing is missing."""
        return [node for node in nodes if node.name not in self._lacks]

    @property
    def hosts(self) -> dict[str, Sequence[Lack]]:
        """What is missing, by host."""
        return dict(self._lacks)

    @property
    def ending(self) -> Ending | None:
        """How a run ends for them, at best; nothing where nothing is missing."""
        endings = [lack.ending for lacks in self._lacks.values() for lack in lacks]
        return min(endings, key=_GRAVEST.index) if endings else None

    def ended(self, ending: Ending) -> Ending:
        """Return how a run ends that would end so without them."""
        endings = [one for one in (ending, self.ending) if one in _GRAVEST]
        return min(endings, key=_GRAVEST.index) if endings else ending
