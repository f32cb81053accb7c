"""Textual's driver for Unix terminals, which starts once, and which no input ends."""

from __future__ import annotations

import os
import selectors
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterable
from typing import Any

from textual._parser import Peek1, Read1, TokenCallback
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

_AT_ONCE = 4096
"""Bytes of input."""
_WIDEST, _HIGHEST = 2000, 1000
"""Cells of a terminal. What is larger was not sent by one, and would take minutes to paint."""

_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_PAUSE = 2.0
"""Seconds after which a paste that goes on in silence has been cut off."""

at_end = threading.Event()
"""Set once the terminal has no more input and never will have."""


class Keys(XTermParser):
    """Textual's parser; a sequence that it fails on is left out."""

    def parse(self, token_callback: TokenCallback[Message]) -> Generator[Read1 | Peek1, str, None]:
        """Parse what comes, and begin anew after an error."""
        while True:
            try:
                yield from super().parse(token_callback)
            except (ArithmeticError, ValueError):
                continue
            return


class Terminal(LinuxDriver):
    """Resumes only after a suspension, and outlives whatever the terminal sends.

    Textual's own resumes at every SIGCONT, also at the one that comes with the SIGHUP of a closed terminal:
    a second thread then reads the keys, and the first never ends.
    """

    def _sigcont_application(self, *given: Any) -> None:
        if self._must_signal_resume:
            super()._sigcont_application(*given)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # Textual's own shows a traceback and ends with status 0
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the app ends, or sets `at_end`."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        paste = _Paste()
        keys = Keys(self._debug)
        with selectors.SelectSelector() as terminal:
            terminal.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if terminal.select(0.1) and (sent := self._read()) is not None:
                    if not sent:
                        at_end.set()
                        return
                    if text := decode(sent):  # else the parser takes it for the end
                        paste.feed(text)
                        self._tell(keys.feed(text))
                elif paste.is_cut_off:
                    self._tell(keys.feed(paste.end()))
                self._tell(keys.tick())

    def process_message(self, message: Message) -> None:
        """Pass on what has happened, but for a size that cannot be painted."""
        if not isinstance(message, Resize) or _can_be_painted(message.size):
            super().process_message(message)

    def _tell(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _read(self) -> bytes | None:
        """Return what has been sent: nothing of it at the end, None where another process took it."""
        try:
            return os.read(self.fileno, _AT_ONCE)
        except BlockingIOError:
            return None
        except OSError:  # the terminal was taken away from this process
            return b""


class _Paste:
    """Whether a paste has begun and nothing more of it comes: all keys would be taken for a part of it."""

    def __init__(self) -> None:
        self._last = ""
        self._is_open = False
        self._came = 0.0

    def feed(self, text: str) -> None:
        """Take what the terminal sent."""
        searched = self._last + text
        begin, end = searched.rfind(_PASTE), searched.rfind(_PASTE_END)
        if begin != end:
            self._is_open = begin > end
        self._last = searched[1 - len(_PASTE) :]
        self._came = time.monotonic()

    @property
    def is_cut_off(self) -> bool:
        """Whether it has been open without any more text for a while."""
        return self._is_open and time.monotonic() - self._came > _PAUSE

    def end(self) -> str:
        """Return what ends it."""
        self._is_open = False
        return _PASTE_END


def _can_be_painted(size: Size) -> bool:
    return 0 < size.width <= _WIDEST and 0 < size.height <= _HIGHEST
