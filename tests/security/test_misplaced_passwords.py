"""A password in a wrong place of the answers or of the command line: the message does not repeat it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, answers
from wizard import cli
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.text import Words

SECRET = "s3cret-Hunter2"
LINES = {
    "a command": "passwords: {novapass: {command: s3cret-Hunter2}}",
    "a command with words": "passwords: {novapass: {command: 's3cret-Hunter2 -x'}}",
    "a command that is no shell's": "passwords: {novapass: {command: '(s3cret-Hunter2'}}",
    "a path as a command": "passwords: {novapass: {command: /s3cret-Hunter2/x}}",
    "a variable": "passwords: {novapass: {env: s3cret-Hunter2}}",
    "a file": "passwords: {novapass: {file: s3cret-Hunter2}}",
    "a file at the root": "passwords: {novapass: {file: /s3cret-Hunter2}}",
    "a file in no folder": "passwords: {novapass: {file: s3cret-Hunter2/x}}",
    "a file with a NUL": 'passwords: {novapass: {file: "s3cret-Hunter2\\0"}}',
    "another source": "passwords: {novapass: {s3cret-Hunter2: x}}",
    "a list": "passwords: {novapass: [s3cret-Hunter2]}",
    "a key of the passwords": "passwords: {s3cret-Hunter2: x}",
    "a key with blanks": "passwords: {s3cret-Hunter2 x y: x}",
    "a key twice": "passwords: {s3cret-Hunter2: x, s3cret-Hunter2: y}",
    "a key within a source": "passwords: {novapass: {s3cret-Hunter2: &a x, b: *a}}",
    "a key of a login's password": "ssh: {password: {s3cret-Hunter2: *a}}",
    "a login's password": "ssh: {password: {command: s3cret-Hunter2}}",
    "a host": "controller: {host: 's3cret-Hunter2 @'}",
    "a name": "controller: {name: s3cret-Hunter2_}",
    "an address": "controller: {management_ip: s3cret-Hunter2}",
    "a user": "ssh: {user: 's3cret-Hunter2 '}",
    "a user that is an option": "ssh: {user: -s3cret-Hunter2}",
    "a fingerprint": "controller: {host_key: s3cret-Hunter2}",
    "a disk": "compute: [{disk: s3cret-Hunter2}]",
    "a region": "region: 's3cret-Hunter2!'",
    "an openrc": "openrc: s3cret-Hunter2",
    "a console's host": "console_host: s3cret-Hunter2_",
    "a port": "ssh: {port: s3cret-Hunter2}",
    "a language": "language: s3cret-Hunter2",
    "a version": "version: s3cret-Hunter2",
    "a broken line": "passwords: {novapass: 's3cret-Hunter2",
    "a tab": "passwords:\n\tnovapass: s3cret-Hunter2",
    "a directive": "%TAG s3cret-Hunter2\n---\nversion: 1",
    "an alias": "region: *s3cret-Hunter2",
    "nothing else": "s3cret-Hunter2",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("place", LINES)
def test_no_error_of_the_answers_repeats_it(tmp_path: Path, place: str, lang: str) -> None:
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, LINES[place] + "\n"), os.environ)
    words = Words(lang)
    told = "\n".join([words.say(refused.value.message), *refused.value.lines(words)])
    assert SECRET not in told
    assert "hunter2" not in told.lower()


@pytest.mark.parametrize(
    ("source", "path", "line"),
    [("{command: nowhere-to-be-found}", "passwords.novapass", 7), ("{env: lower}", "passwords.novapass", 7)],
)
def test_the_error_says_where_it_stands(tmp_path: Path, source: str, path: str, line: int) -> None:
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, ANSWERS.replace("cccc3", source).replace("{dbp", "\n  {dbp")), os.environ)
    assert [(wrong.path, wrong.line) for wrong in refused.value.problems] == [(path, line)]


def test_what_is_written_as_a_name_is_quoted(tmp_path: Path) -> None:
    content = ANSWERS.replace("cccc3", "{env: NOVA_PASS_1}").replace("dddd4", "{file: ./missing}")
    with pytest.raises(AnswersWrong) as refused:
        load(answers(tmp_path, content), {})
    told = "\n".join(refused.value.lines(Words("en")))
    assert "NOVA_PASS_1" in told
    assert str(tmp_path / "missing") in told


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--password", SECRET], "--password"),
        ([f"--password={SECRET}"], "--password"),
        ([f"-p{SECRET}"], ""),
        ([SECRET], ""),
        (["--", SECRET], ""),
        ([f"--{SECRET}"], ""),
        (["--output", SECRET], "--output"),
        (["--lang", SECRET], "--lang"),
        (["--lab-nodes", SECRET], "--lab-nodes"),
        ([f"--check={SECRET}"], "--check"),
        (["--list", SECRET], ""),
        (["--init", "x", "--schema", SECRET], "--schema"),
    ],
)
def test_no_error_of_the_command_line_repeats_it(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert SECRET not in told.err
    assert named in told.err
