"""`nova-lab start`: runs a lab in a folder, in the foreground, until Ctrl-C."""

from __future__ import annotations

import os
import shlex
import threading
from argparse import Namespace
from functools import partial
from pathlib import Path

from wizard.labcli.folder import command, default_folder, start_command
from wizard.labcli.parser import CommandParser, number
from wizard.labcli.table import table
from wizard.labfolder import FolderLab
from wizard.labfolder.names import ANSWERS, INVENTORY, SSH_CONFIG
from wizard.model import Problem
from wizard.nearest import nearest
from wizard.outermost import complain, say
from wizard.simulation import BOOKS_OWN
from wizard.stopping import Stopping
from wizard.text import Words

USAGE = "nova-lab start [DIR] [--nodes N] [--fault NAME]… [--lang ko|en]"
INTERRUPTED = 130
"""The exit status where the lab's end was not waited for."""


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("dir", nargs="?", type=Path)
    parser.add_argument("--nodes", type=number(1, 100))
    parser.add_argument("--fault", action="append", default=[])


def run(options: Namespace, words: Words) -> int:
    """Run the lab until a signal comes. Raises `Problem` where it cannot be started."""
    from wizard.lab import FAULTS, book  # noqa: PLC0415

    for fault in options.fault:
        if fault not in FAULTS:
            raise Problem("no-such-fault", fault=fault, near=nearest(fault, FAULTS) or "none")
    folder = default_folder() if options.dir is None else options.dir.absolute()
    places = book(options.nodes) if options.nodes else None
    lab = FolderLab(folder, BOOKS_OWN, places, options.fault)
    over = threading.Event()
    with Stopping() as stopping, lab:
        lab.on_end = over.set
        stopping.hand_over(over.set, partial(os._exit, INTERRUPTED))
        _say_how_to_log_in(lab, words)
        over.wait()
        return _leave(lab, words)


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


def _say_how_to_log_in(lab: FolderLab, words: Words) -> None:
    folder, label = lab.directory, words.label
    nodes = list(lab.nodes.values())
    first = nodes[0].name
    config = shlex.quote(str(folder / SSH_CONFIG))
    rows = [[label("lab-head-node"), label("lab-head-address"), label("lab-head-port")]]
    rows += [[node.name, node.management_ip, f"{node.host}:{node.port}"] for node in nodes]
    by_name = all(name == password for name, password in lab.passwords.items())
    passwords = "lab-books-passwords" if by_name else "lab-other-passwords"
    say(
        "\n".join([
            label("lab-runs", directory=str(folder)),
            *table(rows),
            "",
            label("lab-how-shell"),
            f"  {command('shell', folder, first)}",
            f"  ssh -F {config} {first}",
            label("lab-how-password", user=nodes[0].user, password=nodes[0].password),
            "",
            label("lab-how-wizard"),
            f"  nova-wizard --lab-dir {shlex.quote(str(folder))}",
            f"  nova-wizard --answers {shlex.quote(str(folder / ANSWERS))}",
            label("lab-how-ansible"),
            f"  ansible -i {shlex.quote(str(folder / INVENTORY))} all -m raw -a hostname",
            label(passwords, names=", ".join(lab.passwords), file=str(folder / ANSWERS)),
            "",
            label("lab-how-to-stop"),
        ])
    )  # fmt: skip
