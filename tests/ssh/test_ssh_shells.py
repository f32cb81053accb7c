"""Login shells that print something of their own, and logins at which no command runs."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import ROOT, SNAPPY
from wizard.hosts import Claim, ignore
from wizard.hosts.output import HEAD, READING, Output
from wizard.model.commands import Command, Prompt
from wizard.model.problems import Unreachable
from wizard.secret import Secret

RUNS = 'eval "$SSH_ORIGINAL_COMMAND"'
GREETINGS = {
    "a line": f"echo Welcome to the lab; {RUNS}",
    "no line break": f"printf Welcome; {RUNS}",
    "a title": rf"printf '\033]0;controller\007'; {RUNS}",
    "on stderr": f"echo Welcome >&2; {RUNS}",
    "on both": f"echo Welcome; echo to the lab >&2; {RUNS}",
    "much": f"seq 100000; {RUNS}",
}


@pytest.mark.parametrize("command", GREETINGS.values(), ids=GREETINGS)
def test_a_greeting_is_no_output(start_sshd: StartSshd, command: str) -> None:
    lines: list[str] = []
    with closing(start_sshd(options=f"ForceCommand {command}").host()) as host:
        host.open()
        result = host.run(Command("echo out; echo err >&2", changes=False), lines.append)
        assert (result.status, result.stdout, result.stderr) == (0, b"out\n", b"err\n")
        assert sorted(lines) == ["err", "out"]
        asked = Command("printf 'Name: '; read x; echo $x", changes=False, prompts=(Prompt("Name: ", SAID),))
        assert host.run(asked).stdout == b"Name: me\n"


SAID = Secret("name", "me")


@pytest.mark.skipif(not ROOT, reason="needs root: the run lock is in /run of a mount namespace")
@pytest.mark.parametrize("command", GREETINGS.values(), ids=GREETINGS)
def test_a_greeting_keeps_no_lock(start_sshd: StartSshd, command: str) -> None:
    with closing(start_sshd(options=f"ForceCommand {command}").host()) as host:
        host.open()
        assert host.acquire(Claim("00", "test")) is None
        assert host.run(Command("echo done")).stdout == b"done\n"


REFUSALS = {
    "nologin": ("echo This account is currently not available.; exit 1", "currently not available"),
    "a cloud image": (
        'echo Please login as the user \\"centos\\" rather than root.; exit 142',
        "as the user",
    ),
    "an expired password": ("echo Your password has expired. >&2; exit 1", "has expired"),
    "one that exits": ("exit 0", "-"),
    "a menu": ("printf '1) status\\n2) reboot\\n'; exit 0", "1) status / 2) reboot"),
}


@pytest.mark.parametrize(("command", "said"), REFUSALS.values(), ids=REFUSALS)
def test_where_no_command_runs_the_host_says_why(start_sshd: StartSshd, command: str, said: str) -> None:
    with pytest.raises(Unreachable, match="ssh-no-shell") as refused:
        start_sshd(options=f"ForceCommand {command}").host().open()
    assert said in str(refused.value.message.variables["said"])


def test_another_shell_is_named_by_its_own_words(start_sshd: StartSshd) -> None:
    if shutil.which("tcsh") is None:
        pytest.skip("no tcsh here")
    with pytest.raises(Unreachable, match="ssh-no-shell") as refused:
        start_sshd(options='ForceCommand tcsh -c "$SSH_ORIGINAL_COMMAND"').host().open()
    assert "Unmatched" in str(refused.value.message.variables["said"])


def test_a_login_that_hangs(start_sshd: StartSshd) -> None:
    host = start_sshd(options="ForceCommand sleep 60").host(replace(SNAPPY, login=1))
    with pytest.raises(Unreachable, match="command-limit"):
        host.open()


@pytest.mark.skipif(not ROOT, reason="needs root: the run lock is in /run of a mount namespace")
def test_a_server_that_takes_one_session_only(start_sshd: StartSshd) -> None:
    sshd = start_sshd(options="MaxSessions 1")
    with closing(sshd.host()) as host, closing(sshd.host()) as other:
        host.open()
        for _ in range(20):
            assert host.run(Command("true", changes=False)).status == 0
        assert host.acquire(Claim("00", "test")) is None
        assert host.run(Command("echo done")).stdout == b"done\n"
        assert host.run(Command("echo again")).stdout == b"again\n"
        other.open()
        obstacle = other.acquire(Claim("01", "other"))
        assert obstacle is not None
        assert obstacle.key == "run-lock-held"
        host.close()
        host.open()
        assert host.acquire(Claim("00", "test")) is None
        assert host.run(Command("echo back")).stdout == b"back\n"
        host.release()
        assert other.acquire(Claim("01", "other")) is None


def test_a_server_that_takes_no_session(start_sshd: StartSshd) -> None:
    with pytest.raises(Unreachable, match="ssh-no-session"):
        start_sshd(options="MaxSessions 0").host().open()


def test_a_flood_before_the_marker_has_the_bound_of_all_output() -> None:
    output = Output(ignore, 1 << 10, 0, b"marker\n")
    taken = 0
    while not output.overflowed:
        output.take(b"x" * (1 << 20))
        taken += 1
        assert taken <= (READING >> 20) + 1
    assert len(output.collected) <= HEAD


def test_a_marker_that_comes_in_pieces() -> None:
    output = Output(ignore, 1 << 10, 0, b"marker\n")
    for byte in b"hello mar marker\nout\n":
        output.take(bytes([byte]))
    assert output.collected == b"out\n"
