"""Searching a text, forward and backward, line by line or over line ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from wizard.hostsim.scheduling import matching
from wizard.hostsim.vi.patterns import compiled, span
from wizard.hostsim.vi.text import Position

Found = tuple[Position, Position]
"""Where a match begins and ends."""


def over_lines(source: str) -> bool:
    """Whether a pattern could match a line end."""
    return "\\n" in source or "\\_" in source or "\\%^" in source or "\\%$" in source


def in_line(expression: re.Pattern[str], line: str) -> Iterator[tuple[int, int]]:
    """Yield where the matches in a line begin and end."""
    for match in expression.finditer(line):
        yield span(match)


class Searcher:
    """Finds the matches of one pattern in lines."""

    def __init__(self, source: str, lines: Sequence[str], *, ignore_case: bool) -> None:
        self.expression = compiled(source, ignore_case)
        self.lines = lines
        self.joined = over_lines(source)

    def line(self, number: int) -> list[Found]:
        """Return the matches that begin in a line."""
        return [
            ((number, start), (number, end)) for start, end in in_line(self.expression, self.lines[number])
        ]

    def everywhere(self) -> list[Found]:
        """Return all matches, also those over line ends."""
        starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

        def position(offset: int) -> Position:
            line = min(bisect_right(starts, offset) - 1, len(self.lines) - 1)
            return line, offset - starts[line]

        return [(position(a), position(b)) for a, b in in_line(self.expression, "\n".join(self.lines))]

    def next(self, after: Position, *, ends: bool = False, wrap: bool = True) -> tuple[Found, bool] | None:
        """Return the first match that begins (or ends) behind a position, and whether it went around."""
        with matching():
            if self.joined:
                return _pick(self.everywhere(), after, ends=ends, wrap=wrap)
            count = len(self.lines)
            for step in range(count + 1 if wrap else count - after[0]):
                number = (after[0] + step) % count
                for found in self.line(number):
                    if step == 0 and not _place(found, ends=ends) > after:
                        continue
                    if found[0][1] > 0 and found[0][1] >= len(self.lines[number]):
                        continue
                    return found, after[0] + step >= count
            return None

    def previous(self, before: Position, *, wrap: bool = True) -> tuple[Found, bool] | None:
        """Return the last match before a position, and whether the search went around."""
        with matching():
            if self.joined:
                found = [match for match in self.everywhere() if match[0] < before]
                if found:
                    return found[-1], False
                everything = self.everywhere()
                return (everything[-1], True) if everything and wrap else None
            count = len(self.lines)
            for step in range(count + 1 if wrap else before[0] + 1):
                number = (before[0] - step) % count
                for match in reversed(self.line(number)):
                    if step == 0 and match[0] >= before:
                        continue
                    if match[0][1] > 0 and match[0][1] >= len(self.lines[number]):
                        continue
                    return match, step > before[0]
            return None


def _place(found: Found, *, ends: bool) -> Position:
    """Return where a match begins, or its last character."""
    start, end = found
    return (end[0], end[1] - 1) if ends and end > start else start


def _pick(found: list[Found], after: Position, *, ends: bool, wrap: bool) -> tuple[Found, bool] | None:
    for match in found:
        if _place(match, ends=ends) > after:
            return match, False
    return (found[0], True) if found and wrap else None
