"""An exercise begun on a lab that runs in a folder, and the one that is at work there."""

from __future__ import annotations

from pathlib import Path

from wizard.exercises import load, record
from wizard.exercises.preparing import ExerciseLab, broken_standings
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.labfolder import FolderRequests
from wizard.labfolder.typed import command, start_command
from wizard.model.answers import Answers
from wizard.model.problems import Problem
from wizard.prepared import prepared

BEFORE_EXERCISE = "before-exercise"
"""The snapshot of what an exercise takes the place of."""


def begin(asked: str, lab: FolderRequests, answers: Answers) -> tuple[Exercise, str | None]:
    """Prepare and break a running lab for an exercise, by name or file, and record what holds then.

    Return it, and the name of the snapshot of what it took the place of, None for a new lab. One that is at
    work in the lab's folder goes on. Raises `Problem` where another one is, where the lab has too few hosts,
    and as `load`, `prepared` and the break do; the lab is as before then.
    """
    exercise = load.find(asked)
    known = reference(asked)
    if at_work := record.read(lab.directory):
        if at_work.exercise != known:
            reset, folder = command("reset", lab.directory), str(lab.directory)
            raise Problem("exercise-other", folder=folder, name=at_work.exercise, reset=reset)
        return exercise, None
    if len(answers.compute) < exercise.compute_nodes:
        raise Problem("exercise-more-nodes", name=exercise.name, nodes=exercise.compute_nodes)
    keep_as = BEFORE_EXERCISE if lab.was_there else None
    lab.replace(prepared(lab.places(), lab.passwords, exercise.before), keep_as=keep_as)
    try:
        ExerciseLab(lab, answers).break_(exercise)
        record.write(lab.directory, record.begun(known, broken_standings(exercise, answers)))
    except BaseException:  # also Ctrl-C: a second try would keep what is half broken in the snapshot's place
        if keep_as:
            lab.restore(keep_as)
        raise
    return exercise, keep_as


def at_work(folder: Path) -> tuple[Exercise, Record]:
    """Return the exercise that was begun in a lab's folder, and its record. Raises `Problem`."""
    found = record.read(folder)
    if found is None:
        start = start_command(folder, "--exercise", "NAME")
        raise Problem("exercise-none", folder=str(folder), start=start)
    return load.find(found.exercise), found


def reference(asked: str) -> str:
    """Return the name of an exercise that comes with the program, else the full path of its file."""
    path = load.path_of_exercise(asked)
    return path.stem if path.parent == load.SHIPPED else str(path.absolute())
