"""Snapshots, and a lab put back: to a snapshot, to its beginning, to where the guide is done up to a step."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.novalab.programs import WIZARD, Started, run, started, until
from wizard.exercises import record
from wizard.exercises.record import Record

NOTE = "cat /root/note"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A lab for all tests of this file."""
    home = tmp_path_factory.mktemp("states")
    with started(home, home / "lab") as found:
        yield found


def check(lab: Started, only: str) -> int:
    """Return the exit status of a check of some steps."""
    answers = str(lab.folder / "answers.yaml")
    return run(lab.home, WIZARD, "--replay", answers, "--check", "--only", only).returncode


def test_snapshot_and_restore(lab: Started) -> None:
    """All that was there is there again; what came after is gone, and can be had back too."""
    lab.ssh("controller", "echo one > /root/note")
    assert lab.command("snapshot", "처음.1").returncode == 0
    lab.ssh("controller", "echo two > /root/note; systemctl stop memcached")
    nodes = lab.lab.nodes
    assert lab.command("restore", "처음.1").returncode == 0
    assert lab.ssh("controller", f"{NOTE}; systemctl is-active memcached").stdout == "one\nactive\n"
    assert lab.lab.ask({"do": "logins"})["nodes"][0]["port"] == nodes["controller"].port
    assert lab.command("restore", "before-restore").returncode == 0
    assert lab.ssh("controller", NOTE).stdout == "two\n"
    status = lab.command("status").stdout
    assert "처음.1" in status
    assert "before-restore" in status


def test_the_name_that_is_taken(lab: Started) -> None:
    """It is not overwritten unless that is asked for."""
    lab.ssh("controller", "echo kept > /root/note")
    assert lab.command("snapshot", "taken").returncode == 0
    lab.ssh("controller", "echo later > /root/note")
    refused = lab.command("snapshot", "taken")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert lab.command("restore", "taken").returncode == 0
    assert lab.ssh("controller", NOTE).stdout == "kept\n"
    assert lab.command("snapshot", "--force", "taken").returncode == 0


@pytest.mark.parametrize("name", ["", ".", "..", "../../lab", "a/b", "-x", ".hidden", "a b", "x" * 51, "n\n"])
def test_names_that_are_none(lab: Started, name: str) -> None:
    """They are refused with what a name may be, and nothing is written."""
    before = sorted(path.name for path in lab.folder.rglob("*"))
    for command in ("snapshot", "restore"):
        ended = lab.command(command, "--", name) if name.startswith("-") else lab.command(command, name)
        assert ended.returncode == 2
        assert len(ended.stderr.splitlines()) == 1
    assert sorted(path.name for path in lab.folder.rglob("*")) == before


def test_a_snapshot_that_there_is_not(lab: Started) -> None:
    """Those that there are are named, none where there are none; nothing is written."""
    (lab.folder / "snapshots").rename(lab.folder / "others")
    refused = lab.command("restore", "knwon")
    assert (refused.returncode, refused.stderr) == (
        2,
        "There is no snapshot knwon. There are none yet.\n",
    )
    assert not (lab.folder / "snapshots").exists()
    (lab.folder / "others").rename(lab.folder / "snapshots")
    lab.command("snapshot", "--force", "known")
    lab.command("snapshot", "--force", "before-restore")
    lab.ssh("controller", "echo later > /root/note")
    kept = (lab.folder / "snapshots" / "before-restore").read_bytes()
    assert "known" in lab.command("restore", "knwon").stderr
    assert (lab.folder / "snapshots" / "before-restore").read_bytes() == kept


def test_two_states_take_turns(lab: Started) -> None:
    """Going back to what was before a restore is undone by going back to it once more, as is printed."""
    lab.ssh("controller", "echo one > /root/note")
    lab.command("snapshot", "--force", "one")
    lab.ssh("controller", "echo two > /root/note")
    assert lab.command("restore", "one").returncode == 0
    for expected in ("two\n", "one\n", "two\n"):
        done = lab.command("restore", "before-restore")
        assert f"nova-lab restore --dir {lab.folder} before-restore" in done.stdout
        assert lab.ssh("controller", NOTE).stdout == expected


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b'{"faults": [], "kept": {"format": 1}}'])
def test_a_damaged_snapshot(lab: Started, content: bytes) -> None:
    """It is refused, and the running lab stays as it is."""
    lab.ssh("controller", "echo whole > /root/note")
    lab.command("snapshot", "--force", "damaged")
    (lab.folder / "snapshots" / "damaged").write_bytes(content)
    before = sorted(path.stat().st_mtime_ns for path in (lab.folder / "snapshots").iterdir())
    ended = lab.command("restore", "damaged")
    assert ended.returncode == 2
    assert sorted(path.stat().st_mtime_ns for path in (lab.folder / "snapshots").iterdir()) == before
    assert lab.ssh("controller", NOTE).stdout == "whole\n"


def test_reset(lab: Started) -> None:
    """Up to and with the step, no further; without one the lab is as new; a step that is none is named."""
    assert lab.command("reset", "--to", "4.4.2/prepare").returncode == 0
    assert check(lab, "4.4.2/prepare") == 0
    assert check(lab, "4.4.2/install") == 5
    lab.ssh("controller", "echo mine > /root/note")
    assert lab.command("reset").returncode == 0
    assert check(lab, "4.4.2/prepare") == 5
    assert lab.ssh("controller", "ls /root").stdout == "admin-openrc\n"
    assert lab.command("restore", "before-reset").returncode == 0
    assert lab.ssh("controller", NOTE).stdout == "mine\n"
    unknown = lab.command("reset", "--to", "4.4.22")
    assert unknown.returncode == 2
    assert "4.4.2" in unknown.stderr


def test_reset_ends_the_exercise_and_the_faults(lab: Started) -> None:
    """They belong to the state that is gone."""
    lab.lab.inject("memcached-down")
    (lab.folder / "exercise.json").touch(0o600)
    assert lab.command("reset").returncode == 0
    assert lab.lab.status()["faults"] == []
    assert not (lab.folder / "exercise.json").exists()
    assert lab.ssh("controller", "systemctl is-active memcached").stdout == "active\n"


def begin(lab: Started, hints: int = 0) -> Record:
    """Have an exercise at work, as its beginning leaves the record."""
    begun = Record(exercise="memcached-down", started=1.5, held=[("before/ports", "controller")], hints=hints)
    record.write(lab.folder, begun)
    return begun


def test_an_exercise_comes_back_with_its_state(lab: Started) -> None:
    """Name, start and what held; a reset says that it ends, a restore that it goes on or ends."""
    lab.command("reset")
    begun = begin(lab)
    done = lab.command("reset", "--to", "4.4.2/prepare/1b")
    assert "The exercise memcached-down has ended." in done.stdout
    assert record.read(lab.folder) is None
    assert "exercise" not in lab.command("reset").stdout
    begin(lab)
    lab.command("reset")
    done = lab.command("restore", "before-reset")
    assert "The exercise memcached-down is at work again." in done.stdout
    assert record.read(lab.folder) == begun
    assert "Exercise: memcached-down" in lab.command("status").stdout
    done = lab.command("restore", "before-restore")
    assert "The exercise memcached-down has ended." in done.stdout
    assert record.read(lab.folder) is None


def test_an_older_state_gives_no_hint_back(lab: Started) -> None:
    """Neither of an exercise that is at work, nor of one that has ended meanwhile; another attempt is new."""
    lab.command("reset")
    begun = begin(lab)
    lab.command("snapshot", "--force", "no-hints")
    for taken in (1, 2):
        record.take_hint(lab.folder, begun, 3)
        begun = record.read(lab.folder) or begun
        assert begun.hints == taken
        lab.command("restore", "no-hints")
        assert record.read(lab.folder) == begun
    lab.command("reset")
    lab.command("reset")
    lab.command("restore", "no-hints")
    assert record.read(lab.folder) == begun
    anew = begun.model_copy(update={"started": 2.5, "hints": 0})
    record.write(lab.folder, anew)
    assert record.read(lab.folder) == anew
    lab.command("reset")


def test_a_state_of_other_hosts(lab: Started) -> None:
    """It is refused before anything is cut."""
    data = json.loads(lab.lab.data())
    data["nodes"]["other"] = data["nodes"].pop("compute1")
    data["host_keys"]["other"] = data["host_keys"].pop("compute1")
    with pytest.raises(Exception, match="lab-dir-other"):
        lab.lab.replace(json.dumps(data).encode())
    assert lab.ssh("compute1", "hostname").stdout == "compute1\n"


def test_reboot(lab: Started) -> None:
    """The node comes back without what was only in memory."""
    lab.ssh("compute1", "touch /run/gone /root/stays")
    assert lab.command("reboot", "compute1").returncode == 0
    until(lambda: all(node["up"] for node in lab.lab.status()["nodes"]), "it does not come back")
    assert lab.ssh("compute1", "ls /root/stays; ls /run/gone").stdout == "/root/stays\n"
    unknown = lab.command("reboot", "compute2")
    assert unknown.returncode == 2
    assert "compute1" in unknown.stderr


def test_a_node_that_does_not_come_up(lab: Started) -> None:
    """Its console is reached by the same command, and mends it; status and the kept lab know it is down."""
    lab.ssh("compute1", "cp /etc/fstab /root/fstab; echo '/dev/sdx /mnt xfs defaults 0 0' >> /etc/fstab")
    ended = lab.command("reboot", "compute1")
    assert ended.returncode == 1
    assert "nova-lab shell" in ended.stderr
    assert "down" in lab.command("status").stdout
    assert lab.command("shell", "compute1").returncode == 3
    assert lab.command("shell", "compute1", "cat /root/fstab > /etc/fstab; exit 4").returncode == 4
    assert lab.command("reboot", "compute1").returncode == 0
    assert lab.command("shell", "compute1", "hostname").stdout == "compute1\n"
