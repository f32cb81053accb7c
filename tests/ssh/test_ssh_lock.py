"""Changing commands: one at a time, and to their end, whatever becomes of the connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shlex import quote

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import SNAPPY, Sshd, until
from wizard.hosts.lock import COMMAND
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt
from wizard.model.problems import Lost, Refused
from wizard.secret import Secret, Text

pytestmark = pytest.mark.usefixtures("root")

IMPATIENT = replace(SNAPPY, command_lock=0.3)


@pytest.fixture
def others(sshd: Sshd) -> Iterator[SshHost]:
    """Another connection to the same host, which does not wait long for its lock."""
    with closing(sshd.host(IMPATIENT)) as host:
        host.open()
        yield host


def begin(host: SshHost, command: Command) -> threading.Thread:
    """Run a command in a thread; return once it has printed a line."""
    began = threading.Event()
    thread = threading.Thread(target=lambda: host.run(command, lambda _: began.set()))
    thread.start()
    assert began.wait(10)
    return thread


def test_a_changing_command_leaves_what_a_reading_one_does(host: SshHost) -> None:
    result = host.run(Command("echo out; echo err >&2; cat; exit 3", stdin=Text("in")))
    assert (result.status, result.stdout, result.stderr) == (3, b"out\nin", b"err\n")


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("exit 0", 0),
        ("false", 1),
        ("set -e; false; echo no", 1),
        ("kill -9 $$", None),
        ("(exit 9)\n# end", 9),
    ],
)
def test_its_status_is_the_scripts(host: SshHost, script: str, status: int | None) -> None:
    assert host.run(Command(script)).status == status


def test_much_output_of_a_changing_command(host: SshHost) -> None:
    result = host.run(Command("head -c 900000 /dev/zero; head -c 900000 /dev/zero >&2"))
    assert result.stdout == result.stderr == bytes(900_000)


def test_of_more_output_the_start_and_the_end_are_kept(host: SshHost) -> None:
    script = "echo first; head -c 8000000 /dev/zero; echo last"
    result = host.run(Command(f"{script}; {{ {script}; }} >&2; exit 3"))
    assert result.status == 3
    for printed in (result.stdout, result.stderr):
        assert printed.startswith(b"first\n") and printed.endswith(b"last\n")
        assert b"bytes left out" in printed and len(printed) < 4_000_000


def test_nobody_else_changes_meanwhile(host: SshHost, others: SshHost, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    busy = begin(host, Command(f"echo on; until [ -e {gate} ]; do sleep 0.05; done"))
    with pytest.raises(Refused) as refused:
        others.run(Command(f"touch {tmp_path}/no"))
    with pytest.raises(Refused):
        others.run(Command(f"touch {tmp_path}/no", prompts=(Prompt("never", Secret("a", "b")),)))
    assert others.run(Command("echo read", changes=False)).text == "read\n"
    gate.touch()
    busy.join()
    assert refused.value.message.key == "host-busy"
    assert not (tmp_path / "no").exists()
    assert others.run(Command("true")).status == 0


def test_waiting_for_another_does_not_count(sshd: Sshd, host: SshHost, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    busy = begin(host, Command(f"echo on; until [ -e {gate} ]; do sleep 0.05; done"))
    with closing(sshd.host()) as second:
        second.open()
        lines: list[str] = []
        opener = threading.Timer(1.0, gate.touch)
        opener.start()
        result = second.run(Command("echo in; echo err >&2", timeout=0.8), lines.append)
    busy.join()
    assert (result.stdout, result.stderr) == (b"in\n", b"err\n")
    assert lines[0].startswith("nova-wizard: waiting for")


def test_the_word_of_waiting_may_be_read_like_any_other(host: SshHost) -> None:
    result = host.run(Command(f"echo 'nova-wizard: waiting for {COMMAND}'; exit 75", changes=False))
    assert (result.status, result.text) == (75, f"nova-wizard: waiting for {COMMAND}\n")


def test_readers_do_not_shut_each_other_out(host: SshHost, others: SshHost) -> None:
    host.run(Command("true"))
    reading = begin(host, Command("echo on; cat >/dev/null; sleep 0.5", changes=False))
    assert others.run(Command("true", changes=False)).status == 0
    assert others.run(Command("true")).status == 0
    reading.join()


def test_reading_makes_no_lock(start_sshd: StartSshd) -> None:
    with closing(start_sshd().host()) as host:
        host.open()
        assert host.run(Command(f"ls {COMMAND}", changes=False)).status != 0
        host.run(Command("true"))
        assert host.run(Command(f"ls {COMMAND}", changes=False)).status == 0


@pytest.mark.parametrize("shell", ["dash", "bash --posix"])
def test_a_cut_connection_leaves_a_change_to_its_end(
    start_sshd: StartSshd, tmp_path: Path, shell: str
) -> None:
    gate, done = tmp_path / "gate", tmp_path / "done"
    # It prints more than any buffer holds after nobody listens any more, on both streams.
    work = f"""
        echo on
        until [ -e {gate} ]; do sleep 0.05; done
        head -c 500000 /dev/zero && head -c 500000 /dev/zero >&2 && echo end && touch {done}
    """
    sshd = start_sshd()
    with closing(sshd.host()) as host:
        host.open()
        with pytest.raises(Lost):
            host.run(Command(f"{shell} -ec '{work}'"), lambda _: sshd.cut())
        host.open()
        threading.Timer(0.5, gate.touch).start()
        assert host.run(Command(f"test -e {done}")).status == 0


def test_reading_does_not_wait_for_a_change_that_was_let_go(host: SshHost, tmp_path: Path) -> None:
    gate, done = tmp_path / "gate", tmp_path / "done"
    assert host.run(Command("true", changes=False)).status == 0
    with pytest.raises(Lost):
        host.run(Command(f"until [ -e {gate} ]; do sleep 0.05; done; touch {done}", timeout=0.5))
    assert host.run(Command(f"test -e {done}", changes=False)).status == 1
    gate.touch()
    assert host.run(Command(f"test -e {done}")).status == 0


def test_letting_go_at_the_limit_leaves_a_change_to_its_end(host: SshHost, tmp_path: Path) -> None:
    gate, done = tmp_path / "gate", tmp_path / "done"
    command = Command(f"until [ -e {gate} ]; do sleep 0.05; done; echo end && touch {done}", timeout=0.5)
    with pytest.raises(Lost) as lost:
        host.run(command)
    assert lost.value.message.key == "command-limit"
    gate.touch()
    assert host.run(Command(f"test -e {done}")).status == 0


def test_a_change_that_is_given_up_on_the_host(host: SshHost) -> None:
    """It ends there, and leaves nothing at work."""
    assert host.run(Command("echo on; sleep 600", gives_up=1)).status == 124
    assert host.run(Command("true", timeout=5)).status == 0


def test_a_change_ends_when_its_daemon_goes_on(host: SshHost, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    daemon = f"until [ -e {gate} ]; do sleep 0.05; done"
    result = host.run(Command(f"({daemon}) </dev/null >/dev/null 2>&1 & echo started", timeout=5))
    assert result.text == "started\n"
    assert host.run(Command("true", timeout=5)).status == 0
    gate.touch()


@pytest.mark.parametrize("prompts", [(), (Prompt("never", Secret("a", "b")),)], ids=["pipes", "terminal"])
def test_a_daemon_that_is_left_does_not_keep_the_lock(
    host: SshHost, others: SshHost, tmp_path: Path, prompts: tuple[Prompt, ...]
) -> None:
    gate, done = tmp_path / "gate", tmp_path / "done"
    daemon = f"trap '' HUP; until [ -e {gate} ]; do sleep 0.05; done; touch {done}"
    host.run(Command(f"setsid sh -c {quote(daemon)} </dev/null >/dev/null 2>&1 & sleep 0.1", prompts=prompts))
    assert others.run(Command("true")).status == 0
    gate.touch()
    until(done.exists)


def test_a_change_goes_on_alone_when_its_shell_is_killed(
    host: SshHost, others: SshHost, tmp_path: Path
) -> None:
    """As by the OOM killer: nobody else begins before it has ended."""
    gate, done = tmp_path / "gate", tmp_path / "done"
    script = f"kill -9 $$; until [ -e {gate} ]; do sleep 0.05; done; touch {done}"
    with pytest.raises(Lost):
        host.run(Command(script, timeout=1))
    with pytest.raises(Refused):
        others.run(Command(f"touch {tmp_path}/no"))
    gate.touch()
    until(lambda: others.run(Command("true", changes=False)).status == 0 and done.exists())
    assert not (tmp_path / "no").exists()
