"""Before the first change: connect to all hosts, take their run locks, look at what is missing or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wizard.engine.events import Emit, Missing, Waiting, WaitingFor
from wizard.engine.locks import RunLocks
from wizard.engine.modes import LOCK_CHECK, SSH_CHECK, Ending
from wizard.engine.planning import missing, plan, reads_of
from wizard.engine.reader import FactReader
from wizard.engine.threads import in_parallel
from wizard.model import (
    Answers,
    Fact,
    Facts,
    Guide,
    HostProblem,
    Lost,
    Message,
    Node,
    Problem,
    Refused,
    Step,
    UnknownKey,
    UntrustedKey,
)

CONNECT_LIMIT = 60.0
LOOK_LIMIT = 300.0
"""Seconds, to be shown beside what is waited for."""


class Preflight:
    """What a run does on all of its hosts before anything is changed."""

    def __init__(
        self,
        answers: Answers,
        guide: Guide,
        nodes: Sequence[Node],
        readers: Mapping[str, FactReader],
        locks: RunLocks,
        emit: Emit,
    ) -> None:
        """`nodes` are the hosts that have steps; `readers` have one for each, by name."""
        self._answers = answers
        self._guide = guide
        self._nodes = nodes
        self._readers = readers
        self._locks = locks
        self._emit = emit

    def connect(self) -> Ending | None:
        """Connect to every host at once; return how the run ends if one cannot be reached, else nothing."""

        def open_host(node: Node) -> HostProblem | None:
            self._emit(
                Waiting(SSH_CHECK, node.name, Message("connecting"), CONNECT_LIMIT, WaitingFor.CONNECTION)
            )
            try:
                self._readers[node.name].open()
            except HostProblem as problem:
                return problem
            return None

        problems = dict(zip(self._nodes, in_parallel(self._nodes, open_host), strict=True))
        failed = {node: problem for node, problem in problems.items() if problem}
        for node, problem in failed.items():
            fingerprint = problem.fingerprint if isinstance(problem, UnknownKey) else ""
            self._emit(Missing(SSH_CHECK, node.name, problem.message, fingerprint))
        if not failed:
            return None
        self.check([node for node in self._nodes if node not in failed])
        untrusted = any(isinstance(problem, UntrustedKey) for problem in failed.values())
        return Ending.UNTRUSTED if untrusted else Ending.UNREACHABLE

    def lock(self) -> Ending | None:
        """Take the hosts' run locks; return how the run ends where one is not had, else nothing."""
        problems = self._locks.take()
        for name, problem in problems.items():
            id_ = SSH_CHECK if isinstance(problem, HostProblem) else LOCK_CHECK
            self._emit(Missing(id_, name, problem.message))
        if not problems:
            return None
        lost = any(isinstance(problem, HostProblem) for problem in problems.values())
        return Ending.UNREACHABLE if lost else Ending.REFUSED

    def check(self, nodes: Sequence[Node]) -> Ending | None:
        """Emit all that these hosts miss of the prerequisites, and each step's refusal.

        Return how the run ends for it, else nothing.
        """
        ended: Ending | None = None
        for node, found in zip(nodes, in_parallel(nodes, self._look), strict=True):
            ids = {message: id_ for id_, message in reversed(found)}
            for message, id_ in reversed(ids.items()):
                lost = id_ == SSH_CHECK
                ended = Ending.UNREACHABLE if lost else ended or Ending.REFUSED
                self._emit(Missing(id_, node.name, message))
        return ended

    def _look(self, node: Node) -> list[tuple[str, Message]]:
        """Return what is missing and what is refused on one host, with the check's or the step's ID."""
        checks = [check for check in self._guide.prerequisites if node.role in check.on]
        verifying = {section.id for section in self._guide.sections if section.verifies}
        on_node = [step for step in self._guide.steps if step.on is node.role]
        steps = [step for step in on_node if step.section not in verifying]
        kinds = [*(kind for check in checks for kind in check.reads), *reads_of(steps)]
        later = reads_of(step for step in on_node if step.section in verifying)
        self._emit(Waiting("before", node.name, Message("looking"), LOOK_LIMIT, WaitingFor.FACTS))
        try:
            facts = self._first_facts(node, kinds, later)
        except HostProblem as problem:
            return [(SSH_CHECK, problem.message)]
        except Problem as problem:
            return [("before", problem.message)]
        found = [
            (check.id, message) for check in checks for message in missing(check, self._answers, node, facts)
        ]
        refusals = ((step.id, self._refusal(step, node, facts)) for step in steps)
        return found + [(id_, refusal.message) for id_, refusal in refusals if refusal]

    def _first_facts(self, node: Node, kinds: Sequence[type[Fact]], if_served: Sequence[type[Fact]]) -> Facts:
        """Return the facts, with those of `if_served` that servers tell.

        A connection that breaks while nothing is changed yet is tried once more.
        """
        reader = self._readers[node.name]
        try:
            return reader.facts(kinds, if_served=if_served)
        except Lost:
            reader.close()
            reader.open()
            if self._locks.taken:
                self._locks.take_again(LOCK_CHECK, node.name)
            return reader.facts(kinds, if_served=if_served)

    def _refusal(self, step: Step, node: Node, facts: Facts) -> Refused | None:
        try:
            plan(step, self._answers, node, facts)
        except Refused as problem:
            return problem
        except Problem:
            return None
        return None
