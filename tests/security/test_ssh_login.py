"""SSH servers and files that a login must not trust: what is given away, and what is taken in."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import paramiko
import pytest

from tests.support.hostile import PASSWORD, shown
from tests.support.hostile_ssh import (
    HOST_KEY,
    AcceptingServer,
    AskingServer,
    FloodingServer,
    ManyQuestions,
    OddServer,
    drip,
    nothing,
    odd_text,
    unknown_message,
)
from tests.support.peers import listening
from tests.support.sshd import SNAPPY, key_pair, until
from wizard.hosts import Claim
from wizard.hosts.openssh import no_options, options_of
from wizard.hosts.ssh import SshHost
from wizard.hosts.trust import Trust, fingerprint
from wizard.model.answers import Login, Node
from wizard.model.commands import Command
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Lost, Unreachable
from wizard.model.role import Role
from wizard.secret import Secret

ASKS = ("Password: ", False)
PIN = fingerprint(HOST_KEY.asbytes())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with an empty ~/.ssh, and no agent."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return home


def host_at(port: int, **login: object) -> SshHost:
    """A host at a port of loopback, with a password and the servers' key."""
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "user": "root",
        "host_key": PIN,
        "password": Secret("ssh", PASSWORD),
        **login,
    }
    return SshHost(Node(Role.CONTROLLER, "controller", "127.0.0.1", Login(**settings)), SNAPPY)  # type: ignore[arg-type]


def problem(serve: Callable[[socket.socket], None], **login: object) -> Message:
    """Open a host behind this server, which must fail within its limits; return what is told."""
    with listening(serve) as port, closing(host_at(port, **login)) as host:
        began = time.monotonic()
        with pytest.raises(HostProblem) as told:
            host.open()
        assert time.monotonic() - began < 8
    return told.value.message


# --- The password -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounds", "given"),
    [
        ([[ASKS]], 1),
        ([[("Password: ", True)]], 0),
        ([[ASKS, ASKS]], 0),
        ([[ASKS, ("Code: ", False)]], 0),
        ([[("Your name: ", True)]], 0),
        ([[]], 0),
    ],
    ids=["again and again", "echoed", "twice at once", "with a code", "a name", "nothing, again and again"],
)
def test_a_server_that_keeps_asking_gets_the_password_once(
    rounds: list[list[tuple[str, bool]]], given: int
) -> None:
    server = AskingServer(rounds, for_ever=True)
    told = problem(server.serve)
    assert server.answers.count(PASSWORD) == given
    assert len(server.answers) <= 8
    assert told.key == "ssh-login-asks"


@pytest.mark.parametrize(
    "then",
    [
        [ASKS],
        [("New password: ", False)],
        [("Retype: ", False), ("x", False)],
        [("\x1b]52;c;eA==\x07", False)],
    ],
    ids=["the same", "a new one", "two", "escape"],
)
def test_what_is_asked_after_the_password_is_told_and_not_answered(then: list[tuple[str, bool]]) -> None:
    server = AskingServer([[ASKS], [], then])
    told = problem(server.serve)
    assert server.answers == [PASSWORD]
    assert told.key == "ssh-login-asks"
    asked = str(told.variables["asked"])
    assert asked.isprintable() and then[0][0].strip("\x1b\x07 ") in asked


def test_what_a_server_asks_is_quoted_in_short() -> None:
    told = problem(AskingServer([[("x" * 30_000, True)]]).serve)
    assert len(shown(told, "asked")) <= 200


def test_notices_after_the_password_are_passed_over() -> None:
    server = AskingServer([[], [ASKS], [], []])
    with listening(server.serve) as port, closing(host_at(port)) as host, suppress(Unreachable, Lost):
        host._log_in()
        assert host._open_connection is not None
    assert server.answers == [PASSWORD]


def test_a_service_that_is_accepted_again_gets_no_second_login() -> None:
    server = AcceptingServer()
    problem(server.serve)
    assert server.answers == [PASSWORD]


@pytest.mark.parametrize("count", [17, 100_000_000, 0xFFFFFFFF])
def test_a_number_of_questions_is_not_believed(count: int) -> None:
    told = problem(ManyQuestions(count).serve)
    assert told.key == "ssh-login-refused"


# --- Bounds -----------------------------------------------------------------------------------------


def flooding(data: bytes, then: bytes = b"") -> tuple[Callable[[socket.socket], None], list[int]]:
    """Return a server that sends `then` after `data` without end, and how much it got rid of."""
    sent = [0]

    def serve(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(data)
            while True:
                sent[0] += connection.send(then)

    return serve, sent


GREETING = b"SSH-2.0-OpenSSH_7.4\r\n"
FLOODS = {
    "a greeting without line break": (b"SSH-2.0-", b"x" * 65536),
    "lines before the greeting": (b"", b"hello\r\n" * 9000),
    "a packet of 1 GiB": (GREETING + struct.pack(">IB", (1 << 30) + 4, 4) + b"x" * 3, b"x" * 65536),
    "a packet of 300 kB": (GREETING + struct.pack(">IB", 300_004, 4) + b"x" * 3, b"x" * 65536),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_before_the_login_is_cut_off(name: str) -> None:
    serve, sent = flooding(*FLOODS[name])
    told = problem(serve)
    assert all(len(str(value)) <= 2000 for value in told.variables.values())
    assert sent[0] < 20 << 20


@pytest.mark.parametrize("part", [b"x", b"hello\r\n"], ids=["bytes", "lines"])
def test_a_greeting_that_drips_is_not_waited_for(part: bytes) -> None:
    problem(drip(part, 0.1))


def test_output_beyond_the_window_ends_the_connection() -> None:
    server = FloodingServer()
    with listening(server.serve) as port, closing(host_at(port)) as host:
        host.open()

        def stall(_: str) -> None:
            until(lambda: host._open_connection is None)

        with pytest.raises(Lost):
            host.run(Command("x", timeout=20), stall)
    assert server.sent < 64 << 20


@pytest.mark.parametrize("changes", [True, False])
@pytest.mark.parametrize("act", [nothing, unknown_message, odd_text])
def test_a_server_that_answers_a_command_oddly_or_never(
    act: Callable[[paramiko.Transport], None], changes: bool
) -> None:
    """The host is lost, in time; nothing of paramiko's gets through."""
    server = OddServer(act)
    with listening(server.serve) as port, closing(host_at(port)) as host:
        host.open()
        try:
            with pytest.raises(Lost):
                host.run(Command("x", timeout=2, changes=changes))
        finally:
            server.ended.set()


@pytest.mark.parametrize("act", [nothing, unknown_message, odd_text])
def test_a_server_that_answers_the_first_command_oddly_or_never(
    act: Callable[[paramiko.Transport], None],
) -> None:
    server = OddServer(act, at_once=True)
    with listening(server.serve) as port, closing(host_at(port)) as host:
        try:
            with pytest.raises(Unreachable):
                host.open()
        finally:
            server.ended.set()


def test_a_server_that_never_answers_the_lock() -> None:
    server = OddServer(nothing)
    with listening(server.serve) as port, closing(host_at(port)) as host:
        host.open()
        try:
            with pytest.raises(Lost):
                host.acquire(Claim("0a", "kim@desk (pid 1)"))
        finally:
            server.ended.set()


# --- The user's files -------------------------------------------------------------------------------


def within(seconds: float, code: str, *arguments: object) -> str:
    """Run some Python that may hang or grow; return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    return ran.stdout


LOADS = """
from wizard.hosts.openssh import options_of
from wizard.model.problems import Problem
try:
    options_of("x", None, None)
except (OSError, Problem) as error:
    print(error)
"""


def test_a_fifo_is_not_waited_for(home: Path) -> None:
    os.mkfifo(home / ".ssh/fifo")
    (home / ".ssh/config").write_text("Include fifo\n")
    assert "trusted-file-kind" in within(20, LOADS)
    (home / ".ssh/config").write_text("")
    assert Trust("controller", no_options("x", None, None), [str(home / ".ssh/fifo")]).known == []


def test_includes_that_go_round_are_cut_off(home: Path) -> None:
    for name in "abcdef":
        (home / ".ssh" / f"{name}.conf").write_text("Include *.conf\n")
    (home / ".ssh/config").write_text("Include *.conf\n")
    assert "are included" in within(20, LOADS)


def test_a_file_that_is_too_large_is_refused(home: Path) -> None:
    with (home / ".ssh/config").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="larger"):
        options_of("x", None, None)
    (home / ".ssh/config").rename(home / ".ssh/known_hosts")
    with pytest.raises(OSError, match="larger"):
        Trust("controller", no_options("x", None, None), [str(home / ".ssh/known_hosts")])


def test_files_beside_a_key_are_not_waited_for(home: Path) -> None:
    key = key_pair(home / "key")
    Path(f"{key}.pub").unlink()
    os.mkfifo(f"{key}.pub")
    server = AskingServer([[ASKS]], for_ever=True)
    assert problem(server.serve, identity_file=str(key)).key == "ssh-login-asks"


def test_a_key_file_that_is_too_large_is_not_read(home: Path) -> None:
    with (home / "key").open("wb") as file:
        file.truncate(1 << 40)
    server = AskingServer([[ASKS]], for_ever=True)
    assert problem(server.serve, identity_file=str(home / "key")).key == "ssh-login-asks"
