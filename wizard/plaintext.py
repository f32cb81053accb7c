"""Text that cannot control a terminal: the one place that decides which characters are shown as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_ORDINARY = re.compile(
    "[\t\x20-\x7e\xa0-\xac\xae-\u024f\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25ff"
    "\u3000-\u3003\u3131-\u3163\u4e00-\u9fff\uac00-\ud7a3]*"
)
"""Most text, told at once; any other text is looked at character by character."""
_MARKS = 4
"""Combining marks that may stand on one letter; Vietnamese and pointed Hebrew need three."""
# The patterns below are seldom needed: they are compiled when they are first used.
_BLANK = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0\U000e0000-\U000e0fff]"
"""Unicode's Default_Ignorable_Code_Point beyond the format characters: they take no room and hide text.

The two variation selectors of emoji, U+FE0E and U+FE0F, are left.
"""
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
    if _ORDINARY.fullmatch(text):
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
    return line if _ORDINARY.fullmatch(line) else "".join(_rewritten(line, instead))


def _rewritten(line: str, instead: Callable[[str], str]) -> Iterator[str]:
    marks = 0
    for character in line:
        if character.isascii():
            marks = 0
            seen = character.isprintable() or character == "\t"
        else:
            kind = unicodedata.category(character)
            marks = marks + 1 if kind in ("Mn", "Me") else 0
            seen = (character.isprintable() or kind == "Zs") and marks <= _MARKS
            seen = seen and not re.match(_BLANK, character)
        yield character if seen else instead(character)


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return _NAMED.get(character) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
