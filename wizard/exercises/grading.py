"""Grading: points for the steps that were missing and hold now, less what the hints cost. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from steps import SECTIONS
from wizard.engine.modes import StepState
from wizard.exercises.preparing import standings
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.exercises.standing import Place, Standing
from wizard.model.answers import Answers
from wizard.model.ids import section_of, slug
from wizard.prose import when_it_fails
from wizard.text import Words

SETTLING = 15.0
"""Seconds in which a service that has just been started has to be seen as up."""
_VERIFYING = {section.id for section in SECTIONS if section.verifies}


@dataclass(frozen=True)
class GradedStep:
    """A graded step on a host: how it stands, its points, and for one that is not done why and what helps."""

    id: str
    host: str
    state: StepState
    points: int
    of: int
    reason: str
    hint: str


@dataclass(frozen=True)
class Grade:
    """The grade of a student's work, with all texts in the student's language."""

    student: str
    exercise: str
    points: int
    of: int
    hints: int
    """How many were taken."""
    seconds: float
    """Since the start; 0.0 where that is not known."""
    steps: Sequence[GradedStep]

    @property
    def is_full(self) -> bool:
        """Whether no point is missing."""
        return self.points == self.of

    @property
    def is_solved(self) -> bool:
        """Whether all that is graded holds, whatever the hints have cost."""
        return bool(self.steps) and all(step.state is StepState.DONE for step in self.steps)


def graded_places(exercise: Exercise, start: Iterable[Standing]) -> dict[Place, int]:
    """Return the points of each place that is graded on a lab whose steps stood so at the start.

    What held then counts nothing.
    """
    points = exercise.points
    return {
        one.place: 1 if points is None else points[one.id]
        for one in start
        if one.is_missing and (one.is_step if points is None else one.id in points)
    }


def grade(exercise: Exercise, answers: Answers, words: Words, student: str, record: Record | None) -> Grade:
    """Read the hosts and grade what was done there. Without a record nothing counts as held at the start."""
    return graded(exercise, read(exercise, answers, record), words, student, record)


def read(exercise: Exercise, answers: Answers, record: Record | None) -> list[Standing]:
    """Read how the steps stand on the hosts.

    Where only steps are missing that verify what the others have done, what may still come to hold is waited
    for.
    """

    def settled(found: Sequence[Standing]) -> bool:
        points = _points(exercise, found, record)
        missing = {section_of(one.id) for one in found if one.place in points and not one.is_done}
        return not missing or not missing <= _VERIFYING

    return standings(answers, settled, SETTLING)


def holds(exercise: Exercise, answers: Answers, record: Record | None) -> bool:
    """Whether all that is graded holds, as the hosts are now."""
    found = standings(answers)
    points = _points(exercise, found, record)
    return bool(points) and all(one.is_done for one in found if one.place in points)


def graded(
    exercise: Exercise, found: Sequence[Standing], words: Words, student: str, record: Record | None
) -> Grade:
    """Return the grade of what `read` has found."""
    points = _points(exercise, found, record)
    steps = [_graded(one, points[one.place], words) for one in found if one.place in points]
    taken = record.hints if record else 0
    cost = sum(hint.costs for hint in exercise.hints[:taken])
    return Grade(
        student=student,
        exercise=exercise.name,
        points=max(0, sum(step.points for step in steps) - cost),
        of=sum(points.values()),
        hints=taken,
        seconds=round(record.seconds, 1) if record else 0.0,
        steps=steps,
    )


def _points(exercise: Exercise, found: Iterable[Standing], record: Record | None) -> dict[Place, int]:
    """Return the points of each place that counts: one that did not hold at the start."""
    held = record.held_places if record else frozenset()
    at_first = [replace(one, state=StepState.TODO) for one in found if _counts(one, held)]
    return graded_places(exercise, at_first)


def _counts(one: Standing, held: frozenset[Place]) -> bool:
    return one.place not in held and one.state is not StepState.SKIPPED


def _graded(one: Standing, points: int, words: Words) -> GradedStep:
    reason = "" if one.is_done else words.say(one.message)
    hint = "" if one.is_done else _hint(one, words)
    return GradedStep(one.id, one.host, one.state, points if one.is_done else 0, points, reason, hint)


def _hint(one: Standing, words: Words) -> str:
    """Return what usually is at fault where the step does not hold, as the guide's explanation has it."""
    if one.id.startswith("before/"):
        return words.label("grade-hint-before")
    return when_it_fails(words, one.id) or words.label(f"holds-{slug(one.id)}")
