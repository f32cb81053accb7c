"""What a pager shows: the lines of a file or of a pipe, of which only so much is kept."""

from __future__ import annotations

import errno

from wizard.hostsim import limits
from wizard.hostsim.process import Process, decode
from wizard.hostsim.streams import Stream, os_error
from wizard.hostsim.tree import Directory, Inode, Regular

KEPT = 8 * limits.MIB
"""Bytes of a pipe that are kept; the oldest are forgotten."""
LINE = 64 * limits.KIB
"""Bytes from which on a line is shown as several."""
PIECE = 64 * limits.KIB


class Content:
    """Lines that are read when they are wanted. `first` is the number of the first one kept, from 0."""

    def __init__(self, name: str, stream: Stream, inode: Regular | None = None) -> None:
        self.name = name
        self.stream = stream
        self.inode = inode
        self.lines: list[str] = []
        self.first = 0
        self.ended = False
        self.size = 0
        """Bytes read so far."""
        self._kept = 0
        self._rest = b""

    @property
    def end(self) -> int:
        """The number behind the last line that was read."""
        return self.first + len(self.lines)

    def line(self, number: int) -> str:
        """Return a line that is kept."""
        return self.lines[number - self.first]

    async def read_more(self) -> None:
        """Read a piece; at the end of a file, what it has grown by."""
        if self.inode is not None:
            data = self.inode.content[self.size : self.size + PIECE * 16]
        else:
            data = await self.stream.read(PIECE)
        self.size += len(data)
        if not data:
            self.ended = True
            if self._rest:
                self._add([self._rest])
                self._rest = b""
            return
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE:
            whole += [self._rest[at : at + LINE] for at in range(0, len(self._rest), LINE)]
            self._rest = b""
        self._add(whole)

    def grown(self) -> bool:
        """Whether a file has become longer, or is another one: it is then read on, or anew."""
        if self.inode is None or len(self.inode.content) == self.size:
            return False
        if len(self.inode.content) < self.size:
            self.lines.clear()
            self.first = self.size = self._kept = 0
            self._rest = b""
        elif self.ended and self.lines and not self.inode.content[: self.size].endswith(b"\n"):
            last = self.lines.pop()
            self._rest = last.encode("utf-8", "surrogateescape")
        self.ended = False
        return True

    def _add(self, lines: list[bytes]) -> None:
        for line in lines:
            self.lines += [decode(line[at : at + LINE]) for at in range(0, len(line), LINE)] or [""]
            self._kept += len(line) + 64
        gone = 0
        while self._kept > KEPT and self.inode is None and gone < len(self.lines) - 1:
            self._kept -= len(self.lines[gone]) + 64
            gone += 1
        if gone:
            del self.lines[:gone]
            self.first += gone

    def close(self) -> None:
        """Read no more."""
        self.stream.close()


def open_content(process: Process, name: str) -> Content:
    """Open a file, or standard input for `-`. Raises OSError."""
    if name == "-":
        return Content("", process.stdin.open())
    inode: Inode | None = process.node.tree.find(process.path(name), process.user)
    if isinstance(inode, Directory):
        raise os_error(errno.EISDIR, name)
    stream = process.open(name).open()
    return Content(name, stream, inode if isinstance(inode, Regular) else None)
