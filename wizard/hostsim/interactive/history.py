"""Lines that were typed before, as readline's history keeps them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from wizard.hostsim.process import Process, decode, encode

KEPT = 1000
"""Lines of a history (HISTSIZE), in memory and in its file."""
LONGEST = 16 * 1024
"""Characters of a line that is kept."""


class History:
    """Lines that were typed, the newest last; the first one that is kept has the number `first`."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.lines: list[str] = []
        self.first = 1
        self.unsaved = 0
        """How many of the newest lines are not in the file yet."""
        for line in lines:
            self.add(line)
        self.unsaved = 0

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    @property
    def next_number(self) -> int:
        """The number that the next line gets."""
        return self.first + len(self.lines)

    def add(self, line: str) -> None:
        """Keep a line, unless it is empty or the same as the one before."""
        if not line.strip() or len(line) > LONGEST or (self.lines and self.lines[-1] == line):
            return
        self.lines.append(line)
        self.unsaved += 1
        if len(self.lines) > KEPT:
            self.first += len(self.lines) - KEPT
            del self.lines[:-KEPT]

    def clear(self) -> None:
        """Forget all lines."""
        self.lines.clear()
        self.unsaved = 0

    def delete(self, number: int) -> bool:
        """Forget the line of a number; False where there is none."""
        index = number - self.first
        if not 0 <= index < len(self.lines):
            return False
        del self.lines[index]
        self.unsaved = min(self.unsaved, len(self.lines))
        return True

    @classmethod
    async def load(cls, process: Process, path: str) -> History:
        """Return the history that a file of the node keeps; an empty one if it cannot be read."""
        try:
            text = decode(await process.read_file(path))
        except OSError:
            return cls()
        return cls(text.splitlines()[-KEPT:])

    async def save(self, process: Process, path: str) -> None:
        """Add what is new to the file, which keeps the newest lines; nothing where it cannot be written."""
        new = [line for entry in self.lines[len(self.lines) - self.unsaved :] for line in entry.split("\n")]
        if not new:
            return
        try:
            before = list((await self.load(process, path)).lines)
            stream = process.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600).open()
            try:
                await stream.write(encode("".join(f"{line}\n" for line in [*before, *new][-KEPT:])))
            finally:
                stream.close()
        except OSError:
            return
        self.unsaved = 0
