"""From the chunks of a remote program's output to lines for people; pure."""

from __future__ import annotations

import codecs

from wizard.plaintext import of_terminal


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
        return [of_terminal(line) for line in lines]

    def end(self) -> list[str]:
        """Return the last line, where it has no line break."""
        last = "".join(self._pieces) + self._decoder.decode(b"", final=True)
        self._pieces = []
        return [of_terminal(last)] if last else []
