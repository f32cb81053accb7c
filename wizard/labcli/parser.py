"""The options of `nova-lab`'s subcommands; whoever uses one wrongly is told its usage."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from wizard.helptext import OPTION
from wizard.model.problems import Problem
from wizard.nearest import nearest
from wizard.text import LANGUAGES


class CommandParser(argparse.ArgumentParser):
    """Takes --help and --lang besides what is added. Raises `Problem` for arguments that cannot be used."""

    def __init__(self, usage: str) -> None:
        super().__init__(prog="nova-lab", add_help=False, allow_abbrev=False, exit_on_error=False)
        self._usage = usage
        self.add_argument("--help", "-h", action="store_true")
        self.add_argument("--lang", choices=LANGUAGES)

    def add_folder(self) -> None:
        """Take --dir, the lab's folder."""
        self.add_argument("--dir", type=Path)

    def parsed(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options; with --help, those that are required may be missing."""
        if {"--help", "-h"} & set(arguments[:1]):
            return argparse.Namespace(help=True, version=False, completion=None, command=None)
        try:
            options, rest = self.parse_known_args(arguments)
        except (argparse.ArgumentError, argparse.ArgumentTypeError):
            self.error("")
        if rest:
            raise self._unknown(rest)
        return options

    def _unknown(self, rest: Sequence[str]) -> Problem:
        """Return what is said of words that belong to nothing: of an option, the one that may be meant."""
        names = [found[0] for word in rest if (found := OPTION.fullmatch(word.partition("=")[0]))]
        known = [name for action in self._actions for name in action.option_strings]
        near = dict.fromkeys(close for name in names if (close := nearest(name, known)))
        if not near:
            return Problem("lab-usage", usage=self._usage)
        return Problem("lab-unknown", options=", ".join(names), near=", ".join(near), usage=self._usage)

    def error(self, message: str) -> NoReturn:
        """Raise `Problem`; argparse's message is left out: it is in English, and quotes what was given."""
        raise Problem("lab-usage", usage=self._usage)


def number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a number within these bounds. It raises `argparse.ArgumentTypeError`."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError
        return int(text)

    return read
