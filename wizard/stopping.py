"""Signals that end the program: Ctrl-C, SIGTERM, SIGHUP of a closed terminal, and all others of that kind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType
from typing import Self

_FAULTS = {signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV}
"""What the processor reports of the process itself: after a handler it would only do it again."""
_HARMLESS = {
    signal.SIGCHLD,
    signal.SIGCONT,
    signal.SIGPIPE,  # Python ignores it
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGTTOU,
    signal.SIGURG,
    signal.SIGWINCH,
    signal.SIGXFSZ,  # Python ignores it
}
_NOT_HANDLED = {signal.SIGKILL, signal.SIGSTOP}
SIGNALS = tuple(sorted(signal.valid_signals() - _FAULTS - _HARMLESS - _NOT_HANDLED))
"""Those that end a process unless it handles them."""
Act = Callable[[], None]


class Stop(KeyboardInterrupt):
    """A signal that came before the work began.

    A plain KeyboardInterrupt in code that `exec` runs, as in making a dataclass, has Python end itself by
    SIGINT in the end, though it was caught: the exit status would be another one.
    """


class _First:
    """Whether a signal has come, to any of the nested ones.

    A plain attribute: a handler is interrupted by the next signal, and would wait for ever for the lock of an
    Event that it was just setting.
    """

    def __init__(self) -> None:
        self.came = False


class Stopping:
    """Handles the signals while it is entered; those that the caller ignores (nohup) stay ignored.

    At first a signal raises `Stop`, a KeyboardInterrupt. After `hand_over` each calls what it was
    given, in a thread of its own: a signal handler may write nothing and take no lock.

    Once a signal has come, no later one raises `Stop`, neither here nor in the one that this is nested in: it
    would break off what cleans up.
    """

    def __init__(self) -> None:
        self.asked = False
        """Whether a signal has come since `hand_over`."""
        self._acts: tuple[Act, ...] = ()
        self._came: SimpleQueue[None] = SimpleQueue()
        self._before: dict[int, object] = {}
        self._first = _First()

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *error: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]

    def begin(self) -> None:
        """Handle the signals from now on."""
        for number in SIGNALS:
            before = signal.getsignal(number)
            outer = getattr(before, "__self__", None)
            if isinstance(outer, Stopping):
                self._first = outer._first
            if before is not signal.SIG_IGN:
                self._before[number] = before
                signal.signal(number, self._handle)

    def hand_over(self, *acts: Act) -> None:
        """Let the first signal call the first of `acts`, the second the second, and so on, each once."""
        threading.Thread(target=self._watch, args=(acts,), name="signals", daemon=True).start()
        self._acts = acts

    def signalled(self) -> None:
        """Act as if a signal had come; safe from any thread."""
        self.asked = True
        self._first.came = True
        self._came.put(None)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._acts:
            self.signalled()
        elif not self._first.came:
            self._first.came = True
            raise Stop

    def _watch(self, acts: tuple[Act, ...]) -> None:
        for act in acts:
            self._came.get()
            threading.Thread(target=act, name="stopping", daemon=True).start()
