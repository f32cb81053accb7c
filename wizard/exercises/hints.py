"""The next hint of the exercise at work: none is taken, and paid for, that nobody needs any more."""

from __future__ import annotations

from wizard.exercises import record
from wizard.exercises.grading import holds
from wizard.exercises.record import Record
from wizard.exercises.starting import at_work
from wizard.labfolder import FolderRequests
from wizard.model.problems import Problem
from wizard.simulation import answers_of


def take_next(lab: FolderRequests) -> Record:
    """Note that the next hint is taken, if one is left, and return the record.

    Raises `Problem`, also where all that is graded holds already: none is taken then.
    """
    exercise, found = at_work(lab.directory)
    if found.hints < len(exercise.hints) and holds(exercise, answers_of(lab), found):
        raise Problem("exercise-hint-not-needed")
    return record.take_hint(lab.directory, found, len(exercise.hints))
