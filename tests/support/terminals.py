"""A person at a terminal of this machine: what is typed at a program there, and the screen that it shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pexpect
import pyte

LIMIT = 120.0
"""Seconds that a program has for an answer; nothing waits for their end."""
ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()#].|[=>78MDEHc])|[\r\x07]")


class Screen(pyte.Screen):
    """A screen that leaves alone what pyte takes for colours: xterm's questions about its keyboard."""

    def select_graphic_rendition(self, *attrs: int, private: bool = False) -> None:
        """Set colours and the like."""
        if not private:
            super().select_graphic_rendition(*attrs)


class Terminal:
    """A program on a terminal of a size."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        limit: float = LIMIT,
    ) -> None:
        self.limit = limit
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0], list(argv[1:]), dimensions=(rows, columns), env=dict(env or {}) | {"TERM": "xterm"}
        )
        self.child.delaybeforesend = None
        self.screen.write_process_input = self.type  # type: ignore[method-assign, assignment]
        self.printed = ""
        """What has come since `forget`, without escape sequences."""
        self._raw = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    # -- what is typed --

    def type(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys.encode())

    def write(self, text: str) -> None:
        """Type a text and wait until it stands before the cursor."""
        before = self.before
        self.type(text)
        self.until(
            lambda: self.before.endswith(text) and self.before != before, f"{text!r} before the cursor"
        )

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def forget(self) -> None:
        """Begin `printed` anew."""
        self.printed, self._raw = "", b""

    # -- what is shown --

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the screen fulfils a condition."""
        end = time.monotonic() + self.limit
        while not condition():
            assert time.monotonic() < end, f"waited for {what}; the screen shows:\n{self}"
            try:
                data = self.child.read_nonblocking(65536, timeout=1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                raise AssertionError(f"ended before {what}; the screen shows:\n{self}") from None
            self._feed(data)

    def sees(self, pattern: str) -> re.Match[str]:
        """Wait until a regular expression is found in what was printed since `forget`."""
        self.until(lambda: re.search(pattern, self.printed, re.MULTILINE), repr(pattern))
        found = re.search(pattern, self.printed, re.MULTILINE)
        assert found
        return found

    def end(self) -> int | None:
        """Wait for the program's end and return its exit status."""
        self.child.timeout = self.limit
        while True:
            try:
                self._feed(self.child.read_nonblocking(65536, timeout=self.limit))
            except pexpect.EOF:
                break
        self.child.wait()
        return self.child.exitstatus

    def _feed(self, data: bytes) -> None:
        self._stream.feed(data)
        self._raw += data
        self.printed = ESCAPES.sub("", self._raw.decode("utf-8", "replace"))

    @property
    def rows(self) -> list[str]:
        """The rows of the screen; what is right of the last text of each is cut off."""
        return [self._row(number).rstrip() for number in range(self.screen.lines)]

    @property
    def row(self) -> str:
        """The row that the cursor is in."""
        return self._row(self.screen.cursor.y).rstrip()

    @property
    def column(self) -> int:
        """The column that the cursor is in, from 0."""
        return self.screen.cursor.x

    @property
    def before(self) -> str:
        """All that stands before the cursor; rows follow each other without a break."""
        cursor = self.screen.cursor
        rows = "".join(self._row(number) for number in range(cursor.y))
        return rows + self._row(cursor.y, cursor.x)

    def _row(self, number: int, columns: int | None = None) -> str:
        """Return the cells of a row; a wide character counts once."""
        width = self.screen.columns if columns is None else columns
        return "".join(self.screen.buffer[number][column].data for column in range(width))

    def __str__(self) -> str:
        return "\n".join(self.rows).rstrip()
