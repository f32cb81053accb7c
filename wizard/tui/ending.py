"""Ends the wizard from outside: on a signal, or when its terminal has gone."""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from wizard.answers.command import end_all
from wizard.tui.app import Wizard
from wizard.tui.driver import at_end
from wizard.tui.foreground import end_program

INTERRUPTED = 130
GRACE = 10.0
"""Seconds that the screen may take to close once no command is at work: its terminal may take no output."""
_LOOK = 0.5
"""Seconds between two looks: whether the terminal has been read to its end, what is still at work."""
_RESTORE = b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l"
"""Undoes what Textual has set: keyboard, screen, cursor, focus, paste, wrapping, mouse."""


class Ending:
    """What the first, the second and the third signal do. Each is called in a thread of its own."""

    def __init__(self, app: Wizard) -> None:
        self._app = app
        self._attributes = _attributes()

    def leave(self) -> None:
        """Close the screen, and the shell beside it; the program ends after the command at work."""
        self._app.jobs.stop()
        end_program(signal.SIGTERM)
        threading.Thread(target=self._insist, name="insist", daemon=True).start()
        while True:
            try:
                self._app.call_from_thread(self._app.exit, None, INTERRUPTED)
                return
            except RuntimeError:  # the screen is not up yet
                time.sleep(0.05)

    def let_go(self) -> None:
        """Let go of the hosts: the command at work goes on there by itself."""
        self._app.jobs.let_go()

    def end_now(self) -> None:
        """End the program without waiting for anything."""
        end_all(for_good=True)
        end_program(signal.SIGKILL)
        self._app.jobs.cut_short()
        if self._attributes:
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._attributes)
        with suppress(OSError):
            os.set_blocking(2, False)
            os.write(2, _RESTORE)
        with suppress(OSError):
            os.set_blocking(2, True)
        os._exit(INTERRUPTED)

    def _insist(self) -> None:
        while not self._app.jobs.idle.wait(_LOOK):
            end_all()  # also the command of the next password
        time.sleep(GRACE)
        self.end_now()


def _attributes() -> list[Any] | None:
    with suppress(termios.error):
        return termios.tcgetattr(0)
    return None


def watch_terminal(gone: Callable[[], None]) -> None:
    """Call `gone` when the terminal is closed, also where no SIGHUP tells: Textual would read on for ever."""
    threading.Thread(target=_watch, args=(gone,), name="terminal", daemon=True).start()


def _watch(gone: Callable[[], None]) -> None:
    terminal = select.poll()
    terminal.register(0, 0)  # that it has been closed is told in any case
    while not terminal.poll(_LOOK * 1000) and not at_end.is_set():
        pass
    silent, _ = os.pipe()  # never says anything, nor that it has ended
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.set_blocking(silent, False)
    os.dup2(silent, 0)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    gone()
