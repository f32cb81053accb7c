"""Limits to what is taken from others; pure."""

from __future__ import annotations

LINE = 2_000
"""Characters of one line that a host or a server printed, where it is quoted in a message."""


def shortened_lines(text: str) -> str:
    """Return the text with each of its lines shortened.

    Only of what has been masked: a part of a password is no password that could be masked later.
    """
    return "\n".join(map(shortened, text.split("\n"))) if len(text) > LINE else text


def whole_lines(data: bytes) -> bytes:
    """Return what was cut off somewhere up to its last line's end, so that no part of a word is left."""
    return data[: data.rfind(b"\n") + 1]


def shortened(text: str, limit: int = LINE) -> str:
    """Return the text, with its middle cut out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
