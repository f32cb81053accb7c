"""Peers that stop answering: everything returns within its limit, and is told as what it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import SNAPPY, Sshd
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt
from wizard.model.problems import HostProblem, Lost
from wizard.secret import Secret, Text

WATCHFUL = replace(SNAPPY, keepalive_interval=0.2, keepalive_timeout=0.8)


@pytest.fixture
def frozen(start_sshd: StartSshd) -> Sshd:
    """An sshd of the test's own, to be frozen in it."""
    return start_sshd()


@pytest.fixture
def host(frozen: Sshd) -> Iterator[SshHost]:
    """An open host behind an sshd that can be frozen."""
    with closing(frozen.host(WATCHFUL)) as host:
        host.open()
        # Of an sshd that is not root's, a process is still being forked when the login is done.
        host.run(Command("true", changes=False))
        yield host


@contextmanager
def told(key: str, kind: type[Exception] = Lost) -> Iterator[None]:
    """Expect a problem with this key, within seconds."""
    began = time.monotonic()
    with pytest.raises(kind) as problem:
        yield
    assert time.monotonic() - began < 10
    assert not isinstance(problem.value, HostProblem) or problem.value.message.key == key


def test_before_a_command(frozen: Sshd, host: SshHost) -> None:
    frozen.freeze()
    with told("connection-silent"):
        host.run(Command("true", changes=False))


@pytest.mark.parametrize("stdin", [0, 1_500_000, 20_000_000])
def test_in_the_middle_of_a_command(frozen: Sshd, host: SshHost, stdin: int) -> None:
    command = Command("echo on; sleep 1; cat >/dev/null; sleep 60", Text("x" * stdin), changes=False)
    with told("connection-silent"):
        host.run(command, lambda _: frozen.freeze())


def test_in_the_middle_of_its_output(frozen: Sshd, host: SshHost) -> None:
    frozen_once = iter([frozen.freeze])

    def freeze(_: str) -> None:
        next(frozen_once, lambda: None)()

    with told("connection-silent"):
        host.run(Command(f"echo on; exec yes {'x' * 999}", changes=False), freeze)


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal(frozen: Sshd, host: SshHost) -> None:
    command = Command("echo on; sleep 60", prompts=(Prompt("Q: ", Secret("a", "b")),), changes=False)
    with told("connection-silent"):
        host.run(command, lambda _: frozen.freeze())


def test_dialling(frozen: Sshd, host: SshHost) -> None:
    frozen.freeze()
    with told("", OSError):
        host.dial("127.0.0.1", frozen.port)


def test_after_it_thaws_it_opens_again(frozen: Sshd, host: SshHost) -> None:
    frozen.freeze()
    with told("connection-silent"):
        host.run(Command("true", changes=False))
    frozen.thaw()
    host.open()
    assert host.run(Command("true", changes=False)).status == 0


def test_closing_a_frozen_one(frozen: Sshd, host: SshHost) -> None:
    frozen.freeze()
    began = time.monotonic()
    host.close()
    assert time.monotonic() - began < 2


def test_a_slow_command_is_not_taken_for_a_frozen_peer(host: SshHost) -> None:
    # Longer than it takes to call a silent peer frozen.
    assert host.run(Command("sleep 1.5", changes=False)).status == 0
