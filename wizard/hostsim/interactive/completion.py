"""Completion: what could stand at the cursor, and how it is listed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix

from wizard.hostsim.width import width

ASKED = 100
"""From so many on, readline asks whether to list them (completion-query-items)."""


@dataclass(frozen=True, slots=True)
class Completions:
    """What could stand from `start` up to the cursor.

    A single one is followed by a blank, unless it ends in `/` or `=`. `shown` is how each of them is listed,
    by default as it is.
    """

    start: int
    words: Sequence[str]
    shown: Callable[[str], str] = field(default=lambda word: word)


Complete = Callable[[str], Completions]
"""Given the line up to the cursor."""


def base_name(word: str) -> str:
    """Return the last part of a path, with the slash of a directory: how paths are listed."""
    slash = "/" if word.endswith("/") else ""
    return posixpath.basename(word.removesuffix("/")) + slash


def shared(words: Sequence[str]) -> str:
    """Return what all of them begin with."""
    return commonprefix(list(words))


def in_columns(words: Sequence[str], columns: int) -> str:
    """Return words in columns, sorted downwards, as readline lists completions."""
    widest = max(map(width, words)) + 2
    across = max((columns - 1) // widest, 1)
    down = -(-len(words) // across)
    lines = []
    for row in range(down):
        cells = list(words[row::down])
        padded = [cell + " " * (widest - width(cell)) for cell in cells[:-1]]
        lines.append("".join([*padded, cells[-1]]) + "\n")
    return "".join(lines)
