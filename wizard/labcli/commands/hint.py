"""`nova-lab hint`: the next hint of the exercise at work, with its price."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import folder_of, running_lab
from wizard.labcli.parser import CommandParser
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab hint [--dir DIR] [--lang ko|en]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()


def run(options: Namespace, words: Words) -> int:
    """Print the next hint, and record that it was taken; after the last one, print all again.

    Raises `Problem`, also where all that is graded holds already.
    """
    from wizard.exercises.hints import take_next  # noqa: PLC0415 - slow to import
    from wizard.exercises.shown import hint_lines  # noqa: PLC0415
    from wizard.exercises.starting import at_work  # noqa: PLC0415

    exercise, found = at_work(folder_of(options))
    taken = found.hints
    if taken >= len(exercise.hints):
        lines = [words.label("exercise-hint-no-more")]
        for number in range(len(exercise.hints)):
            lines += hint_lines(exercise, number, words)
    else:
        take_next(running_lab(options))
        lines = list(hint_lines(exercise, taken, words))
        following = exercise.hints[taken + 1 :]
        lines.append(_what_follows(following[0].costs if following else None, words))
    say("\n".join(lines))
    return 0


def _what_follows(price: int | None, words: Words) -> str:
    """Return the sentence about the next hint; None for the price of one that there is not."""
    if price is None:
        return words.label("exercise-hint-last")
    return words.label("exercise-hint-next", costs=price)
