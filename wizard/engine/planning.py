"""Planning: what steps miss on a host, by its facts.

What the guide's functions raise besides a `Problem` concerns one step on one host alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from wizard.defect import kind_and_place
from wizard.engine.context import HostContext
from wizard.engine.events import Waiting, WaitingFor
from wizard.model.answers import Answers, Node
from wizard.model.facts import Fact, Facts
from wizard.model.message import Message
from wizard.model.problems import Pending, Problem, Unknown
from wizard.model.steps import Action, Prerequisite, Step

FRESH = 30.0
"""Seconds for which facts may be planned by; older ones are read once more before anything is sent."""


def plan(step: Step, answers: Answers, node: Node, facts: Facts) -> list[Action]:
    """Return the step's missing actions, each of which can be shown and sent. Raises `Problem`."""
    with _only_problems(step.id):
        actions = list(step.plan(answers, node, facts))
        for action in actions:
            _ = action.text, action.diff, action.command
        return actions


def reads_of(steps: Iterable[Step]) -> list[type[Fact]]:
    """Return every fact that the steps read, each once."""
    return list(dict.fromkeys(kind for step in steps for kind in step.reads))


def missing(check: Prerequisite, answers: Answers, node: Node, facts: Facts) -> list[Message]:
    """Return what a prerequisite misses; where that cannot be determined, the message of the `Problem`."""
    try:
        with _only_problems(check.id):
            return list(check.missing(answers, node, facts))
    except Problem as problem:
        return [problem.message]


@contextmanager
def _only_problems(asked: str) -> Iterator[None]:
    try:
        yield
    except Problem:
        raise
    except Exception as error:
        raise Unknown("plan-defect", step=asked, **kind_and_place(error)) from error


class Planner:
    """Returns the actions that steps still miss on one host.

    All methods raise the `Problem` for which there is no plan, and `Interrupted`.
    """

    def __init__(self, context: HostContext) -> None:
        self._context = context
        self._latest: tuple[Step, Facts, list[Action]] | None = None

    def plan(self, step: Step, max_age: float = float("inf")) -> list[Action]:
        """Plan by facts that were read at most `max_age` seconds ago.

        A plan depends on nothing but its facts, and one of nova.conf takes time: it is kept until the facts
        change.
        """
        context = self._context
        facts = context.reader.facts(step.reads, max_age)
        if not self._latest or self._latest[0] is not step or self._latest[1] is not facts:
            self._latest = step, facts, plan(step, context.answers, context.node, facts)
        return self._latest[2]

    def plan_fresh(self, step: Step) -> list[Action]:
        """Plan by facts that are fresh enough to send what is planned."""
        return self.plan(step, FRESH)

    def plan_to_send(self, step: Step, settle_timeout: float) -> list[Action]:
        """Plan what is to be sent; what may come to hold by itself is waited for `settle_timeout` seconds.

        Older facts suffice to find that nothing is missing; before anything is sent, they are read again.
        """
        return self.plan_settled(step, settle_timeout) and self.plan_fresh(step)

    def plan_settled(self, step: Step, timeout: float) -> list[Action]:
        """Plan, once what may come to hold by itself had so many seconds for it."""
        context = self._context
        deadline = time.monotonic() + timeout
        announced = False
        while True:
            try:
                return self.plan(step)
            except Pending as problem:
                if time.monotonic() >= deadline:
                    raise
                if not announced:
                    place = step.id, context.node.name
                    context.emit(Waiting(*place, problem.message, timeout, WaitingFor.SETTLING))
                    announced = True
            context.pause()
            context.reader.forget()
