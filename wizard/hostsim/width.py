"""How many columns text takes on a terminal."""

from __future__ import annotations

from functools import lru_cache

from wcwidth import wcwidth


@lru_cache(maxsize=4096)
def char_width(char: str) -> int:
    """Return the columns of one character: 2 for Hangul, 0 for a combining one, 1 for what has no width."""
    return max(wcwidth(char), 0) if char >= " " else 1


def width(text: str) -> int:
    """Return the columns of text without line ends and escape sequences."""
    return len(text) if text.isascii() else sum(map(char_width, text))
