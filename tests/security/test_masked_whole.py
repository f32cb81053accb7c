"""What a server or a host says is masked whole and shortened after: no part of a password is left."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import cast

import pytest

from wizard.bounds import LINE
from wizard.engine.events import Missing
from wizard.facts.logins import _no_way
from wizard.facts.system import SelinuxMode
from wizard.hosts import ignore
from wizard.hosts.auth import Authentication
from wizard.hosts.lock import in_the_way
from wizard.hosts.openssh import no_options
from wizard.hosts.output import Output
from wizard.hosts.unreachable import problem_of
from wizard.model.commands import Result
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.redact import Redactor
from wizard.secret import Secret

PASSWORD = "correct-horse-9f2c-battery-staple"
MASK = Redactor([Secret("novapass", PASSWORD)]).mask


def asked(said: str) -> Message:
    login = Authentication("h", no_options("h", "u", None), identity_file=None, password=None, limit=1)
    with pytest.raises(Exception, match="password answers"):
        login._answers("", "", [(said, True)])
    return login._refused().message


def of_selinux(said: str) -> Message:
    with pytest.raises(Problem) as unknown:
        SelinuxMode.parse(Result(0, said.encode(), b""))
    return unknown.value.message


SAYS: Mapping[str, Callable[[str], Message]] = {
    "a database": lambda said: _no_way("controller", 3306, OSError(said)).message,
    "a host that cannot be reached": lambda said: problem_of(OSError(said), None, "h", "a", 22).message,
    "a login's question": asked,
    "the mode of SELinux": of_selinux,
    "the owner of a lock": lambda said: cast(
        Message, in_the_way("h", f"nova-wizard held: 10 5 {said}\n".encode())
    ),
}


@pytest.mark.parametrize("who", SAYS)
def test_a_password_at_any_place_is_masked(who: str) -> None:
    for before in range(0, 2 * LINE, 7):
        message = SAYS[who](f"{'x ' * (before // 2)}{PASSWORD}{' y' * LINE}")
        (event,) = [Missing("id", "host", message).masked(MASK)]
        told = repr(event).lower()
        assert not any(PASSWORD[at : at + 8] in told for at in range(len(PASSWORD) - 7)), before


@pytest.mark.parametrize("who", SAYS)
def test_what_is_told_is_bounded(who: str) -> None:
    message = SAYS[who]("x" * 50 * LINE)
    (event,) = [Missing("id", "host", message).masked(MASK)]
    assert len(repr(event)) < 2 * LINE


@pytest.mark.parametrize("before", range(60, 100, 3))
def test_what_is_kept_of_long_output_has_no_half_of_a_password(before: int) -> None:
    output = Output(ignore, head=6_000, tail=6_000)
    for _ in range(500):
        output.take(b"x" * before + PASSWORD.encode() + b"\n")
    kept = MASK(output.collected.decode())
    assert kept.count("‹novapass›") > 20
    assert not any(PASSWORD[at : at + 8] in kept for at in range(len(PASSWORD) - 7))


FORMS: Mapping[str, Callable[[bytes], bytes]] = {
    "bold by overstriking": lambda raw: b"".join(b"%c\b%c" % (byte, byte) for byte in raw),
    "underlined by overstriking": lambda raw: b"".join(b"_\b%c" % byte for byte in raw),
    "a character that is taken back": lambda raw: raw[:9] + b"x\b" + raw[9:],
    "Hangul that is taken back": lambda raw: raw[:9] + "비".encode() + b"\b" + raw[9:],
    "a word that is taken back": lambda raw: raw[:9] + b"wrong" + b"\b" * 5 + raw[9:],
    "a carriage return": lambda raw: raw[:9] + b"\r" + raw[9:],
    "base32": base64.b32encode,
    "base32 after two bytes": lambda raw: base64.b32encode(b"u:" + raw),
    "base64 of base64": lambda raw: base64.b64encode(base64.b64encode(raw)),
    "base64 of base64 among others": lambda raw: base64.b64encode(b"k=" + base64.b64encode(b"u:" + raw)),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_that_a_terminal_or_an_encoding_gives(form: str) -> None:
    printed = FORMS[form](PASSWORD.encode()).decode()
    masked = MASK(f"said {printed} to you")
    assert "‹novapass›" in masked
    assert len(masked.replace("‹novapass›", "")) < len("said  to you") + 12


def test_backspaces_take_linear_time_and_no_line_break() -> None:
    assert MASK("a\n\b\b" + PASSWORD) == "a\n\b\b‹novapass›"
    assert MASK("\b" * 1_000_000) == "\b" * 1_000_000
