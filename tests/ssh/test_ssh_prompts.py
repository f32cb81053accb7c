"""Programs that ask on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.support.sshd import SNAPPY, Sshd
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt, Result
from wizard.model.problems import Lost, Refused
from wizard.secret import Secret

pytestmark = pytest.mark.usefixtures("terminal")

SECRET = Secret("novapass", "비밀 $(x) 'q' \"d\" \\")
ASK = f"""{sys.executable} -c '
import getpass
for prompt in ("User Password:", "Repeat User Password:"):
    print(repr(getpass.getpass(prompt)))
'"""
TWICE = (Prompt("User Password: ?", SECRET), Prompt("Repeat User Password: ?", SECRET))


@pytest.fixture
def host(sshd: Sshd) -> Iterator[SshHost]:
    with closing(sshd.host(SNAPPY)) as host:
        host.open()
        yield host


def converse(host: SshHost, script: str, *prompts: Prompt, limit: float = 30.0) -> Result:
    return host.run(Command(script, prompts=prompts, changes=False, timeout=limit))


def test_each_prompt_gets_its_answer_and_no_echo(host: SshHost) -> None:
    result = converse(host, ASK, *TWICE)
    answer = repr(SECRET.reveal())
    assert result.text == f"User Password:\n{answer}\nRepeat User Password:\n{answer}\n"


def test_nothing_is_echoed_even_by_a_program_that_shows_what_is_typed(host: SshHost) -> None:
    result = converse(host, "printf 'Name: '; read -r name; echo; echo ${#name}", Prompt("Name: ", SECRET))
    assert SECRET.reveal() not in result.text


def test_an_answer_waits_for_its_prompt(host: SshHost) -> None:
    # What is typed too early is thrown away, as getpass and others do it.
    script = f"sleep 0.5; {ASK}"
    assert converse(host, script, *TWICE).text.count(repr(SECRET.reveal())) == 2


def test_the_terminal_is_wide_and_plain(host: SshHost) -> None:
    result = converse(host, "stty size; echo $TERM; printf 'a\\nb\\n'", Prompt("never", SECRET))
    assert result.text == "100 500\ndumb\na\nb\n"


def test_a_long_line_is_not_broken(host: SshHost) -> None:
    long = Secret("long", "비" * 255)
    result = converse(host, "stty -icanon; printf 'Q: '; head -n 1 | wc -c", Prompt("Q: ", long))
    assert result.text.split() == ["Q:", "766"]


def test_an_answer_that_no_line_takes_is_refused_before(host: SshHost) -> None:
    with pytest.raises(Refused) as refused:
        converse(host, "echo never", Prompt("Q: ", Secret("novapass", "x" * 5000)))
    assert refused.value.message.key == "answer-too-long"
    assert "xx" not in str(refused.value)


def test_a_control_character_is_refused_before(host: SshHost) -> None:
    with pytest.raises(Refused) as refused:
        converse(host, "echo never", Prompt("Q: ", Secret("novapass", "x\x03y")))
    assert refused.value.message.key == "answer-not-typeable"


def test_a_prompt_that_comes_again_is_interrupted(host: SshHost) -> None:
    script = "while :; do printf 'Password: '; read -r it; echo; done"
    began = time.monotonic()
    result = converse(host, script, Prompt("Password: ", SECRET))
    assert result.status != 0
    assert time.monotonic() - began < 10
    assert result.text.count("Password: ") == 2


def test_a_prompt_that_comes_again_before_the_next_is_interrupted(host: SshHost) -> None:
    script = "while :; do printf 'User Password: '; read -r it; echo too short; done"
    assert converse(host, script, *TWICE).status != 0


def test_a_prompt_that_never_comes_ends_at_the_limit(host: SshHost) -> None:
    began = time.monotonic()
    result = converse(host, "exec cat", Prompt("Password: ", SECRET), limit=1.0)
    assert result.status != 0
    assert time.monotonic() - began < 10


def test_one_that_takes_no_interrupt_is_lost(host: SshHost) -> None:
    script = "trap '' INT; while :; do printf 'Password: '; read -r it; echo; done"
    with pytest.raises(Lost) as lost:
        converse(host, script, Prompt("Password: ", SECRET))
    assert lost.value.message.key == "prompt-again"


def test_a_program_that_asks_nothing_just_ends(host: SshHost) -> None:
    assert converse(host, "echo done; exit 5", *TWICE).status == 5


@pytest.mark.usefixtures("root")
def test_a_changing_one_asks_too(host: SshHost) -> None:
    result = host.run(Command(ASK, prompts=TWICE))
    assert result.status == 0
