"""The files of an exported project, and answers from an inventory, through the command line."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from steps import GUIDE
from tests.support.answers import GOOD, changed, write
from wizard.answers.draft import Draft
from wizard.cli import main
from wizard.model.role import Role

BOOK = ("dbpassword", "novadbpass", "novapass", "rabbitpass")
BIN = Path(sys.executable).parent
FILES = {
    "inventory.yml",
    "site.yml",
    "group_vars/all/vault.yml",
    "action_plugins/nova_step.py",
    "requirements.txt",
}


def export(folder: Path, content: str, lang: str = "en", status: int = 0) -> Path:
    """Export a project for these answers; return its folder."""
    answers = write(folder, content)
    assert (
        main(["--lang", lang, "--export", "ansible", str(folder / "project"), "--answers", str(answers)])
        == status
    )
    return folder / "project"


def yaml(path: Path) -> Any:
    """Return what a YAML file says."""
    return YAML(typ="safe", pure=True).load(path.read_text())


def init_from(inventory: Path, *, status: int = 0) -> dict[str, Any]:
    """Have answers made from an inventory; return what they say, nothing where there are none."""
    file = inventory.parent / "made.yaml"
    assert main(["--lang", "en", "--inventory", str(inventory), "--init", str(file)]) == status
    return Draft.read(file).data if file.exists() else {}


# --- The project ---


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_play_a_section_a_task_a_step(tmp_path: Path, lang: str) -> None:
    project = export(tmp_path, GOOD, lang)
    assert {str(path.relative_to(project)) for path in project.rglob("*") if path.is_file()} == FILES
    plays = yaml(project / "site.yml")
    assert [(play["tags"], play["hosts"]) for play in plays] == [
        (["4.4.1"], "nodes"),
        (["4.4.2"], "controllers"),
        (["4.4.3"], "computes"),
        (["4.4.4"], "controllers"),
    ]
    assert [play["hosts"] for play in plays if "serial" in play and "max_fail_percentage" in play] == [
        "computes"
    ]
    tasks = [task for play in plays[1:] for task in play["tasks"]]
    assert [task["nova_step"] for task in tasks] == [
        {"id": step.id} for step in GUIDE if step.on is not Role.READER
    ]
    assert all(task["nova_step"]["id"] in task["tags"] for task in tasks)
    assert yaml(project / "inventory.yml")["nodes"]["vars"]["nova_language"] == lang
    plugin = project / "action_plugins/nova_step.py"
    assert compile(plugin.read_text(), str(plugin), "exec")


def test_passwords_have_empty_places_and_no_source_is_opened(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    content = changed(
        ("{env: NOVADB}", f"{{command: touch {asked}}}"),
        ("{env: NOVA}", "in the clear"),
        ("  port: 22\n", "  port: 22\n  password: {file: nowhere}\n"),
    )
    project = export(tmp_path, content)
    assert not asked.exists()
    assert yaml(project / "group_vars/all/vault.yml") == dict.fromkeys((*BOOK, "ssh_password"), "")
    general = yaml(project / "inventory.yml")["nodes"]["vars"]
    assert general["ansible_password"] == "{{ ssh_password }}"
    assert [
        path for path in project.rglob("*") if path.is_file() and "in the clear" in path.read_text()
    ] == []


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    project = export(tmp_path, GOOD)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in project.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in project.rglob("*") if path.is_dir()} == {0o700}


@pytest.mark.parametrize("there", sorted(FILES))
def test_never_over_a_file(tmp_path: Path, there: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "project" / there
    file.parent.mkdir(parents=True)
    file.write_text("mine\n")
    project = export(tmp_path, GOOD, status=2)
    assert file.read_text() == "mine\n"
    assert [path for path in project.rglob("*") if path.is_file()] == [file]
    assert str(file) in capsys.readouterr().err


def test_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "README").write_text("mine\n")
    assert (export(tmp_path, GOOD) / "site.yml").exists()


def test_the_version_that_wrote_it_is_pinned(tmp_path: Path) -> None:
    from importlib.metadata import version

    pinned = (export(tmp_path, GOOD) / "requirements.txt").read_text()
    assert pinned == f"nova-wizard[ansible]=={version('nova-wizard')}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--export ansible x", "--export requires --answers FILE or --lab"),
        ("--export ansible x --lab", "--export ansible requires --answers FILE"),
        ("--export ansibel x --lab", "Did you mean ansible?"),
        ("--inventory x", "--inventory requires --init FILE"),
    ],
)
def test_a_wrong_command_line(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words.split(), "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_wrong_answers_are_told_with_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = export(tmp_path, changed(("    management_ip: 10.0.0.31\n", "")), status=2)
    assert not project.exists()
    assert "compute[0].management_ip: " in capsys.readouterr().err


# --- Answers from an inventory ---


@pytest.fixture(autouse=True)
def own_ansible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Ansible's own files out of the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("ANSIBLE_")]:
        monkeypatch.delenv(name)


def test_an_exported_inventory_gives_the_same_answers(tmp_path: Path) -> None:
    odd = "/dev/sdc 'WD {{ 1 + 1 }}' \"한글\""
    content = changed(
        ("    disk: /dev/sdb\n", f"    disk: /dev/sdb\n    erase: {json.dumps(odd)}\n    port: 2222\n"),
        ("  user: root\n", "  user: admin\n  sudo: true\n  identity_file: keys/id\n"),
        ("region: RegionOne", "region: RegionTwo"),
    )
    made = init_from(export(tmp_path, content) / "inventory.yml")
    assert made["region"] == "RegionTwo"
    assert made["controller"] == {
        "host": "10.0.0.11",
        "name": "controller",
        "management_ip": "10.0.0.11",
        "port": 22,
    }
    assert made["compute"] == [
        {
            "host": "10.0.0.31",
            "name": "compute1",
            "management_ip": "10.0.0.31",
            "port": 2222,
            "disk": "/dev/sdb",
            "erase": odd,
        }
    ]
    assert made["ssh"] == {"user": "admin", "sudo": True, "identity_file": str(tmp_path / "keys/id")}


INI = """\
[controller]
ctl ansible_host=10.0.0.11 ansible_user=root

[compute_racks:children]
rack_a

[rack_a]
node1 ansible_host=10.0.0.31 ansible_port=2200 ansible_become=yes ansible_become_password=hidden-word
node2 ansible_host=10.0.0.32

[all:vars]
ansible_ssh_private_key_file=~/.ssh/id_rsa
"""


def test_where_the_inventory_gave_the_addresses_only_the_passwords_are_left_to_enter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init_from(export(tmp_path, GOOD) / "inventory.yml")
    said = capsys.readouterr().out
    assert "with the addresses of the inventory. Enter where the passwords come from" in said
    assert "Enter the addresses" not in said


def inventory(folder: Path, text: str) -> Path:
    """Write an inventory."""
    path = folder / "hosts"
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_an_ini_inventory_with_groups_of_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = init_from(inventory(tmp_path, INI))
    assert made["controller"]["name"] == "ctl"
    assert made["controller"]["user"] == "root"
    assert [(host["name"], host["management_ip"]) for host in made["compute"]] == [
        ("node1", "10.0.0.31"),
        ("node2", "10.0.0.32"),
    ]
    node1, node2 = made["compute"]
    assert (node1["port"], node1["sudo"]) == (2200, True)
    assert "port" not in node2
    assert made["ssh"] == {"identity_file": "~/.ssh/id_rsa"}
    text = (tmp_path / "made.yaml").read_text()
    assert "hidden-word" not in text
    assert "password: {env: SSH_PASSWORD}" in text
    assert "login password for node1" in capsys.readouterr().err
    assert stat.S_IMODE((tmp_path / "made.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[controller]", "[head]", 'begin with "controller" have no host'),
        ("[controller]", "[controllers]\nsecond\n[controller]", 'begin with "controller" have 2 hosts'),
        ("[compute_racks:children]", "[racks:children]", 'begin with "compute" have no host'),
        ("[rack_a]", "[rack_a]\nctl", "ctl: This host is in a group of controllers and"),
        ("ansible_host=10.0.0.32", "", "node2.nova_management_ip: This key is missing"),
        ("ansible_host=10.0.0.32", 'ansible_host="{{ x }}"', "node2.ansible_host: This is a template"),
        ("ansible_port=2200", "ansible_port=many", "node1.ansible_port: "),
        ("[rack_a]", "[rack_a", "ansible-inventory cannot list"),
    ],
)
def test_what_an_inventory_lacks_is_said(
    tmp_path: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert INI.count(old) == 1
    assert init_from(inventory(tmp_path, INI.replace(old, new)), status=2) == {}
    told = capsys.readouterr().err
    assert said in told
    assert "hidden-word" not in told


@pytest.mark.parametrize("content", ["x{{{\n", "all: [\n", ""])
def test_a_broken_yaml_inventory_is_told_as_that(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "inventory.yml"
    broken.write_text(content)
    broken.chmod(0o600)
    assert init_from(broken, status=2) == {}
    assert f"The inventory {broken} is not valid YAML" in capsys.readouterr().err


def test_an_inventory_that_others_can_write_is_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = tmp_path / "ran"
    script = inventory(tmp_path, f"#!/bin/sh\ntouch '{ran}'\necho '{{}}'\n")
    script.chmod(0o777)
    assert init_from(script, status=2) == {}
    assert not ran.exists()
    assert str(script) in capsys.readouterr().err


def test_an_inventory_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init_from(tmp_path / "nowhere", status=2) == {}
    assert "cannot be read: No such file" in capsys.readouterr().err


def test_without_ansible(tmp_path: Path) -> None:
    """In an environment that has none, a sentence says what to install."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom wizard.ansible import inventory\n"
        "sys.executable = '/nowhere/python'\nfrom wizard.cli import main\n"
        f"sys.exit(main(['--lang', 'en', '--inventory', {str(inventory(tmp_path, INI))!r}, '--init', 'x']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PATH": "/nowhere", "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "requires Ansible, which is not installed" in ended.stderr
    assert not (tmp_path / "x").exists()
