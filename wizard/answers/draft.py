"""Answers while they are being given: field by field, right or not yet, as the wizard edits them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from wizard.answers import places
from wizard.answers.load import Loaded, check
from wizard.answers.passwords import Kind, Source, open_source
from wizard.answers.problems import AnswersWrong, Wrong
from wizard.answers.rehearsal import rehearsal
from wizard.model.message import Message
from wizard.model.problems import Problem

Value = str | int | bool | Source
_STEP = re.compile(r"(\w+)|\[(\d+)\]")
_PASSWORD = re.compile(r"(.+\.)?password|passwords\.\w+")


class Draft:
    """What answers.yaml would say, by dotted path (`compute[1].management_ip`).

    A password is a `Source`. Its value is never part of a repr or of what `problems` says.
    """

    has_logins = True
    """Whether it answers how SSH logs in."""

    def __init__(self, data: dict[str, Any], file: Path = Path("answers.yaml")) -> None:
        self.data = data
        self.file = file
        """Where they come from; relative paths start in its folder."""
        self.half_typed: dict[str, tuple[str, str]] = {}
        """Passwords that were typed twice, but not the same; what `data` has stays until they are."""
        self._found: dict[str, tuple[Any, Message]] = {}
        for path, raw in list(places.passwords(data)):
            with suppress(Problem):
                self.set(path, Source.parse(raw))

    def __repr__(self) -> str:
        return f"Draft({str(self.file)!r})"

    @classmethod
    def read(cls, path: Path) -> Draft:
        """Return what a file says, right or not. Raises `AnswersWrong` where YAML itself is at fault."""
        from wizard.answers.document import read  # noqa: PLC0415 - YAML is slow to import

        document = read(path)
        if document.wrong:
            raise AnswersWrong(path, document.wrong)
        return cls(document.data, path)

    @classmethod
    def example(cls, language: str) -> Draft:
        """Return the book's own hosts, with the passwords to come from the environment."""
        return cls(
            {
                "version": 1,
                "language": language,
                "region": "RegionOne",
                "openrc": "/root/admin-openrc",
                "console_host": "controller",
                "controller": {"host": "10.0.0.11", "name": "controller", "management_ip": "10.0.0.11"},
                "compute": [{"host": "10.0.0.31", "name": "compute1", "management_ip": "10.0.0.31"}],
                "ssh": {"user": "root"},
                "passwords": {name: Source(Kind.ENV, name.upper()) for name in places.BOOK_PASSWORDS},
            }
        )

    def get(self, path: str) -> Any:
        """Return what is given at a path: a value, a `Source`, a mapping, a list, or None."""
        found: Any = self.data
        for key in _keys(path):
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def set(self, path: str, value: Value | None) -> None:
        """Give an answer; None or an empty text takes it back. The index after the last host adds one.

        What is typed for a port becomes a number, for a password a source that is never saved.
        """
        *_, last = keys = _keys(path)
        self.half_typed.pop(path, None)
        if value is None or value == "":
            self.remove(path)
            return
        if isinstance(value, str) and _PASSWORD.fullmatch(path):
            value = Source(Kind.TYPED, value)
        elif isinstance(value, str) and last == "port" and re.fullmatch("[0-9]{1,9}", value):
            value = int(value)
        inside: Any = self.data
        for key, following in pairwise(keys):
            inside = _entered(inside, key, list if isinstance(following, int) else dict)
        _put(inside, last, value)

    def remove(self, path: str) -> None:
        """Take an answer back, or a whole host (`compute[1]`)."""
        *outer, last = _keys(path)
        inside: Any = self.data
        for key in outer:
            try:
                inside = inside[key]
            except (KeyError, IndexError, TypeError):
                return
        with suppress(KeyError, IndexError, TypeError):
            del inside[last]

    def problems(self, environ: Mapping[str, str] | None = None) -> list[Wrong]:
        """Return all that is wrong so far, missing keys too. No file is read and no command is run for a
        password; its variable is looked at where an environment is given.
        """
        from wizard.answers.shape import shape  # noqa: PLC0415 - pydantic is slow to import

        return [*shape(self.data)[1], *self._unfit_passwords(environ)]

    def problem(self, path: str, environ: Mapping[str, str] | None = None) -> Message | None:
        """Return what is wrong with one answer."""
        found = (*self.unfinished(), *self.problems(environ), *self.noted())
        return next((wrong.message for wrong in found if wrong.path == path), None)

    def unfinished(self) -> list[Wrong]:
        """Return the passwords that were not typed twice the same."""
        return [
            Wrong(path, Message("password-differs" if again else "password-repeat"))
            for path, (_, again) in self.half_typed.items()
        ]

    def note(self, found: Iterable[Wrong]) -> None:
        """Remember what was found wrong when the passwords and keys were last opened."""
        self._found = {wrong.path: (self.get(wrong.path), wrong.message) for wrong in found}

    def noted(self) -> list[Wrong]:
        """Return what `note` was given of the answers that have not been changed since."""
        return [
            Wrong(path, message)
            for path, (given, message) in self._found.items()
            if self.get(path) == given and path not in self.half_typed
        ]

    def answers(self, environ: Mapping[str, str], passwords: Mapping[str, str] | None = None) -> Loaded:
        """Return the program's answers, their passwords opened. Raises `AnswersWrong`.

        With `passwords`, a rehearsal's, none of the draft's own is opened.
        """
        data = rehearsal(self.data, passwords) if passwords else self.data
        checked = check(data, environ, self.file.parent)
        if checked.answers is None:
            raise AnswersWrong(self.file, checked.wrong)
        return Loaded(checked.answers, tuple(checked.warnings))

    def _unfit_passwords(self, environ: Mapping[str, str] | None) -> Iterator[Wrong]:
        """Yield what is wrong with the passwords that can be looked at without opening anything."""
        kinds = (Kind.CLEAR, Kind.TYPED) if environ is None else (Kind.CLEAR, Kind.TYPED, Kind.ENV)
        for path, source in places.passwords(self.data):
            if isinstance(source, Source) and source.kind in kinds:
                try:
                    open_source(source, path, environ or {}, self.file.parent)
                except Problem as problem:
                    yield Wrong(path, problem.message)


def _keys(path: str) -> list[str | int]:
    return [int(index) if index else key for key, index in _STEP.findall(path)]


def _entered(inside: Any, key: str | int, kind: type[dict[str, Any]] | type[list[Any]]) -> Any:
    """Return the mapping or list at a key, a new one where there is none."""
    try:
        found = inside[key]
    except (KeyError, IndexError):
        found = None
    if not isinstance(found, kind):
        found = kind()
        _put(inside, key, found)
    return found


def _put(inside: Any, key: str | int, value: Any) -> None:
    if isinstance(inside, list) and key == len(inside):
        inside.append(value)
    else:
        inside[key] = value
