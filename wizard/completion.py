"""Scripts with which bash, zsh and fish complete a command line, made from its parser and its help page."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from typing import Any

import shtab

from wizard.helptext import Entry, described

Values = Mapping[str, Iterable[str]]
"""What can be given, by the option (`--fault`), the name of a positional (`node`), or what the page calls it
(`ID`). What is given for an option goes before what is given for its word of the page."""


def script(shell: str, parser: argparse.ArgumentParser, page: str, values: Values) -> str:
    """Return the script for a shell, `bash`, `zsh` or `fish`.

    Options are described as on the help page, and take what it says: `FILE`, `DIR`, one of `ko|en`, or one
    of `values`.
    """
    _describe(parser, described(page), values)
    return str(shtab.complete(parser, shell)).rstrip("\n")


def _describe(parser: argparse.ArgumentParser, entries: Mapping[str, Entry], values: Values) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _describe(inner, entries, values)
            continue
        entry = next((entries[name] for name in action.option_strings if name in entries), Entry(""))
        action.help = entry.text.replace("%", "%%") or None
        if action.nargs != 0:
            _offer(action, entry.metavar or action.dest, values)


def _offer(action: Any, takes: str, values: Values) -> None:
    """Have the shell offer what an option or a positional takes."""
    named = [values[name] for name in action.option_strings if name in values]
    given = [*(named[0] if named else values.get(takes, ()))]
    if given:
        action.choices = given
    elif re.fullmatch("[a-z]+([|][a-z]+)+", takes):
        action.choices = takes.split("|")
    elif takes in ("DIR", "dir"):
        action.complete = shtab.DIRECTORY
    elif "FILE" in takes:
        action.complete = shtab.FILE
