"""Runs a program on the terminal in the wizard's place, as the shell beside a step is."""

from __future__ import annotations

import os
import signal
import threading
import time

_TICK = 0.05
"""Seconds between two looks at whether the program has ended."""

_running: set[int] = set()
"""The process ID of the program at work, to be signalled by `end_program`."""
_lock = threading.Lock()
"""Held while the program begins and while it is reaped: `end_program` signals no other process."""


def run(*command: str) -> int:
    """Run a program on the terminal and return its exit status.

    Ctrl-C and Ctrl-\\ are the program's, as system(3) has it. Nobody could continue a program that stops
    itself, as `~^Z` has ssh do, so that is done here. `end_program` ends it from another thread.
    """
    before = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        with _lock:
            pid = os.posix_spawnp(command[0], command, os.environ, setsigdef=[signal.SIGPIPE, signal.SIGXFSZ])
            _running.add(pid)
        while (status := _status(pid)) is None:
            time.sleep(_TICK)
        return status
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _status(pid: int) -> int | None:
    """Return a program's exit status once it has ended; continue it where it has stopped itself."""
    with _lock:
        changed, status = os.waitpid(pid, os.WUNTRACED | os.WNOHANG)
        if not changed:
            return None
        if os.WIFSTOPPED(status):
            os.kill(pid, signal.SIGCONT)
            return None
        _running.discard(pid)
        return os.waitstatus_to_exitcode(status)


def end_program(number: signal.Signals) -> None:
    """Send a signal to the program that `run` runs, if there is one; from any thread."""
    with _lock:
        for pid in _running:
            os.kill(pid, number)


def _ignore(*given: object) -> None:
    """Do nothing. Unlike SIG_IGN, a handler is not inherited by the program."""
