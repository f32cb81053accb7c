"""Reading what the facts' scripts print: lines of `WORD VALUE`, and KEY="VALUE" pairs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator


def worded(text: str) -> Iterator[tuple[str, str]]:
    """Yield (first word, rest) of each line that has a word.

    Only a line feed ends a line: a log may hold whatever else Python takes for one.
    """
    for line in text.split("\n"):
        word, _, rest = line.partition(" ")
        if word:
            yield word, rest.strip()


def pairs(line: str) -> dict[str, str]:
    """Return the KEY="VALUE" pairs of a line, as `lsblk -P` prints them."""
    return dict(pair.split("=", 1) for pair in shlex.split(line) if "=" in pair)
