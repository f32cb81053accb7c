"""Signals that end the program: Ctrl-C, SIGTERM, and SIGHUP of a terminal that is closed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from itertools import count
from queue import SimpleQueue
from types import FrameType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Act = Callable[[], None]


class Stop(KeyboardInterrupt):
    """A signal that came before the work began.

    A plain KeyboardInterrupt in code that `exec` runs, as in making a dataclass, has Python end itself by
    SIGINT in the end, though it was caught: the exit status would be another one.
    """


class Stopping:
    """Handles the signals while it is entered; those that the caller ignores (nohup) stay ignored.

    At first a signal raises `Stop`, a KeyboardInterrupt. After `hand_over` each calls what it was
    given, in a thread of its own: a signal handler may write nothing and take no lock.
    """

    def __init__(self) -> None:
        self.asked = False
        """Whether a signal has come since `hand_over`."""
        self._acts: tuple[Act, ...] = ()
        self._came: SimpleQueue[None] = SimpleQueue()
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in SIGNALS:
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN:
                self._before[number] = before
                signal.signal(number, self._handle)
        return self

    def __exit__(self, *error: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]

    def hand_over(self, *acts: Act) -> None:
        """Let the first signal call the first of `acts`, the second the second, and so on."""
        threading.Thread(target=self._watch, name="signals", daemon=True).start()
        self._acts = acts

    def signalled(self) -> None:
        """Act as if a signal had come; safe from any thread."""
        self.asked = True
        self._came.put(None)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if not self._acts:
            raise Stop
        self.signalled()

    def _watch(self) -> None:
        for number in count():
            self._came.get()
            act = self._acts[min(number, len(self._acts) - 1)]
            threading.Thread(target=act, name="stopping", daemon=True).start()
