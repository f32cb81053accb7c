"""Rows of the lists that OpenStack's APIs send and its client prints: each column by its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from wizard.facts.lines import Unreadable, integer
from wizard.model.message import Message

_LONGEST_ID = 255
_FAILURES = 100
_BEGINNING = re.compile(r"^(?:\(openstack\) )*\[", re.MULTILINE)

_NEXT = re.compile(r"(?<=\])(?:\(openstack\) )*\[")


class Row:
    """A row of a list. Each method returns a column's value; raises `Unreadable` for one of another kind.

    `Updated At`, as the client calls a column, is also the API's `updated_at`.
    """

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise Unreadable(Message("odd-row", found=_kind(value)))
        self._columns = {_folded(str(name)): column for name, column in value.items()}

    def text(self, name: str) -> str:
        """Return the column's text, which is not empty. Raises `Unreadable` for anything else."""
        value = self._value(name)
        return value if isinstance(value, str) else self._refuse(name, value)

    def text_or_none(self, name: str) -> str:
        """The column's text, empty where it is missing or null."""
        return "" if self._columns.get(_folded(name)) is None else self.text(name)

    def id(self, name: str) -> str:
        """The column's text or number, which can stand in a command: printable, and no option."""
        value = self._value(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        text = self.text(name)
        if not text.isprintable() or not 0 < len(text) <= _LONGEST_ID or text.startswith("-"):
            raise Unreadable(Message("odd-id", name=name))
        return text

    def flag(self, name: str, default: bool | None = None) -> bool:
        """The column's true or false; `default` where it is missing or null."""
        if default is not None and self._columns.get(_folded(name)) is None:
            return default
        value = self._value(name)
        return value if isinstance(value, bool) else self._refuse(name, value)

    def _value(self, name: str) -> object:
        if _folded(name) not in self._columns:
            raise Unreadable(Message("odd-missing", name=name))
        return self._columns[_folded(name)]

    def _refuse(self, name: str, value: object) -> NoReturn:
        raise Unreadable(Message("odd-value", name=name, found=_kind(value)))


def json_lists(text: str) -> Iterator[list[object]]:
    """Yield the JSON lists that begin a line of a text, or follow the one before without a line break.

    A client may put its prompt before each.

    What was looked at is not looked at again, and a text with many beginnings that are none is not read: each
    `JSONDecodeError` counts the lines up to its place.
    """
    at = failures = 0
    while found := _NEXT.match(text, at) or _BEGINNING.search(text, at):
        at = found.end() - 1
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            at = max(error.pos, at + 1)
            failures += 1
            if failures > _FAILURES:
                raise Unreadable(Message("odd-json")) from None
        except RecursionError:
            raise Unreadable(Message("odd-depth")) from None
        else:
            yield value


def _whole(digits: str) -> int:
    return integer("JSON", digits.removeprefix("-")) * (-1 if digits.startswith("-") else 1)


def _constant(name: str) -> NoReturn:
    raise Unreadable(Message("odd-value", name="JSON", found=name))


_DECODER = json.JSONDecoder(parse_int=_whole, parse_constant=_constant)


def _folded(name: str) -> str:
    return name.lower().replace("_", " ")


def _kind(value: object) -> str:
    """Return JSON's word for a value's kind."""
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
