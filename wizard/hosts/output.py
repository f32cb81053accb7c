"""What is kept of a remote command's output, and its lines as they come."""

from __future__ import annotations

from wizard.bounds import without_cut_end, without_cut_start
from wizard.hosts import OnLine, ignore
from wizard.hosts.lines import Lines

READING = 16 << 20
"""Bytes that a reading command may print to one stream."""
HEAD = TAIL = 1 << 20
"""Bytes at the start and at the end that are kept of what a changing command prints to one stream."""
LEFT_OUT = b"\n[nova-wizard: %d bytes left out]\n"


class Output:
    """One of the two streams that a command prints: its first and last bytes, and its lines."""

    def __init__(self, on_line: OnLine, head: int, tail: int) -> None:
        """Keep `head` bytes at the start and at least `tail` bytes at the end."""
        self._room = head
        self._head: list[bytes] = []
        self._tail_size = tail
        self._tail = bytearray()
        self._left_out = 0
        self._lines = Lines()
        self._on_line = None if on_line is ignore else on_line
        self.full = False
        """Whether more came than the head takes."""

    @property
    def collected(self) -> bytes:
        """What was kept; a note stands where something was left out."""
        head = b"".join(self._head)
        if not self._left_out:
            return head + self._tail
        # Half of a password could not be masked.
        parts = without_cut_end(head), LEFT_OUT % self._left_out, without_cut_start(self._tail)
        return b"".join(parts)

    @property
    def chunks(self) -> int:
        """How many chunks the head consists of."""
        return len(self._head)

    def forget(self, part: bytes) -> None:
        """Take the first such part out of the head."""
        self._head = [b"".join(self._head).replace(part, b"", 1)]

    def take(self, chunk: bytes) -> None:
        """Take what came next."""
        if not chunk:
            return
        self._keep(chunk)
        if self._on_line is not None:
            for line in self._lines.feed(chunk):
                self._on_line(line)

    def finish(self) -> None:
        """Hand out the last line, where it has no line break."""
        if self._on_line is not None:
            for line in self._lines.end():
                self._on_line(line)

    def _keep(self, chunk: bytes) -> None:
        if len(chunk) <= self._room:
            self._head.append(chunk)
            self._room -= len(chunk)
            return
        self.full = True
        self._head.append(chunk[: self._room])
        self._tail += chunk[self._room :]
        self._room = 0
        surplus = len(self._tail) - self._tail_size
        if surplus > self._tail_size:
            self._left_out += surplus
            del self._tail[:surplus]
