"""Reports, earlier runs and the runbook on the lab, as users ask for them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from xmlschema import XMLSchema

from steps import GUIDE
from tests.lab.runs import PASSWORDS, LabWizard
from wizard.lab import Lab
from wizard.model.role import Role
from wizard.text import Words

ENDINGS = ("html", "json", "md", "xml", "csv")
PLACES = [
    (step.id, host)
    for step in GUIDE
    for role, host in ((Role.CONTROLLER, "controller"), (Role.COMPUTE, "compute1"))
    if step.on is role
]


@pytest.fixture(scope="module")
def wizard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabWizard]:
    """The wizard on a lab of its own."""
    with Lab(PASSWORDS) as lab:
        yield LabWizard(lab, tmp_path_factory.mktemp("reports"))


def reported(wizard: LabWizard, name: str, *words: str) -> tuple[int, dict[str, str]]:
    """Run with a report of each kind; return the exit status and the reports by their endings."""
    files = {ending: wizard.home / f"{name}.{ending}" for ending in ENDINGS}
    asked = [word for file in files.values() for word in ("--report", str(file))]
    run = wizard.run(*words, *asked, output="plain")
    texts = {ending: file.read_text(encoding="utf-8") for ending, file in files.items()}
    for text in texts.values():
        assert not [value for value in PASSWORDS.values() if value in text]
    XMLSchema(Path(__file__).parents[1] / "support/junit-10.xsd").validate(texts["xml"])
    rows = list(csv.DictReader(texts["csv"].splitlines(keepends=True)))
    assert sorted((row["id"], row["host"]) for row in rows) == sorted(PLACES)
    return run.status, texts


def results(junit: str) -> dict[str, int]:
    """Return how many tests passed, and how many have each element that says they did not."""
    found: dict[str, int] = {}
    for test in Xml.fromstring(junit).iter("testcase"):
        (kind,) = [part.tag for part in test if part.tag != "system-out"] or ["passed"]
        found[kind] = found.get(kind, 0) + 1
    return found


def nova_wizard(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run nova-wizard in a process of its own, with its state in a folder of `home`."""
    environ = {**os.environ, "HOME": str(home), "NOVA_WIZARD_STATE": str(home / "state")}
    command = [sys.executable, "-m", "wizard", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)


def said(wizard: LabWizard, *words: str) -> str:
    """Return what nova-wizard prints of its earlier runs."""
    ended = nova_wizard(wizard.home, *words, "--lang", "en")
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_a_chapter_from_check_to_check_is_reported(wizard: LabWizard) -> None:
    status, before = reported(wizard, "before", "--check")
    assert (status, set(results(before["xml"]))) == (5, {"passed", "failure"})
    status, dry = reported(wizard, "dry", "--dry-run")
    assert (status, set(results(dry["xml"]))) == (0, {"passed", "skipped"})
    status, ran = reported(wizard, "ran")
    assert (status, results(ran["xml"])) == (0, {"passed": len(PLACES)})
    assert "‹novadbpass›" in ran["html"]
    assert "| 1  | nova-" in ran["md"]
    status, after = reported(wizard, "after", "--check")
    assert (status, results(after["xml"])) == (0, {"passed": len(PLACES)})

    listed = [re.split(" {2,}", line) for line in said(wizard, "--runs").splitlines()]
    assert [line[2] for line in listed] == ["check", "dry run", "run", "check"]
    first, _, run, last = (line[0] for line in listed)
    shown = said(wizard, "--run", run)
    assert all(f"{step_id} " in shown for step_id, _ in PLACES)
    difference = said(wizard, "--run", last, "--against", first)
    assert "4.4.2/install/1  controller  " in difference
    assert "    ○ to do → ✓ done" in difference
    again = wizard.home / "again.json"
    said(wizard, "--run", run, "--report", str(again))
    steps = [json.loads(text)["steps"] for text in (ran["json"], again.read_text(encoding="utf-8"))]
    assert steps[0] == steps[1]


def test_the_answers_of_a_run_are_told_apart_but_not_their_passwords(wizard: LabWizard) -> None:
    hashes = []
    for passwords in (PASSWORDS, {**PASSWORDS, "novapass": "another"}):
        answers = json.loads(wizard.file.read_text())
        wizard.file.write_text(json.dumps({**answers, "passwords": passwords}))
        run = wizard.run("--check", "--only", "4.4.3/prepare")
        hashes.append(run.events[0]["answers"])
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("stopped", ["running", "connecting"])
def test_a_run_that_is_interrupted_is_reported(tmp_path: Path, stopped: str) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        file = tmp_path / "report.xml"
        run = wizard.run("--report", str(file), output="json", stopped_at=stopped)
        assert run.status == 130
        assert results(file.read_text(encoding="utf-8"))["skipped"] > 0


@pytest.mark.parametrize("ending", ["md", "html"])
def test_the_runbook_of_the_lab(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"runbook.{ending}"
    asked: Sequence[str] = ("--export", "runbook", str(file), "--lab", "--lang", "ko")
    ended = nova_wizard(tmp_path, *asked)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith(Words("ko").label("runbook-written", file=str(file)) + "\n")
    text = file.read_text(encoding="utf-8")
    assert all(step_id in text for step_id, _ in PLACES)
    assert "‹novapass›" in text
    again = nova_wizard(tmp_path, *asked)
    assert (again.returncode, file.read_text(encoding="utf-8")) == (2, text)
