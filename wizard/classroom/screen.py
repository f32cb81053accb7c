"""What a terminal has shown, for a page that is loaded again and for the teacher who looks on."""

from __future__ import annotations

import re

from wizard.classroom import limits

_MODE = re.compile(rb"\x1b\[\?([0-9;]{1,60})([hl])")
_ALTERNATE = (b"1049", b"1047", b"47")
_BOUNDARY = re.compile(rb"[\x1b\n]")


class Screen:
    """The latest output, and the modes that were set by what came before it."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._modes: dict[bytes, bytes] = {}
        self.is_cut = False
        """Whether the output is not there from its beginning."""

    def feed(self, data: bytes) -> None:
        """Take output."""
        self._kept += data
        if len(self._kept) > 2 * limits.SCROLLBACK:
            self._cut()

    @property
    def paints_itself(self) -> bool:
        """Whether a program has the whole screen, and paints it anew when its size changes."""
        modes = dict(self._modes)
        _note(modes, self._kept)
        return any(modes.get(mode) == b"h" for mode in _ALTERNATE)

    def replay(self) -> bytes:
        """Return what a fresh terminal has to be sent to show the same."""
        modes = b"".join(b"\x1b[?%b%b" % mode for mode in self._modes.items())
        return modes + bytes(self._kept)

    def _cut(self) -> None:
        """Forget the older part, up to the beginning of a sequence or a line."""
        at = len(self._kept) - limits.SCROLLBACK
        found = _BOUNDARY.search(self._kept, at)
        at = found.start() if found else at
        _note(self._modes, self._kept[:at])
        del self._kept[:at]
        self.is_cut = True


def _note(modes: dict[bytes, bytes], output: bytes | bytearray) -> None:
    for found in _MODE.finditer(output):
        for mode in found[1].split(b";"):
            if len(modes) < 64 or mode in modes:
                modes[mode] = found[2]
