"""Limits to what is taken from others; pure."""

from __future__ import annotations

LINE = 2_000
"""Characters of one line that a host or a server printed, where it is quoted in a message."""


def shortened(text: str, limit: int = LINE) -> str:
    """Return the text, with its middle cut out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
