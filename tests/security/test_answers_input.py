"""Answers files that nobody would write: each is refused soon, with its reasons."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, answers
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.text import Words

SOON = 8.0
MILLION = 1_000_000
SECRET = "hunter2-canary"

HUGE: Mapping[str, Callable[[], str]] = {
    "list items": lambda: "compute:\n" + "- a\n" * 150_000,
    "hosts": lambda: (
        ANSWERS + "".join(f"  - {{host: h{i}, name: n{i}, management_ip: 10.1.0.1}}\n" for i in range(20_000))
    ),
    "items in a line": lambda: "compute: [" + "a, " * 300_000 + "]",
    "keys": lambda: "".join(f"k{i}: v\n" for i in range(60_000)),
    "lists in lists": lambda: "a: " + "[" * MILLION,
    "lists in lists over lines": lambda: "a:\n" + "[\n" * 100_000,
    "mappings in mappings": lambda: "{a: " * 200_000,
    "dashes": lambda: "- " * 400_000,
    "question marks": lambda: "? " * 400_000,
    "documents": lambda: "---\n" * 200_000,
    "anchors": lambda: "a: [\n" + f"&{SECRET} b,\n" * 40_000 + "]\n",
    "aliases": lambda: "a: &a [x]\n" + "b: [" + "*a, " * 200_000 + "]",
    "a bomb of aliases": lambda: (
        "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [" + f"*a{i - 1}, " * 9 + "]\n" for i in range(1, 20))
    ),
    "a tag": lambda: "region: !" + "x" * MILLION,
    "tags": lambda: f"region: !{'x' * 9_000}\n" * 100,
    "a scalar": lambda: f"region: {'x' * MILLION}",
    "a scalar over lines": lambda: "region: x\n" + "  x\n" * 200_000,
    "a key": lambda: f"{'regio' * 200_000}: x",
    "long keys": lambda: "".join(f"{'regio' * 1_900}{i}: x\n" for i in range(100)),
    "comments": lambda: "# x\n" * 250_000,
    "breaks": lambda: "\n" * MILLION,
    "too long": lambda: "#" * (MILLION + 1),
}


@pytest.mark.parametrize("what", HUGE)
def test_size_has_limits(tmp_path: Path, what: str, capfd: pytest.CaptureFixture[str]) -> None:
    file = answers(tmp_path, HUGE[what]())
    begun = time.monotonic()
    with warnings.catch_warnings(), pytest.raises(AnswersWrong) as refused:
        warnings.simplefilter("error")
        load(file, os.environ)
    lines = refused.value.lines(Words("en"))
    assert time.monotonic() - begun < SOON
    assert len("\n".join(lines)) < 100_000
    assert SECRET not in "".join([*lines, *capfd.readouterr()])


@pytest.mark.parametrize(
    "value",
    ["!!binary aGVsbG8=", "!!python/object/apply:os.system [id]", "!!python/name:os.system", "!!set {a}",
     "!!omap [a: b]", "!!timestamp 2001-01-01", "!!int x", "!!float x", "!!null x", "!!bool x", "!!str x",
     "!local x", "! x", "!<tag:yaml.org,2002:binary> aGVsbG8=", "!!map {}", "!!seq []"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["region", "language", "passwords.novapass", "controller.host"])
def test_no_tag_is_taken(tmp_path: Path, key: str, value: str) -> None:
    section, _, name = key.rpartition(".")
    content = f"{section}:\n  {name}: {value}\n" if section else f"{name}: {value}\n"
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, content), os.environ)
    assert (key, "answers-tag") in [(wrong.path, wrong.message.key) for wrong in refused.value.problems]


@pytest.mark.parametrize(
    "content", ["!!map\nversion: 1\n", "!!set {version}\n", "!!str version: 1\n", "!x\na: b\n"]
)
def test_no_tag_of_the_whole_or_of_a_key(tmp_path: Path, content: str) -> None:
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, content), os.environ)
    assert {"answers-tag", "answers-key"} & {wrong.message.key for wrong in refused.value.problems}


@pytest.mark.parametrize(
    ("key", "value"),
    [("region", value) for value in ("--help", "-", "-h", "--os-token=x")]
    + [("openrc", value) for value in ("--help", "-e", "-/root/admin-openrc")]
    + [("console_host", value) for value in ("--help", "-x.example")]
    + [("host", value) for value in ("-oProxyCommand=id", "-J", "--help")]
    + [("name", value) for value in ("--help", "-compute1")]
    + [("management_ip", value) for value in ("--help", "-10.0.0.1")]
    + [("disk", value) for value in ("--help", "-/dev/sdb", "/dev/-sdb/../../x", "/dev/../etc/passwd")]
    + [("user", value) for value in ("-l", "--help", "a;id", "a$(id)", "a`id`", "a|id", "a&id", "a\\", "a'b")]
    + [("identity_file", value) for value in ("-oProxyCommand=id", "--help")]
    + [("known_hosts", value) for value in ("-oProxyCommand=id", "--help")],
)  # fmt: skip
def test_no_answer_can_be_an_option_or_a_command(tmp_path: Path, key: str, value: str) -> None:
    of_a_host = key in ("host", "name", "management_ip", "disk")
    line = f'  {key}: "{value}"'.replace("\\", "\\\\")
    content = f"controller:\n{line}\n" if of_a_host and key != "disk" else ""
    content = content or (f"ssh:\n{line}\n" if key in ("user", "identity_file", "known_hosts") else "")
    content = content or (f"compute:\n- host: a\n{line}\n" if key == "disk" else f"{line.strip()}\n")
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, content), os.environ)
    assert any(
        wrong.path.rpartition(".")[2] == key and wrong.message.key != "answers-missing"
        for wrong in refused.value.problems
    ), refused.value.problems


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfev\x00e\x00r\x00",
        b"version: 1\n\x00",
        b"\xef\xbb\xbf",
        b"version: 1\nregion: \xff",
        b"\x1b[2J",
        b"\x80",
    ],
)
def test_what_is_no_text(tmp_path: Path, content: bytes) -> None:
    file = answers(tmp_path)
    file.write_bytes(content)
    with pytest.raises(AnswersWrong):
        load(file, os.environ)


@pytest.mark.parametrize(
    "value", ["0o17", "1_000", "2001-01-01", ".inf", "-.inf", ".nan", "1e400", "9" * 5000, "0x1F"]
)
def test_a_port_is_a_number(tmp_path: Path, value: str) -> None:
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, f"{ANSWERS}ssh: {{port: {value}}}\n"), os.environ)
    assert [wrong.path for wrong in refused.value.problems] == ["ssh.port"]
