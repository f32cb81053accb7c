"""Each fault of the lab: what the wizard says of it, that nothing is lost, and that it goes on after it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.lab.runs import PASSWORDS, LabWizard, differences, table
from tests.support.ended import RunResult
from wizard.lab import FAULTS, Lab
from wizard.text import Words

LANGUAGES = ("en", "ko")
QUICK = ("database-password",)
"""The ones that are no long tests."""


@dataclass(frozen=True)
class ExpectedRun:
    """How a run on a lab with a fault must end, and what it must say of the fault."""

    status: int
    en: str
    ko: str
    event: tuple[str, ...] = ()
    """The event that says it, where the run goes on: its name and step."""
    ends: str = ""
    """How that step ends; empty where it is no matter of the fault."""
    slower: float = 0.0
    """Seconds that each step of the compute node takes at least."""
    harmless: bool = False
    """Whether a run goes as if nothing were wrong, and nothing is said of the fault."""
    leaves: tuple[str, ...] = ()
    """Where in the lab's state the fault is seen after it was mended."""

    def said(self, run: RunResult, lang: str) -> bool:
        """Whether a run has said it in a language."""
        wanted = self.ko if lang == "ko" else self.en
        if not self.event:
            return re.search(wanted, run.stdout) is not None
        name, id_ = self.event
        told = [
            event["message"] for event in run.told(name) if (event["id"], event["host"]) == (id_, "compute1")
        ]
        return any(re.fullmatch(wanted, message) for message in told)


def expected_runs() -> dict[str, ExpectedRun]:
    """Return the rows of faults.toml by the fault's name."""
    rows = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))
    return {name: _expected_run(**row) for name, row in rows.items()}


def _expected_run(leaves: Sequence[str] = (), **row: Any) -> ExpectedRun:
    return ExpectedRun(event=tuple(row.pop("in", ())), leaves=tuple(leaves), **row)


EXPECTED_RUNS = expected_runs()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state that a run without any fault leaves."""
    with Lab(PASSWORDS) as lab:
        assert LabWizard(lab, tmp_path_factory.mktemp("wizard")).run().status == 0
        return lab.state()


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunResult]:
    """What a run without any fault tells, by language."""
    told = {}
    for lang in LANGUAGES:
        with Lab(PASSWORDS) as lab:
            told[lang] = LabWizard(lab, tmp_path_factory.mktemp(lang)).run(output="plain", lang=lang)
    return told


def test_every_fault_is_in_the_table() -> None:
    """At least sixteen faults, each with what is said of it, and with a line in each language."""
    assert len(FAULTS) >= 16
    assert set(EXPECTED_RUNS) == set(FAULTS)
    for lang in LANGUAGES:
        words = Words(lang)
        lines = [words.label(f"lab-fault-{name}") for name in FAULTS]
        assert len(set(lines)) == len(FAULTS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in FAULTS]
)
def test_fault(name: str, lang: str, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    """The cause is named; mended, the same run ends as if nothing had been."""
    expected = EXPECTED_RUNS[name]
    with Lab(PASSWORDS, faults=[name]) as lab:
        wizard = LabWizard(lab, tmp_path)
        run = wizard.run(output="plain", lang=lang)
        assert run.status == expected.status, run.stdout
        assert expected.said(run, lang), run.stdout
        if expected.ends:
            assert run.statuses[expected.event[1], "compute1"] == expected.ends
        assert min(seconds(run)) >= expected.slower
        lab.repair(name)
        again = wizard.run(output="plain", lang=lang)
        assert (again.status, again.table) == (0, table()), again.stdout
        found = [one for one in differences(undisturbed, lab.state()) if not one.startswith(expected.leaves)]
        assert found == []
        assert wizard.run("--check", lang=lang).status == 0


def seconds(run: RunResult) -> list[float]:
    """Return how long each step took that changed something on the compute node."""
    ended = [event for event in run.told("step.finished") if event["host"] == "compute1"]
    return [event["seconds"] for event in ended if event["status"] == "changed"] or [0.0]


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        name
        for name, expected in EXPECTED_RUNS.items()
        if not (expected.slower or expected.ends or expected.harmless)
    ],
)
def test_nobody_says_so_without_the_fault(name: str, lang: str, unbroken: dict[str, RunResult]) -> None:
    assert not EXPECTED_RUNS[name].said(unbroken[lang], lang)
