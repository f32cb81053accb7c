"""The whole guide on fresh real hosts, by the program and by hand; and where the program's seconds go."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from bench._parts import PARTS, parts
from bench.row import Measurement, timed
from tests.real.replay import SiteWizard
from tests.real.site import Site, available, byhand
from tests.real.site.clients import MITAKA, ZED

CLIENTS = (MITAKA, ZED)
PAIRS = 3
AGAIN_GOAL = 1.0
"""Seconds."""


@dataclass(frozen=True)
class Run:
    """A run of the program: its seconds, and how many of them went where."""

    seconds: float
    parts: Mapping[str, float]


def rows() -> list[Measurement]:
    """Measure on real hosts with each openstack client; without real hosts nothing, and say why."""
    console = Console(width=110)
    if reason := available():
        console.print(reason)
        return []
    measured = [Measured(client) for client in CLIENTS]
    for _ in range(PAIRS):
        for one in measured:
            one.add_pair()
    console.print(table(measured))
    return [row for one in measured for row in one.rows()]


@dataclass
class Measured:
    """The runs with one openstack client, in pairs: by hand and by the program."""

    client: str
    hand: list[float] = field(default_factory=list)
    """Seconds."""
    whole: list[Run] = field(default_factory=list)
    again: list[Run] = field(default_factory=list)

    def add_pair(self) -> None:
        """Type the book on fresh hosts, one command after the other; run the program twice on others."""
        with Site(client=self.client) as site:
            self.hand.append(timed(lambda: byhand.install(site)))
        with Site(client=self.client) as site:
            wizard = SiteWizard(site)
            self.whole.append(run(wizard))
            self.again.append(run(wizard))

    def rows(self) -> list[Measurement]:
        """Return the medians, each beside what is aimed at."""
        where = f"real hosts ({self.client})"
        whole, again = (median(one.seconds for one in runs) for runs in (self.whole, self.again))
        return [
            Measurement(f"the whole guide, {where}", whole, "typed by hand", median(self.hand), 1.0),
            Measurement(f"finding all done, {where}", again, "1 s", AGAIN_GOAL, 1.0),
        ]


def run(wizard: SiteWizard) -> Run:
    """Run the program once."""
    began = time.perf_counter()
    ended = wizard.run(output="plain")
    seconds = time.perf_counter() - began
    assert ended.status == 0, ended
    return Run(seconds, parts(ended, seconds))


def table(measured: list[Measured]) -> Table:
    """Return where the seconds of the program's runs went, as the medians of each part."""
    shown = Table("where the seconds go", box=box.SIMPLE)
    columns = []
    for one in measured:
        for name, runs in (("whole", one.whole), ("again", one.again)):
            shown.add_column(f"{name}, {one.client}", justify="right")
            columns.append(runs)
    for part in PARTS:
        seconds = [median(one.parts.get(part, 0.0) for one in runs) for runs in columns]
        shown.add_row(part, *(f"{each:.1f} s" for each in seconds))
    return shown
