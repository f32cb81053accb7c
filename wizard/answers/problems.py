"""What is wrong with an answers file: every error at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.text import Words
from wizard.trusted import STDIN

_SHOWN = 100
"""Errors that are told of one file."""


class Wrong(NamedTuple):
    """One error: its dotted path (`compute[1].management_ip`, empty for the whole file) and line."""

    path: str
    message: Message
    line: int | None = None


class AnswersWrong(Problem):
    """The answers cannot be used; `problems` has every reason, in the file's order.

    `language` is the one that they ask for all the same.
    """

    def __init__(self, file: Path, problems: Iterable[Wrong], language: str | None = None) -> None:
        self.language = language
        self.problems = sorted(_first_of_each_path(problems), key=lambda wrong: (wrong.line or 0, wrong.path))
        super().__init__("answers-wrong", file=shown(file), count=len(self.problems))

    def lines(self, words: Words) -> list[str]:
        """Return each error as a line that can be printed; of very many, the first and how many there are."""
        lines = [_line(wrong, words) for wrong in self.problems[:_SHOWN]]
        more = len(self.problems) - _SHOWN
        return [*lines, words.label("answers-more", count=more)] if more > 0 else lines


def shown(file: Path) -> str | Message:
    """Return how a file of answers is named in a message."""
    return Message("answers-stdin") if file == STDIN else str(file)


def _first_of_each_path(problems: Iterable[Wrong]) -> Iterable[Wrong]:
    """A value that is given twice, or cannot be read, is not worth a second error about what it says."""
    first: dict[str, Wrong] = {}
    for wrong in problems:
        first.setdefault(wrong.path, wrong)
    return first.values()


def _line(wrong: Wrong, words: Words) -> str:
    said = words.say(wrong.message)
    place = words.label("answers-line", line=wrong.line) if wrong.line else ""
    path = _shown(wrong.path)
    return f"{path}: {said}{place}" if path else f"{said}{place}"


def _shown(path: str) -> str:
    """Return the path without unknown keys of passwords: a password may stand in a key's place."""
    outer, inside, rest = path.partition("passwords.")
    if inside and not outer:
        from wizard.model.answers import Passwords  # noqa: PLC0415 - answers are seldom wrong

        name = rest.partition(".")[0]
        return f"passwords.{name}" if name in Passwords.__slots__ else "passwords"
    outer, inside, _ = path.partition(".password.")
    return f"{outer}.password" if inside else path


def join(path: str, key: str | int) -> str:
    """Return the path of a key or an index under a path."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    shown = key if key.isidentifier() else _quoted(key)
    return f"{path}.{shown}" if path else shown


def _quoted(key: str) -> str:
    import json  # noqa: PLC0415 - answers are seldom wrong

    return json.dumps(key, ensure_ascii=False)


def path_of(keys: Iterable[str | int]) -> str:
    """Return the dotted path of keys and indexes."""
    path = ""
    for key in keys:
        path = join(path, key)
    return path
