"""The name that somebody may have meant who wrote one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 100
"""Characters of a name that are looked at: the comparison takes quadratic time."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like another one, empty where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for who made a mistake

    return next(iter(get_close_matches(name[:LONGEST].lower(), list(known), n=1)), "")
