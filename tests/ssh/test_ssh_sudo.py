"""Logging in as a user and running as root, by real sudo."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import STUDENT_PASSWORD, Sshd
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt
from wizard.model.problems import Lost, Unreachable
from wizard.secret import Secret, Text

pytestmark = [
    pytest.mark.usefixtures("root"),
    pytest.mark.skipif(shutil.which("sudo") is None, reason="no sudo here: install sudo"),
]

PASSWORD = Secret("ssh", STUDENT_PASSWORD)
ASKS = "student ALL=(ALL) ALL"
FREE = "student ALL=(ALL) NOPASSWD: ALL"
SETTINGS = ["", "Defaults use_pty\n", "Defaults requiretty\n"]
EVERY = pytest.mark.parametrize("sudoers", [setting + who for setting in SETTINGS for who in (ASKS, FREE)])


def student(sshd: Sshd, password: Secret | None = PASSWORD) -> SshHost:
    """A host where the student logs in by key."""
    return sshd.host(user="student", sudo=True, password=password)


@EVERY
def test_commands_run_as_root(start_sshd: StartSshd, sudoers: str) -> None:
    with closing(student(start_sshd(sudoers=sudoers))) as host:
        host.open()
        for changes in (False, True):
            command = Command("id -u; echo $HOME; cat; echo err >&2; exit 3", Text("in\n"), changes=changes)
            result = host.run(command)
            assert (result.status, result.text) == (3, "0\n/run/root\nin\n")
            assert result.errors == "err\n"


@EVERY
def test_prompts_come_after_sudos(start_sshd: StartSshd, sudoers: str) -> None:
    prompts = (Prompt("Name: ", Secret("name", "한글")), Prompt("Again: ", Secret("again", "예")))
    script = "id -u; printf 'Name: '; read -r a; echo; printf 'Again: '; read -r b; echo; echo \"<$a $b>\""
    with closing(student(start_sshd(sudoers=sudoers))) as host:
        host.open()
        for changes in (False, True):
            result = host.run(Command(script, prompts=prompts, changes=changes))
            assert result.status == 0
            assert result.text.endswith("0\nName: \nAgain: \n<한글 예>\n")
            assert STUDENT_PASSWORD not in result.text


@EVERY
def test_a_cut_connection_leaves_a_change_to_its_end(
    start_sshd: StartSshd, tmp_path: Path, sudoers: str
) -> None:
    gate, done = tmp_path / "gate", tmp_path / "done"
    work = f"echo on; until [ -e {gate} ]; do sleep 0.05; done; head -c 500000 /dev/zero && touch {done}"
    sshd = start_sshd(sudoers=sudoers)
    with closing(student(sshd)) as host:
        host.open()
        with pytest.raises(Lost):
            host.run(Command(work), lambda _: sshd.cut())
        host.open()
        threading.Timer(0.5, gate.touch).start()
        assert host.run(Command(f"test -e {done}")).status == 0


def refusal(host: SshHost) -> str:
    for _ in range(2):
        with pytest.raises(Unreachable) as unreachable:
            host.open()
    assert unreachable.value.message.key == "sudo-refused"
    return str(unreachable.value.message.variables["said"])


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_wrong_password(start_sshd: StartSshd, setting: str) -> None:
    sshd = start_sshd(sudoers=setting + ASKS)
    assert "incorrect password" in refusal(student(sshd, Secret("ssh", "falsch")))


def test_no_password_where_one_is_asked_for(start_sshd: StartSshd) -> None:
    assert "password is required" in refusal(student(start_sshd(sudoers=ASKS), None))


def test_a_user_who_may_not(start_sshd: StartSshd) -> None:
    assert "not in the sudoers file" in refusal(student(start_sshd(sudoers="root ALL=(ALL) ALL")))


def test_root_may_say_sudo_too(start_sshd: StartSshd) -> None:
    with closing(start_sshd(sudoers="root ALL=(ALL) ALL").host(sudo=True)) as host:
        host.open()
        assert host.run(Command("id -u")).text == "0\n"
