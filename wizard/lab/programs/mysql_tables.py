"""Results as the mysql client prints them: in a box, a line for each column, or separated by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.hostsim.width import width
from wizard.lab.services.sql import ResultSet, Value


def boxed(head: list[list[str]], rows: list[list[str]], numbers: list[bool]) -> str:
    """Return rows in a box of lines, columns of numbers to the right."""
    if not rows:
        return ""
    widths = [max(map(width, column)) for column in zip(*head, *rows, strict=True)]
    rule = "+" + "+".join("-" * (columns + 2) for columns in widths) + "+\n"

    def line(row: list[str], right: list[bool]) -> str:
        return "|" + "".join(map(_cell, row, widths, right)) + "\n"

    titles = "".join(line(row, [False] * len(row)) + rule for row in head)
    return rule + titles + "".join(line(row, numbers) for row in rows) + rule


def _cell(text: str, columns: int, right: bool) -> str:
    blanks = " " * (columns - width(text))
    return f" {blanks}{text} |" if right else f" {text}{blanks} |"


def shown(value: Value) -> str:
    """Return a value as it stands in a result."""
    return "NULL" if value is None else str(value)


def table(result: ResultSet, *, named: bool) -> str:
    """Return a result in a box; nothing where it has no rows."""
    rows = [list(map(shown, row)) for row in result.rows]
    numbers = [isinstance(value, int) for value in result.rows[0]] if rows else []
    return boxed([result.columns] if named and rows else [], rows, numbers)


def vertical(result: ResultSet, *, named: bool) -> str:
    """Return a result with a line for each column of each row, as `\\G` prints it."""
    longest = max(map(width, result.columns), default=0)
    parts = []
    for number, row in enumerate(result.rows, 1):
        parts.append(f"{'*' * 27} {number}. row {'*' * 27}\n")
        for column, value in zip(result.columns, row, strict=True):
            title = f"{' ' * (longest - width(column))}{column}: " if named else ""
            parts.append(f"{title}{shown(value)}\n")
    return "".join(parts)


def tabbed(result: ResultSet, *, named: bool, raw: bool) -> str:
    """Return a result with tabs between columns; unless `raw`, those in values are escaped."""
    head = [result.columns] if named and result.rows else []
    rows = [[shown(value) if raw else _escaped(shown(value)) for value in row] for row in result.rows]
    lines: Sequence[list[str]] = head + rows
    return "".join("\t".join(line) + "\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\0", "\\0")
