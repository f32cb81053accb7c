"""Text that a hostile host, server or answers file may send, and what none of it may become."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from wizard.engine import events
from wizard.engine.events import Event
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
UNSEEN = [
    character
    for code in (*range(0x3000), *range(0xD7FC, 0xE100), *range(0xF8F0, 0x10000), *range(0x110BD, 0x110CE),
                 *range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCB0), *range(0x1D173, 0x1D17B),
                 *range(0xE0000, 0xE0200), 0xF0000, 0x10FFFD)
    for character in [chr(code)]
    if unicodedata.category(character) in HIDDEN and character not in "\n\t"
]  # fmt: skip
"""Every control, format, surrogate and separator character, tags, and some of the private ones."""
SEQUENCES = [
    "\x1b]52;c;cm0gLXJmIH4=\x07",
    "\x1b]0;title\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b[31;5m",
    "\x1bP+q544e\x1b\\",
    "\x1bc",
    "\x1b(0",
    "\x9b2J",
    "\x9d52;c;YQ==\x9c",
    "\x90q\x9c",
    "\u202ecod.exe\u202c",
    "\u2066\u200f",
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306",
    "\u115f\u3164\uffa0",
    "\U000e0041\U000e0042",
    "before\rafter",
    "a\x08\x08b",
]
MARKUP = [
    "[/red]",
    "[red]x[/]",
    "[link=https://evil.example]x[/link]",
    "[@click=app.bell]x[/]",
    "[bold",
    "[/]",
    "[[",
    "\\[/red]",
    ":smile: :skull:",
    "{ $name } { JOSA }",
    "{",
    "}",
    "{{ x }}",
    "%(x)s %s {0}",
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "\"'&<>",
    "**bold** *it* `x` [a](javascript:x)",
    "# head",
    "$text-error",
    "‹novapass›",
]


def hostile() -> str:
    """Return all of it in one text."""
    return " ".join([*SEQUENCES, *MARKUP, "".join(UNSEEN), "한글 ㄱㅏ 각 end"])


def steering(text: str, lines: bool = True) -> list[str]:
    """Return the characters in a text that steer a terminal or cannot be seen."""
    allowed = "\n\t" if lines else "\t"
    return sorted(
        {ascii(character) for character in text if character in _UNSEEN and character not in allowed}
    )


_UNSEEN = {*UNSEEN, "\x1b", "\n", "\u3164", "\u115f", "\uffa0"}


def every_event(text: str) -> list[Event]:
    """Return an event of every kind with this text in every field that can hold text."""
    return [event for kind in kinds() for event in _filled(kind, text)]


def kinds() -> list[type[Event]]:
    """Return every kind of event that there is."""
    return sorted(Event.__subclasses__(), key=lambda kind: kind.name)


def _filled(kind: type[Event], text: str) -> list[Event]:
    """Return the event: once for each value that an enumeration in it has."""
    hints = get_type_hints(kind, vars(events))
    made: list[dict[str, Any]] = [{}]
    for field in fields(kind):
        values = _values(hints[field.name], text)
        made = [{**before, field.name: value} for before in made for value in values]
    assert all(field.default is MISSING or field.name in made[0] for field in fields(kind))
    return [kind(**values) for values in made]


def _values(hint: Any, text: str) -> Sequence[Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return [value for part in get_args(hint) if part is not type(None) for value in _values(part, text)]
    if origin is not None:
        [inside] = get_args(hint)[:1]
        return [tuple(_values(inside, text))]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)
    plain: Mapping[Any, Any] = {
        str: text,
        int: 1,
        float: 1.5,
        bool: True,
        Message: Message(
            "command-failed", text=text, status=text, said=Message("answers-unreadable", reason=text)
        ),
        ComputeService: ComputeService(text, text, text, enabled=False, up=False, id=text, updated=text),
    }
    return [plain[hint]]


assert sys.maxunicode == 0x10FFFF
