"""`nova-lab start`: runs a lab in a folder, in the foreground, until Ctrl-C."""

from __future__ import annotations

import os
import threading
from argparse import Namespace
from functools import partial
from pathlib import Path

from wizard.lab import FAULTS, Place, book
from wizard.labcli.how_to import how_to_log_in
from wizard.labcli.parser import CommandParser, number
from wizard.labfolder import FolderLab, compute_nodes_in
from wizard.labfolder.typed import command, default_folder, start_command
from wizard.model.problems import Problem
from wizard.nearest import nearest
from wizard.outermost import complain, say
from wizard.simulation import BOOKS_OWN, answers_of
from wizard.stopping import Stopping
from wizard.text import Words

USAGE = "nova-lab start [DIR] [--nodes N] [--exercise NAME|FILE] [--fault NAME]… [--lang ko|en]"
INTERRUPTED = 130
"""The exit status where the lab's end was not waited for."""


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("dir", nargs="?", type=Path)
    parser.add_argument("--nodes", type=number(1, 100))
    parser.add_argument("--exercise")
    parser.add_argument("--fault", action="append", default=[])


def run(options: Namespace, words: Words) -> int:
    """Run the lab until a signal comes. Raises `Problem` where it cannot be started."""
    for fault in options.fault:
        if fault not in FAULTS:
            raise Problem("no-such-fault", fault=fault, near=nearest(fault, FAULTS) or "none")
    folder = default_folder() if options.dir is None else options.dir.absolute()
    lab = FolderLab(folder, BOOKS_OWN, _places(options, folder), options.fault)
    over = threading.Event()
    with Stopping() as stopping, lab:
        lab.on_end = over.set
        stopping.hand_over(over.set, partial(os._exit, INTERRUPTED))
        task = _begin(options.exercise, lab, words) if options.exercise else []
        say("\n".join([*how_to_log_in(lab, words), *task, words.label("lab-how-to-stop")]))
        over.wait()
        return _leave(lab, words)


def _places(options: Namespace, folder: Path) -> list[Place] | None:
    """Return the hosts that are asked for, None for those that the folder has, or the book's."""
    nodes = options.nodes
    if options.exercise:
        from wizard.exercises.load import find  # noqa: PLC0415 - slow to import

        least = find(options.exercise).compute_nodes
        if nodes is None and compute_nodes_in(folder) is None:
            nodes = least
    return book(nodes) if nodes else None


def _begin(asked: str, lab: FolderLab, words: Words) -> list[str]:
    """Begin an exercise, or go on with it, and return its task. Raises `Problem`."""
    from wizard.exercises.shown import task_lines  # noqa: PLC0415 - slow to import
    from wizard.exercises.starting import begin  # noqa: PLC0415

    complain(words.label("lab-preparing-exercise"))
    exercise, kept_as = begin(asked, lab, answers_of(lab))
    lines = [*task_lines(exercise, lab.directory, words), ""]
    if kept_as:
        restore = command("restore", lab.directory, kept_as)
        lines += [words.label("lab-kept-before", name=kept_as, restore=restore), ""]
    return lines


def _leave(lab: FolderLab, words: Words) -> int:
    """End the lab and say what has become of it; return the exit status."""
    again = start_command(lab.directory)
    try:
        lab.close()
    except Problem as problem:
        complain(words.say(problem.message))
        return 1
    if lab.ended.is_set():
        complain(words.label("lab-died", directory=str(lab.directory), start=again))
        return 1
    complain(words.label("lab-stopped", directory=str(lab.directory), start=again))
    return 0
