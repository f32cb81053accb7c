"""`nova-lab reboot`: restarts a node of the running lab."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.folder import known_node, running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder.typed import command
from wizard.outermost import complain, say
from wizard.text import Words

USAGE = "nova-lab reboot NODE [--dir DIR]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("node")


def run(options: Namespace, words: Words) -> int:
    """Restart it; return 1 where it does not come up. Raises `Problem`."""
    lab = running_lab(options)
    if lab.reboot(known_node(lab, options.node)) == "running":
        say(words.label("lab-reboot-done", node=options.node))
        return 0
    at_console = command("shell", lab.directory, options.node, "COMMAND")
    complain(words.label("lab-reboot-emergency", node=options.node, command=at_console))
    return 1
