"""A real bash on a terminal, which the lab's shell is compared with."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

from tests.lab.screens import rows_of

BASH = shutil.which("bash")


class RealBash:
    """A bash of this machine, in an empty folder; its screen is what pyte makes of what it sends."""

    def __init__(
        self,
        folder: Path,
        columns: int = 80,
        *,
        prompt: str = "$ ",
        history: Iterable[str] = (),
        settings: str = "set +H\n",
    ) -> None:
        (folder / "history").write_text("".join(f"{line}\n" for line in history))
        (folder / "rc").write_text(f"PS1='{prompt}'\nPS2='> '\n{settings}")
        (folder / "inputrc").write_text("set enable-bracketed-paste off\nset bell-style none\n")
        (folder / "here").mkdir()
        self.screen = pyte.Screen(columns, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            str(BASH),
            ["--noprofile", "--rcfile", str(folder / "rc"), "-i"],
            dimensions=(24, columns),
            cwd=str(folder / "here"),
            env={
                "TERM": "xterm",
                "HISTFILE": str(folder / "history"),
                "INPUTRC": str(folder / "inputrc"),
                "LC_ALL": "C.UTF-8",
                "PATH": "/usr/bin:/bin",
                "HOME": str(folder / "here"),
            },
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    def type(self, keys: str) -> None:
        """Type keys at once."""
        self.child.send(keys.encode())

    def feed(self) -> None:
        """Let what has come go to the screen."""
        with contextlib.suppress(pexpect.TIMEOUT):
            self._stream.feed(self.child.read_nonblocking(4096, timeout=0.01))

    def fed(self) -> tuple[list[str], tuple[int, int]]:
        """Return the screen's rows and the cursor after `feed`."""
        self.feed()
        return self.lines, self.cursor

    def shows(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.child.timeout = 60
        while text not in "".join(self.lines):
            self._stream.feed(self.child.read_nonblocking(4096, timeout=60))

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "\n".join(self.lines)
            self.feed()

    @property
    def lines(self) -> list[str]:
        """The rows of the screen down to the last one that is not empty."""
        return rows_of(self.screen)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""
        return self.screen.cursor.y, self.screen.cursor.x
