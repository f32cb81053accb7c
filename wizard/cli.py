"""The command line. A front is imported only when it is asked for."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import argparse
import gc
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from wizard import process
from wizard.model import Problem
from wizard.plaintext import printable
from wizard.stopping import Stopping
from wizard.text import Words, choose

if TYPE_CHECKING:
    from wizard.simulation import Simulation


NO_FILE = Path()
"""For --replay without a file: the lab's own answers."""


class _Wrong(Exception):
    """The command line is not one of the contract's."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong without a value that was given: it may be a password that went to a wrong place."""

    def error(self, message: str) -> NoReturn:
        raise _Wrong(_GIVEN.sub("‹…›", message))


_GIVEN = re.compile("'.*'|\".*\"", re.DOTALL)
"""A value as argparse quotes it."""
_OPTION = re.compile("--[a-z][a-z-]{0,30}")


def _parser() -> _Parser:
    parser = _Parser(prog="nova-wizard", add_help=False, allow_abbrev=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--answers", type=Path)
    what.add_argument("--replay", type=Path, nargs="?", const=NO_FILE)
    what.add_argument("--init", type=Path)
    for flag in ("--schema", "--list", "--lab-faults", "--version", "--help"):
        what.add_argument(flag, action="store_true")
    mode = parser.add_mutually_exclusive_group()
    for name in ("dry-run", "check"):
        mode.add_argument(f"--{name}", dest="mode", action="store_const", const=name, default="run")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--from", dest="start")
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--output", type=_one_of("rich", "plain", "json"))
    parser.add_argument("--lab", action="store_true")
    parser.add_argument("--lab-fault", action="append", default=[])
    parser.add_argument("--lab-dir", type=Path)
    parser.add_argument("--lab-nodes", type=_count)
    parser.add_argument("--lang", type=_one_of("ko", "en"))
    return parser


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError("1 … 100")
    return int(text)


def _one_of(*choices: str) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(", ".join(choices))
        return text

    return chosen


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options. Raises `_Wrong`, and `Problem` that names unknown options, but not their values."""
    options, rest = _parser().parse_known_args(argv)
    if not rest:
        return options
    names = [found[0] for word in rest if (found := _OPTION.fullmatch(word.partition("=")[0]))]
    raise Problem("command-line-unknown", options=", ".join(names) or "none")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    try:
        process.prepare()
        with Stopping():
            return _main(argv)
    except KeyboardInterrupt:
        return 130


def _main(argv: Sequence[str] | None) -> int:
    words = Words(choose(None, None, os.environ))
    options = None
    try:
        options = _parsed(argv)
        words = Words(choose(options.lang, None, os.environ))
        return _dispatch(options, words)
    except _Wrong as wrong:
        return _complain(words.label("command-line-wrong", said=str(wrong)))
    except Problem as problem:
        return _complain(*_said(problem, options.lang if options else None))
    except _Unwritable as error:
        _give_up(sys.stdout)
        if not error.reader_has_gone:
            _complain(words.label("output-unwritable", reason=str(error)))
        return 1
    except OSError as error:
        return _refused_by_system(words, error)
    except Exception as error:
        # The message is left out: it may quote what must not be shown.
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}:{at.lineno}"
        if isinstance(error, MemoryError) or "can't start new thread" in str(error):
            _complain(words.label("out-of-resources"))
        else:
            _complain(words.label("defect", kind=type(error).__name__, place=place))
        return 1


def _refused_by_system(words: Words, error: OSError) -> int:
    """Say what the system does not allow: that is no defect of the program."""
    reason = error.strerror or str(error)
    at = str(error.filename) if error.filename else "none"
    try:
        _complain(words.label("system-refuses", reason=reason, file=at))
    except OSError:  # neither can the texts be read
        _complain(f"nova-wizard: {reason}")
    return 1


class _Unwritable(Exception):
    """Standard output does not take what is printed."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or "")
        self.reader_has_gone = isinstance(error, BrokenPipeError)


def _print(text: str) -> None:
    """Print a text and a line break. Raises `_Unwritable`."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        raise _Unwritable(error) from None


def _dispatch(options: argparse.Namespace, words: Words) -> int:
    only_with_replay = (
        options.only,
        options.start is not None,
        options.skip,
        options.output,
        options.mode != "run",
    )
    if any(only_with_replay) and not options.replay:
        raise Problem("only-with-replay")
    if any((options.lab_fault, options.lab_dir, options.lab_nodes)) and not options.lab:
        raise Problem("only-with-lab")
    if options.replay is NO_FILE and not options.lab:
        raise Problem("replay-what")
    if options.replay:
        return _replay(options)
    if options.init:
        from wizard.answers.init import init  # noqa: PLC0415

        init(options.init, words)
        _print(words.label("init-written", file=str(options.init)))
    elif options.schema:
        from wizard.answers.json_schema import json_schema  # noqa: PLC0415

        _print(json_schema(words))
    elif options.list:
        _list(words)
    elif options.lab_faults:
        _list_faults(words)
    elif options.version:
        from importlib.metadata import version  # noqa: PLC0415

        _print(f"nova-wizard {version('nova-wizard')}")
    elif options.help:
        _print(words.page("help.txt").removesuffix("\n"))
    else:
        return _wizard(options)
    return 0


def _wizard(options: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem("no-terminal")
    process.keep_from_textual(os.environ)
    process.prepare_for_passwords()
    gc.disable()  # until the first screen stands: `wizard.tui.start` turns it on again
    from wizard.tui.start import wizard  # noqa: PLC0415 - Textual is slow to import

    return wizard(options.answers, options.lang, _simulation(options))


def _replay(options: argparse.Namespace) -> int:
    from wizard.engine.modes import RunMode  # noqa: PLC0415
    from wizard.headless.replay import Options, replay  # noqa: PLC0415

    process.prepare_for_passwords()
    return replay(
        Options(
            answers=None if options.replay is NO_FILE else options.replay,
            mode=RunMode(options.mode),
            only=options.only,
            start=options.start,
            skip=options.skip,
            output=options.output,
            lang=options.lang,
            simulation=_simulation(options),
        )
    )


def _simulation(options: argparse.Namespace) -> Simulation | None:
    if not options.lab:
        return None
    from wizard.lab.faults import FAULTS  # noqa: PLC0415
    from wizard.simulation import BOOKS_OWN, Simulation, made_up  # noqa: PLC0415

    for fault in options.lab_fault:
        if fault not in FAULTS:
            raise Problem("no-such-fault", fault=fault)
    with_file = options.answers or options.replay not in (None, NO_FILE)
    passwords = made_up() if with_file else BOOKS_OWN
    return Simulation(options.lab_fault, options.lab_dir, options.lab_nodes, passwords)


def _list(words: Words) -> None:
    from steps import GUIDE  # noqa: PLC0415

    _print("\n".join(f"{step.id:<16}  {words.say(step.title)}  [{step.source.value}]" for step in GUIDE))


def _list_faults(words: Words) -> None:
    from wizard.lab.faults import FAULTS  # noqa: PLC0415

    _print("\n".join(f"{name:<20}  {words.label(f'lab-fault-{name}')}" for name in FAULTS))


def _said(problem: Problem, lang: str | None) -> list[str]:
    from wizard.answers.problems import AnswersWrong  # noqa: PLC0415

    if isinstance(problem, AnswersWrong):
        words = Words(choose(lang, problem.language, os.environ))
        return [words.say(problem.message), *(f"  {line}" for line in problem.lines(words))]
    return [Words(choose(lang, None, os.environ)).say(problem.message)]


def _complain(*lines: str) -> int:
    try:
        sys.stderr.write("".join(f"{printable(line)}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # closed or full: only the exit status can report it
        _give_up(sys.stderr)
    return 2


def _give_up(stream: TextIO) -> None:
    """Let what is left in the stream's buffer go nowhere: it would fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
