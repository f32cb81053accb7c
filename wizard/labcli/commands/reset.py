"""`nova-lab reset`: puts the running lab to where the guide is done up to a step, or to its beginning."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder.typed import command
from wizard.outermost import say
from wizard.stopping import Stopping
from wizard.text import Words

USAGE = "nova-lab reset [--to STEP-ID] [--dir DIR]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("--to")


def run(options: Namespace, words: Words) -> int:
    """Put it there. Raises `Problem`, also for an ID that no step has."""
    from wizard.labcli.exercise import change_lines, exercise_in  # noqa: PLC0415 - slow to import
    from wizard.prepared import BEFORE_RESET, reset  # noqa: PLC0415

    lab = running_lab(options)
    exercise = exercise_in(lab.directory)
    with Stopping() as stopping:
        reset(lab, options.to, stopping.hand_over)
    back = command("restore", lab.directory, BEFORE_RESET)
    done = words.label("lab-reset-done", step=options.to or "none", back=back)
    say("\n".join([done, *change_lines(exercise, lab.directory, words)]))
    return 0
