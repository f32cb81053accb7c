"""What a step asks for is what it uses: recorded while its cases are planned and its facts are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from typing import Any, cast

import pytest

from steps import GUIDE
from tests.support.cases import COMPUTE1, CONTROLLER, Case, facts
from tests.unit.steps.test_guide import TABLES
from wizard.model.facts import Fact, Facts, LoginFact, ShellFact
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Step

SAME_QUESTION = {"compute[*].erase": "compute[*].disk"}
"""The consent to erase a disk is asked for where the disk is."""
OF_EVERY_HOST = ("role", "login", "nodes", "left_out")
"""No question of a step: how hosts are reached is asked for before the first step, and which of them a run
goes on without is no answer.
"""

STEPS = [step for step in GUIDE if step.on is not Role.READER]


class Recorder:
    """Stands in for answers, and notes the path of every answer that is taken from them."""

    def __init__(self, answers: Any, path: str, used: set[str]) -> None:
        self._answers = answers
        self._path = path
        self._used = used

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._answers, name)
        if name in OF_EVERY_HOST:
            return value
        path = f"{self._path}.{name}".lstrip(".")
        if isinstance(value, tuple):
            return tuple(Recorder(one, f"{path}[*]", self._used) for one in value)
        if is_dataclass(value):
            return Recorder(value, path, self._used)
        self._used.add(SAME_QUESTION.get(path, path))
        return value


def planned(case: Case) -> set[str]:
    """Return the paths that planning a case takes from the answers."""
    used: set[str] = set()
    step = next(step for step in GUIDE if step.id == case.step)
    with suppress(Problem):
        list(step.plan(*recorders(step, case, used), facts(case.given)))
    return used


def recorders(step: Step, case: Case, used: set[str]) -> tuple[Any, Any]:
    """Return answers and a node that record which answers a plan reads."""
    node = case.node or (CONTROLLER if step.on is Role.CONTROLLER else COMPUTE1)
    host = "controller" if step.on is Role.CONTROLLER else "compute[*]"
    return Recorder(case.answers, "", used), Recorder(node, host, used)


def used_by_fact(fact: type[Fact], step: Step, case: Case) -> set[str]:
    """Return the paths that reading a fact takes from the answers."""
    used: set[str] = set()
    answers, node = recorders(step, case, used)
    if issubclass(fact, ShellFact):
        fact.script(answers, node)
    elif issubclass(fact, LoginFact):
        with suppress(Problem):
            fact.probe(answers, _no_server, Facts({}))
    return used


def _no_server(address: str, port: int) -> Any:
    raise ConnectionRefusedError


def cases_of(step: Step) -> Iterator[Case]:
    """Yield the cases that the tables have for a step."""
    return (case for table in TABLES for case in table.CASES if case.step == step.id)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: cast(Step, step).id)
def test_a_step_asks_for_all_that_it_plans_by(step: Step) -> None:
    used = set().union(*(planned(case) for case in cases_of(step)))
    assert used <= set(step.asks)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: cast(Step, step).id)
def test_a_step_asks_for_nothing_that_it_does_not_use(step: Step) -> None:
    used: set[str] = set()
    for case in cases_of(step):
        used |= planned(case)
        for fact in step.reads:
            used |= used_by_fact(fact, step, case)
    assert set(step.asks) <= used
