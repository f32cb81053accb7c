"""The exported project on some of the hosts: a dead one, one after the other, and where a step fails."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ansible.playbooks import LIMIT, Project
from tests.lab.runs import PASSWORDS, LabWizard, differences
from wizard.hosts import Claim
from wizard.hosts.ssh import SshHost
from wizard.lab import Lab
from wizard.model.answers import Login, Node
from wizard.model.role import Role

pytestmark = pytest.mark.long

NODES = 2


def test_a_dead_host_is_left_out_and_done_later(tmp_path: Path) -> None:
    with Lab(PASSWORDS, NODES) as lab:
        project = Project(lab, tmp_path)
        lab.inject("login-refused")
        played = project.play()
        lab.repair("login-refused")
        later = project.play("--limit", "compute1")
        others = project.play("--limit", "controller,compute2")
        state = lab.state()
    assert played.status == 4, played.text
    assert played.count("unreachable") == {"controller": 0, "compute1": 1, "compute2": 0}
    assert played.count("ok")["compute1"] == 0
    # The table of 4.4.4 misses the dead host; all else is done.
    assert played.count("failed") == {"controller": 1, "compute1": 0, "compute2": 0}
    assert "compute1" in played.of("4.4.4/2")

    assert later.status == 0, later.text
    assert list(later.recap) == ["compute1"]
    assert later.count("changed")["compute1"] > 10

    assert others.status == 0, others.text
    assert others.count("changed") == {"controller": 0, "compute2": 0}
    (tmp_path / "own").mkdir()
    with Lab(PASSWORDS, NODES) as own:
        assert LabWizard(own, tmp_path / "own").run().status == 0
        assert list(differences(own.state(), state)) == []


def test_too_many_failures_stop_the_fleet(tmp_path: Path) -> None:
    with Lab(PASSWORDS, NODES, faults=("disk-not-empty",)) as lab:
        project = Project(lab, tmp_path)
        stopped = project.play("--tags", "4.4.3/prepare")
        assert stopped.count("failed") == {"compute1": 1, "compute2": 0}
        assert stopped.count("changed") == {"compute1": 1, "compute2": 2}
        assert "erase" in stopped.of("4.4.3/prepare/2a")
        gone_on = project.play("--tags", "4.4.3/prepare", "-e", "nova_max_fail_percentage=100")
        assert gone_on.count("failed") == {"compute1": 1, "compute2": 0}
        assert gone_on.count("changed") == {"compute1": 0, "compute2": 1}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Project]]:
    """A lab on which the guide is done but for the services, and a project for it."""
    home = tmp_path_factory.mktemp("installed")
    with Lab(PASSWORDS) as lab:
        project = Project(lab, home)
        only = ("4.4.2/prepare", "4.4.2/install", "4.4.3/prepare", "4.4.3/install")
        assert project.wizard.run(*(word for id_ in only for word in ("--only", id_))).status == 0
        yield lab, project


def test_a_step_that_fails_ends_its_host_and_what_waits_for_it(installed: tuple[Lab, Project]) -> None:
    lab, project = installed
    before = lab.state()["nodes"]["compute1"]
    lab.inject("service-dies")
    played = project.play("--tags", "4.4.2/finish,4.4.3/finish,4.4.4")
    compute = project.play("--tags", "4.4.3/finish", "--limit", "compute1")
    lab.repair("service-dies")
    assert played.status == 2, played.text
    assert played.count("failed") == {"controller": 1}
    failed = played.of("4.4.2/finish/1")
    assert "fatal: [controller]: FAILED!" in failed
    assert "nova-api" in failed
    assert "8774" in failed
    assert "4.4.4/2" not in played.text
    assert compute.count("failed") == {"compute1": 1}
    waiting = compute.of("4.4.3/finish/2")
    assert "controller: " in waiting
    assert "4.4.2" in waiting
    assert lab.state()["nodes"]["compute1"] == before


def test_another_run_is_waited_for(installed: tuple[Lab, Project]) -> None:
    lab, project = installed
    other = holder(lab, project.home)
    with ThreadPoolExecutor(1) as pool:
        playing = pool.submit(
            project.play, "--tags", "4.4.2/finish/1", ANSIBLE_LOG_PATH=str(project.home / "log")
        )
        until_said(project.home / "log", "alice@desk")
        assert not playing.done()
        other.close()
        played = playing.result()
    assert played.status == 0, played.text
    assert played.count("changed") == {"controller": 1}


def test_an_interrupted_playbook_is_gone_on_with(tmp_path: Path) -> None:
    """Ctrl-C while yum is at work: it ends by itself, and the next playbook waits for it."""
    with Lab(PASSWORDS) as lab:
        project = Project(lab, tmp_path)
        log = tmp_path / "log"
        with project.playing("--tags", "4.4.2/install/1", "-vvv", ANSIBLE_LOG_PATH=str(log)) as playing:
            until_said(log, "controller: Loaded plugins")
            playing.send_signal(signal.SIGINT)
            assert playing.wait(LIMIT) != 0
        again = project.play("--tags", "4.4.2/install/1")
        assert again.status == 0, again.text
        assert lab.console("controller", "rpm -q openstack-nova-api")[0] == 0
        assert project.play("--tags", "4.4.2/install/1").count("changed") == {"controller": 0}


def holder(lab: Lab, home: Path) -> SshHost:
    """Return a connection that holds the controller's run lock, as another run does."""
    at = lab.nodes["controller"]
    login = Login(
        at.host, at.user, at.port, at.identity_file, str(home / "known"), at.fingerprint, ssh_config=False
    )
    host = SshHost(Node(Role.CONTROLLER, at.name, at.management_ip, login))
    host.open()
    assert host.acquire(Claim("a" * 32, "alice@desk (pid 1)")) is None
    return host


def until_said(log: Path, words: str) -> None:
    """Wait until a log has these words."""
    end = time.monotonic() + 120
    while not (log.is_file() and words in log.read_text()):
        assert time.monotonic() < end, "it was not said"
        time.sleep(0.05)
