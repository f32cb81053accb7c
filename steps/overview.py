"""4.4.1 Overview: an explanation to read, without anything to do."""

from __future__ import annotations

from collections.abc import Iterator

from steps.registry import step
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.role import Role
from wizard.model.steps import Action, Source


@step("4.4.1", Role.READER, Source.GUIDE)
def overview(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """What Nova is, and which services it consists of."""
    yield from ()
