"""Undoing on the lab: the hosts are as before the first run, but for what is named.

With databases and disk named, that is the packages alone: the state is compared with that of a lab on which
nothing was done but to install them.
"""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from steps.facts import Packages
from tests.lab.runs import PASSWORDS, LabWizard, differences
from tests.support.ended import RunResult
from wizard.facts.record import RECORD
from wizard.lab import Lab
from wizard.model.role import Role

HOSTS = {"controller": Role.CONTROLLER, "compute1": Role.COMPUTE}
WORKERS = 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="module")
def packages_alone() -> Mapping[str, Any]:
    """The state of a lab with the guide's packages, and nothing else of the guide."""
    with Lab(PASSWORDS) as lab:
        for host, role in HOSTS.items():
            assert lab.console(host, f"yum -y install {' '.join(Packages.wanted[role])}")[0] == 0
        return lab.state()


def left(packages_alone: Mapping[str, Any], lab: Lab) -> list[str]:
    """Return what differs, but for Nova's service records: the lab keeps them outside its databases."""
    return [line for line in differences(packages_alone, lab.state()) if not line.startswith("/compute:")]


def name_all(wizard: LabWizard) -> None:
    """Have the databases dropped and the disk emptied, by the identity that a preview prints."""
    preview = wizard.run("--undo", "--dry-run")
    said = " ".join(event["message"] for event in preview.told("step.finished"))
    answer(wizard, databases=True, disk=re.findall('disk: "([^"]*)"', said))


def answer(wizard: LabWizard, **undo: object) -> None:
    """Write this under `undo:` in the answers."""
    answers = json.loads(wizard.file.read_text())
    wizard.file.write_text(json.dumps({**answers, "undo": undo}))


@dataclass
class Sequel:
    """A run, and what came after it on the same lab."""

    lab: Lab
    ran: Mapping[str, Any]
    """The state after the run."""
    preview: RunResult
    undone: RunResult
    after: Sequence[str]
    """What differs after it from a lab with the packages alone."""
    again: RunResult
    named: RunResult
    """With databases and disk named."""
    after_named: Sequence[str]
    rerun: RunResult
    reran: Mapping[str, Any]


@pytest.fixture(scope="module")
def sequel(packages_alone: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequel]:
    """A run, undone, undone again, undone with all named, run again."""
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path_factory.mktemp("sequel"))
        run = wizard.run()
        assert run.status == 0, run
        ran = lab.state()
        preview, undone = wizard.run("--undo", "--dry-run"), wizard.run("--undo")
        after = left(packages_alone, lab)
        again = wizard.run("--undo")
        name_all(wizard)
        named = wizard.run("--undo")
        after_named = left(packages_alone, lab)
        rerun = wizard.run()
        yield Sequel(lab, ran, preview, undone, after, again, named, after_named, rerun, lab.state())


def test_the_preview_sends_nothing_and_shows_what_is_sent(sequel: Sequel) -> None:
    assert (sequel.preview.status, sequel.preview.sent) == (0, [])

    def shown(run: RunResult) -> set[tuple[str, str, str]]:
        plans = [event for event in run.told("plan") if not event["id"].startswith("undo/")]
        return {(event["id"], event["host"], event["text"]) for event in plans}

    assert shown(sequel.preview) == shown(sequel.undone) != set()


def test_undone_leaves_packages_databases_the_disk_and_their_record(sequel: Sequel) -> None:
    assert sequel.undone.status == 0, sequel.undone
    kept = (
        "/databases",
        "/nodes/compute1/disks",
        "/nodes/controller/files//var/lib/nova-wizard",
        "/nodes/compute1/files//var/lib/nova-wizard",
    )
    assert [line for line in sequel.after if not line.startswith(kept)] == []
    assert sequel.undone.ending_in("skipped") == {
        ("4.4.2/install/1", "controller"),
        ("4.4.2/prepare/1b", "controller"),
        ("4.4.3/install/1", "compute1"),
        ("4.4.3/prepare/2a", "compute1"),
    }


def test_the_last_step_is_undone_first_and_the_controller_waits(sequel: Sequel) -> None:
    ids = [event["id"] for event in sequel.undone.told("step.finished")]
    compute = [id_ for id_ in ids if id_.startswith("4.4.3")]
    assert compute[:3] == ["4.4.3/finish/2", "4.4.3/finish/3b", "4.4.3/finish/3a"]
    assert compute[-1] == "4.4.3/prepare/1"
    controller = [id_ for id_ in ids if id_.startswith("4.4.2")]
    assert (controller[0], controller[-1]) == ("4.4.2/finish/1", "4.4.2/prepare/1b")
    assert max(map(ids.index, compute)) < ids.index("4.4.2/finish/1")


def test_undone_again_there_is_nothing_to_do(sequel: Sequel) -> None:
    assert (sequel.again.status, sequel.again.sent, sequel.again.changed) == (0, [], set())


def test_with_all_named_the_packages_alone_are_left(sequel: Sequel) -> None:
    assert sequel.named.status == 0, sequel.named
    assert sequel.named.changed == {
        ("4.4.2/prepare/1b", "controller"),
        ("4.4.3/prepare/2a", "compute1"),
        ("undo/controller", "controller"),
        ("undo/compute", "compute1"),
    }
    assert list(sequel.after_named) == []


def test_a_run_afterwards_ends_as_the_first_one_did(sequel: Sequel) -> None:
    assert sequel.rerun.status == 0, sequel.rerun
    assert list(differences(sequel.ran, sequel.reran)) == []


# --- Killed -----------------------------------------------------------------------------------------


def killed_and_continued(record: int, packages_alone: Mapping[str, Any]) -> tuple[bool, str]:
    """Kill an undoing at this record of its journal; say if it came to that, and what differs in the end."""
    with TemporaryDirectory() as home, Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, Path(home))
        assert wizard.run().status == 0
        name_all(wizard)
        killed = wizard.run("--undo", killed_at=record)
        ended = wizard.run("--undo")
        if ended.status != 0:
            return True, str(ended)
        return killed.status == -signal.SIGKILL, "; ".join(left(packages_alone, lab))


def all_continue(
    records: Sequence[int], packages_alone: Mapping[str, Any], report: Callable[[str, object], None]
) -> None:
    """Kill one at each of these records, several at once."""
    with ThreadPoolExecutor(WORKERS) as workers:
        ended = list(workers.map(lambda record: killed_and_continued(record, packages_alone), records))
    report("cases", len(records))
    assert {record: differs for record, (_, differs) in zip(records, ended, strict=True) if differs} == {}
    assert sum(happened for happened, _ in ended) >= 0.9 * len(records)


def test_killed_half_way_it_continues(
    sequel: Sequel, packages_alone: Mapping[str, Any], record_property: Callable[[str, object], None]
) -> None:
    events = len(sequel.undone.events)
    all_continue([events // 4, 2 * events // 3], packages_alone, record_property)


@pytest.mark.long
def test_killed_at_every_event_it_continues(
    sequel: Sequel, packages_alone: Mapping[str, Any], record_property: Callable[[str, object], None]
) -> None:
    all_continue(range(1, len(sequel.undone.events)), packages_alone, record_property)


# --- What is not the guide's own --------------------------------------------------------------------


def test_what_was_there_before_the_first_run_stays(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        openstack = ". /root/admin-openrc; openstack"
        for host, script in (
            ("controller", f"{openstack} user create --domain default --password x nova"),
            ("controller", f"{openstack} service create --name other compute"),
            ("controller", f"{openstack} endpoint create --region RegionOne compute public http://here"),
            ("compute1", "setenforce 0; sed -i s/^SELINUX=.*/SELINUX=permissive/ /etc/selinux/config"),
        ):
            assert lab.console(host, script)[0] == 0, script
        before = lab.state()
        assert wizard.run().status == 0
        assert wizard.run("--undo").status == 0
        after = lab.state()
        for part in ("assignments", "services", "endpoints", "accounts"):
            assert after[part] == before[part], part
        assert [user[0] for user in after["users"]] == [user[0] for user in before["users"]]
        selinux = "/etc/selinux/config"
        found, wanted = (state["nodes"]["compute1"] for state in (after, before))
        assert (found["selinux"], found["files"][selinux]) == (wanted["selinux"], wanted["files"][selinux])
        assert wizard.run("--undo").sent == []


def test_what_others_have_changed_or_use_is_refused_before_the_first_change(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        openstack = ". /root/admin-openrc; openstack"
        instance = "/var/lib/nova/instances/0a1b2c3d-0000-4000-8000-0123456789ab"
        for host, script in (
            ("controller", f"{openstack} endpoint create --region Two compute public http://there"),
            ("controller", f"{openstack} role add --project admin --user nova admin"),
            ("controller", "sed -i 's/^my_ip.*/&\\ndebug = True/' /etc/nova/nova.conf"),
            ("compute1", f"mkdir {instance}"),
        ):
            assert lab.console(host, script)[0] == 0, script
        before = lab.state()
        refused = wizard.run("--undo")
        assert (refused.status, refused.sent, list(differences(before, lab.state()))) == (1, [], [])
        assert refused.missing.keys() == {
            ("4.4.2/prepare/3a", "controller"),
            ("4.4.2/prepare/3c", "controller"),
            ("4.4.2/install/2", "controller"),
            ("4.4.3/finish/3a", "compute1"),
        }
        diff = refused.missing["4.4.2/install/2", "controller"]
        assert [line for line in diff.splitlines() if re.match(r"[+-]\w", line)] == ["+debug = True"]


def test_without_a_record_only_what_the_answers_say(
    packages_alone: Mapping[str, Any], tmp_path: Path
) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        name_all(wizard)
        undo = json.loads(wizard.file.read_text())["undo"]
        for host in HOSTS:
            lab.console(host, f"rm -r {Path(RECORD).parent}")
        refused = wizard.run("--undo")
        assert (refused.status, refused.sent) == (1, [])
        said = refused.missing["4.4.2/prepare/3a", "controller"]
        assert "openstack user delete" in said and "unrecorded: true" in said
        answer(wizard, **undo, unrecorded=True)
        assert wizard.run("--undo").status == 0
        assert left(packages_alone, lab) == []


def test_only_a_section(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        undone = wizard.run("--undo", "--only", "4.4.3/finish")
        assert undone.changed == {
            (id_, "compute1")
            for id_ in ("4.4.3/finish/2", "4.4.3/finish/3a", "4.4.3/finish/3b", "undo/compute")
        }
        check = wizard.run("--check", "--only", "4.4.2", "--only", "4.4.3/install", "--only", "4.4.3/prepare")
        assert (check.status, check.differing) == (0, {})
        assert wizard.run().changed == undone.changed - {("undo/compute", "compute1")}
