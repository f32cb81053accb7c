"""Who may ask a running lab for something, and what it does with what is no request."""

from __future__ import annotations

import os
import pwd
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.novalab.programs import Started, started


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A lab for all tests of this file."""
    home = tmp_path_factory.mktemp("control")
    with started(home, home / "lab") as found:
        yield found


def answered(lab: Started, sent: bytes) -> bytes:
    """Return what the socket answers before it closes."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(str(lab.folder / "control"))
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(4096):
            received += part
        return received


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\n",
        b"no JSON\n",
        b"[]\n",
        b"null\n",
        b"{}\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"do": "bla"}\n',
        b'{"do": "snapshot"}\n',
        b'{"do": "snapshot", "name": 3, "overwrite": true}\n',
        b'{"do": "replace", "kept": "{}", "keep_as": null}\n',
        b'{"do": "reboot"}\n',
        b'{"do": "reboot", "node": "../x"}\n',
        b'{"do": "inject", "fault": []}\n',
        b'{"do": "cut", "node": "nobody", "pattern": "(", "when": "in", "skip": 0}\n',
    ],
)
def test_no_request(lab: Started, sent: bytes) -> None:
    """It is refused, and the lab goes on."""
    received = answered(lab, sent)
    assert b'"nodes"' not in received
    assert lab.command("status").returncode == 0
    assert lab.ssh("controller", "hostname").stdout == "controller\n"


def test_whoever_says_nothing_holds_up_nobody(lab: Started) -> None:
    """Many connections that never ask are no obstacle for one that does."""
    silent = [socket.socket(socket.AF_UNIX) for _ in range(10)]
    for connection in silent:
        connection.connect(str(lab.folder / "control"))
    assert lab.command("status").returncode == 0
    for connection in silent:
        connection.close()


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs root on Linux")
def test_another_user_is_not_answered(lab: Started) -> None:
    """Also where the modes would let them in."""
    control = lab.folder / "control"
    opened = [control, *(path for path in control.parents if path != Path("/"))]
    modes = {path: path.stat().st_mode for path in opened}
    try:
        for path in opened:
            path.chmod(0o666 if path == control else modes[path] | 0o011)
        child = os.fork()
        if child == 0:
            _ask_as_nobody(lab)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == NO_ANSWER
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


NO_ANSWER = 42


def _ask_as_nobody(lab: Started) -> NoReturn:
    """Ask for the logins as another user, in a process of its own; it ends with 42 where no answer comes."""
    status = 1
    try:
        os.setresuid(*[pwd.getpwnam("nobody").pw_uid] * 3)
        try:
            received = answered(lab, b'{"do": "logins"}\n')
        except (BrokenPipeError, ConnectionResetError):
            received = b""
        status = 0 if received else NO_ANSWER
    finally:
        os._exit(status)
