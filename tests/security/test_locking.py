"""The locks on a host: who can take them, who loses them, and who cannot get in their way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ssh.conftest import StartSshd, home, root, sshd, start_sshd, usable_sshd  # noqa: F401 - fixtures
from tests.support.hostile import shown
from tests.support.sshd import SNAPPY, STUDENT_PASSWORD, Sshd, until
from wizard.hosts import Claim
from wizard.hosts.lock import COMMAND, FOLDER, RUN, UNSAFE, in_the_way
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt
from wizard.model.message import Message
from wizard.model.problems import Lost, Refused
from wizard.secret import Secret

pytestmark = pytest.mark.usefixtures("root")

OURS = Claim("0a", "kim@desk (pid 1)")
THEIRS = Claim("0b", "lee@desk (pid 2)")


@pytest.fixture
def one(sshd: Sshd) -> Iterator[SshHost]:  # noqa: F811
    """A host, on which there are no locks."""
    with closing(sshd.host()) as host:
        host.open()
        yield host
        host.release()
        read(host, f"rm -rf {FOLDER}")


@pytest.fixture
def other(sshd: Sshd) -> Iterator[SshHost]:  # noqa: F811
    """A second connection to the shared sshd's host."""
    with closing(sshd.host(replace(SNAPPY, command_lock=0.3))) as host:
        host.open()
        yield host


def read(host: SshHost, script: str) -> str:
    """Run a script as root, without any lock; return what it printed."""
    return host.run(Command(script, changes=False)).text


def obstacle(host: SshHost, claim: Claim) -> str:
    """Return the key of what is in the way, or nothing."""
    found = host.acquire(claim)
    return found.key if found else ""


def refusal(host: SshHost, command: Command) -> Message:
    """Return why a command is refused."""
    with pytest.raises(Refused) as refused:
        host.run(command)
    return refused.value.message


# --- Another user of the host -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        f"flock -n {COMMAND} true",
        f"exec 7<{COMMAND} && flock -s -n 7",
        f"exec 7<{RUN} && flock -n 7",
        f"exec 7<{FOLDER} && flock -n 7",
        f"cat {RUN}",
        f"ls {FOLDER}",
        f"touch {FOLDER}/x",
        f"rm -f {COMMAND}",
        f"mv {FOLDER} /run/x",
        f"ln -sfn /tmp {FOLDER}/x",
        f"ln -sfnT /tmp {FOLDER}",
        f"chmod 777 {FOLDER}",
    ],
)
def test_another_user_cannot_get_at_the_locks(one: SshHost, attack: str) -> None:
    assert obstacle(one, OURS) == ""
    assert one.run(Command("true")).status == 0
    as_student = "setpriv --reuid 4242 --regid 4242 --clear-groups sh -c"
    assert one.run(Command(f"{as_student} '{attack}'", changes=False)).status != 0
    assert one.run(Command("true")).status == 0


def test_another_user_cannot_take_the_place_first(one: SshHost) -> None:
    as_student = "setpriv --reuid 4242 --regid 4242 --clear-groups"
    read(one, "chmod 755 /run")  # as a host has it
    for attack in (f"mkdir {FOLDER}", f"ln -s /tmp {FOLDER}"):
        assert one.run(Command(f"{as_student} {attack}", changes=False)).status != 0


@pytest.mark.parametrize(
    "made",
    [
        f"install -d -m 700 -o student {FOLDER}",
        f"mkdir -m 777 {FOLDER}",
        f"mkdir -m 755 {FOLDER}",
        f"mkdir -m 1777 {FOLDER}",
        f"mkdir -m 700 /run/x; ln -sfn /run/x {FOLDER}",
        f"ln -s /nowhere {FOLDER}",
        f"touch {FOLDER}",
        f"mkfifo {FOLDER}",
    ],
)
def test_a_place_that_is_not_roots_alone_is_not_used(one: SshHost, made: str, tmp_path: Path) -> None:
    """No lock in it is taken, none in it is waited for, nothing is changed."""
    read(one, f"{made}; [ ! -d {FOLDER} ] || mkfifo {COMMAND} 2>/dev/null")
    with pytest.raises(Refused) as refused:
        one.acquire(OURS)
    message = refused.value.message
    assert (message.key, message.variables["path"]) == ("run-lock-unsafe", FOLDER)
    assert "/run/nova-wizard" in str(message.variables["found"])
    assert one.run(Command(f"touch {tmp_path}/no")).status == UNSAFE
    one.close()
    one.open()
    assert read(one, "echo read") == "read\n"
    assert not (tmp_path / "no").exists()


# --- Whose the run lock is --------------------------------------------------------------------------


def test_one_run_at_a_time(one: SshHost, other: SshHost) -> None:
    assert obstacle(one, OURS) == ""
    found = other.acquire(THEIRS)
    assert found is not None
    assert (found.key, found.variables["host"]) == ("run-lock-held", "controller")
    assert found.variables["owner"] == OURS.owner
    assert str(found.variables["since"]).startswith("20")
    assert obstacle(other, THEIRS) == "run-lock-held"
    one.release()
    assert obstacle(other, THEIRS) == ""


def test_reading_goes_on_while_another_run_has_it(one: SshHost, other: SshHost) -> None:
    assert obstacle(one, OURS) == ""
    assert read(other, "echo read") == "read\n"


def test_a_command_that_was_left_at_work_is_in_the_way(one: SshHost, other: SshHost, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with pytest.raises(Lost):
        one.run(
            Command(f"until [ -e {gate} ]; do sleep 0.05; done", timeout=0.5, name="systemctl 'x' %s $(y)")
        )
    found = other.acquire(THEIRS)
    assert found is not None
    assert (found.key, found.variables["command"]) == ("command-at-work", "systemctl 'x' %s $(y)")
    assert str(found.variables["since"]).startswith("20")
    assert read(other, "echo read") == "read\n"
    gate.touch()
    until(lambda: obstacle(other, THEIRS) == "")


@pytest.mark.parametrize("signal", ["TERM", "KILL"])
def test_a_holder_that_was_killed(one: SshHost, other: SshHost, tmp_path: Path, signal: str) -> None:
    assert obstacle(one, OURS) == ""
    read(one, f"read -r token pid rest <{RUN}; kill -{signal} $pid")
    until(lambda: obstacle(other, THEIRS) == "")
    message = refusal(one, Command(f"touch {tmp_path}/no"))
    assert (message.key, message.variables["owner"]) == ("run-lock-lost", THEIRS.owner)
    assert not (tmp_path / "no").exists()
    assert other.run(Command("true")).status == 0


def test_a_connection_that_was_cut(start_sshd: StartSshd) -> None:  # noqa: F811
    server = start_sshd()
    with closing(server.host()) as one, closing(server.host()) as other:
        one.open()
        assert obstacle(one, OURS) == ""
        server.cut()
        other.open()
        until(lambda: obstacle(other, THEIRS) == "")


def test_a_run_that_is_silent_on_a_connection_that_stands(sshd: Sshd, other: SshHost) -> None:  # noqa: F811
    """As a workstation that was suspended leaves it."""
    with closing(sshd.host(replace(SNAPPY, keepalive_interval=3600, run_lock=0.5))) as silent:
        silent.open()
        assert obstacle(silent, OURS) == ""
        until(lambda: obstacle(other, THEIRS) == "")
        assert refusal(silent, Command("true")).key == "run-lock-lost"
        other.release()


def test_a_run_that_is_heard_keeps_it(
    sshd: Sshd,  # noqa: F811
    other: SshHost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beats = 0
    keep = SshHost._keep_lock

    def counted(host: SshHost) -> None:
        nonlocal beats
        beats += 1
        keep(host)

    monkeypatch.setattr(SshHost, "_keep_lock", counted)
    with closing(sshd.host(replace(SNAPPY, keepalive_interval=0.2, run_lock=1.5))) as host:
        host.open()
        assert obstacle(host, OURS) == ""
        until(lambda: beats > 15)
        assert obstacle(other, THEIRS) == "run-lock-held"
        host.release()


def test_a_run_takes_over_what_its_earlier_connection_left(one: SshHost, other: SshHost) -> None:
    """Where the host has not noticed yet that the connection broke."""
    assert obstacle(one, OURS) == ""
    assert obstacle(other, OURS) == ""
    assert other.run(Command("true")).status == 0
    assert obstacle(one, THEIRS) == "run-lock-held"
    other.release()


@pytest.mark.parametrize(
    ("stolen", "key"),
    [
        (f"echo 0b 1 1 lee >{RUN}", "run-lock-lost"),
        (f"echo 0a0 1 1 lee >{RUN}", "run-lock-lost"),
        (f": >{RUN}", "run-lock-gone"),
        (f"rm {RUN}", "run-lock-gone"),
        (f"rm -r {FOLDER}", "run-lock-gone"),
    ],
)
def test_no_command_begins_without_the_token(one: SshHost, tmp_path: Path, stolen: str, key: str) -> None:
    assert obstacle(one, OURS) == ""
    read(one, stolen)
    script = f"touch {tmp_path}/no"
    assert refusal(one, Command(script)).key == key
    assert refusal(one, Command(script, prompts=(Prompt("never", Secret("a", "b")),))).key == key
    assert not (tmp_path / "no").exists()


def test_its_word_may_be_said_by_a_command(one: SshHost) -> None:
    """Where the lock is had: a command's own status and output stay its own."""
    assert obstacle(one, OURS) == ""
    assert one.run(Command("echo nova-wizard lost: 1 1 x >&2; exit 76")).status == 76


@pytest.mark.parametrize(
    "owner",
    [
        "x\n0b",
        'a\'b "c" $(touch /run/y) `touch /run/y`; exit',
        "\x1b]52;c;x\x07\x9b2Jlee",
        "한글 " * 500,
        "a\\nb\\c",
    ],
    ids=["two lines", "shell", "controls", "long", "backslashes"],
)
def test_whatever_the_owner_is_called(one: SshHost, other: SshHost, owner: str) -> None:
    assert obstacle(one, Claim("0a", owner)) == ""
    assert one.run(Command("true")).status == 0
    found = other.acquire(THEIRS)
    assert found is not None
    assert found.key == "run-lock-held"
    named = shown(found, "owner")
    assert named.isprintable()
    assert 0 < len(named) <= 200
    assert read(one, f"ls /run/y 2>/dev/null; cat {RUN} | wc -l") == "1\n"


@pytest.mark.parametrize("setting", ["", "Defaults requiretty\n", "Defaults use_pty\n"])
@pytest.mark.parametrize("tag", ["", "NOPASSWD: "])
@pytest.mark.skipif(shutil.which("sudo") is None, reason="no sudo here: install sudo")
def test_by_sudo(start_sshd: StartSshd, setting: str, tag: str) -> None:  # noqa: F811
    server = start_sshd(sudoers=f"{setting}student ALL=(ALL) {tag}ALL")
    password = Secret("ssh", STUDENT_PASSWORD)
    with (
        closing(server.host(user="student", password=password, sudo=True)) as one,
        closing(server.host(user="student")) as plain,
    ):
        one.open()
        plain.open()
        assert obstacle(one, OURS) == ""
        assert one.run(Command(f"stat -c %u%a {FOLDER}")).text == "0700\n"
        with pytest.raises(Refused):
            plain.acquire(THEIRS)
        one.release()
        assert obstacle(one, THEIRS) == ""


# --- A host that lies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        b"",
        b"\xff\xfe\n",
        b"sh: flock: command not found\n",
        b"nova-wizard unsafe: \x1b[2J" + b"x" * 5000 + b"\n",
        b"nova-wizard held",
    ],
)
def test_an_answer_that_gives_no_lock(printed: bytes) -> None:
    with pytest.raises(Refused) as refused:
        in_the_way("controller", printed)
    assert all(str(value).isprintable() for value in refused.value.message.variables.values())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"x y z",
        b"9" * 5000 + b" 1 lee",
        b"1 99999999999 lee",
        b"99999999999 1 lee",
        b"\xd9\xa3 \xd9\xa3 lee",
    ],
)
def test_a_holder_that_cannot_be_read(said: bytes) -> None:
    found = in_the_way("controller", b"nova-wizard held: " + said + b"\n")
    assert found is not None
    assert found.variables["owner"] in ("?", "lee")


@pytest.mark.parametrize("script", ["yes", "sleep 60", "exec >&- 2>&-; sleep 60"])
def test_a_host_that_gives_no_answer(
    sshd: Sshd,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    script: str,
) -> None:
    monkeypatch.setattr("wizard.hosts.shell.holding", lambda *words, **options: script)
    with closing(sshd.host(replace(SNAPPY, login=1.0))) as host:
        host.open()
        with pytest.raises((Refused, Lost)):
            host.acquire(OURS)
