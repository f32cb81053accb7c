"""What is kept of a remote command's output, and its lines as they come."""

from __future__ import annotations

from wizard.bounds import without_first_part, without_last_part
from wizard.hosts import OnLine, ignore
from wizard.hosts.lines import Lines

READING = 16 << 20
"""Bytes that a reading command may print to one stream."""
HEAD = TAIL = 1 << 20
"""Bytes at the start and at the end that are kept of what a changing command prints to one stream."""
LEFT_OUT = b"\n[nova-wizard: %d bytes left out]\n"


class Output:
    """One of the two streams that a command prints: its first and last bytes, and its lines."""

    def __init__(self, on_line: OnLine, head: int, tail: int, marker: bytes = b"") -> None:
        """Keep `head` bytes at the start and at least `tail` bytes at the end.

        With a marker, what comes before it is dropped; where it does not come, that is all there is.
        """
        self._marker = marker
        self._before = self._before_end = b""
        self._passed = 0
        self._room = head
        self._head: list[bytes] = []
        self._tail_size = tail
        self._tail = bytearray()
        self._left_out = 0
        self._lines = Lines()
        self._on_line = None if on_line is ignore else on_line
        self.overflowed = False
        """Whether more came than is kept, and no tail was asked for."""

    @property
    def collected(self) -> bytes:
        """What was kept; a note stands where something was left out."""
        if self._marker:
            return self._before
        head = b"".join(self._head)
        if not self._left_out:
            return head + self._tail
        tail = without_first_part(bytes(self._tail))
        return b"".join([without_last_part(head), LEFT_OUT % self._left_out, tail])

    @property
    def beginning(self) -> bytes:
        """The first bytes, at most as many as the head takes."""
        if self._marker:
            return self._before
        head = b"".join(self._head)
        return without_last_part(head) if self.overflowed else head

    @property
    def chunks(self) -> int:
        """How many chunks the head consists of."""
        return len(self._head)

    def forget(self, part: bytes) -> None:
        """Take the first such part out of the head."""
        self._head = [b"".join(self._head).replace(part, b"", 1)]

    def take(self, chunk: bytes) -> None:
        """Take what came next."""
        if self._marker:
            chunk = self._after_marker(chunk)
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

    def _after_marker(self, chunk: bytes) -> bytes:
        """Return what came after the marker, as soon as that has come.

        As much as a reading command may print can come before it; of that the beginning is kept.
        """
        searched = self._before_end + chunk
        _, found, after = searched.partition(self._marker)
        if found:
            self._marker = self._before = self._before_end = b""
            return after
        self._before_end = searched[1 - len(self._marker) :]
        self._before += chunk[: HEAD - len(self._before)]
        self._passed += len(chunk)
        self.overflowed = self._passed > READING
        return b""

    def _keep(self, chunk: bytes) -> None:
        if len(chunk) <= self._room:
            self._head.append(chunk)
            self._room -= len(chunk)
            return
        self.overflowed = not self._tail_size
        self._head.append(chunk[: self._room])
        self._tail += chunk[self._room :]
        self._room = 0
        surplus = len(self._tail) - self._tail_size
        if surplus > self._tail_size:
            self._left_out += surplus
            del self._tail[:surplus]
