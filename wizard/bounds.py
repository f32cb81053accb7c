"""Limits to what is taken from others; pure."""

from __future__ import annotations

LINE = 2_000
"""Characters of one line that a host or a server printed, where it is quoted in a message."""


def shortened_lines(text: str) -> str:
    """Return the text with each of its lines shortened.

    Only of what has been masked: a part of a password is no password that could be masked later.
    """
    return "\n".join(map(shortened, text.split("\n"))) if len(text) > LINE else text


def without_last_part(data: bytes) -> bytes:
    """Return what was cut off somewhere up to its last line break or NUL, which no password has.

    Half of a password could not be masked.
    """
    return data[: max(data.rfind(b"\n"), data.rfind(b"\0")) + 1]


def without_first_part(data: bytes) -> bytes:
    """Return what begins somewhere from behind its first line break or NUL on."""
    ends = [end for end in (data.find(b"\n"), data.find(b"\0")) if end >= 0]
    return data[min(ends) + 1 :] if ends else b""


def shortened(text: str, limit: int = LINE) -> str:
    """Return the text, with its middle cut out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
