"""`nova-lab reboot`: restarts a node of the running lab."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import known_node, running_lab
from wizard.labcli.parser import CommandParser
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab reboot NODE [--dir DIR]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("node")


def run(options: Namespace, words: Words) -> int:
    """Restart it. Raises `Problem`."""
    lab = running_lab(options)
    lab.reboot(known_node(lab, options.node))
    say(words.label("lab-reboot-done", node=options.node))
    return 0
