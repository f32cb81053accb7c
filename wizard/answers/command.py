"""Runs the command that prints a password, on the workstation: for a limited time and with limited output."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

LIMIT = 60.0
"""Seconds that a command may take; it may have to ask for a passphrase."""
LONGEST = 65_536
"""Bytes that it may print: a password has 255 characters at most."""
_TICK = 0.05
"""Seconds between two looks at whether it has ended: what it started may keep its output open."""

_running: set[int] = set()
"""The process groups of the commands at work, to be ended by `end_all`."""
_over = threading.Event()
"""Set where the program ends: no command begins any more."""
_lock = threading.Lock()
"""Held while a command begins: `end_all` finds it either not begun or among those at work."""


class TooSlow(Exception):
    """The command did not end within `LIMIT`."""


class TooMuch(Exception):
    """The command printed more than `LONGEST` bytes."""


_Printed = dict[Any, bytearray]
"""What came over each of the command's two streams."""


@dataclass(frozen=True, eq=False, repr=False)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    stdout: bytes
    stderr: bytes


def run(script: str, environ: Mapping[str, str]) -> Ended:
    """Run a script with /bin/sh until it ends; what it has started ends with it, also after Ctrl-C.

    Raises `TooSlow`, `TooMuch`, and OSError where it cannot be started.
    """
    given_up = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        try:
            # In a thread that no signal interrupts: whatever is started is also ended.
            ended = pool.submit(_ran, script, environ, given_up)
            # Not until the end at once: a signal that came just before would get its handler only then.
            while wait([ended], _TICK).not_done:
                pass
            return ended.result()
        finally:
            given_up.set()


def _ran(script: str, environ: Mapping[str, str], given_up: threading.Event) -> Ended:
    with _lock:
        if _over.is_set():
            raise TooSlow
        process = subprocess.Popen(
            ["/bin/sh", "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environ),
            start_new_session=True,  # a process group of its own, which can be ended as a whole
        )
        _running.add(process.pid)
    try:
        return _Reading(process, given_up).until_the_end()
    finally:
        _put_away(process)


def _put_away(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a command."""
    with _lock:
        _running.discard(process.pid)
        _end(process.pid)
    with process:  # closes its pipes, and waits
        pass


def end_all(*, for_good: bool = False) -> None:
    """End the commands that are at work, from any thread; `for_good` where the program ends at once."""
    with _lock:
        if for_good:
            _over.set()
        for group in _running:
            _end(group)


def _end(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it has ended; it runs as another user
        os.killpg(group, signal.SIGKILL)


class _Reading:
    """What a command prints, while it runs. `given_up` is set where nobody waits for the end any more."""

    def __init__(self, process: subprocess.Popen[bytes], given_up: threading.Event) -> None:
        self.process = process
        self.given_up = given_up
        self.deadline = time.monotonic() + LIMIT

    def until_the_end(self) -> Ended:
        """Read until the command has ended; what it has left behind may keep its output open."""
        printed: _Printed = {self.process.stdout: bytearray(), self.process.stderr: bytearray()}
        with selectors.DefaultSelector() as streams:
            for stream in printed:
                os.set_blocking(stream.fileno(), False)
                streams.register(stream, selectors.EVENT_READ)
            while streams.get_map():
                over = self.process.poll() is not None
                ready = streams.select(0 if over else _TICK)
                for key, _ in ready:
                    self._read(streams, key, printed)
                if over and not ready:
                    break
                self._check_time()
        status = self._wait()
        return Ended(status, *(bytes(part) for part in printed.values()))

    def _read(self, streams: selectors.BaseSelector, key: selectors.SelectorKey, printed: _Printed) -> None:
        part = os.read(key.fd, LONGEST)
        if not part:
            streams.unregister(key.fileobj)
        printed[key.fileobj] += part
        if len(printed[key.fileobj]) > LONGEST:
            raise TooMuch

    def _wait(self) -> int:
        while True:
            try:
                return self.process.wait(_TICK)
            except subprocess.TimeoutExpired:
                self._check_time()

    def _check_time(self) -> None:
        if self.given_up.is_set() or time.monotonic() > self.deadline:
            raise TooSlow
