"""Run locks on the lab: looking waits for nobody, and no ending keeps a lock."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.lab.runs import PASSWORDS, LabWizard
from wizard.hosts import Claim
from wizard.hosts.ssh import SshHost
from wizard.lab import Lab
from wizard.model.answers import Login, Node
from wizard.model.role import Role

OTHER = Claim("a" * 32, "alice@desk (pid 1)")


def test_looking_waits_for_nobody(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        held = holder(lab, tmp_path / "key-home")
        for mode in ("--check", "--dry-run"):
            home = tmp_path / mode
            home.mkdir()
            assert LabWizard(lab, home).run(mode).status in (0, 5)
            assert not [event for event in events(home, "waiting") if "in use" in event["message"]]
        held.close()


@pytest.mark.parametrize("fault", [None, "database-password"])
def test_the_lock_is_free_after_a_run(tmp_path: Path, fault: str | None) -> None:
    with Lab(PASSWORDS, faults=(fault,) if fault else ()) as lab:
        assert LabWizard(lab, tmp_path).run("--only", "4.4.2/prepare/1").status == (1 if fault else 0)
        held = holder(lab, tmp_path)
        held.close()


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run(killed_at=20).status == -9
        assert wizard.run().status == 0
        assert [service[1] for service in lab.state()["services"]].count("compute") == 1


def test_waiting_ends_when_the_user_stops(tmp_path: Path) -> None:
    """Ctrl-C while another run holds the lock: at once, and as interrupted."""
    with Lab(PASSWORDS) as lab:
        held = holder(lab, tmp_path)
        wizard = LabWizard(lab, tmp_path)
        start = time.monotonic()
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(wizard.run, stopped_at="run-lock-held")
            assert run.result().status == 130
        assert time.monotonic() - start < 60
        held.close()


def holder(lab: Lab, home: Path) -> SshHost:
    """Return a connection to the controller that holds its run lock."""
    found = lab.nodes["controller"]
    login = Login(
        found.host,
        user=found.user,
        port=found.port,
        identity_file=found.identity_file,
        host_key=found.fingerprint,
    )
    host = SshHost(Node(Role.CONTROLLER, "controller", found.management_ip, login))
    host.open()
    assert host.acquire(OTHER) is None
    return host


def events(home: Path, name: str) -> list[dict[str, str]]:
    """Return the events of this name in the last journal."""
    journal = max((home / "state").glob("*/journal.jsonl"))
    found = [json.loads(line) for line in journal.read_text().splitlines()]
    return [event for event in found if event["event"] == name]
