"""Runs on some of a lab's hosts, and on more hosts than are at work at once."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.runs import LabWizard, differences
from wizard.lab import Lab

NODES = 2


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A lab with some compute nodes, on which nothing is done yet."""
    with Lab({name: name for name in ("dbpassword", "novadbpass", "novapass", "rabbitpass")}, NODES) as lab:
        yield lab


@pytest.fixture
def wizard(lab: Lab, tmp_path: Path) -> LabWizard:
    """nova-wizard on that lab."""
    return LabWizard(lab, tmp_path, lab.passwords)


def test_one_host_after_the_other_ends_as_all_at_once(lab: Lab, wizard: LabWizard, tmp_path: Path) -> None:
    before = lab.state()
    refused = wizard.run("--limit", "compute2")
    assert refused.status == 1
    assert [(event["id"], event["host"]) for event in refused.told("prerequisite")] == [
        ("4.4.2/prepare/1b", "controller")
    ]
    assert refused.sent == []
    assert list(differences(before, lab.state())) == []

    assert wizard.run("--limit", "controller", "--only", "4.4.2").status == 0
    one = wizard.run("--limit", "compute2")
    assert one.status == 0
    assert [(event["id"], event["host"]) for event in one.told("looked.at")] == [("4.4.2", "controller")]
    assert {entry.host for entry in one.sent} == {"compute2"}

    others = [word for name in ("controller", "compute1") for word in ("--limit", name)]
    assert wizard.run(*others).status == 0
    checked = wizard.run("--check", "--forks", "1")
    assert checked.status == 0
    assert checked.told("host.slow") == []
    assert len({event["host"] for event in checked.told("check")}) == NODES + 1


def test_a_run_with_one_at_work_at_once_does_all(wizard: LabWizard) -> None:
    run = wizard.run("--forks", "1")
    assert run.status == 0
    assert set(run.statuses.values()) == {"changed", "unchanged"}
    again = wizard.run("--forks", "1")
    assert (again.status, again.sent) == (0, [])


def test_a_dead_host_is_left_out(lab: Lab, wizard: LabWizard) -> None:
    lab.inject("login-refused")
    stopped = wizard.run()
    assert (stopped.status, stopped.sent) == (3, [])
    run = wizard.run("--keep-going")
    assert run.status == 3
    assert [(event["id"], event["host"]) for event in run.told("host.left-out")] == [
        ("before/ssh", "compute1")
    ]
    done = {host for _, host in run.ending_in("changed", "unchanged")}
    assert done == {"controller", "compute2"}
    checked = wizard.run("--check", "--forks", "1")
    assert checked.status == 3
    assert {event["host"] for event in checked.told("check")} == done
    lab.repair("login-refused")
    assert wizard.run().status == 0


def test_a_name_that_no_host_has_is_no_use(wizard: LabWizard) -> None:
    run = wizard.run("--limit", "compute22")
    assert run.status == 2
    assert "Did you mean compute2?" in run.stderr


def test_a_slow_host_is_found_among_many_at_work(lab: Lab, wizard: LabWizard) -> None:
    lab.inject("slow-node")
    assert [event["host"] for event in wizard.run("--check", "--forks", "1").told("host.slow")] == [
        "compute1"
    ]


def test_a_lab_with_more_hosts_than_files_is_worked_at(tmp_path: Path) -> None:
    """Both the lab and the wizard have fewer files than there are hosts."""
    files, nodes = 90, 100
    words = ["--check", "--only", "4.4.3/prepare/1", "--output", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--lab", "--lab-nodes", str(nodes), "--replay", *words],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NOVA_WIZARD_STATE": str(tmp_path / "state")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (5, "")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert len([event for event in events if event["event"] == "check"]) == nodes
    assert [event for event in events if event["event"] in ("prerequisite", "host.slow")] == []
