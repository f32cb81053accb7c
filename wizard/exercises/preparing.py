"""A lab made ready for an exercise: the guide done up to a step, then what is broken, in its order."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from wizard.exercises import shells
from wizard.exercises.checks import DONE_ON_HOSTS
from wizard.exercises.schema import Exercise
from wizard.exercises.standing import GuideOnHosts, Standing
from wizard.lab import Lab
from wizard.model import Answers
from wizard.simulation import Simulation, books_answers, lab_of

SETTLING = 60.0
"""Seconds in which what a break does has to show in the graded steps: a service counts as up for a while."""
PAUSE = 0.5


@dataclass(frozen=True)
class ExerciseLab:
    """A running lab, and the answers that lead to its hosts."""

    lab: Lab
    answers: Answers

    def do_guide(self, up_to: str | None) -> None:
        """Do the guide up to and with a step, part or section, or nothing of it. Raises `Problem`."""
        if up_to is not None:
            with closing(GuideOnHosts(self.answers)) as guide:
                guide.do(up_to)

    def break_(self, exercise: Exercise) -> None:
        """Break what the exercise breaks. Raises `ScriptFailed`, `HostProblem`."""
        for change in exercise.changes:
            if change.fault is not None:
                self.lab.inject(change.fault)
            elif change.on is not None and change.sh is not None:
                shells.run(self.answers, change.on, change.sh)

    def solve(self, exercise: Exercise) -> None:
        """Do what the exercise's solution does. Raises `ScriptFailed`, `HostProblem`."""
        for typed in exercise.solve:
            shells.run(self.answers, typed.on, typed.sh)


@contextmanager
def exercise_lab(compute_nodes: int = 1, directory: Path | None = None) -> Iterator[ExerciseLab]:
    """Yield a lab of the book's hosts with the book's words as passwords; it goes on from its directory.

    Raises `Problem` where it cannot be started, or cannot be kept at the end.
    """
    simulation = Simulation(directory=directory, compute_nodes=compute_nodes)
    with lab_of(books_answers(), simulation) as (lab, answers):
        yield ExerciseLab(lab, answers)


def standings(exercise: Exercise, answers: Answers) -> list[Standing]:
    """Read how the steps stand on the hosts, and what the book takes for granted where that is graded."""
    steps = {step.id for step in DONE_ON_HOSTS}
    prerequisites = any(id_ not in steps for id_ in exercise.points or ())
    with closing(GuideOnHosts(answers)) as guide:
        return guide.standings(prerequisites=prerequisites)


def broken_standings(exercise: Exercise, answers: Answers) -> list[Standing]:
    """Read how the steps stand once all that are graded do not hold, or have had time enough not to."""
    deadline = time.monotonic() + SETTLING
    while True:
        found = standings(exercise, answers)
        if not holding(exercise, found) or time.monotonic() > deadline:
            return found
        time.sleep(PAUSE)


def holding(exercise: Exercise, found: Sequence[Standing]) -> list[Standing]:
    """Return the graded steps that hold on all of their hosts; without `grade`, all where nothing is missing."""
    missing = {standing.id for standing in found if standing.is_missing}
    if exercise.points is None:
        return [] if missing else list(found)
    return [one for one in found if one.id in exercise.points and one.id not in missing]
