"""What a shell completes of `nova-lab`: its subcommands in one parser, and the values that they take."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.arguments import SHELLS
from wizard.helptext import sections
from wizard.labcli.commands import COMMANDS
from wizard.labcli.parser import CommandParser


class _Subcommand(CommandParser):
    """A subcommand's parser, made as argparse makes those."""

    def __init__(self, **_: Any) -> None:
        super().__init__("")


def whole_parser(root: CommandParser, page: str) -> CommandParser:
    """Return the parser of `nova-lab` with all subcommands, which the help page describes.

    Each subcommand's module is imported.
    """
    entries = [entry for section in sections(page) for entry in section.entries]
    texts = {entry.term.split()[1]: entry.text for entry in entries if entry.term.startswith("nova-lab ")}
    subcommands = root.add_subparsers(parser_class=_Subcommand)
    for name in COMMANDS:
        command = importlib.import_module(f"wizard.labcli.commands.{name}")
        command.add_arguments(subcommands.add_parser(name, help=texts[name].replace("%", "%%")))
    return root


def values() -> Mapping[str, Sequence[str]]:
    """Return what can be given, as `wizard.completion` takes it."""
    from steps import GUIDE  # noqa: PLC0415 - slow to import
    from wizard.exercises.load import shipped  # noqa: PLC0415
    from wizard.lab.fault_names import NAMES  # noqa: PLC0415
    from wizard.selection import ids  # noqa: PLC0415

    return {
        "--to": ids(GUIDE),
        "SHELL": SHELLS,
        "--fault": NAMES,
        "--exercise": shipped(),
        "exercise": shipped(),
        "node": ("controller", "compute1"),
    }
