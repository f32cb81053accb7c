"""`nova-lab grade`: points for what was done on the lab, or on the hosts of an answers file."""

from __future__ import annotations

import os
from argparse import Namespace
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.labcli.folder import folder_of, running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder.names import ANSWERS
from wizard.model.problems import Problem
from wizard.outermost import say
from wizard.text import Words

if TYPE_CHECKING:
    from wizard.exercises.record import Record
    from wizard.exercises.schema import Exercise

USAGE = (
    "nova-lab grade [--answers FILE --exercise NAME|FILE] [--report FILE]… [--student NAME] [--dir DIR] "
    "[--lang ko|en]"
)
NOT_FULL = 5


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--exercise")
    parser.add_argument("--report", type=Path, action="append", default=[])
    parser.add_argument("--student")


def run(options: Namespace, words: Words) -> int:
    """Grade, print the table, write the reports; return 0 for full points, else 5. Raises `Problem`."""
    from wizard.answers.load import load  # noqa: PLC0415 - slow to import
    from wizard.exercises import reports  # noqa: PLC0415
    from wizard.exercises.grading import grade  # noqa: PLC0415
    from wizard.exercises.shown import grade_lines  # noqa: PLC0415

    for report in options.report:
        reports.check_path(report)
    exercise, record, file = _asked(options)
    answers = load(file, os.environ).answers
    found = grade(exercise, answers, words, options.student or _user(), record)
    say("\n".join(grade_lines(found, words)))
    for report in options.report:
        reports.write(report, [found])
    return 0 if found.is_full else NOT_FULL


def _asked(options: Namespace) -> tuple[Exercise, Record | None, Path]:
    """Return what is graded, what is known of its start, and the answers that lead to the hosts."""
    from wizard.exercises.load import find  # noqa: PLC0415 - slow to import
    from wizard.exercises.starting import at_work  # noqa: PLC0415

    if options.answers is not None:
        if options.exercise is None:
            raise Problem("grade-which-exercise")
        return find(options.exercise), None, options.answers
    exercise, record = at_work(folder_of(options))
    return exercise, record, running_lab(options).directory / ANSWERS


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return str(os.getuid())
