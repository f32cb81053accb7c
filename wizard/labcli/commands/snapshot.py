"""`nova-lab snapshot`: keeps the running lab, as it is now, under a name."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder.typed import command
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab snapshot NAME [--force] [--dir DIR]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("name")
    parser.add_argument("--force", action="store_true")


def run(options: Namespace, words: Words) -> int:
    """Keep it. Raises `Problem`, also for a name that is taken, unless --force is given."""
    lab = running_lab(options)
    lab.snapshot(options.name, overwrite=options.force)
    again = command("restore", lab.directory, options.name)
    say(words.label("lab-snapshot-done", name=options.name, restore=again))
    return 0
