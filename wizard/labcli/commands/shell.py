"""`nova-lab shell`: a terminal session, or one command, as root on a node."""

from __future__ import annotations

import argparse
import os
import shutil
from argparse import Namespace

from wizard.labcli.folder import known_node, running_lab
from wizard.labcli.parser import CommandParser
from wizard.labfolder import FolderRequests
from wizard.labfolder.names import SSH_CONFIG
from wizard.labfolder.typed import command
from wizard.model.problems import Problem, Unreachable
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab shell [--dir DIR] NODE [COMMAND…]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("node")
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(options: Namespace, words: Words) -> int:
    """Log in and return the exit status of the shell or the command; 255 where the connection is lost."""
    lab = running_lab(options)
    node = lab.nodes[known_node(lab, options.node)]
    up = {one["name"]: one["up"] for one in lab.status()["nodes"]}
    if not up[node.name]:
        return _at_console(lab, node.name, options.words)
    if shutil.which("ssh"):
        # `--` before the host: ssh takes nothing after it for an option of its own.
        os.execvp("ssh", ["ssh", "-F", str(lab.directory / SSH_CONFIG), "--", node.name, *options.words])  # noqa: S606
    from wizard.labcli.session import session  # noqa: PLC0415 - only where there is no ssh

    return session(node, " ".join(options.words) or None)


def _at_console(lab: FolderRequests, node: str, typed: list[str]) -> int:
    """Run a command at the console of a node that SSH does not reach. Raises `Problem`, `Unreachable`."""
    if not typed:
        at_console = command("shell", lab.directory, node, "COMMAND")
        raise Unreachable("lab-node-without-ssh", host=node, command=at_console)
    try:
        status, output = lab.console(node, " ".join(typed))
    except ValueError:
        raise Problem("lab-console-failed", node=node) from None
    if output:
        say(output.removesuffix("\n"))
    return status
