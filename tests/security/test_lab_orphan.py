"""A lab does not outlive the program that started it, however busy it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wizard.lab.lab import START

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


def test_parent_killed_while_it_starts(tmp_path: Path) -> None:
    """Also where the parent dies before the lab has said where it is."""
    folder = tmp_path / "lab"
    folder.mkdir()
    lab = subprocess.Popen(
        [sys.executable, "-c", START, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert lab.stdin is not None
    assert lab.stdout is not None
    lab.stdout.close()
    request = f'{{"places": [], "passwords": {{}}, "faults": [], "directory": null, "folder": "{folder}"}}\n'
    lab.stdin.write(request.replace("[]", '[{"name": "a", "management_ip": "192.0.2.1"}]', 1))
    lab.stdin.close()
    lab.wait(LIMIT)
    assert not folder.exists()
