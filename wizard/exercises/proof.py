"""The proof of an exercise on a lab of its own: broken it does not hold, solved it does, the rest stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.exercises.grading import graded_places
from wizard.exercises.preparing import ExerciseLab, broken_standings, exercise_lab, holding, standings
from wizard.exercises.schema import Exercise
from wizard.exercises.standing import Standing
from wizard.model.message import Message

_MOST = 20
"""Differences that are told."""


@dataclass(frozen=True)
class Proof:
    """What a lab has shown of an exercise."""

    unbroken: Sequence[Standing]
    """Graded steps that hold though the exercise is not solved."""
    unsolved: Sequence[Standing]
    """Steps that do not hold after the solution: graded ones, and those that held before."""
    changed: Sequence[str]
    """The names of what is otherwise than before the break."""

    @property
    def holds(self) -> bool:
        """Whether the exercise is as it has to be."""
        return not (self.unbroken or self.unsolved or self.changed)

    def messages(self) -> Iterator[Message]:
        """Yield a sentence for each thing that does not hold."""
        for one in self.unbroken:
            yield Message("exercise-unbroken", id=one.id, host=one.host)
        for one in self.unsolved:
            yield Message("exercise-unsolved", id=one.id, host=one.host, said=one.message)
        for name in self.changed[:_MOST]:
            yield Message("exercise-changed", name=name)
        if len(self.changed) > _MOST:
            yield Message("answers-more", count=len(self.changed) - _MOST)


def prove(exercise: Exercise) -> Proof:
    """Break a lab and solve it again, and return what does not hold.

    Raises `ScriptFailed`, `HostProblem`, and `Problem` where the lab cannot be had.
    """
    with exercise_lab(exercise) as at:
        return prove_on(exercise, at)


def prove_on(exercise: Exercise, at: ExerciseLab) -> Proof:
    """Break and solve a lab that the guide is done on, and return what does not hold."""
    held = {one.place for one in standings(at.answers) if one.is_done}
    whole = at.lab.state()
    at.break_(exercise)
    start = broken_standings(exercise, at.answers)
    if unbroken := holding(exercise, start):
        return Proof(unbroken, (), ())
    graded = graded_places(exercise, start)
    at.solve(exercise)

    def missing(found: Iterable[Standing]) -> list[Standing]:
        return [one for one in found if one.place in graded.keys() | held and not one.is_done]

    unsolved = missing(standings(at.answers, lambda found: not missing(found)))
    if unsolved or not graded.keys() <= held:
        # The student's part is in the state too; that all held steps hold still has been seen.
        return Proof((), unsolved, ())
    changed = differences(whole, at.lab.state())
    return Proof((), (), [name for name in changed if not name.startswith(tuple(exercise.leaves))])


def differences(wanted: Any, found: Any, name: str = "") -> list[str]:
    """Return the names of the values in which two states differ, such as `/nodes/compute1/selinux`."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return [
            inner
            for key in sorted(wanted.keys() | found.keys())
            for inner in differences(wanted.get(key), found.get(key), f"{name}/{key}")
        ]
    return [] if wanted == found else [name]
