"""Measure every subject, print one table, and fail where a goal is missed.

Each module of this package that has a function `rows` is a subject.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

import bench
from bench.row import Measurement

COLUMNS = ("measured", "time", "against", "its time", "ratio", "goal", "")


def subjects() -> Iterator[str]:
    """Yield the names of the modules that measure something."""
    for module in pkgutil.iter_modules(bench.__path__):
        if not module.name.startswith("_") and hasattr(
            importlib.import_module(f"bench.{module.name}"), "rows"
        ):
            yield module.name


def cells(row: Measurement) -> tuple[str, ...]:
    """Return a row as text, column by column."""
    verdict = "" if row.goal is None else "missed" if row.missed else "met"
    goal = "" if row.goal is None else f"≤ {row.goal:g}"
    times = (f"{1000 * found:.1f} {row.unit}" for found in (row.measured, row.reference))
    measured, reference = times
    return (row.name, measured, row.against, reference, f"{row.ratio:.2f}", goal, verdict)


def table(rows: list[Measurement]) -> Table:
    """Return the rows for a terminal."""
    shown = Table(box=box.SIMPLE)
    for number, column in enumerate(COLUMNS):
        shown.add_column(column, justify="right" if number in {1, 3, 4, 5} else "left")
    for row in rows:
        shown.add_row(*cells(row), style="bold red" if row.missed else None)
    return shown


def markdown(rows: list[Measurement]) -> str:
    """Return the rows for the README."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *map(cells, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Measure what the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help="only these (default: all)")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there too")
    options = parser.parse_args()
    rows: list[Measurement] = []
    console = Console(width=None if sys.stdout.isatty() else 110)
    for subject in options.subjects or subjects():
        console.print(f"measuring {subject} …", style="dim")
        rows += importlib.import_module(f"bench.{subject}").rows()
    console.print(table(rows))
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    if options.markdown:
        options.markdown.write_text(markdown(rows), encoding="utf-8")
    return 1 if any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
