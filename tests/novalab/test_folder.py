"""Folders that a lab cannot live in, or that somebody has prepared."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.novalab.programs import LAB, run, start_refused, started

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, name: str = "filler") -> Path:
    """Take all room that is left."""
    filler = place / name
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


@as_root
def test_a_disk_that_gets_full(small: Path, tmp_path: Path) -> None:
    """The lab goes on, a snapshot is refused, what was kept before stays; with room it is kept again."""
    folder = small / "lab"
    with started(tmp_path, folder) as lab:
        lab.ssh("controller", "echo kept > /root/note")
        lab.lab.save()
        kept = (folder / "lab").read_bytes()
        filler = fill(small)
        for name in ("snapshot", "restore"):
            ended = lab.command(name, "x")
            assert ended.returncode == 2, ended
        lab.ssh("controller", "echo lost > /root/note")
        assert lab.ssh("controller", "cat /root/note").stdout == "lost\n"
        assert (folder / "lab").read_bytes() == kept
        assert lab.stop() == 1
        assert "No space left" in lab.said
    assert (folder / "lab").read_bytes() == kept
    rest = fill(small, "rest")
    assert "No space left" in start_refused(tmp_path, folder)
    filler.unlink()
    rest.unlink()
    with started(tmp_path, folder) as lab:
        assert lab.ssh("controller", "cat /root/note").stdout == "kept\n"


@as_root
def test_a_read_only_folder(small: Path, tmp_path: Path) -> None:
    """It is refused with the system's reason."""
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    assert "Read-only" in start_refused(tmp_path, small)
    assert "Read-only" in start_refused(tmp_path, small / "new")


@as_root
@pytest.mark.parametrize("what", ["owner", "writable", "parent"])
def test_a_folder_that_others_may_change(tmp_path: Path, what: str) -> None:
    """It is refused, and nothing is made there."""
    folder = tmp_path / "theirs" / "lab"
    folder.mkdir(parents=True)
    if what == "writable":
        folder.chmod(0o777)
    else:
        at = folder if what == "owner" else folder.parent
        os.chown(at, pwd.getpwnam("nobody").pw_uid, -1)
    assert str(tmp_path / "theirs") in start_refused(tmp_path, folder)
    assert list(folder.iterdir()) == []


def test_links(tmp_path: Path) -> None:
    """A link of one's own leads to the folder; links in the folder are replaced, not followed."""
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    (tmp_path / "real").mkdir(0o700)
    (tmp_path / "link").symlink_to("real")
    with started(tmp_path, tmp_path / "link") as lab:
        assert lab.ssh("controller", "hostname").stdout == "controller\n"
    for name in ("ssh_config", "answers.yaml", "id_ed25519", "control"):
        (tmp_path / "real" / name).symlink_to(victim)
    with started(tmp_path, tmp_path / "real") as lab:
        assert lab.ssh("controller", "hostname").stdout == "controller\n"
        assert not (tmp_path / "real" / "ssh_config").is_symlink()
    for name in ("lab", "lab.json", "running.lock"):
        (tmp_path / "real" / name).unlink()
        (tmp_path / "real" / name).symlink_to(victim)
        assert str(tmp_path / "real") in start_refused(tmp_path, tmp_path / "real")
        (tmp_path / "real" / name).unlink()
    assert victim.read_text() == "untouched"


@pytest.mark.parametrize("name", ["answers.yaml", "ssh_config", "inventory.yml", "id_ed25519"])
def test_a_folder_with_files_of_ones_own(tmp_path: Path, name: str) -> None:
    """They are not replaced."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine")
    assert name in start_refused(tmp_path, folder)
    assert (folder / name).read_text() == "mine"
    assert list(folder.iterdir()) == [folder / name]


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    """It is refused, and nothing is made there; what a start that failed has left is no obstacle."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    refused = start_refused(tmp_path, folder)
    assert f"{folder} contains no lab, but other files, such as thesis.txt." in refused
    assert list(folder.iterdir()) == [folder / "thesis.txt"]
    (folder / "thesis.txt").unlink()
    for name in ("lab.lock", "running.lock", ".lab.0123456789abcdef"):
        (folder / name).touch(0o600)
    with started(tmp_path, folder) as lab:
        (folder / "notes.txt").write_text("beside the lab")
        assert lab.stop() == 0
    with started(tmp_path, folder) as lab:
        assert lab.ssh("controller", "hostname").stdout == "controller\n"


@pytest.mark.parametrize("name", ['a"b', "a'b", "a\\b", "${HOME}", "100%", "a\nb"])
def test_names_that_ssh_cannot_read(tmp_path: Path, name: str) -> None:
    """They are refused before anything is made."""
    ended = run(tmp_path, LAB, "start", str(tmp_path / name))
    assert ended.returncode == 2
    assert not (tmp_path / name).exists()


def test_a_deep_folder(tmp_path: Path) -> None:
    """Deeper than a socket's name may be long."""
    folder = tmp_path.joinpath(*(["deep" * 20] * 5))
    with started(tmp_path, folder) as lab:
        assert lab.command("shell", "controller", "hostname").stdout == "controller\n"


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"version": 2}', "\ufeff{", '{"version": 1, "places": []}']
)
def test_a_damaged_description(tmp_path: Path, content: str) -> None:
    """It is refused and named."""
    folder = tmp_path / "lab"
    folder.mkdir(0o700)
    (folder / "lab.json").touch(0o600)
    (folder / "lab.json").write_text(content)
    assert "lab.json" in start_refused(tmp_path, folder)


def test_a_socket_that_was_left_behind(tmp_path: Path) -> None:
    """Nobody listens there any more: no lab runs, and a start takes its place."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder):
        pass
    with closing(socket.socket(socket.AF_UNIX)) as left:
        left.bind(str(folder / "control"))
    assert run(tmp_path, LAB, "status", "--dir", str(folder)).returncode == 3
    with started(tmp_path, folder) as lab:
        assert lab.command("status").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["shell", "controller"],
        ["snapshot", "x"],
        ["restore", "x"],
        ["reset"],
        ["reboot", "compute1"],
        ["status"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_lab_runs(tmp_path: Path, words: list[str], lang: str) -> None:
    """Each subcommand says so, and how to start one; nothing is made."""
    folder = tmp_path / "none"
    ended = run(tmp_path, LAB, "--lang", lang, words[0], "--dir", str(folder), *words[1:])
    assert ended.returncode == 3
    assert f"nova-lab start {folder}" in ended.stdout + ended.stderr
    assert not folder.exists()
    assert "nova-lab start\n" in "".join(
        run(tmp_path, LAB, "--lang", lang, *words).stderr[-15:]
    ) or words == ["status"]
