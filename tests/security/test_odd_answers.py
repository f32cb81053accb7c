"""Answers of the wrong kind: directives, words, hosts, addresses and paths are told with path and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, answers
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Login, Node
from wizard.model.message import Message
from wizard.model.problems import Unreachable
from wizard.model.role import Role
from wizard.text import Words

DIRECTIVES = [
    "%YAML 1.1\n---\n",
    "%YAML 1.9\n---\n",
    f"%YAML 1.{'9' * 5000}\n---\n",
    "%YAML\n---\n",
    "%TAG ! x\n---\n",
    "%TAG !! tag:a,2000:\n---\n",
    "%X\n---\n",
    "%",
    "# x\n%YAML 1.1\n---\n",
    "\ufeff\ufeff%YAML 1.1\n---\n",
    "x: 1\n...\n%YAML 1.1\n---\n",
    "\r%YAML 1.1\n---\n",
    "\x85%YAML 1.1\n---\n",
]


@pytest.mark.parametrize("directive", DIRECTIVES, ids=lambda text: ascii(text)[:30])
def test_no_directive_is_taken(tmp_path: Path, directive: str) -> None:
    file = answers(tmp_path)
    file.write_bytes((directive + ANSWERS + "ssh: {sudo: yes}\n").encode())
    with pytest.raises(AnswersWrong) as refused:
        load(file, os.environ)
    (wrong,) = refused.value.problems
    assert wrong.message.key == "answers-directive"
    assert wrong.message.variables["line"] == directive[: directive.index("%")].count("\n") + 1


@pytest.mark.parametrize("value", ["yes", "no", "on", "off", "Yes", "y", "1", "~x", "tRue", '"true"'])
def test_only_true_and_false_are_words_for_yes_and_no(tmp_path: Path, value: str) -> None:
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, f"{ANSWERS}ssh:\n  sudo: {value}\n"), os.environ)
    (wrong,) = refused.value.problems
    assert (wrong.path, wrong.message.key, wrong.line) == ("ssh.sudo", "answers-wants-yes-or-no", 8)


ODD = [
    "\\UFFFFFFFF",
    "\\x",
    "\\U00110000",
    "? ? ?",
    "- - :",
    "&",
    "*",
    "!",
    "|9999",
    ">-+",
    "{]",
    "'",
    '"',
    "@",
    "`",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    "frame", ["{}", "region: {}\n", 'region: "{}"\n', "ssh: [{}\n", "{}: x\n", "--- {}\n...\n{}"]
)
def test_odd_text_is_wrong_and_no_defect(tmp_path: Path, frame: str, text: str) -> None:
    with pytest.raises(AnswersWrong):
        load(answers(tmp_path, frame.replace("{}", text)), os.environ)


def with_host(value: str) -> str:
    return ANSWERS.replace("host: 127.0.0.1", f'host: "{value}"')


@pytest.mark.parametrize(
    "host",
    [
        ":",
        "::",
        "a b",
        "[::1",
        "[::1]",
        "%",
        "%h",
        "a%b",
        "x" * 300,
        "-oProxyCommand=x",
        "host:22",
        "10.0.0.1:22",
        "user@host",
        "a/b",
        "a\\tb",
        "a,b",
        "1::2::3",
        "fe80::1%",
        "fe80::1%a b",
        ".",
        "..",
        "ssh://a",
    ],
)
def test_a_host_is_a_name_or_an_address(tmp_path: Path, host: str) -> None:
    if host == "::":
        load(answers(tmp_path, with_host(host)), os.environ)  # an address that connects to this computer
        return
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, with_host(host)), os.environ)
    assert [(wrong.path, wrong.line) for wrong in refused.value.problems] == [("controller.host", 3)]


@pytest.mark.parametrize(
    "host", ["a", "10.0.0.1", "2001:db8::1", "fe80::1%eth0", "my_alias", "a.b-c", "노바"]
)
def test_usual_hosts_are_taken(tmp_path: Path, host: str) -> None:
    assert load(answers(tmp_path, with_host(host)), os.environ).answers.controller.login.host == host


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("::", "unspecified"),
        ("255.255.255.255", "broadcast"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"),
        ("240.0.0.1", "reserved"),
        ("::ffff:127.0.0.1", "mapped"),
        ("::ffff:10.0.0.1", "mapped"),
        ("2001:db8::1%eth0", "zone"),
    ],
)
def test_a_management_address_is_one_that_others_reach(tmp_path: Path, address: str, kind: str) -> None:
    content = ANSWERS.replace("management_ip: 10.0.0.11", f'management_ip: "{address}"')
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, content), os.environ)
    (wrong,) = refused.value.problems
    assert (wrong.path, wrong.line) == ("controller.management_ip", 3)
    assert wrong.message == Message("answers-address-of-no-host", kind=kind)
    for lang in ("en", "ko"):
        assert Words(lang).say(wrong.message).count("10.0.0.11") == 1


@pytest.mark.parametrize(
    "address", ["10.0.0.12", "172.16.0.1", "192.168.1.1", "8.8.8.8", "2001:db8::1", "fd00::1"]
)
def test_usual_management_addresses_are_taken(tmp_path: Path, address: str) -> None:
    content = ANSWERS.replace("management_ip: 10.0.0.11", f'management_ip: "{address}"')
    assert load(answers(tmp_path, content), os.environ).answers.controller.management_ip == address


@pytest.mark.parametrize("key", ["identity_file", "known_hosts"])
@pytest.mark.parametrize("path", [".", "x" * 900, "loop", "loop/x", "/dev/zero"])
def test_a_path_that_leads_to_no_file_is_told_with_its_line(tmp_path: Path, key: str, path: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, f"{ANSWERS}ssh:\n  {key}: {path}\n"), os.environ)
    assert [(wrong.path, wrong.line) for wrong in refused.value.problems] == [(f"ssh.{key}", 8)]


@pytest.mark.parametrize("key", ["identity_file", "known_hosts"])
@pytest.mark.parametrize("path", ["~nobody-here/k", "a\0b", "x" * 5000, "\ud800", "/dev/zero", "/"])
def test_a_path_that_cannot_be_used_is_a_problem_of_the_host(key: str, path: str) -> None:
    login = Login(**{"host": "127.0.0.1", "port": 1, key: path})  # type: ignore[arg-type]
    with pytest.raises(Unreachable) as unreachable:
        SshHost(Node(Role.CONTROLLER, "controller", "10.0.0.11", login)).open()
    if key == "identity_file":
        assert unreachable.value.message.key == "ssh-key-missing"
        assert Words("en").say(unreachable.value.message)


def test_no_home_at_all_is_a_problem_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.getuid", lambda: 1_234_567)
    with pytest.raises(Unreachable) as unreachable:
        SshHost(Node(Role.CONTROLLER, "controller", "10.0.0.11", Login("127.0.0.1", port=1))).open()
    assert unreachable.value.message.key == "ssh-config"


def test_a_user_without_a_name_is_a_problem_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 1_234_567)
    with pytest.raises(Unreachable) as unreachable:
        SshHost(Node(Role.CONTROLLER, "controller", "10.0.0.11", Login("127.0.0.1", port=1))).open()
    assert Words("en").say(unreachable.value.message)
