"""nova-lab shell: a session on a node, with the machine's ssh or without."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.novalab.programs import LAB, LIMIT, Started, environment, started


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A lab for all tests of this file."""
    home = tmp_path_factory.mktemp("shell")
    with started(home, home / "lab") as found:
        yield found


@pytest.fixture(params=["ssh", "no ssh"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The search path, with ssh on it or without."""
    return os.environ["PATH"] if request.param == "ssh" else str(tmp_path)


def test_a_command(lab: Started, path: str) -> None:
    """Its output, its errors and its exit status are handed through; input reaches it."""
    ended = lab.command("shell", "compute1", "hostname; echo no >&2; exit 7", PATH=path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "compute1\n", "no\n")
    ended = lab.command("shell", "controller", "cat", "-", text="한글\n", PATH=path)
    assert (ended.returncode, ended.stdout) == (0, "한글\n")
    ended = lab.command("shell", "controller", "ls", "-d", "--", "/root", PATH=path)
    assert ended.stdout == "/root\n"


def test_commands_on_standard_input(lab: Started, path: str) -> None:
    """Without a terminal the shell reads its commands there."""
    ended = lab.command("shell", "compute1", text="hostname\nexit 3\n", PATH=path)
    assert (ended.returncode, ended.stdout) == (3, "compute1\n")


def test_on_a_terminal(lab: Started, path: str) -> None:
    """The session has a terminal of its own, and ends with the shell's exit status."""
    ours, theirs = pty.openpty()
    argv = [LAB, "shell", "--dir", str(lab.folder), "controller"]
    with subprocess.Popen(
        argv,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(lab.home, PATH=path, TERM="xterm"),
        start_new_session=True,
    ) as process:
        os.close(theirs)
        os.write(ours, b"tty > /dev/null && echo answer=$((6*7)); exit 5\r")
        shown = b""
        while b"answer=42" not in shown:
            shown += os.read(ours, 4096)
        assert process.wait(LIMIT) == 5
    os.close(ours)


def test_a_node_that_there_is_not(lab: Started) -> None:
    """Those that there are are named; nothing reaches ssh as an option."""
    for name in ("compute2", "-oProxyCommand=touch x"):
        ended = lab.command("shell", "--", name)
        assert ended.returncode == 2
        assert "controller, compute1" in ended.stderr
    ended = lab.command("shell", "controller", "-oProxyCommand=touch x")
    assert "bash" in ended.stderr
    assert not (lab.home / "x").exists()
