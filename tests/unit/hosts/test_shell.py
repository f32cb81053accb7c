"""The strings that sshd is given to execute."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from wizard.hosts.shell import Sudo, line, root
from wizard.model import Command, Prompt
from wizard.secret import Secret

ASKED = (Prompt("Name: ", Secret("name", "x")),)
SETTING = "LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH\n"
SAY = "echo 'nova-wizard: waiting for /run/nova-wizard.lock' >&2"
LET_PASS = (
    "[ ! -r /run/nova-wizard.lock ] || flock -s -n 9 9</run/nova-wizard.lock || "
    f"{{ {SAY}; flock -s -w 60 9 9</run/nova-wizard.lock || exit 75; }}\n"
)
LOCK = f"exec 9>>/run/nova-wizard.lock\nflock -n 9 || {{ {SAY}; flock -w 60 9 || exit 75; }}\n"


def body(text: str) -> str:
    """Return the script inside `exec sh -c …`."""
    *start, script = shlex.split(text)
    assert start == ["exec", "sh", "-c"]
    return script


def test_reading() -> None:
    command = Command("cat '/etc/a b'", changes=False)
    assert body(line(command, Sudo.NO, 60)) == SETTING + LET_PASS + "cat '/etc/a b'"
    assert body(line(command, Sudo.NO, 60, settled=True)) == SETTING + "cat '/etc/a b'"


def test_changing() -> None:
    assert body(line(Command("yum -y install x\nexit 3"), Sudo.NO, 60)) == (
        SETTING
        + LOCK
        + """\
trap '' HUP
drain() { trap '' PIPE; exec tee /dev/null 2>/dev/null 3>&- 4>&- 7<&-; }
exec 5>&1 6>&2 7<&0
status=$(exec 3>&1 9>&-; { { (
yum -y install x
exit 3
) <&7 2>&4 3>&- 4>&- 5>&- 6>&- 7<&-; echo $? >&3; } | drain >&5 & } 4>&1 | drain >&6 &)
exit "${status:-1}"
"""
    )


def test_on_a_terminal() -> None:
    assert body(line(Command("ask", prompts=ASKED), Sudo.NO, 60)) == SETTING + LOCK + "(\nask\n) 9>&-\n"
    reading = Command("ask", prompts=ASKED, changes=False)
    assert body(line(reading, Sudo.NO, 60)) == SETTING + LET_PASS + "ask"


@pytest.mark.parametrize(
    ("sudo", "terminal", "expected"),
    [
        (Sudo.NO, False, "exec true"),
        (Sudo.FREE, False, "exec env LC_ALL=C sudo -n -k -H -- true"),
        (Sudo.FREE, True, "exec env LC_ALL=C sudo -n -k -H -- true"),
        (Sudo.ASKS, False, "exec env LC_ALL=C sudo -S -k -p '' -H -- true"),
        (Sudo.ASKS, True, "exec env LC_ALL=C sudo -k -p 'nova-wizard sudo: ' -H -- true"),
    ],
)
def test_sudo(sudo: Sudo, terminal: bool, expected: str) -> None:
    assert root("true", sudo, terminal=terminal) == expected


def test_the_wait_may_be_part_of_a_second() -> None:
    assert "flock -w 0.25 9" in line(Command("true"), Sudo.NO, 0.25)


@pytest.mark.parametrize("shell", ["dash", "bash --posix"])
@pytest.mark.parametrize("changes", [False, True])
def test_every_shell_can_parse_it(shell: str, changes: bool) -> None:
    words = shell.split()
    if shutil.which(words[0]) is None:
        pytest.skip(f"no {words[0]} here")
    script = body(line(Command("cat <<X\n$(echo 'one' \"two\")\nX", changes=changes), Sudo.NO, 60))
    subprocess.run([*words, "-n"], input=script, text=True, check=True)
