"""`nova-lab restore`: puts the running lab back to a snapshot."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder import BEFORE_RESTORE
from wizard.labfolder.typed import command
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab restore NAME [--dir DIR]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("name")


def run(options: Namespace, words: Words) -> int:
    """Put it back. Raises `Problem`, also where there is no such snapshot."""
    from wizard.labcli.exercise import change_lines, exercise_in  # noqa: PLC0415 - slow to import

    lab = running_lab(options)
    exercise = exercise_in(lab.directory)
    lab.go_back(options.name)
    back = command("restore", lab.directory, BEFORE_RESTORE)
    done = words.label("lab-restore-done", name=options.name, back=back)
    say("\n".join([done, *change_lines(exercise, lab.directory, words)]))
    return 0
