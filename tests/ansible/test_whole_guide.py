"""The exported project, played by Ansible on the lab: what it shows, does and leaves, beside our own run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from steps import GUIDE
from tests.ansible.playbooks import Played, Project
from tests.lab.runs import PASSWORDS, LabWizard, differences
from wizard.lab import Lab
from wizard.model.role import Role

STEPS = [step.id for step in GUIDE if step.on is not Role.READER]


@dataclass(frozen=True)
class Story:
    """A lab and the playbook's runs on it, one after the other, and the lab's state after each."""

    project: Project
    played: Mapping[str, Played]
    states: Mapping[str, Any]
    junit: Path


CHAPTERS: Mapping[str, tuple[str, ...]] = {
    "check": ("--check", "--diff"),
    "run": ("--diff", "-vvv"),
    "again": (),
    "check again": ("--check", "--diff"),
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A playbook's run for each of `CHAPTERS`, with Ansible's log and its JUnit files."""
    home = tmp_path_factory.mktemp("ansible")
    with Lab(PASSWORDS) as lab:
        project = Project(lab, home)
        played, states = {}, {"": lab.state()}
        for chapter, words in CHAPTERS.items():
            environ = {
                "ANSIBLE_LOG_PATH": str(home / "log"),
                "ANSIBLE_CALLBACKS_ENABLED": "junit",
                "JUNIT_OUTPUT_DIR": str(home / "junit" / chapter),
            }
            played[chapter] = project.play(*words, **environ)
            states[chapter] = lab.state()
        yield Story(project, played, states, home / "junit")


def test_a_check_shows_and_changes_nothing(story: Story) -> None:
    check = story.played["check"]
    assert check.status == 0, check.text
    assert list(differences(story.states[""], story.states["check"])) == []
    assert "CREATE DATABASE nova" in check.of("4.4.2/prepare/1b")
    conf = check.of("4.4.3/install/2c")
    assert "+++ /etc/nova/nova.conf" in conf
    assert "+my_ip = 10.0.0.31" in conf
    assert "changed: [compute1]" in conf
    assert "rabbit_password = ‹rabbitpass›" in check.of("4.4.3/install/2a")
    assert check.of("4.4.4/2").strip() == "ok: [controller]"


def test_a_run_leaves_what_our_own_run_leaves(story: Story, tmp_path: Path) -> None:
    run = story.played["run"]
    assert run.status == 0, run.text
    with Lab(PASSWORDS) as lab:
        assert LabWizard(lab, tmp_path).run().status == 0
        assert list(differences(lab.state(), story.states["run"])) == []


def test_a_run_tells_what_it_does(story: Story) -> None:
    run = story.played["run"]
    assert [run.of(id_) for id_ in STEPS]
    assert "systemctl enable libvirtd.service" in run.of("4.4.3/finish/2")
    assert "| nova-compute     | compute1" in run.of("4.4.4/2")
    assert "controller: Installed:" in run.of("4.4.2/install/1")


@pytest.mark.parametrize("chapter", ["again", "check again"])
def test_all_done_changes_nothing(story: Story, chapter: str) -> None:
    again = story.played[chapter]
    assert again.status == 0, again.text
    assert again.count("changed") == {"controller": 0, "compute1": 0}
    assert again.count("failed") == {"controller": 0, "compute1": 0}
    assert list(differences(story.states["run"], story.states[chapter])) == []


def test_no_password_is_shown_or_kept(story: Story) -> None:
    for chapter, played in story.played.items():
        assert [name for name, password in PASSWORDS.items() if password in played.text] == [], chapter
    kept = [path for path in story.project.home.rglob("*") if path.is_file() and path.name != "answers.yaml"]
    assert story.project.home / "log" in kept
    for path in kept:
        content = path.read_bytes()
        assert [name for name, password in PASSWORDS.items() if password.encode() in content] == [], path


def test_junit_has_a_case_for_each_step(story: Story) -> None:
    (file,) = (story.junit / "run").glob("*.xml")
    suites = Xml.parse(file).getroot()
    names = [case.get("name", "") for case in suites.iter("testcase")]
    assert [id_ for id_ in STEPS if not any(f" {id_} " in f" {name} " for name in names)] == []
    assert list(suites.iter("failure")) == []
