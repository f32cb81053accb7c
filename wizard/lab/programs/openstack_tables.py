"""The openstack client's tables: boxes that are wrapped where the terminal is narrower, as cliff 2.0 does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from wizard.hostsim.width import width
from wizard.lab.programs.mysql_tables import boxed

NARROWEST_OF_LIST, NARROWEST_OF_RECORD = 8, 16
"""Columns of a table that is too wide are not made narrower than that."""
BETWEEN = 3
"""What stands between the contents of two columns."""


def fitted(
    head: list[str], rows: list[list[str]], numbers: list[bool], columns: int | None, narrowest: int
) -> str:
    """Return rows in a box that fits a terminal of so many columns; without one, nothing is wrapped."""
    widths = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    if columns is None or sum(widths) + BETWEEN * len(widths) + 1 <= columns:
        return boxed([head], rows, numbers)
    limits = _limits(widths, columns, narrowest)
    titles = _wrapped(head, limits)
    lines = boxed([], titles + [line for row in rows for line in _wrapped(row, limits)], numbers)
    rule, *others = lines.splitlines(keepends=True)
    return "".join([rule, *others[: len(titles)], rule, *others[len(titles) :]])


def _limits(widths: Sequence[int], columns: int, narrowest: int) -> list[int]:
    """Return how wide each column may be: those above an equal share are cut down to what is left."""
    usable = max(columns - 1 - BETWEEN * len(widths), 0)
    wide = [at for at, one in enumerate(widths) if one > usable // len(widths)]
    left = usable - sum(one for at, one in enumerate(widths) if at not in wide)
    share = left // len(wide)
    limits = list(widths)
    for at in wide[:-1]:
        limits[at] = max(narrowest, share)
    limits[wide[-1]] = max(narrowest, left - share * (len(wide) - 1))
    return limits


def _wrapped(row: Sequence[str], limits: Sequence[int]) -> list[list[str]]:
    """Return the lines of a row."""
    cells = [list(_lines(cell, limit)) or [""] for cell, limit in zip(row, limits, strict=True)]
    return [list(line) for line in zip_longest(*cells, fillvalue="")]


def _lines(text: str, limit: int) -> Iterator[str]:
    """Yield the lines of a cell: broken at blanks and hyphens between letters, else where it is full."""
    for line in textwrap.wrap(text, limit, break_long_words=False):
        for at in range(0, len(line), limit):
            yield line[at : at + limit]
