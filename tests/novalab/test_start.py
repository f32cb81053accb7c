"""A lab in a folder: how one logs in while it runs, and that it goes on where it was."""

from __future__ import annotations

import os
import re
import signal
import stat
from pathlib import Path

import pytest

from tests.novalab.programs import LAB, WIZARD, run, start_refused, started, until
from wizard.answers.load import load
from wizard.exercises.load import find
from wizard.labfolder.names import WHILE_RUNNING

ODD = "내 실습 here"


def test_ssh_scp_and_sftp(tmp_path: Path) -> None:
    """With the ssh_config in the folder, in whatever folder; root and stack, by name and by address."""
    with started(tmp_path, tmp_path / ODD) as lab:
        assert lab.ssh("controller", "hostname").stdout == "controller\n"
        assert lab.ssh("10.0.0.31", "hostname").stdout == "compute1\n"
        assert lab.ssh("stack@compute1", "id -un").stdout == "stack\n"
        config = str(tmp_path / ODD / "ssh_config")
        (tmp_path / "note").write_text("한글\n")
        assert run(tmp_path, "scp", "-qF", config, "note", "controller:/root/copy").returncode == 0
        batch = "get /root/copy back\nput note /root/second\n"
        assert run(tmp_path, "sftp", "-qF", config, "-b", "-", "controller", text=batch).returncode == 0
        assert (tmp_path / "back").read_text() == "한글\n"
        assert lab.ssh("controller", "cat /root/second").stdout == "한글\n"


def test_hosts_are_known(tmp_path: Path) -> None:
    """Another host key is refused: nothing is learnt on the way."""
    with started(tmp_path, tmp_path / "lab") as lab:
        known = tmp_path / "lab" / "known_hosts"
        lines = known.read_text().splitlines()
        keys = [line.rpartition(" ")[2] for line in lines if not line.startswith("#")]
        known.write_text(known.read_text().replace(keys[0], keys[1]))
        assert "Host key verification failed" in lab.ssh("controller", "hostname").stderr
        assert lab.ssh("compute1", "hostname").stdout == "compute1\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_goes_on_where_it_was(tmp_path: Path, number: signal.Signals) -> None:
    """After each way to end it: state, ports, host keys and logins stay, the files for logging in go."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder, "--nodes", "2") as lab:
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert modes.pop("snapshots", 0o700) == 0o700
        assert set(modes.values()) == {0o600}
        assert modes.keys() >= set(WHILE_RUNNING)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert lab.ssh("compute2", "echo noted > /root/note").returncode == 0
        nodes = lab.lab.nodes
        assert lab.stop(number) == 0
        assert "nova-lab start" in lab.said
    assert [name for name in WHILE_RUNNING if (folder / name).exists()] == []
    with started(tmp_path, folder) as lab:
        assert lab.lab.nodes == nodes
        assert lab.ssh("compute2", "cat /root/note").stdout == "noted\n"


def test_two_at_once(tmp_path: Path) -> None:
    """In two folders they have nothing in common; in one, the second start says that it runs already."""
    with started(tmp_path / "a", tmp_path / "one") as one, started(tmp_path / "b", tmp_path / "two") as two:
        one.ssh("controller", "touch /root/first")
        assert two.ssh("controller", "ls /root").stdout == "admin-openrc\n"
        refused = start_refused(tmp_path, tmp_path / "one")
        assert str(one.process.pid) in refused
        assert f"nova-lab shell --dir {tmp_path / 'one'} NODE" in refused
        assert f"nova-wizard --lab-dir {tmp_path / 'one'}\n" in refused
        assert "이미" in start_refused(tmp_path, tmp_path / "one", lang="ko")
        assert one.ssh("controller", "ls /root/first").returncode == 0


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_says_how_to_log_in(tmp_path: Path, lang: str) -> None:
    """Each command that is printed works as printed."""
    folder = tmp_path / ODD
    with started(tmp_path, folder, lang=lang) as lab:
        until(lambda: "Ctrl-C" in lab.said, "it does not say all")
        said = lab.said
        assert "dbpassword" in said
        for node in lab.lab.nodes.values():
            assert re.search(rf"{node.name} .*{node.management_ip} .*127.0.0.1:{node.port}\b", said)
        password = lab.lab.nodes["controller"].password
        line = next(line for line in said.splitlines() if password in line)
        assert {"en": "also for ssh from one host to another", "ko": "다른 호스트로 ssh할 때도"}[lang] in line
        assert {node.password for node in lab.lab.nodes.values()} == {password}
        path = f"{Path(LAB).parent}:{os.environ['PATH']}"
        for start in ("nova-lab shell", "ssh -F"):
            line = next(line for line in said.splitlines() if line.strip().startswith(start))
            ended = run(tmp_path, "sh", "-c", f"{line} hostname", PATH=path)
            assert ended.stdout == "controller\n", ended


def test_a_wizard_by_its_answers(tmp_path: Path) -> None:
    """answers.yaml in the folder does the guide as on real hosts."""
    with started(tmp_path, tmp_path / "lab") as lab:
        file = tmp_path / "lab" / "answers.yaml"
        assert load(file, {}).warnings == ()
        ended = run(tmp_path, WIZARD, "--lang", "en", "--replay", str(file), "--only", "4.4.2/prepare")
        assert ended.returncode == 0, ended
        databases = lab.ssh("controller", "mysql -unova -pnovadbpass -e 'SHOW DATABASES'").stdout
        assert "nova_api" in databases


def test_inventory(tmp_path: Path) -> None:
    """It is YAML with the hosts in two groups; what ssh gets from it logs in."""
    from ruamel.yaml import YAML

    with started(tmp_path, tmp_path / ODD, "--nodes", "2") as lab:
        found = YAML(typ="safe").load(tmp_path / ODD / "inventory.yml")["all"]
        groups = {name: list(group["hosts"]) for name, group in found["children"].items()}
        assert groups == {"controllers": ["controller"], "computes": ["compute1", "compute2"]}
        variables = found["vars"]
        for name, host in found["children"]["computes"]["hosts"].items():
            line = (
                f"ssh {variables['ansible_ssh_common_args']} -o BatchMode=yes -p {host['ansible_port']}"
                f" -i '{variables['ansible_ssh_private_key_file']}'"
                f" {variables['ansible_user']}@{host['ansible_host']} hostname"
            )
            assert run(lab.home, "sh", "-c", line).stdout == f"{name}\n"
        made = run(
            tmp_path, WIZARD, "--inventory", str(tmp_path / ODD / "inventory.yml"), "--init", "made.yaml"
        )
        assert made.returncode == 0, made.stderr
        passwords = {name.upper(): name for name in lab.lab.passwords}
        checked = run(
            tmp_path, WIZARD, "--replay", "made.yaml", "--check", "--only", "4.4.3/prepare/1", **passwords
        )
        assert checked.returncode == 5, checked.stdout + checked.stderr


def test_twenty_nodes(tmp_path: Path) -> None:
    """A class's worth of nodes in one lab."""
    with started(tmp_path, tmp_path / "lab", "--nodes", "20") as lab:
        assert len(lab.lab.nodes) == 21
        assert lab.ssh("compute20", "getent hosts controller compute1").stdout.count("\n") == 2
        assert lab.command("status").stdout.count(" up\n") == 21
    assert "other hosts" in start_refused(tmp_path, tmp_path / "lab", "--nodes", "2")


def test_a_fault(tmp_path: Path) -> None:
    """It is there from the start, and status names it; of an unknown one, the nearest is named."""
    with started(tmp_path, tmp_path / "lab", "--fault", "memcached-down") as lab:
        assert lab.ssh("controller", "systemctl is-active memcached").stdout == "inactive\n"
        assert "memcached-down" in lab.command("status").stdout
    with started(tmp_path, tmp_path / "lab") as lab:
        assert "memcached-down" in lab.command("status").stdout
        assert lab.ssh("controller", "systemctl is-active memcached").stdout == "inactive\n"
    assert "memcached-down" in start_refused(tmp_path, tmp_path / "lab", "--fault", "memcache-down")


def test_an_exercise(tmp_path: Path) -> None:
    """Its task is printed, its fault is there; after a restart it goes on, and a reset ends it."""
    folder = tmp_path / "lab"
    for _ in range(2):
        with started(tmp_path, folder, "--exercise", "endpoint-wrong-port") as lab:
            until(lambda: "Ctrl-C" in lab.said, "the exercise is not ready")
            assert f"`nova-lab hint --dir {folder}` shows the next one" in lab.said
            status = lab.command("status").stdout
            assert "endpoint-wrong-port" in status
            assert f"\n  {find('endpoint-wrong-port').title.en}\n" in status
            assert f"press Ctrl-E: nova-wizard --lab-dir {folder}\n" in status
            assert lab.command("hint").returncode == 0
            assert lab.command("grade").returncode == 5
    with started(tmp_path, folder) as lab:
        assert lab.command("reset").returncode == 0
        assert "endpoint-wrong-port" not in lab.command("status").stdout


def test_an_exercise_in_the_place_of_work(tmp_path: Path) -> None:
    """What was done before is kept, by the command that is printed; a new lab has nothing to keep."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder) as lab:
        lab.ssh("controller", "echo mine > /root/note")
    with started(tmp_path, folder, "--exercise", "memcached-down") as lab:
        until(lambda: "Ctrl-C" in lab.said, "the exercise is not ready")
        assert "mine" not in lab.ssh("controller", "cat /root/note").stdout
        assert f"snapshot before-exercise. Go back to it with: nova-lab restore --dir {folder} " in lab.said
        assert lab.command("restore", "before-exercise").returncode == 0
        assert lab.ssh("controller", "cat /root/note").stdout == "mine\n"
        assert lab.command("grade").returncode == 2
        assert lab.command("restore", "before-restore").returncode == 0
        assert lab.command("grade").returncode == 5
    with started(tmp_path, tmp_path / "new", "--exercise", "memcached-down") as lab:
        until(lambda: "Ctrl-C" in lab.said, "the exercise is not ready")
        assert "before-exercise" not in lab.said + lab.command("status").stdout


def test_an_exercise_that_cannot_begin(tmp_path: Path) -> None:
    """The lab is as it was."""
    file = tmp_path / "own.yaml"
    file.touch(0o600)
    file.write_text(
        "version: 1\nname: own\ntitle: {ko: 제목, en: Title}\ntask: {ko: 할 일, en: Task}\n"
        "break:\n  - {on: controller, sh: 'rm /root/admin-openrc; exit 3'}\n"
        "solve:\n  - {on: controller, sh: 'true'}\n"
    )
    folder = tmp_path / "lab"
    with started(tmp_path, folder) as lab:
        lab.ssh("controller", "echo mine > /root/note")
    ended = run(tmp_path, LAB, "--lang", "en", "start", str(folder), "--exercise", str(file))
    assert "exit 3" in ended.stderr
    with started(tmp_path, folder) as lab:
        said = lab.ssh("controller", "cat /root/note; ls /root/admin-openrc").stdout
        assert said == "mine\n/root/admin-openrc\n"
        assert lab.command("grade").returncode == 2
