"""--undo with the other options: some of the hosts or steps, hosts left out, reports, earlier runs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from steps import GUIDE
from tests.lab.runs import PASSWORDS, LabWizard, differences
from tests.lab.test_reports import ENDINGS, results, said
from tests.support.ended import RunResult
from wizard.lab import Lab
from wizard.model.role import Role
from wizard.text import LANGUAGES, Words

COMPUTE = ("--limit", "compute1", "--limit", "compute2")
STAY = {
    ("4.4.2/install/1", "controller"),
    ("4.4.2/prepare/1b", "controller"),
    ("4.4.3/install/1", "compute1"),
    ("4.4.3/prepare/2a", "compute1"),
}
"""The steps of which an undo leaves something, where the answers do not name it."""


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A lab with two compute nodes."""
    with Lab(PASSWORDS, 2) as lab:
        yield lab


@pytest.fixture
def wizard(lab: Lab, tmp_path: Path) -> LabWizard:
    """nova-wizard on that lab."""
    return LabWizard(lab, tmp_path)


@cache
def untrue(lang: str) -> tuple[Sequence[str], Mapping[str, tuple[str, str]]]:
    """Return the sentences for steps that are done; by ID, a step's title, and that of its undo."""
    words = Words(lang)
    steps = [step for step in GUIDE if step.on is not Role.READER]
    titles = {step.id: words.say(step.title) for step in steps if step.inverse}
    undone = {id_: words.label("title-taken-back", step=title) for id_, title in titles.items()}
    return [words.say(step.holds) for step in steps], {
        id_: (title, undone[id_]) for id_, title in titles.items()
    }


def says_nothing_untrue(text: str, lang: str = "en") -> None:
    """Fail where a text on an undo says of a step that it holds, or names it as if it was done."""
    sentences, titles = untrue(lang)
    assert [sentence for sentence in sentences if sentence in text] == []
    for line in text.splitlines():
        for id_, (title, undone) in titles.items():
            assert not (id_ in line and title in line) or undone in line


# --- Some of the hosts ------------------------------------------------------------------------------


def test_the_controller_is_undone_after_the_compute_nodes(lab: Lab, wizard: LabWizard) -> None:
    assert wizard.run().status == 0
    before = lab.state()
    refused = wizard.run("--undo", "--limit", "controller")
    assert (refused.status, refused.sent) == (1, [])
    assert "left-alone-not-undone" in wizard.said()
    assert list(differences(before, lab.state())) == []

    nodes = wizard.run("--undo", *COMPUTE)
    assert nodes.status == 0
    assert {entry.host for entry in nodes.sent} == {"compute1", "compute2"}
    controller = wizard.run("--undo", "--limit", "controller")
    assert controller.status == 0
    assert {event["host"] for event in controller.told("looked.at")} == {"compute1", "compute2"}
    assert {entry.host for entry in controller.sent} == {"controller"}
    assert "left-alone-undone" in wizard.said()
    again = wizard.run("--undo")
    assert (again.status, again.sent) == (0, [])


def test_a_dead_host_is_left_out_and_the_controller_waits_for_it(lab: Lab, wizard: LabWizard) -> None:
    assert wizard.run().status == 0
    lab.inject("login-refused")
    stopped = wizard.run("--undo")
    assert (stopped.status, stopped.sent) == (3, [])
    shown = wizard.run("--undo", "--keep-going", "--dry-run", output="plain")
    assert (shown.status, shown.sent) == (3, [])
    assert shown.stdout.endswith(Words("en").label("undo-left-out-dry-run") + "\n")
    run = wizard.run("--undo", "--keep-going", output="plain")
    assert run.status == 3
    assert {entry.host for entry in run.sent} == {"compute2"}
    assert "with nothing left to undo" in run.stdout.splitlines()[-1]
    says_nothing_untrue(run.stdout)
    lab.repair("login-refused")
    rest = wizard.run("--undo")
    assert rest.status == 0
    assert {entry.host for entry in rest.sent} == {"controller", "compute1"}
    assert wizard.run("--undo").sent == []


def test_a_node_that_was_never_run_is_left_alone(lab: Lab, wizard: LabWizard) -> None:
    assert wizard.run("--limit", "controller", "--only", "4.4.2").status == 0
    assert wizard.run("--limit", "compute1").status == 0
    undone = wizard.run("--undo")
    assert undone.status == 0
    assert {entry.host for entry in undone.sent} == {"controller", "compute1"}


def test_what_a_node_without_record_has_of_its_own_is_asked_for(lab: Lab, wizard: LabWizard) -> None:
    assert wizard.run("--limit", "controller", "--only", "4.4.2").status == 0
    assert wizard.run("--limit", "compute1").status == 0
    lab.console("compute2", "setenforce 0")
    refused = wizard.run("--undo")
    assert (refused.status, refused.sent) == (1, [])
    assert refused.missing.keys() == {("4.4.3/prepare/1", "compute2")}
    assert wizard.run("--undo", "--limit", "compute1", "--limit", "controller", "--only", "4.4.3").status == 0
    assert wizard.run("--undo", "--skip", "4.4.3/prepare/1").status == 0
    assert lab.console("compute2", "getenforce")[1].strip() == "Permissive"


# --- Some of the steps ------------------------------------------------------------------------------


def test_steps_are_chosen_as_for_a_run(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        checked = wizard.run("--undo", "--check", output="plain")
        assert checked.status == 2
        assert "--check" in checked.stderr
        nothing = wizard.run("--undo", "--only", "4.4.4")
        assert (nothing.status, nothing.sent) == (2, [])

        last = wizard.run("--undo", "--from", "4.4.3/finish/3", "--dry-run")
        assert {event["id"] for event in last.told("plan")} == {"4.4.3/finish/3a", "4.4.3/finish/3b"}
        skipped = wizard.run("--undo", "--skip", "4.4.2", "--skip", "4.4.3/prepare/1")
        assert skipped.status == 0
        assert ("4.4.3/prepare/1", "compute1") not in skipped.statuses
        assert lab.console("compute1", "getenforce")[1].strip() == "Permissive"
        assert {host for _, host in skipped.changed} == {"compute1"}


def test_two_undos_at_once_wait_for_each_other(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        homes = [tmp_path / "one", tmp_path / "other"]
        for home in homes:
            home.mkdir()
        wizards = [LabWizard(lab, home) for home in homes]
        assert wizards[0].run().status == 0
        with ThreadPoolExecutor(2) as workers:
            ended = list(workers.map(lambda wizard: wizard.run("--undo"), wizards))
        assert [run.status for run in ended] == [0, 0]
        sent = [run.sent for run in ended]
        assert sorted(map(bool, sent)) == [False, True]
        assert wizards[0].run("--undo").sent == []


# --- What is said of it -----------------------------------------------------------------------------


def reported(wizard: LabWizard, name: str, *words: str, lang: str) -> tuple[RunResult, dict[str, str]]:
    """Undo with a report of each kind; return the run and the reports by their endings."""
    files = {ending: wizard.home / f"{name}.{ending}" for ending in ENDINGS}
    asked = [word for file in files.values() for word in ("--report", str(file))]
    run = wizard.run("--undo", *words, *asked, output="plain", lang=lang)
    texts = {ending: file.read_text(encoding="utf-8") for ending, file in files.items()}
    for text in (run.stdout, *texts.values()):
        assert not [value for value in PASSWORDS.values() if value in text]
        says_nothing_untrue(text, lang)
    return run, texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_reports_say_that_it_was_an_undo(tmp_path: Path, lang: str) -> None:
    words = Words(lang)
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        preview, planned = reported(wizard, "dry", "--dry-run", lang=lang)
        assert (preview.status, preview.sent) == (0, [])
        undone, ran = reported(wizard, "ran", lang=lang)
        assert undone.status == 0
        rich = wizard.run("--undo", output="rich", lang=lang)
        assert "undo-run-done" in wizard.said()
        says_nothing_untrue(rich.stdout, lang)

    for texts, mode, state in ((planned, "dry-run", "to-undo"), (ran, "run", "undone")):
        for ending in ("html", "md"):
            assert words.label("report-title-undo") in texts[ending]
            assert words.label(f"mode-undo-{mode}") in texts[ending]
            assert words.label(f"mark-{state}") in texts[ending]
            assert words.label("report-title") not in texts[ending]
    assert words.label("report-undo-would-send") in planned["html"]
    found = json.loads(ran["json"])
    assert found["run"]["undo"] is True
    states = {(step["id"], host["host"]): host["state"] for step in found["steps"] for host in step["hosts"]}
    assert {place for place, state in states.items() if state == "skipped"} == STAY
    assert {state for place, state in states.items() if place not in STAY} == {"undone"}
    rows = list(csv.DictReader(ran["csv"].splitlines(keepends=True)))
    assert {(row["id"], row["host"]): row["state"] for row in rows} == states
    assert results(ran["xml"]) == {"passed": len(states) - len(STAY), "skipped": len(STAY)}
    names = [test.get("name", "") for test in Xml.fromstring(planned["xml"]).iter("testcase")]
    assert len([name for name in names if words.label("title-taken-back", step="").strip() in name]) > 10


def test_earlier_runs_tell_an_undo_from_a_run(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        assert wizard.run("--undo", "--dry-run").status == 0
        file = tmp_path / "then.json"
        assert wizard.run("--undo", "--report", str(file)).status == 0
    listed = [re.split(" {2,}", line) for line in said(wizard, "--runs").splitlines()]
    assert [line[2] for line in listed] == ["run", "dry run of an undo", "undo"]
    run, _, undo = (line[0] for line in listed)
    shown = said(wizard, "--run", undo)
    assert re.search("^Mode +undo$", shown, re.MULTILINE)
    says_nothing_untrue(shown)
    assert "undo/controller" in shown
    later = tmp_path / "later.json"
    said(wizard, "--run", undo, "--report", str(later))
    assert json.loads(later.read_text())["steps"] == json.loads(file.read_text())["steps"]
    difference = said(wizard, "--run", undo, "--against", run)
    assert "Mode: run → undo" in difference
    assert "● changed → ↶ undone" in difference or "✓ changed → ↶ undone" in difference
