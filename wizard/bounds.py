"""Limits to what is taken from others; pure."""

from __future__ import annotations

LINE = 2_000
"""Characters of one line that a host or a server printed, where it is quoted in a message."""


def shortened_lines(text: str) -> str:
    """Return the text with each of its lines shortened.

    Only of what has been masked: a part of a password is no password that could be masked later.
    """
    return "\n".join(map(shortened, text.split("\n"))) if len(text) > LINE else text


_NEAR = 1 << 16
"""Bytes from a cut in which a line's end is looked for."""


def without_cut_end(data: bytes) -> bytes:
    """Return what was cut off at its end without its unfinished line, which may end in half a password."""
    return data[: max(data.rfind(b"\n") + 1, len(data) - _NEAR)]


def without_cut_start(data: bytes | bytearray) -> bytes:
    """Return what was cut off at its start without the rest of the line that was cut."""
    return bytes(data[data.find(b"\n", 0, _NEAR) + 1 or _NEAR :])


def shortened(text: str, limit: int = LINE) -> str:
    """Return the text, with its middle cut out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
