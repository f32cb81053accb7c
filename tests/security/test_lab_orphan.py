"""A lab does not outlive the program that started it, however busy it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.security.programs import run
from wizard.lab import Lab, LabRefused
from wizard.lab.lab import START
from wizard.text import Words

PROGRAM = """
import os, sys, time
from wizard.lab import Lab
import paramiko
with Lab() as lab:
    node = lab.nodes["compute1"]
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(node.host, node.port, node.user, key_filename=node.identity_file, allow_agent=False,
                   look_for_keys=False)
    for command in sys.argv[1:]:
        client.exec_command(command)
    if os.environ.get("KEEPS_PIPE"):
        os.set_inheritable(lab._process.stdin.fileno(), True)
        import subprocess
        other = subprocess.Popen(["sleep", "60"], close_fds=False)
        print(other.pid, flush=True)
    print(lab._process.pid, os.path.dirname(node.identity_file), flush=True)
    time.sleep(600)
"""
LIMIT = 30.0


def lives(pid: int) -> bool:
    """Whether a process is there, and is no zombie that waits for its parent."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


def gone(pid: int, folder: str) -> None:
    """Wait until neither process nor folder is there."""
    end = time.monotonic() + LIMIT
    while lives(pid) or Path(folder).exists():
        assert time.monotonic() < end, (lives(pid), Path(folder).exists())
        time.sleep(0.05)


@pytest.mark.parametrize(
    "command", ["yes", "yes >/dev/null", "while :; do :; done", "cat /dev/zero | sort", "sleep 9999"]
)
def test_parent_killed(command: str) -> None:
    """SIGKILL for the parent while a node is busy: neither process nor folder remains."""
    parent = subprocess.Popen([sys.executable, "-c", PROGRAM, command], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid, folder = parent.stdout.readline().split()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    gone(int(pid), folder)


def test_pipe_kept_open() -> None:
    """Also where somebody else has the lab's standard input open."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "KEEPS_PIPE": "1"},
    )
    assert parent.stdout is not None
    other = int(parent.stdout.readline())
    pid, folder = parent.stdout.readline().split()
    os.kill(parent.pid, signal.SIGKILL)
    try:
        gone(int(pid), folder)
    finally:
        os.kill(other, signal.SIGKILL)
        parent.wait()


def started(folder: Path) -> subprocess.Popen[str]:
    """Start a lab's process, as a parent does."""
    return subprocess.Popen(
        [sys.executable, "-c", START, str(folder), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_parent_killed_before_it_asks(tmp_path: Path) -> None:
    """Also where the parent dies before it has said anything, or in the midst of it."""
    for said in ("", '{"places": ['):
        folder = tmp_path / "lab"
        folder.mkdir()
        lab = started(folder)
        lab.communicate(said, LIMIT)
        assert not folder.exists()


def keepers(folder: Path) -> list[int]:
    """Return the processes of labs that have been given a folder in this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"wizard.lab.keeper" in command and bytes(folder) in command:
            found.append(int(process.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.2, 0.5])
def test_ended_by_a_signal_while_it_starts(tmp_path: Path, number: signal.Signals, delay: float) -> None:
    """Whichever signal, and whenever it comes after the lab's process has started: nothing remains."""
    parent = subprocess.Popen(
        [sys.executable, "-c", "from wizard.lab import Lab\nwith Lab(): pass"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + LIMIT
    while not keepers(tmp_path) and parent.poll() is None:
        assert time.monotonic() < end
    time.sleep(delay)
    parent.send_signal(number)
    parent.wait(LIMIT)
    while list(tmp_path.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where its process cannot be started, nor where it refuses."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "kept").write_text("")
    with pytest.raises(LabRefused), Lab(directory=tmp_path / "kept"):
        pass
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError), Lab():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


FOLDERS: dict[str, Callable[[Path], Path]] = {
    "writable by all": lambda folder: changed(folder, 0o777),
    "writable by a group": lambda folder: changed(folder, 0o770),
    "in one that is writable by all": lambda folder: changed(folder, 0o777) / "inside",
}


def changed(folder: Path, mode: int) -> Path:
    """Change a folder's mode, and return it."""
    folder.chmod(mode)
    return folder


@pytest.mark.parametrize("kind", FOLDERS.values(), ids=FOLDERS)
def test_temporary_files_that_others_could_exchange(tmp_path: Path, kind: Callable[[Path], Path]) -> None:
    """The lab does not put its key there, and says where."""
    folder = tmp_path / "open"
    (folder / "inside").mkdir(parents=True)
    done = run(tmp_path, "--lab", "--replay", "--check", "--output", "plain", TMPDIR=str(kind(folder)))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == Words("en").label("lab-tmp-untrusted", said=str(folder)) + "\n"
    assert [path.name for path in folder.rglob("*")] == ["inside"]


def test_a_sticky_folder_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As /tmp is."""
    tmp_path.chmod(0o1777)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Lab() as lab:
        assert lab.nodes["controller"].identity_file.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_parent_killed_while_it_starts(tmp_path: Path) -> None:
    """Also where the parent dies before the lab has said where it is."""
    folder = tmp_path / "lab"
    folder.mkdir()
    lab = subprocess.Popen(
        [sys.executable, "-c", START, str(folder), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert lab.stdin is not None
    assert lab.stdout is not None
    lab.stdout.close()
    request = '{"places": [], "passwords": {}, "faults": [], "directory": null}\n'
    lab.stdin.write(request.replace("[]", '[{"name": "a", "management_ip": "192.0.2.1"}]', 1))
    lab.stdin.close()
    lab.wait(LIMIT)
    assert not folder.exists()
