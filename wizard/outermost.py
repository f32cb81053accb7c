"""What the commands share at their outermost: output, complaints in one line, exit statuses, no traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from wizard import process
from wizard.model.problems import Problem, Unreachable
from wizard.plaintext import printable
from wizard.stopping import Stopping
from wizard.text import Words, choose, words_in


def run(program: Callable[[Words], int], lang: str | None) -> int:
    """Run a program with its words and return its exit status; what goes wrong is told in a line.

    `lang` is the language that the command line asks for.
    """
    try:
        process.prepare()
        with Stopping():
            return _run(program, lang)
    except KeyboardInterrupt:
        return 130


def _run(program: Callable[[Words], int], lang: str | None) -> int:
    words = words_in(choose(lang, None, os.environ))
    try:
        return program(words)
    except Problem as problem:
        complain(*_said(problem, lang))
        return 3 if isinstance(problem, Unreachable) else 2
    except _Unwritable as error:
        _give_up(sys.stdout)
        if not error.reader_has_gone:
            complain(words.label("output-unwritable", reason=str(error)))
        return 1
    except OSError as error:
        return _refused_by_system(words, error)
    except Exception as error:
        # The message is left out: it may quote what must not be shown.
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}:{at.lineno}"
        if isinstance(error, MemoryError) or "can't start new thread" in str(error):
            complain(words.label("out-of-resources"))
        else:
            complain(words.label("defect", kind=type(error).__name__, place=place))
        return 1


def _refused_by_system(words: Words, error: OSError) -> int:
    """Say what the system does not allow: that is no defect of the program."""
    reason = error.strerror or str(error)
    at = str(error.filename) if error.filename else "none"
    try:
        complain(words.label("system-refuses", reason=reason, file=at))
    except OSError:  # neither can the texts be read
        complain(f"nova-wizard: {reason}")
    return 1


class _Unwritable(Exception):
    """Standard output does not take what is printed."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or "")
        self.reader_has_gone = isinstance(error, BrokenPipeError)


def say(text: str) -> None:
    """Print a text and a line break. What cannot be written ends the program, see `run`."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        raise _Unwritable(error) from None


def say_at_length(text: str) -> None:
    """Print a text that may be longer than the screen: on a terminal by the reader's pager."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from wizard.pager import shown_by_pager  # noqa: PLC0415 - what it imports takes as long as the rest

        if shown_by_pager(text, os.environ):
            return
    say(text)


def complain(*lines: str) -> None:
    """Print lines on standard error, if it takes them."""
    try:
        sys.stderr.write("".join(f"{printable(line)}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # closed or full: only the exit status can report it
        _give_up(sys.stderr)


def _said(problem: Problem, lang: str | None) -> list[str]:
    from wizard.answers.problems import AnswersWrong  # noqa: PLC0415

    if isinstance(problem, AnswersWrong):
        words = words_in(choose(lang, problem.language, os.environ))
        return [words.say(problem.message), *(f"  {line}" for line in problem.lines(words))]
    return [words_in(choose(lang, None, os.environ)).say(problem.message)]


def _give_up(stream: TextIO) -> None:
    """Let what is left in the stream's buffer go nowhere: it would fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
