"""An exercise and a grade as lines on a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

from wizard.exercises.grading import Grade, GradedStep
from wizard.exercises.schema import Exercise
from wizard.labfolder.typed import command
from wizard.model.ids import slug
from wizard.plaintext import printable
from wizard.report.marks import glyph_of
from wizard.text import Words

WIDEST = 100
"""Columns of a text: longer lines are hard to read."""


def task_lines(exercise: Exercise, folder: Path, words: Words) -> Iterator[str]:
    """Yield what the student of the lab in a folder reads first: title, time, hints, task."""
    yield exercise.title.of(words.lang)
    if exercise.minutes is not None:
        yield words.label("exercise-minutes", minutes=exercise.minutes)
    yield words.label("exercise-hints", count=len(exercise.hints), hint=command("hint", folder))
    yield ""
    yield from _paragraphs(exercise.task.of(words.lang))


def hint_lines(exercise: Exercise, number: int, words: Words) -> Iterator[str]:
    """Yield a hint, numbered from 0, and its price."""
    hint = exercise.hints[number]
    yield words.label("exercise-hint-head", number=number + 1, all=len(exercise.hints), costs=hint.costs)
    yield from _paragraphs(hint.of(words.lang))


def grade_lines(grade: Grade, words: Words) -> Iterator[str]:
    """Yield a line for each step, below it what is missing and what helps, and the points last."""
    wide = [max((len(one) for one in column), default=0) for column in _columns(grade)]
    for step in grade.steps:
        yield _line(step, words, *wide)
        for text in (step.reason, step.hint):
            yield from (f"    {line}".rstrip() for line in printable(text).splitlines())
    yield words.label("grade-total", points=grade.points, of=grade.of, hints=grade.hints)


def _paragraphs(markdown: str) -> list[str]:
    """Return a text as lines that fit the terminal, broken between words."""
    shown = StringIO()
    width = min(shutil.get_terminal_size().columns, WIDEST)
    console = Console(file=shown, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(Markdown(printable(markdown)))
    return [line.rstrip() for line in shown.getvalue().splitlines()]


def _columns(grade: Grade) -> tuple[list[str], list[str]]:
    return [step.id for step in grade.steps], [step.host for step in grade.steps]


def _line(step: GradedStep, words: Words, id_wide: int, host_wide: int) -> str:
    title = words.label(f"title-{slug(step.id)}") if words.has(f"title-{slug(step.id)}") else ""
    points = words.label("grade-points", points=step.points, of=step.of)
    return (
        f"{glyph_of(step.state)} {step.id:<{id_wide}}  {step.host:<{host_wide}}  {points}  {title}".rstrip()
    )
