"""The wizard on a terminal of its own."""

from __future__ import annotations

import os
import pty
import select
import signal
from pathlib import Path

from tests.security.program import command, environ, until


class WizardTerminal:
    """The wizard, the terminal's other end, and what has been painted there."""

    def __init__(self, state: Path, *words: str, **more: str) -> None:
        """Start it on the lab; `words` are a command to start in its place."""
        self.state = state
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            words = words or tuple(command("--lang", "en", "--lab"))
            os.execve(words[0], words, environ(state, **more))
        self.shown = b""

    def until_up(self) -> None:
        """Wait until it takes keys."""
        self.until_shown(b"\x1b[?1049h")
        self.until_shown(b"F5")

    def type(self, keys: bytes) -> None:
        """Send what a terminal sends for keys."""
        os.write(self.master, keys)

    def read(self) -> None:
        """Take what it paints at the moment."""
        while select.select([self.master], [], [], 0)[0]:
            try:
                self.shown += os.read(self.master, 65536)
            except OSError:
                return

    def until_shown(self, text: bytes) -> None:
        """Wait until it has painted a text."""

        def shown() -> bool:
            self.read()
            return text in self.shown

        until(shown, repr(text))

    def ends(self) -> int:
        """Wait for the wizard's end and return its exit status."""
        found: list[int] = []

        def ended() -> bool:
            if self.master >= 0:
                self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            found.append(os.waitstatus_to_exitcode(status))
            return pid != 0

        until(ended, "its end")
        self.pid = 0
        return found[-1]

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        """End it in any case."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.master >= 0:
            os.close(self.master)
