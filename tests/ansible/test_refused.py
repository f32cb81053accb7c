"""What a task of the exported project refuses before it contacts a host, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ansible.playbooks import Played, Project
from tests.lab.runs import PASSWORDS
from wizard.lab import Lab


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab on which nothing is done."""
    with Lab(PASSWORDS) as lab:
        yield lab


@pytest.fixture
def project(lab: Lab, tmp_path: Path) -> Project:
    """A project for that lab."""
    return Project(lab, tmp_path)


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace a piece of one of the project's files."""
    path = project.folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def look(project: Project, *words: str) -> Played:
    """Play the first step of each host alone."""
    return project.play("--tags", "4.4.2/prepare/1a,4.4.3/prepare/1", *words)


def test_empty_passwords_are_named(project: Project) -> None:
    vault = project.folder / "group_vars/all/vault.yml"
    vault.write_text('dbpassword: "a word"\nnovadbpass: ""\nrabbitpass: "another"\n')
    played = look(project)
    assert played.count("failed") == {"controller": 1}
    said = played.of("4.4.2/prepare/1a")
    assert "novadbpass: " in said
    assert "novapass: " in said
    assert "a word" not in played.text


def test_what_the_inventory_lacks_is_named_as_the_inventory_has_it(project: Project) -> None:
    edit(project, "inventory.yml", 'nova_management_ip: "10.0.0.31"', 'nova_management_ip: "everywhere"')
    edit(project, "inventory.yml", 'nova_disk: "/dev/sdb"', 'nova_disk: "sdb"')
    played = look(project, "--limit", "compute1")
    said = played.of("4.4.3/prepare/1")
    assert "compute1.nova_management_ip: " in said
    assert "compute1.nova_disk: " in said
    assert "everywhere" not in said


def test_a_variable_without_a_value_is_told_by_ansible(project: Project) -> None:
    vault = project.folder / "group_vars/all/vault.yml"
    vault.unlink()
    vault.write_text('novapass: "{{ kept_elsewhere }}"\n')
    played = look(project, "--limit", "compute1")
    assert played.count("failed") == {"compute1": 1}
    assert "'kept_elsewhere' is undefined" in played.text


def test_a_second_controller_is_refused(project: Project) -> None:
    edit(project, "inventory.yml", '        "controller":', '        "other":\n        "controller":')
    assert "The group controllers has 2 hosts" in look(project, "--limit", "compute1").of("4.4.3/prepare/1")


def test_an_unknown_step_is_refused(project: Project) -> None:
    edit(project, "site.yml", 'id: "4.4.2/prepare/1a"', 'id: "4.4.2/prepare/1x"')
    said = look(project, "--limit", "controller").of("4.4.2/prepare/1a")
    assert "No step has the ID 4.4.2/prepare/1x" in said


def test_another_host_s_step_is_refused(project: Project) -> None:
    edit(project, "site.yml", 'id: "4.4.2/prepare/1a"', 'id: "4.4.3/prepare/1"')
    played = look(project, "--limit", "controller")
    assert played.count("failed") == {"controller": 1}
    assert "controller" in played.of("4.4.2/prepare/1a")


def test_another_version_is_refused(project: Project) -> None:
    edit(project, "action_plugins/nova_step.py", 'WRITTEN_BY = "', 'WRITTEN_BY = "9.')
    said = look(project).of("4.4.2/prepare/1a")
    assert re.search(r"nova-wizard \S+ wrote this project, but another version is installed", said)


def test_what_is_missing_is_told_at_once(lab: Lab, project: Project) -> None:
    lab.inject("database-password")
    lab.inject("memcached-down")
    played = project.play("--tags", "before")
    lab.repair("database-password")
    lab.repair("memcached-down")
    said = played.of("Look at everything")
    assert played.count("failed") == {"controller": 1, "compute1": 1}
    assert "MariaDB refuses root with dbpassword" in said
    assert "memcached does not answer" in said


def test_a_changed_host_key_is_refused(lab: Lab, project: Project) -> None:
    lab.inject("host-key-changed")
    played = look(project, "--limit", "compute1")
    lab.repair("host-key-changed")
    assert played.status == 4
    assert played.count("unreachable") == {"compute1": 1}
    assert "SHA256:" in played.text
