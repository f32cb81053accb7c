"""Before the first change: connect to all hosts, take their run locks, look at what is missing or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wizard.engine.events import Emit, Missing, Waiting, WaitingFor
from wizard.engine.forks import FORKS
from wizard.engine.left_out import Lack, LeftOut
from wizard.engine.locks import RunLocks
from wizard.engine.modes import LOCK_CHECK, SSH_CHECK, Ending
from wizard.engine.planning import missing, plan, reads_of
from wizard.engine.reader import FactReader
from wizard.engine.record import Recorder
from wizard.engine.threads import in_parallel
from wizard.model.answers import Answers, Node
from wizard.model.facts import Fact, Facts
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Lost, Problem, Refused
from wizard.model.steps import Guide, Step

CONNECT_LIMIT = 60.0
LOOK_LIMIT = 300.0
"""Seconds, to be shown beside what is waited for."""


class Preflight:
    """What a run does on all of its hosts before anything is changed. What is missing is told and noted."""

    def __init__(
        self,
        answers: Answers,
        guide: Guide,
        readers: Mapping[str, FactReader],
        recorders: Mapping[str, Recorder],
        locks: RunLocks,
        left_out: LeftOut,
        emit: Emit,
    ) -> None:
        """`readers` and `recorders` have one for each host that has steps, by name."""
        self._answers = answers
        self._guide = guide
        self._readers = readers
        self._recorders = recorders
        self._locks = locks
        self._left_out = left_out
        self._emit = emit
        self.at_once = FORKS
        """Hosts that are worked at at the same time."""
        self.late = False
        """Whether a host is connected to only when it is looked at, and let go of after that."""

    def connect(self, nodes: Sequence[Node]) -> Ending | None:
        """Connect to these hosts; return how the run ends if one cannot be reached, else nothing."""
        reached = dict(zip(nodes, in_parallel(nodes, self._connected, self.at_once), strict=True))
        for node, lack in reached.items():
            self.tell(node, [lack] if lack else [])
        if ended := self.ended(nodes):
            self.check([node for node in nodes if not reached[node]])
        return ended

    def reach(self, node: Node) -> bool:
        """Connect to a host, if that is not done; return whether it can be reached, else tell why not."""
        lack = self._connected(node)
        self.tell(node, [lack] if lack else [])
        return not lack

    def lock(self, nodes: Sequence[Node]) -> Ending | None:
        """Take the hosts' run locks; return how the run ends where one is not had, else nothing."""
        by_name = {node.name: node for node in nodes}
        while problems := self._locks.take(by_name):
            for name, problem in problems.items():
                self.tell(by_name.pop(name), [Lack.of(problem)])
            if ended := self.ended(nodes):
                return ended
            # Those of the others are taken in their order once more.
            self._locks.give_back()
        return None

    def check(self, nodes: Sequence[Node]) -> Ending | None:
        """Emit all that these hosts miss of the prerequisites, and each step's refusal.

        Return how the run ends for it, else nothing.
        """
        for node, lacks in zip(nodes, in_parallel(nodes, self._look, self.at_once), strict=True):
            self.tell(node, lacks)
        return self.ended(nodes)

    def ended(self, nodes: Sequence[Node]) -> Ending | None:
        """Return how the run ends for what is missing, unless it goes on with others of these hosts."""
        left_out = self._left_out
        return None if left_out.keep_going and left_out.without(nodes) else left_out.ending

    def tell(self, node: Node, lacks: Sequence[Lack]) -> None:
        """Emit what is missing on a host, and note it."""
        for lack in lacks:
            self._emit(Missing(lack.id, node.name, lack.message, lack.fingerprint))
        self._left_out.add(node.name, lacks)

    def _connected(self, node: Node) -> Lack | None:
        self._emit(Waiting(SSH_CHECK, node.name, Message("connecting"), CONNECT_LIMIT, WaitingFor.CONNECTION))
        try:
            self._readers[node.name].open()
        except HostProblem as problem:
            return Lack.of(problem)
        return None

    def _look(self, node: Node) -> list[Lack]:
        """Return what is missing and what is refused on one host."""
        checks = [check for check in self._guide.prerequisites if node.role in check.on]
        verifying = {section.id for section in self._guide.sections if section.verifies}
        on_node = [step for step in self._guide.steps if step.on is node.role]
        steps = [step for step in on_node if step.section not in verifying]
        recorder = self._recorders[node.name]
        kinds = [*(kind for check in checks for kind in check.reads), *reads_of(steps), *recorder.reads]
        later = reads_of(step for step in on_node if step.section in verifying)
        if self.late and (lack := self._connected(node)):
            return [lack]
        self._emit(Waiting("before", node.name, Message("looking"), LOOK_LIMIT, WaitingFor.FACTS))
        try:
            facts = self._first_facts(node, kinds, later)
        except Problem as problem:
            return [Lack.of(problem, "before")]
        finally:
            if self.late and not later:
                self._readers[node.name].close()
        recorder.look(facts)
        found = [
            Lack(check.id, message)
            for check in checks
            for message in missing(check, self._answers, node, facts)
        ]
        refusals = ((step.id, self._refusal(step, node, facts)) for step in steps)
        found += [Lack(id_, refusal.message) for id_, refusal in refusals if refusal]
        return list({lack.message: lack for lack in reversed(found)}.values())[::-1]

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
