"""The scripts of `Edit` and `Backup`, run for real by sh in a folder of the test's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.actions.file import Backup, Edit
from wizard.model.message import Message
from wizard.textfile import raw_text

BEFORE, AFTER = b"[DEFAULT]\n# old\n", b"[DEFAULT]\nnew = \xff\x00\r\n"
BACKUP = "nova.conf.before-nova-wizard"
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away and mounts")


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    """A nova.conf with mode and time of its own, whose folder has a name that needs quoting."""
    path = tmp_path / "it's [a] nova.conf?"
    path.mkdir()
    path /= "nova.conf"
    path.write_bytes(BEFORE)
    path.chmod(0o640)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def edit(path: Path, before: bytes = BEFORE, after: bytes = AFTER) -> Edit:
    """Return the action that replaces one content of the file by another."""
    return Edit(str(path), "", before, raw_text(after), "", reason=Message("conf-missing"))


def send(
    action: Edit | Backup, stdin: bytes | None = None, path: str | None = None, shell: str = "dash"
) -> subprocess.CompletedProcess[bytes]:
    """Run an action's script; with `path`, by programs found there first."""
    command = action.command
    wire = command.stdin.wire().encode("utf-8", "surrogateescape")
    return subprocess.run(
        [shell, "-c", command.script],
        input=wire if stdin is None else stdin,
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "LC_ALL": "C",
            "PATH": f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"],
        },
    )


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_file_gets_its_new_content_and_a_copy_of_the_old(conf: Path, shell: str) -> None:
    done = send(edit(conf), shell=shell)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert conf.read_bytes() == AFTER
    assert (conf.parent / BACKUP).read_bytes() == BEFORE
    assert names(conf.parent) == {"nova.conf", BACKUP}


def test_mode_stays_and_the_time_tells_of_the_edit(conf: Path) -> None:
    send(edit(conf))
    kept = conf.parent / BACKUP
    assert (conf.stat().st_mode & 0o7777, kept.stat().st_mode & 0o7777) == (0o640, 0o640)
    assert conf.stat().st_mtime > 1_000_000_000
    assert kept.stat().st_mtime == 1_000_000_000


@AS_ROOT
def test_owner_and_group_stay(conf: Path) -> None:
    os.chown(conf, 4321, 8765)
    conf.chmod(0o640)
    send(edit(conf))
    for file in (conf, conf.parent / BACKUP):
        assert (file.stat().st_uid, file.stat().st_gid, file.stat().st_mode & 0o7777) == (4321, 8765, 0o640)


def test_a_link_is_followed_and_stays_a_link(conf: Path) -> None:
    link = conf.parent.parent / "selinux"
    link.symlink_to(os.path.relpath(conf, link.parent))
    assert send(edit(link)).returncode == 0
    assert link.is_symlink()
    assert conf.read_bytes() == AFTER
    assert names(conf.parent) == {"nova.conf", BACKUP}


def test_the_kept_copy_is_from_before_the_first_edit(conf: Path) -> None:
    send(edit(conf))
    send(edit(conf, AFTER, b"third"))
    assert conf.read_bytes() == b"third"
    assert (conf.parent / BACKUP).read_bytes() == BEFORE


def test_keep_makes_the_copy_and_makes_it_once(conf: Path) -> None:
    keep = Backup(str(conf), reason=Message("copy-missing"))
    assert send(keep).returncode == 0
    kept = conf.parent / BACKUP
    assert (kept.read_bytes(), kept.stat().st_mtime) == (BEFORE, conf.stat().st_mtime)
    conf.write_bytes(AFTER)
    assert send(keep).returncode == 0
    assert kept.read_bytes() == BEFORE
    assert names(conf.parent) == {"nova.conf", BACKUP}


def test_a_file_that_changed_meanwhile_is_left_alone(conf: Path) -> None:
    conf.write_bytes(b"somebody else's")
    done = send(edit(conf))
    assert (done.returncode, done.stderr) == (76, f"{conf}: changed meanwhile\n".encode())
    assert conf.read_bytes() == b"somebody else's"
    assert names(conf.parent) == {"nova.conf", BACKUP}


@pytest.mark.parametrize("left_out", [1, len(AFTER)])
def test_content_that_was_cut_short_is_not_put_in_place(conf: Path, left_out: int) -> None:
    wire = edit(conf).command.stdin.wire().encode("utf-8", "surrogateescape")
    done = send(edit(conf), wire[:-left_out])
    assert (done.returncode, done.stderr) == (75, f"{conf}: cut short\n".encode())
    assert conf.read_bytes() == BEFORE
    assert names(conf.parent) == {"nova.conf", BACKUP}


@pytest.mark.parametrize("there", [0, 10, 64, 65, 100])
def test_checksums_that_were_cut_short_change_nothing(conf: Path, there: int) -> None:
    wire = edit(conf).command.stdin.wire().encode("utf-8", "surrogateescape")
    assert send(edit(conf), wire[:there]).returncode != 0
    assert conf.read_bytes() == BEFORE
    assert names(conf.parent) == {"nova.conf", BACKUP}


def test_what_a_killed_edit_left_is_taken_away(conf: Path) -> None:
    (conf.parent / "nova.conf.nova-wizard.Ab1xYz").write_bytes(b"[DEF")
    (conf.parent / "nova.conf.nova-wizard.notes").write_bytes(b"mine")
    assert send(edit(conf)).returncode == 0
    assert names(conf.parent) == {"nova.conf", BACKUP, "nova.conf.nova-wizard.notes"}


def test_a_file_that_is_not_there_is_an_error(conf: Path) -> None:
    conf.unlink()
    done = send(edit(conf))
    assert done.returncode == 1
    assert b"No such file" in done.stderr
    assert names(conf.parent) == set()


def programs(folder: Path, **scripts: str) -> str:
    """Put programs of these names into a folder, and return it for PATH."""
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("program", ["cp", "dd"])
def test_an_edit_that_is_ended_in_the_middle_leaves_nothing(
    conf: Path, tmp_path: Path, number: int, program: str
) -> None:
    path = programs(tmp_path / "bin", **{program: f"kill -{int(number)} $PPID; exit 1"})
    assert send(edit(conf), path=path).returncode != 0
    assert conf.read_bytes() == BEFORE
    assert not [name for name in names(conf.parent) if ".nova-wizard." in name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder where 64 KiB fit."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no tmpfs can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@AS_ROOT
@pytest.mark.parametrize(("before", "after"), [(40, 40), (20, 30)], ids=["for the copy", "for the new one"])
def test_a_full_disk_changes_nothing_and_is_told(small_disk: Path, before: int, after: int) -> None:
    conf = small_disk / "nova.conf"
    old, new = b"b" * before * 1024, b"a" * after * 1024
    conf.write_bytes(old)
    done = send(edit(conf, old, new))
    assert done.returncode not in (0, 75)
    assert b"No space left" in done.stderr
    assert conf.read_bytes() == old
    assert names(small_disk) <= {"nova.conf", BACKUP}


@given(before=st.binary(max_size=3000), after=st.binary(max_size=3000))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_come_through(tmp_path: Path, before: bytes, after: bytes) -> None:
    folder = tmp_path / "any"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    conf = folder / "nova.conf"
    conf.write_bytes(before)
    assert send(edit(conf, before, after)).returncode == 0
    assert conf.read_bytes() == after
    assert (folder / BACKUP).read_bytes() == before
