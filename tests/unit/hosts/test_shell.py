"""The strings that sshd is given to execute."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from wizard.hosts import Claim
from wizard.hosts.shell import Sudo, holding, line, root
from wizard.model.commands import Command, Prompt
from wizard.secret import Secret

ASKED = (Prompt("Name: ", Secret("name", "x")),)
SETTING = "LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH\n"
SAY = "echo 'nova-wizard: waiting for /run/nova-wizard/command' >&2"
SAFE = (
    """[ -O /run/nova-wizard ] && [ "$(stat -c '%a %F' /run/nova-wizard 2>/dev/null)" = '700 directory' ]"""
)
LOCK = f"flock -n 9 || {{ {SAY}; flock -w 60 9 || exit 75; }}\n"
ALONE = f"""\
mkdir -m 700 /run/nova-wizard 2>/dev/null
{SAFE} || {{ echo "nova-wizard unsafe: $(ls -ld /run/nova-wizard 2>&1)" >&2; exit 77; }}
exec 9>>/run/nova-wizard/command
{LOCK}"""
CLAIMED = f"""\
nova_wizard_lost() {{ printf '%s\\n' "nova-wizard lost c1a1: $(date +%s) $nova_wizard_owner" >&2; exit 76; }}
[ -d /run/nova-wizard ] || nova_wizard_lost
exec 9>>/run/nova-wizard/command
{LOCK}read -r nova_wizard_token nova_wizard_pid nova_wizard_owner 2>/dev/null </run/nova-wizard/run
[ "$nova_wizard_token" = c1a1 ] || nova_wizard_lost
"""
CLAIM = Claim("c1a1", "me")


def named(name: str) -> str:
    """Return the line by which the lock's file gets the command's name."""
    return f"printf '%s\\n' {shlex.quote(name)} >/run/nova-wizard/command\n"


HERE = "cat <<X\n$(echo 'one' \"two\")\nX"
EVERY_KIND = [
    line(Command(HERE), Sudo.NO, 60),
    line(Command(HERE), Sudo.NO, 60, claim=CLAIM),
    line(Command(HERE, changes=False), Sudo.NO, 60),
    holding(Claim("c1a1", "o'me \\n $(x) `y` 한글"), Sudo.NO, 90),
]


def body(text: str) -> str:
    """Return the script inside `exec sh -c …`."""
    *start, script = shlex.split(text)
    assert start == ["exec", "sh", "-c"]
    return script


def test_reading() -> None:
    command = Command("cat '/etc/a b'", changes=False)
    assert body(line(command, Sudo.NO, 60)) == SETTING + "cat '/etc/a b'"


def test_changing() -> None:
    assert body(line(Command("yum -y install x\nexit 3"), Sudo.NO, 60)) == (
        SETTING
        + ALONE
        + named("yum -y install x")
        + """\
trap '' HUP
drain() { trap '' PIPE; exec tee /dev/null 2>/dev/null 3>&- 4>&- 7<&- 9>&-; }
exec 5>&1 6>&2 7<&0
status=$(exec 3>&1; { { (
yum -y install x
exit 3
) <&7 2>&4 3>&- 4>&- 5>&- 6>&- 7<&- 9>&-; echo $? >&3; } | drain >&5 & } 4>&1 | drain >&6 &)
exit "${status:-1}"
"""
    )


def test_given_up_on_the_host() -> None:
    script = body(line(Command("systemctl start 'a'", gives_up=120), Sudo.NO, 60))
    assert "\ntimeout 120 sh -c 'systemctl start '\"'\"'a'\"'\"''\n)" in script


def test_on_a_terminal() -> None:
    asked = "(\nask\n) 9>&-\n"
    command = Command("ask", prompts=ASKED, name="ask me")
    assert body(line(command, Sudo.NO, 60)) == SETTING + ALONE + named("ask me") + asked
    assert body(line(command, Sudo.NO, 60, claim=CLAIM)) == SETTING + CLAIMED + named("ask me") + asked
    reading = Command("ask", prompts=ASKED, changes=False)
    assert body(line(reading, Sudo.NO, 60)) == SETTING + "ask"


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
@pytest.mark.parametrize("text", EVERY_KIND)
def test_every_shell_can_parse_it(shell: str, text: str) -> None:
    words = shell.split()
    if shutil.which(words[0]) is None:
        pytest.skip(f"no {words[0]} here")
    subprocess.run([*words, "-n"], input=body(text), text=True, check=True)
