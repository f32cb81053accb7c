"""Asking the guide's functions. What they raise besides a `Problem` concerns one step on one host alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wizard.defect import kind_and_place
from wizard.model import Action, Answers, Facts, Message, Node, Prerequisite, Problem, Step, Unknown


def plan(step: Step, answers: Answers, node: Node, facts: Facts) -> list[Action]:
    """Return the step's missing actions, each of which can be shown and sent. Raises `Problem`."""
    with _only_problems(step.id):
        actions = list(step.plan(answers, node, facts))
        for action in actions:
            _ = action.text, action.diff, action.command
        return actions


def missing(check: Prerequisite, answers: Answers, node: Node, facts: Facts) -> list[Message]:
    """Return what a prerequisite misses, which is the `Problem` itself where it cannot be told."""
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
