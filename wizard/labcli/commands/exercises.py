"""`nova-lab exercises`: the exercises that come with the program, by name and title."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.parser import CommandParser
from wizard.labcli.table import table
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab exercises [--lang ko|en]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes: nothing of its own."""


def run(options: Namespace, words: Words) -> int:
    """Print the list."""
    from wizard.exercises import load  # noqa: PLC0415 - slow to import

    found = [load.find(name) for name in load.shipped()]
    say("\n".join(table([[exercise.name, exercise.title.of(words.lang)] for exercise in found])))
    return 0
