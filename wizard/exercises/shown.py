"""An exercise and a grade as lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.exercises.grading import Grade, GradedStep
from wizard.exercises.schema import Exercise
from wizard.model import slug
from wizard.plaintext import printable
from wizard.report.marks import glyph_of
from wizard.text import Words


def task_lines(exercise: Exercise, words: Words) -> Iterator[str]:
    """Yield what the student reads first: title, time, hints, task."""
    yield exercise.title.of(words.lang)
    if exercise.minutes is not None:
        yield words.label("exercise-minutes", minutes=exercise.minutes)
    yield words.label("exercise-hints", count=len(exercise.hints))
    yield ""
    yield from printable(exercise.task.of(words.lang)).splitlines()


def hint_lines(exercise: Exercise, number: int, words: Words) -> Iterator[str]:
    """Yield a hint, numbered from 0, and its price."""
    hint = exercise.hints[number]
    yield words.label("exercise-hint-head", number=number + 1, all=len(exercise.hints), costs=hint.costs)
    yield from printable(hint.of(words.lang)).splitlines()


def grade_lines(grade: Grade, words: Words) -> Iterator[str]:
    """Yield a line for each step, below it what is missing and what helps, and the points last."""
    wide = [max((len(one) for one in column), default=0) for column in _columns(grade)]
    for step in grade.steps:
        yield _line(step, words, *wide)
        for text in (step.reason, step.hint):
            yield from (f"    {line}".rstrip() for line in printable(text).splitlines())
    yield words.label("grade-total", points=grade.points, of=grade.of, hints=grade.hints)


def _columns(grade: Grade) -> tuple[list[str], list[str]]:
    return [step.id for step in grade.steps], [step.host for step in grade.steps]


def _line(step: GradedStep, words: Words, id_wide: int, host_wide: int) -> str:
    title = words.label(f"title-{slug(step.id)}") if words.has(f"title-{slug(step.id)}") else ""
    points = words.label("grade-points", points=step.points, of=step.of)
    return (
        f"{glyph_of(step.state)} {step.id:<{id_wide}}  {step.host:<{host_wide}}  {points}  {title}".rstrip()
    )
