"""The grade of a student's work: by the class's exercise, or a point for each step of the guide."""

from __future__ import annotations

from wizard.exercises import record
from wizard.exercises.grading import Grade, GradedStep, grade
from wizard.exercises.preparing import standings
from wizard.exercises.schema import Exercise
from wizard.labfolder import FolderLab
from wizard.simulation import answers_of
from wizard.text import Words


def graded(student: str, lab: FolderLab, exercise: Exercise | None, words: Words) -> Grade:
    """Read the lab's hosts and grade what was done there. Blocks. Raises `Problem`."""
    answers = answers_of(lab)
    if exercise:
        return grade(exercise, answers, words, student, record.read(lab.directory))
    steps = [
        GradedStep(
            one.id,
            one.host,
            one.state,
            int(one.is_done),
            1,
            "" if one.is_done else words.say(one.message),
            "",
        )
        for one in standings(answers)
        if one.is_step
    ]
    points = sum(step.points for step in steps)
    return Grade(student, "", points, len(steps), 0, 0.0, steps)


def take_hint(lab: FolderLab, exercise: Exercise) -> int:
    """Note that the next hint is taken, if there is one, and return how many were. Raises `Problem`."""
    found = record.read(lab.directory)
    return record.take_hint(lab.directory, found, len(exercise.hints)).hints if found else 0
