"""Bracketed paste: a client's terminal says which keys are a paste, so that tabs in it complete nothing."""

from __future__ import annotations

import re

ON, OFF = b"\x1b[?2004h", b"\x1b[?2004l"
BEGIN, END = b"\x1b[200~", b"\x1b[201~"
LITERAL_NEXT = b"\x16"
CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")


class Pasting:
    """Turns pastes into keys: lines end as if typed, other control characters are quoted by Ctrl-V."""

    def __init__(self) -> None:
        self._inside = False
        self._held = b""
        """What could be the beginning of a mark whose rest has not come yet."""

    def keys(self, data: bytes) -> bytes:
        """Return the keys for what came from the client."""
        data, self._held = self._held + data, b""
        keys = bytearray()
        while True:
            mark = END if self._inside else BEGIN
            text, found, rest = data.partition(mark)
            if not found:
                text, self._held = _split(data, mark)
            keys += CONTROL.sub(lambda match: LITERAL_NEXT + match[0], text) if self._inside else text
            if not found:
                return bytes(keys)
            self._inside = not self._inside
            data = rest


def _split(data: bytes, mark: bytes) -> tuple[bytes, bytes]:
    """Split off the beginning of a mark at the end; a lone ESC is a key of its own."""
    for size in range(len(mark) - 1, 1, -1):
        if data.endswith(mark[:size]):
            return data[:-size], data[-size:]
    return data, b""
