"""From the chunks of a remote program's output to lines for people; pure."""

from __future__ import annotations

import codecs
import re

# CSI, OSC and other escape sequences, then every control character but the tab.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def text_of(line: str) -> str:
    """Return a line as it would stand on a terminal: its last state, without escape sequences."""
    last = line.rstrip("\r").rpartition("\r")[2]
    return last if last.isprintable() else _ESCAPES.sub("", last)


class Lines:
    """Cuts a byte stream into lines, however its chunks are cut."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []

    def feed(self, chunk: bytes) -> list[str]:
        """Return the lines that this chunk completes."""
        first, *others = self._decoder.decode(chunk).split("\n")
        self._pieces.append(first)
        if not others:
            return []
        lines = ["".join(self._pieces), *others[:-1]]
        self._pieces = [others[-1]]
        return [text_of(line) for line in lines]

    def end(self) -> list[str]:
        """Return the last line, where it has no line break."""
        last = "".join(self._pieces) + self._decoder.decode(b"", final=True)
        self._pieces = []
        return [text_of(last)] if last else []
