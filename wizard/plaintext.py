"""Text that cannot control a terminal: the one place that decides which characters are shown as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

_MARKS = 4
"""Combining marks that may stand on one letter; Vietnamese and pointed Hebrew need three."""
_BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0").union(
    map(chr, range(0x180B, 0x1810)), map(chr, range(0xFE00, 0xFE0E)), map(chr, range(0xE0100, 0xE01F0))
)
"""Unicode's Default_Ignorable_Code_Point beyond the format characters: they take no room and hide text.

The two variation selectors of emoji, U+FE0E and U+FE0F, are left.
"""
_REMEMBERED = 4096
"""Characters of which it is remembered whether they are always seen."""
# The patterns below are seldom needed: they are compiled when they are first used.
# CSI, strings such as OSC, and other escape sequences, in 7 and in 8 bits.
_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_STRAY = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    r"""Return the text with everything that is not there to be seen written out, as `\x1b` or `\u202e`.

    That is: control characters but tabs and line feeds, bidirectional and other format characters,
    blanks without a width, line and paragraph separators, surrogates, private and unassigned code
    points, and the fifth combining mark in a row. Doing it twice is doing it once.
    """
    if _is_ordinary(text):
        return text
    return "\n".join(rewritten(line, _escape) for line in text.split("\n"))


def printable_line(text: str) -> str:
    r"""Return the text as `printable` does, in one line: a line feed is written out as `\n`."""
    return printable(text).replace("\n", "\\n")


def without_sequences(text: str) -> str:
    """Return the text without whole escape sequences: colours, titles, movements of the cursor."""
    return re.sub(_SEQUENCE, "", text)


def of_terminal(line: str) -> str:
    """Return a line as it would stand on a terminal: its last state, without colours and the like."""
    last = line.rstrip("\r").rpartition("\r")[2]
    return last if last.isprintable() else printable(re.sub(_STRAY, "", without_sequences(last)))


def rewritten(line: str, instead: Callable[[str], str]) -> str:
    """Return a line with `instead(character)` for every character that is not there to be seen."""
    return line if _is_ordinary(line) else "".join(_rewritten(line, instead))


def _is_ordinary(text: str) -> bool:
    """Return whether each character is seen wherever it stands, as in most text."""
    return (text.isascii() and text.isprintable()) or all(map(_is_always_seen, set(text)))


def _rewritten(line: str, instead: Callable[[str], str]) -> Iterator[str]:
    marks = 0
    for character in line:
        marks = marks + 1 if _is_mark(character) else 0
        yield character if _is_seen(character) and marks <= _MARKS else instead(character)


@lru_cache(_REMEMBERED)
def _is_always_seen(character: str) -> bool:
    return _is_seen(character) and not _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def _is_seen(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character == "\t"
    is_text = character.isprintable() or unicodedata.category(character) == "Zs"
    return is_text and character not in _BLANK


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return _NAMED.get(character) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
