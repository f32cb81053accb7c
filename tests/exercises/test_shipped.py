"""Every exercise that comes with the program: proved on a lab, written in both languages."""

from __future__ import annotations

import re

import pytest

from wizard.exercises import load
from wizard.exercises.proof import prove
from wizard.lab import FAULTS
from wizard.text import LANGUAGES, Words

NO_EXERCISES = {
    "yum-mirror": "the mirror is not on a host of the lab",
    "selinux-disabled": "the guide's step holds",
    "service-dies": "the program at the port is no process of the host's that could be ended",
    "disk-full": "what fills the file system cannot be removed",
    "node-goes-away": "the node comes back by itself",
    "slow-node": "it is the hardware that is slow",
    "login-refused": "nobody can log in to mend it",
    "host-key-changed": "what has to be mended is on the student's computer",
}
"""Faults that a student cannot solve from within a host, and why."""


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> pytest.MonkeyPatch:
    """A cache of prepared labs for this file: the guide is done once for each `before`."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    return patch


@pytest.mark.parametrize("name", load.shipped())
def test_it_can_be_solved(name: str) -> None:
    """Broken, it does not hold; solved, it does; nothing else has changed."""
    proof = prove(load.find(name))
    assert [Words("en").say(message) for message in proof.messages()] == []


@pytest.mark.parametrize("name", load.shipped())
def test_it_is_written_well(name: str) -> None:
    """It has the name of its file, a time, three hints that become no cheaper, and Korean that is Korean."""
    exercise = load.find(name)
    assert exercise.name == name
    assert exercise.minutes
    prices = [hint.costs for hint in exercise.hints]
    assert len(prices) >= 3
    assert prices == sorted(prices)
    points = exercise.points
    assert points is not None
    assert sum(points.values()) > 0
    for text in (exercise.title, exercise.task, *exercise.hints):
        assert re.search("[가-힣]", text.ko) or text.ko == text.en
        assert not re.search("[가-힣]", text.en)
    assert re.search(r"(십시오|니다)[.\"]?$", exercise.task.ko.strip())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_task_tells_the_cause(lang: str) -> None:
    """The last hint's commands are not in the task."""
    for exercise in map(load.find, load.shipped()):
        task = exercise.task.of(lang)
        for command in re.findall("`([^`]+)`", exercise.hints[-1].of(lang)):
            assert command not in task, exercise.name


def test_every_fault_is_an_exercise_or_has_a_reason_not_to_be() -> None:
    broken = {change.fault for name in load.shipped() for change in load.find(name).changes if change.fault}
    assert broken.isdisjoint(NO_EXERCISES)
    assert broken | NO_EXERCISES.keys() == set(FAULTS)
