"""The whole guide on fresh real hosts, by the program and by hand; and where the program's seconds go."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from bench._parts import PARTS, parts
from bench.row import Measurement, timed
from tests.real.replay import SiteWizard
from tests.real.site import Site, available, byhand

PAIRS = 3
AGAIN_GOAL = 1.0
"""Seconds."""


@dataclass(frozen=True)
class Run:
    """A run of the program: its seconds, and how many of them went where."""

    seconds: float
    parts: Mapping[str, float]


def rows() -> list[Measurement]:
    """Measure on real hosts; without them nothing, and say why."""
    console = Console(width=110)
    if reason := available():
        console.print(reason)
        return []
    hand, runs = [], []
    for _ in range(PAIRS):
        hand.append(by_hand())
        runs.append(by_program())
    first, second = ([pair[number] for pair in runs] for number in (0, 1))
    console.print(table({"the whole guide": first, "finding all done": second}))
    again = median(run.seconds for run in second)
    return [
        Measurement(
            "the whole guide, real hosts",
            median(run.seconds for run in first),
            "the book typed by hand",
            median(hand),
            1.0,
        ),
        Measurement("finding all done, real hosts", again, "1 s", AGAIN_GOAL, 1.0),
    ]


def by_hand() -> float:
    """Return the seconds of the book's commands on fresh hosts, typed one right after the other."""
    with Site() as site:
        return timed(lambda: byhand.install(site))


def by_program() -> tuple[Run, Run]:
    """Run the program twice on fresh hosts."""
    with Site() as site:
        wizard = SiteWizard(site)
        return run(wizard), run(wizard)


def run(wizard: SiteWizard) -> Run:
    """Run the program once."""
    began = time.perf_counter()
    ended = wizard.run(output="plain")
    seconds = time.perf_counter() - began
    assert ended.status == 0, ended
    return Run(seconds, parts(ended, seconds))


def table(runs: dict[str, list[Run]]) -> Table:
    """Return where the seconds of the runs went, as the medians of each part."""
    shown = Table("where the seconds go", box=box.SIMPLE)
    for name in runs:
        shown.add_column(name, justify="right")
    for part in PARTS:
        shown.add_row(
            part, *(f"{median(one.parts.get(part, 0.0) for one in group):.1f} s" for group in runs.values())
        )
    return shown
