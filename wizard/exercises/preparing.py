"""A lab made ready for an exercise: the guide done up to a step, then what is broken, in its order."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from steps.shared import SETTLED
from wizard.exercises import shells
from wizard.exercises.schema import Exercise
from wizard.exercises.standing import GuideOnHosts, Standing
from wizard.lab import book
from wizard.lab.store import keep_first
from wizard.model.answers import Answers
from wizard.prepared import prepared
from wizard.simulation import BOOKS_OWN, AnyLab, Simulation, answers_for, lab_of

SETTLING = 60.0
"""Seconds in which what was done has to show: a service that has ended counts as up for a while."""
STARTING = SETTLED + 3.0
"""Seconds in which nothing is told of services that have just been started: they settle, are read again."""
PAUSE = 0.5


@dataclass(frozen=True)
class ExerciseLab:
    """A running lab, and the answers that lead to its hosts."""

    lab: AnyLab
    answers: Answers

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
def exercise_lab(exercise: Exercise) -> Iterator[ExerciseLab]:
    """Yield a lab of this run alone, with the guide done as far as the exercise asks and nothing broken.

    It has the book's hosts and words. Raises `Problem` where it cannot be had.
    """
    places = book(exercise.compute_nodes)
    data = prepared(places, BOOKS_OWN, exercise.before)
    with tempfile.TemporaryDirectory(prefix="nova-lab-") as folder:
        directory = Path(folder) / "lab"
        keep_first(directory, data)
        with lab_of(answers_for(places, BOOKS_OWN), Simulation(directory=directory)) as (lab, answers):
            yield ExerciseLab(lab, answers)


def standings(
    answers: Answers, enough: Callable[[Sequence[Standing]], bool] = lambda _: True, limit: float = SETTLING
) -> list[Standing]:
    """Read how the steps stand on the hosts, again until that is `enough` or the limit has passed.

    Services that have just been started are given the time to settle.
    """
    began = time.monotonic()
    with closing(GuideOnHosts(answers)) as guide:
        while True:
            found = guide.standings()
            taken = time.monotonic() - began
            settling = taken < STARTING and any(one.is_settling for one in found)
            if taken > limit or (enough(found) and not settling):
                return found
            time.sleep(PAUSE)


def broken_standings(exercise: Exercise, answers: Answers) -> list[Standing]:
    """Read how the steps stand once all that are graded do not hold, or have had time enough not to."""
    return standings(answers, lambda found: not holding(exercise, found))


def holding(exercise: Exercise, found: Sequence[Standing]) -> list[Standing]:
    """Return the graded steps that hold on all of their hosts.

    Where the exercise does not say which steps are graded, these are all steps, unless one is missing.
    """
    missing = {standing.id for standing in found if standing.is_missing}
    if exercise.points is not None:
        return [one for one in found if one.id in exercise.points and one.id not in missing]
    steps = [one for one in found if one.is_step]
    return [] if any(one.is_missing for one in steps) else steps
