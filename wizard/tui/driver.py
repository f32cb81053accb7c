"""Textual's driver for Unix terminals, which starts once."""

from __future__ import annotations

from typing import Any

from textual.drivers.linux_driver import LinuxDriver


class Terminal(LinuxDriver):
    """Resumes only after a suspension.

    Textual's own resumes at every SIGCONT, also at the one that comes with the SIGHUP of a closed terminal:
    a second thread then reads the keys, and the first never ends.
    """

    def _sigcont_application(self, *given: Any) -> None:
        if self._must_signal_resume:
            super()._sigcont_application(*given)
