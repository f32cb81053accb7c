"""The options of the command line, and what is wrong with them: told without the values that were given.

A value may be a password that went to a wrong place.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from wizard.model.problems import Problem
from wizard.nearest import nearest
from wizard.text import LANGUAGES, Words

SHELLS = ("bash", "zsh", "fish")
"""Those that a completion script can be written for."""
EXPORTS = ("runbook", "ansible")
"""What --export writes."""
ASKED = (
    *("answers", "replay", "init", "run", "validate", "completion", "exercise"),
    *("runs", "schema", "list", "lab_faults", "version", "help"),
)
"""The options that say what is asked for, of which there is one, by their names in the namespace."""
NO_FILE = Path()
"""For --replay without a file: the lab's own answers."""
_OPTION = re.compile("--[a-z][a-z-]{0,30}")
_ANY_OPTION = re.compile(f"{_OPTION.pattern}|-[a-zA-Z]")


class _Word(str):
    """A word of the command line, with its place there."""

    at = 1

    @classmethod
    def all(cls, words: Sequence[str]) -> list[_Word]:
        """Return the words, counted from 1."""
        found = [cls(word) for word in words]
        for at, word in enumerate(found, 1):
            word.at = at
        return found


class _Parser(argparse.ArgumentParser):
    """Raises `Problem` for an option that cannot be used as it was."""

    def parse_options(self, words: Sequence[str]) -> tuple[argparse.Namespace, list[_Word]]:
        """Return the options and the words that belong to none. Raises `Problem`."""
        try:
            options, rest = self.parse_known_args(_Word.all(words))
            return options, [word if isinstance(word, _Word) else _Word(word) for word in rest]
        except argparse.ArgumentError as error:
            raise _problem(error.argument_name or "", error.message) from None


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of a command line, None for the process's own. Raises `Problem`."""
    words = _words(argv)
    options, rest = parser().parse_options(words)
    if not rest:
        return _implied(options)
    raise _unknown(rest, words.index("--") + 1 if "--" in words else len(words))


def _unknown(rest: Sequence[_Word], last: int) -> Problem:
    """Return what is wrong with words that belong to no option; those up to `last` may look like one."""
    options = [word.partition("=")[0] for word in rest if word.at <= last]
    names = [name for name in options if _ANY_OPTION.fullmatch(name)]
    if not names:
        return Problem("command-line-word", at=next((word for word in rest if word != "--"), rest[0]).at)
    known = _OPTION.findall(Words("en").page("help.txt"))
    near = dict.fromkeys(close for name in names if (close := nearest(name, known)))
    return Problem("command-line-unknown", options=", ".join(names), near=", ".join(near) or "none")


def _implied(options: argparse.Namespace) -> argparse.Namespace:
    """Return the options with what they leave unsaid: on the lab, --check and --dry-run need no --replay."""
    options.lab = options.lab or options.lab_dir is not None or options.exercise is not None
    others = (options.answers, options.init, options.validate, options.completion, options.exercise)
    if options.lab and options.mode != "run" and not options.replay and not any(others):
        options.replay = NO_FILE
    return options


def language(argv: Sequence[str] | None) -> str | None:
    """Return what --lang asks for, also on a command line with something wrong on it."""
    words = _words(argv)
    given = [after for word, after in pairwise(words) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    return next((found for found in reversed(given) if found in LANGUAGES), None)


def _words(argv: Sequence[str] | None) -> Sequence[str]:
    return sys.argv[1:] if argv is None else argv


def parser() -> _Parser:
    """Return the parser of the command line."""
    parser = _Parser(
        prog="nova-wizard",
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        # Each option makes a formatter, which otherwise asks the terminal for its width.
        formatter_class=partial(argparse.HelpFormatter, width=80),
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--answers", type=Path)
    what.add_argument("--replay", type=Path, nargs="?", const=NO_FILE)
    what.add_argument("--init", type=Path)
    what.add_argument("--run")
    what.add_argument("--validate", type=Path)
    what.add_argument("--exercise")
    what.add_argument("--completion", type=_one_of("--completion", *SHELLS))
    alone = (["--runs"], ["--schema"], ["--list"], ["--lab-faults"], ["--version", "-V"], ["--help", "-h"])
    for flags in alone:
        what.add_argument(*flags, action="store_true")
    mode = parser.add_mutually_exclusive_group()
    for name in ("dry-run", "check"):
        mode.add_argument(f"--{name}", dest="mode", action="store_const", const=name, default="run")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--from", dest="start")
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--limit", action="append", default=[])
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--forks", type=_count("--forks", 1000))
    parser.add_argument("--output", type=_one_of("--output", "rich", "plain", "json"))
    parser.add_argument("--report", action="append", default=[], type=Path)
    parser.add_argument("--against")
    parser.add_argument("--export", nargs=2, metavar=("KIND", "FILE"))
    parser.add_argument("--inventory", type=Path)
    parser.add_argument("--lab", action="store_true")
    parser.add_argument("--lab-fault", action="append", default=[])
    parser.add_argument("--lab-dir", type=Path)
    parser.add_argument("--lab-nodes", type=_count("--lab-nodes", 500))
    parser.add_argument("--lang", type=_one_of("--lang", "ko", "en"))
    return parser


def _count(option: str, most: int) -> Callable[[str], int]:
    def counted(text: str) -> int:
        if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= most:
            raise Problem("option-number", option=option, least=1, most=most)
        return int(text)

    return counted


def _one_of(option: str, *choices: str) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text not in choices:
            near = nearest(text, choices) or "none"
            raise Problem("option-one-of", option=option, choices=", ".join(choices), near=near)
        return text

    return chosen


def _problem(option: str, said: str) -> Problem:
    """Return what argparse found wrong with an option as a message of ours."""
    option = _long(option)
    if said.startswith("expected"):
        return Problem("option-without-value", option=option)
    if other := re.fullmatch("not allowed with argument ([a-zA-Z/-]+)", said):
        return Problem("options-exclude", option=option, other=_long(other[1]))
    return Problem("option-with-value", option=option)


def _long(names: str) -> str:
    """Return the long one of an option's names, which argparse gives as `--help/-h`."""
    return names.partition("/")[0]
