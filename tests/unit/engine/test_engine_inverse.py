"""What has to be taken back before a step, and what a step is taken back with."""

from __future__ import annotations

import pytest

from steps import GUIDE
from wizard.engine.inverse import undone_before, undone_with
from wizard.model.steps import Step

SERVICES, COMPUTE = "4.4.2/finish/1", "4.4.3/finish/2"


def step(id_: str) -> Step:
    """Return the step of the guide."""
    return next(step for step in GUIDE if step.id == id_)


@pytest.mark.parametrize(
    ("id_", "before"),
    [
        ("4.4.2/prepare/1b", ["4.4.2/prepare/1c", SERVICES, COMPUTE]),
        ("4.4.2/prepare/3a", ["4.4.2/prepare/3b", SERVICES, COMPUTE]),
        ("4.4.2/prepare/3c", ["4.4.2/prepare/4", SERVICES, COMPUTE]),
        ("4.4.2/install/2", [SERVICES, COMPUTE]),
        (SERVICES, [COMPUTE]),
        ("4.4.3/prepare/1", [COMPUTE]),
        ("4.4.3/prepare/2a", [COMPUTE, "4.4.3/finish/3a", "4.4.3/finish/3b"]),
        (COMPUTE, []),
    ],
)
def test_what_runs_on_top_of_a_step_is_taken_back_before_it(id_: str, before: list[str]) -> None:
    assert [one.id for one in undone_before([step(id_)], GUIDE)] == before


def test_what_is_asked_for_is_not_named_again() -> None:
    asked = [step(id_) for id_ in ("4.4.2/prepare/3a", "4.4.2/prepare/3b", SERVICES)]
    assert [one.id for one in undone_before(asked, GUIDE)] == [COMPUTE]


@pytest.mark.parametrize(
    ("id_", "with_"),
    [
        ("4.4.2/prepare/3a", "4.4.2/prepare/3a"),
        ("4.4.2/install/3e", "4.4.2/install/2"),
        ("4.4.2/install/4", "4.4.2/prepare/1b"),
        ("4.4.3/install/2g", "4.4.3/install/2a"),
        ("4.4.3/finish/1", "4.4.3/install/2a"),
        ("4.4.3/prepare/2b", "4.4.3/prepare/2a"),
        ("4.4.2/prepare/2", ""),
        ("4.4.4/2", ""),
    ],
)
def test_a_step_without_an_inverse_goes_with_the_one_that_covers_it(id_: str, with_: str) -> None:
    found = undone_with(step(id_), GUIDE)
    assert (found.id if found else "") == with_


def test_each_name_in_an_inverse_is_that_of_a_step() -> None:
    for one in GUIDE:
        if one.inverse:
            for id_ in one.inverse.after:
                assert step(id_).inverse
        if one.sets:
            assert undone_with(one, GUIDE)
