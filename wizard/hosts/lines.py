"""From the chunks of a remote program's output to lines for people; pure."""

from __future__ import annotations

import codecs
import re

# CSI, OSC and other escape sequences, then every control character but the tab.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)

_LONGEST = 1 << 16
"""Characters of a line; a longer one comes in pieces of that many."""


def text_of(line: str) -> str:
    """Return a line as it would stand on a terminal: its last state, without escape sequences."""
    last = line.rstrip("\r").rpartition("\r")[2]
    return last if last.isprintable() else _ESCAPES.sub("", last)


class Lines:
    """Cuts a byte stream into lines, however its chunks are cut."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []
        self._length = 0

    def feed(self, chunk: bytes) -> list[str]:
        """Return the lines that this chunk completes, and what has come of one that is too long."""
        first, *others = self._decoder.decode(chunk).split("\n")
        lines = []
        self._begun(first)
        if others:
            lines = [self._begun_so_far(), *others[:-1]]
            self._begun(others[-1])
        if self._length > _LONGEST:
            lines.append(self._begun_so_far())
        return [text_of(piece) for line in lines for piece in _pieces(line)]

    def end(self) -> list[str]:
        """Return the last line, where it has no line break."""
        last = self._begun_so_far() + self._decoder.decode(b"", final=True)
        return [text_of(last)] if last else []

    def _begun(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _begun_so_far(self) -> str:
        line = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return line


def _pieces(line: str) -> list[str]:
    if len(line) <= _LONGEST:
        return [line]
    return [line[at : at + _LONGEST] for at in range(0, len(line), _LONGEST)]
