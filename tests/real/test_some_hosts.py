"""Some of the real hosts, with reports, earlier runs and a runbook."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from .replay import PROGRAM, SiteWizard
from .site import Site

pytestmark = pytest.mark.long

DEAD = "compute2"
VERIFIED = ("4.4.4/2", "controller")
"""The book's table lacks the dead host; all else is done."""
FORMS = ("html", "json", "md", "xml", "csv")


@pytest.fixture(scope="module")
def wizard() -> Iterator[SiteWizard]:
    """A wizard on a site with two compute nodes, the second of which nobody can log in to."""
    with Site(compute_nodes=2) as site:
        site.computes[1].run("systemctl stop ssh.socket ssh.service || true")
        yield SiteWizard(site)


@pytest.fixture(scope="module")
def reports(wizard: SiteWizard) -> list[Path]:
    """The files that the first run writes."""
    return [wizard.site.home / f"report.{form}" for form in FORMS]


def test_a_dead_host_is_left_out_and_told_and_the_others_are_done(
    wizard: SiteWizard, reports: list[Path]
) -> None:
    refused = wizard.run()
    assert refused.status == 3
    assert refused.sent == []
    run = wizard.run("--keep-going", *(f"--report={file}" for file in reports))
    assert run.status == 3
    assert [(event["id"], event["host"]) for event in run.told("host.left-out")] == [("before/ssh", DEAD)]
    assert {host for _, host in run.changed} == {"controller", "compute1"}
    assert run.ending_in("failed", "unknown") == {VERIFIED}
    [said] = [event["message"] for event in run.told("step.finished") if event["status"] == "failed"]
    assert f"nova-compute ({DEAD})" in said


def test_its_reports_are_written(reports: list[Path]) -> None:
    page, data, text, junit, table = reports
    found = json.loads(data.read_text())
    assert {step["id"] for step in found["steps"]} >= {"4.4.2/prepare/1b", "4.4.3/finish/2"}
    cases = Xml.parse(junit).getroot().iter("testcase")
    assert any(case.get("name", "").startswith("4.4.3/finish/2") for case in cases)
    hosts = {row["host"] for row in csv.DictReader(table.read_text().splitlines())}
    assert hosts >= {"controller", "compute1"}
    for file in (page, text):
        assert DEAD in file.read_text()


def test_only_some_hosts_are_checked(wizard: SiteWizard) -> None:
    check = wizard.run("--check", "--limit", "compute1")
    assert check.status == 0, check.differing
    assert {event["host"] for event in check.told("check")} == {"compute1"}


def test_an_earlier_run_is_listed_and_compared(wizard: SiteWizard) -> None:
    env = {"NOVA_WIZARD_STATE": str(wizard.state)}
    listed = wizard.site.workstation([PROGRAM, "--lang", "en", "--runs"], env=env)
    assert listed.returncode == 0, listed.stderr
    first, *_, last = sorted(folder.name for folder in wizard.folders())
    assert first in listed.stdout
    against = wizard.site.workstation([PROGRAM, "--lang", "en", "--run", last, "--against", first], env=env)
    assert against.returncode == 0, against.stderr


def test_a_runbook_has_the_commands_of_the_hosts(wizard: SiteWizard) -> None:
    wizard.site.computes[1].run("systemctl start ssh.service")
    book = wizard.site.home / "runbook.md"
    argv: list[str | Path] = [PROGRAM, "--lang", "en", "--export", "runbook", book, "--answers", wizard.file]
    done = wizard.site.workstation(argv)
    assert done.returncode == 0, done.stderr
    assert "mkfs.ext4 /dev/sdb1" in book.read_text()
    after = wizard.run()
    assert after.status == 0, after
    assert {host for _, host in after.changed} == {DEAD}
