"""What a command prints, masked line by line as it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from wizard.bounds import shortened
from wizard.engine.events import Mask

Unfinished = Callable[[str], bool]
"""Tells whether a password may have begun at the end of a text, so that its rest is in the next line."""
MAX_HELD_LINES = 300
"""Lines that are held back at most: as many as a password has characters."""
LAST_LINES = 10


class MaskedOutput:
    """The lines of one command, masked; a line is held back where the next one may end a password."""

    def __init__(self, mask: Mask, unfinished: Unfinished, emit: Callable[[str], None]) -> None:
        """`emit` is called with each masked line."""
        self._mask = mask
        self._unfinished = unfinished
        self._emit = emit
        self._held: list[str] = []
        self.last: deque[str] = deque(maxlen=LAST_LINES)
        """The last masked lines, shortened."""

    def take(self, line: str) -> None:
        """Take a line as the command prints it."""
        text = "\n".join([*self._held, line]) if self._held else line
        if len(self._held) < MAX_HELD_LINES and self._unfinished(text):
            self._held.append(line)
            return
        self._held.clear()
        self._emit_masked(text)

    def end(self) -> None:
        """Emit what is held back."""
        if self._held:
            self._emit_masked("\n".join(self._held))
            self._held.clear()

    def _emit_masked(self, text: str) -> None:
        for line in self._mask(text).split("\n"):
            self.last.append(shortened(line))
            self._emit(line)
