"""The command line of `nova-lab`. A subcommand's module is imported only when it is asked for."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import importlib
import sys
from argparse import REMAINDER
from collections.abc import Sequence

from wizard import outermost
from wizard.arguments import SHELLS, language
from wizard.labcli.commands import COMMANDS
from wizard.labcli.parser import CommandParser
from wizard.model.problems import Problem
from wizard.nearest import nearest
from wizard.text import Words


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    return outermost.run(lambda words: _dispatch(argv, words), language(argv))


def _dispatch(argv: Sequence[str] | None, words: Words) -> int:
    parser = outer_parser()
    parser.add_argument("command", nargs="?")
    parser.add_argument("rest", nargs=REMAINDER)
    options = parser.parsed(sys.argv[1:] if argv is None else list(argv))
    if options.version:
        from importlib.metadata import version  # noqa: PLC0415

        outermost.say(f"nova-lab {version('nova-wizard')}")
        return 0
    if options.completion:
        return _complete(options.completion, words)
    if options.help or options.command is None:
        return _help(words)
    if options.command not in COMMANDS:
        near = nearest(options.command, COMMANDS) or "none"
        raise Problem("lab-no-such-command", commands=", ".join(COMMANDS), near=near)
    return _run(options.command, options.rest, words)


def outer_parser() -> CommandParser:
    """Return the parser of what goes before a subcommand."""
    parser = CommandParser("nova-lab COMMAND …")
    parser.add_argument("--version", "-V", action="store_true")
    parser.add_argument("--completion", choices=SHELLS)
    return parser


def _complete(shell: str, words: Words) -> int:
    from wizard.completion import script  # noqa: PLC0415
    from wizard.labcli.completing import values, whole_parser  # noqa: PLC0415

    page = words.page("nova-lab.txt")
    outermost.say(script(shell, whole_parser(outer_parser(), page), page, values()))
    return 0


def _run(name: str, arguments: Sequence[str], words: Words) -> int:
    command = importlib.import_module(f"wizard.labcli.commands.{name}")
    parser = CommandParser(command.USAGE)
    command.add_arguments(parser)
    options = parser.parsed(arguments)
    return _help(words) if options.help else int(command.run(options, words))


def _help(words: Words) -> int:
    outermost.say_at_length(words.page("nova-lab.txt").removesuffix("\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
