"""The command line. A front is imported only when it is asked for."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import argparse
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from wizard import process
from wizard.arguments import NO_FILE, language, parsed
from wizard.model import Problem
from wizard.nearest import nearest
from wizard.plaintext import printable
from wizard.stopping import Stopping
from wizard.text import Words, choose

if TYPE_CHECKING:
    from wizard.simulation import Simulation


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    try:
        process.prepare()
        with Stopping():
            return _main(argv)
    except KeyboardInterrupt:
        return 130


def _main(argv: Sequence[str] | None) -> int:
    lang = language(argv)
    words = Words(choose(lang, None, os.environ))
    try:
        return _dispatch(parsed(argv), words)
    except Problem as problem:
        return _complain(*_said(problem, lang))
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
            raise Problem("no-such-fault", fault=fault, near=nearest(fault, FAULTS) or "none")
    with_file = options.answers or options.replay not in (None, NO_FILE)
    passwords = made_up() if with_file else BOOKS_OWN
    return Simulation(options.lab_fault, options.lab_dir, options.lab_nodes, passwords)


def _list(words: Words) -> None:
    from steps import GUIDE  # noqa: PLC0415

    for step in GUIDE:
        origin = words.label(f"source-{step.source}")
        _print(f"{step.id:<16}  {words.say(step.title)}  [{origin}]")


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
