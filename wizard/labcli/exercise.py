"""What becomes of the exercise at work where another state takes the place of the lab's."""

from __future__ import annotations

from pathlib import Path

from wizard.exercises import record
from wizard.model.problems import Problem
from wizard.text import Words


def exercise_in(folder: Path) -> str | None:
    """Return the name, or the file, of the exercise at work; None also where its record cannot be read."""
    try:
        found = record.read(folder)
    except Problem:
        return None
    return found.exercise if found else None


def change_lines(before: str | None, folder: Path, words: Words) -> list[str]:
    """Return what is to be said where another exercise, or none, is at work now than before."""
    now = exercise_in(folder)
    if now == before:
        return []
    if now is None:
        return [words.label("lab-exercise-ended", name=before or "")]
    return [words.label("lab-exercise-goes-on", name=now)]
