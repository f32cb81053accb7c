"""What the hosts of a run wait for on hosts that it does not work at: whether it holds is looked at there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from wizard.engine.events import Emit, LookedAt
from wizard.engine.left_out import Lack
from wizard.engine.modes import Ending
from wizard.engine.planning import plan, reads_of
from wizard.engine.reader import FactReader
from wizard.engine.scope import Scope
from wizard.model.answers import Answers, Node
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Problem, Skipped
from wizard.model.steps import Step


class LeftAlone:
    """Looks at hosts that others wait for and that a run does not work at; nothing is changed there."""

    def __init__(self, answers: Answers, scope: Scope, readers: Mapping[str, FactReader], emit: Emit) -> None:
        self._answers = answers
        self._scope = scope
        self._readers = readers
        self._emit = emit

    def lacks(self, nodes: Collection[Node]) -> dict[str, dict[Node, Lack]]:
        """Return what does not hold of what these hosts wait for on all others, by section and host.

        What holds is told.
        """
        awaited = dict.fromkeys(
            step.after for node in nodes for step in self._scope.steps_at_once(node) if step.after
        )
        others = [node for node in (*self._scope.nodes, *self._scope.left_alone) if node not in nodes]
        found: dict[str, dict[Node, Lack]] = {}
        for section in awaited:
            for node in others:
                steps = [step for step in self._scope.steps_on(node) if step.section == section]
                if lack := self._lack(node, steps):
                    found.setdefault(section, {})[node] = lack
                elif steps:
                    key = "left-alone-undone" if steps[0].takes_back else "left-alone-holds"
                    holds = Message(key, section=section, host=node.name)
                    self._emit(LookedAt(section, node.name, holds))
        return found

    def _lack(self, node: Node, steps: Iterable[Step]) -> Lack | None:
        """Return the first of the steps that does not hold on the host, or why that cannot be told."""
        reader = self._readers[node.name]
        try:
            if kinds := reads_of(steps):
                reader.open()
                facts = reader.facts(kinds)
        except HostProblem as problem:
            return Lack.of(problem)
        for step in steps:
            try:
                actions = plan(step, self._answers, node, facts)
            except Skipped:
                continue
            except Problem as problem:
                return _not_held(step, node, problem.message)
            if actions:
                return _not_held(step, node, actions[0].reason)
        return None


def _not_held(step: Step, node: Node, reason: Message) -> Lack:
    key = "left-alone-not-undone" if step.takes_back else "left-alone-not"
    message = Message(key, section=step.section, host=node.name, step=step.title, reason=reason)
    return Lack(step.id, message, Ending.REFUSED)
