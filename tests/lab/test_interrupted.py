"""Runs that are cut short on the lab: the wizard killed at any event, a connection cut at any command.

However a run ends, the next one ends with the state of a run that nothing happened to.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.lab.runs import PASSWORDS, LabWizard, differences, table
from wizard.lab import Lab

EVERY = "."
"""In the line of every command, reading or changing."""
MOMENTS = ("before", "in", "after")
WORKERS = 2 * (os.cpu_count() or 1)
"""More than there are processors: much of a run is waiting for the lab."""


@dataclass(frozen=True)
class Uncut:
    """A run that nothing happened to: its events, each host's commands, and what it leaves."""

    events: int
    commands: dict[str, int]
    state: dict[str, Any]


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Uncut:
    """What a run without any cut leaves: its number of events, its commands by host, the lab's state."""
    with Lab(PASSWORDS) as lab:
        run = LabWizard(lab, tmp_path_factory.mktemp("uncut")).run()
        assert run.table == table(), run
        commands = Counter(entry.host for entry in run.commands)
        return Uncut(len(run.events), dict(commands), lab.state())


@dataclass(frozen=True)
class Kill:
    """SIGKILL as soon as the journal has this many events."""

    record: int

    def happen(self, lab: Lab, wizard: LabWizard) -> bool:
        """Run the wizard into it; say whether it came to that."""
        run = wizard.run(output="plain", killed_at=self.record)
        return (run.status, len(run.events)) == (-signal.SIGKILL, self.record)


@dataclass(frozen=True)
class PlannedCut:
    """A cut of a host's connection before, in or after one of its commands."""

    when: str
    host: str
    command: int

    def happen(self, lab: Lab, wizard: LabWizard) -> bool:
        """Run the wizard into it; say whether it came to that."""
        lab.cut(self.host, EVERY, self.when, self.command)
        run = wizard.run()
        return any(entry.end.startswith("exit=unknown") for entry in run.commands)


def ends(case: Kill | PlannedCut, uncut: Uncut) -> tuple[str, bool]:
    """Let it happen on a lab of its own and run again; return what differs in the end, and if it happened."""
    with TemporaryDirectory() as home, Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, Path(home))
        happened = case.happen(lab, wizard)
        run = wizard.run()
        if run.status != 0 or run.table != table():
            return str(run), happened
        return "; ".join(differences(uncut.state, lab.state())), happened


def all_end_alike(
    cases: Sequence[Kill | PlannedCut], uncut: Uncut, report: Callable[[str, object], None]
) -> None:
    """Let each happen, several at once."""
    with ThreadPoolExecutor(WORKERS) as workers:
        ended = list(workers.map(lambda case: ends(case, uncut), cases))
    report("cases", len(cases))
    report("happened", sum(happened for _, happened in ended))
    assert {case: differs for case, (differs, _) in zip(cases, ended, strict=True) if differs} == {}
    assert sum(happened for _, happened in ended) >= 0.9 * len(cases)


def every_kill(uncut: Uncut) -> list[Kill]:
    """At each event but the last, after which there is nothing to do."""
    return [Kill(record) for record in range(1, uncut.events)]


def every_cut(uncut: Uncut) -> list[PlannedCut]:
    """Return each cut that is possible: at every command of every host, at each of the `MOMENTS`."""
    return [
        PlannedCut(when, host, command)
        for host, count in uncut.commands.items()
        for command in range(count)
        for when in MOMENTS
    ]


def test_a_sample(uncut: Uncut, record_property: Callable[[str, object], None]) -> None:
    """One kill and two cuts, spread over the run."""
    kills, cuts = every_kill(uncut), every_cut(uncut)
    sample: list[Kill | PlannedCut] = [
        kills[len(kills) // 3],
        cuts[len(cuts) // 3],
        cuts[2 * len(cuts) // 3 + 1],
    ]
    all_end_alike(sample, uncut, record_property)


@pytest.mark.long
def test_killed_at_every_event(uncut: Uncut, record_property: Callable[[str, object], None]) -> None:
    """SIGKILL, as `kill -9` or a power cut of the workstation would."""
    all_end_alike(every_kill(uncut), uncut, record_property)


@pytest.mark.long
def test_cut_at_every_command(uncut: Uncut, record_property: Callable[[str, object], None]) -> None:
    """The wizard connects again by itself, or the next run goes on."""
    all_end_alike(every_cut(uncut), uncut, record_property)
