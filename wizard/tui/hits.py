"""What a search finds in a text: a pattern, its hits, and how they are shown. Pure."""

from __future__ import annotations

import re

from textual.content import Content

HIT = "$foreground on $warning 35%"
CURRENT = "bold $background on $warning"
"""The styles of all hits, and of the one that the search is at."""


def pattern_of(typed: str) -> re.Pattern[str] | None:
    """Return what finds the words that were typed, in any case, also over a line break; None for no words."""
    words = typed.split()
    return re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE) if words else None


def marked(content: Content, pattern: re.Pattern[str] | None, current: int | None) -> Content:
    """Return the content with all hits shown; `current` is the number of the one that the search is at."""
    for number, hit in enumerate(pattern.finditer(content.plain) if pattern else ()):
        content = content.stylize(CURRENT if number == current else HIT, *hit.span())
    return content


def span_of(text: str, pattern: re.Pattern[str] | None, current: int | None) -> tuple[int, int] | None:
    """Return where a hit begins and ends, by its number; None where there is no such hit."""
    hits = pattern.finditer(text) if pattern and current is not None else ()
    return next((hit.span() for number, hit in enumerate(hits) if number == current), None)
