"""The command line: what each asks for, and that a wrong one ends with 2, a message and no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from steps import GUIDE
from wizard.cli import main
from wizard.headless import replay as replaying
from wizard.headless.replay import Options
from wizard.text import Words

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Korean terminal, unless a test says otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")


def hangul(text: str) -> bool:
    """Whether a text has Hangul in it."""
    return bool(re.search("[가-힣]", text))


# --- What goes to stdout ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_list(capsys: Capture, lang: str) -> None:
    assert main(["--list", "--lang", lang]) == 0
    words = Words(lang)
    lines = [
        re.fullmatch(r"(\S+) {2,}(.+)  \[(\w+)\]", line) for line in capsys.readouterr().out.splitlines()
    ]
    assert [line and line.groups() for line in lines] == [
        (step.id, words.say(step.title), words.label(f"source-{step.source}")) for step in GUIDE
    ]


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"nova-wizard {version('nova-wizard')}\n"


@pytest.mark.parametrize(
    ("arguments", "korean"), [([], True), (["--lang", "en"], False), (["--lang", "ko"], True)]
)
def test_help(capsys: Capture, arguments: list[str], korean: bool) -> None:
    assert main(["--help", *arguments]) == 0
    out = capsys.readouterr().out
    assert out == Words("ko" if korean else "en").page("help.txt")
    assert hangul(out) == korean


def test_schema(capsys: Capture) -> None:
    assert main(["--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["passwords"]


def test_init_writes_once(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    assert main(["--init", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(path) in capsys.readouterr().out
    before = path.read_bytes()
    assert main(["--init", str(path)]) == 2
    assert path.read_bytes() == before
    out, err = capsys.readouterr()
    assert (out, str(path) in err) == ("", True)


# --- Wrong command lines ----------------------------------------------------------------------------

WRONG = """\
--lost
--l
--ver
something
--replay
--replay x y
--init
--answers
--lang de --list
--lang
--replay x --output yaml
--replay x --dry-run --check
--replay x --only
--replay x --from
--replay x --skip
--list --version
--help --schema
--replay x --init y
--replay x --answers y
--only 4.4.2
--from 4.4.2 --list
--skip 4.4.2 --version
--output json --help
--dry-run
--check --answers x
--lab-nodes 0 --lab
--lab-nodes many --lab
--lab-fault x
--replay x --only 4.4.5
--replay x --only 4.4
--replay x --from nowhere
--replay x --skip 4.4.2/install/3j
--replay x --only 4.4.1
--replay x --only 4.4.4 --skip 4.4.4
--replay /nonexistent/answers.yaml
--replay /etc
--init /nonexistent/folder/answers.yaml
"""


def complains(arguments: list[str], capsys: Capture) -> str:
    """Run the program, which must end with 2 and a message on stderr; return the message."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("line", WRONG.splitlines())
def test_a_wrong_command_line_ends_with_2_and_a_message(line: str, capsys: Capture) -> None:
    assert hangul(complains(line.split(), capsys))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", ""],
        ["--from", "", "--list"],
        ["--replay", "x", "--from", ""],
        ["--replay", "x", "--only", ""],
    ],
)
def test_an_empty_id_is_wrong(arguments: list[str], capsys: Capture) -> None:
    complains(arguments, capsys)


def test_a_wrong_command_line_is_told_in_the_language_asked_for(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not hangul(complains(["--replay", "x", "--only", "4.4.5", "--lang", "en"], capsys))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert not hangul(complains(["--lost"], capsys))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--dryrun --replay x", "There is no such option: --dryrun. Did you mean --dry-run?"),
        ("--chek --replay x", "Did you mean --check?"),
        ("--xyzzy", "There is no such option: --xyzzy. See"),
        ("--replay x --output jsn", "--output takes one of these: rich, plain, json. Did you mean json?"),
        ("--replay x --output hunter2", "--output takes one of these: rich, plain, json."),
        ("--replay x --only", "--only requires a value"),
        ("--check=hunter2 --replay x", "--check takes no value"),
        ("--list --version", "--version cannot be used together with --list"),
        ("--lab --lab-nodes 0", "--lab-nodes takes a number from 1 to 500"),
        ("--replay x --only 4.4.2/instal", "Did you mean 4.4.2/install?"),
        ("--replay x --skip 4.4.3/finish/3d", "Did you mean 4.4.3/finish/3b?"),
        ("-x", "There is no such option: -x. See"),
        ("--undo", "Only with --replay: --undo. See"),
        ("--dry-run --forks 3 --output json", "Only with --replay: --dry-run, --forks, --output. See"),
    ],
)
def test_what_is_wrong_is_named_with_what_was_probably_meant(line: str, says: str, capsys: Capture) -> None:
    for words in (["--lang", "en", *line.split()], [*line.split(), "--lang=en"]):
        err = complains(words, capsys)
        assert says in err
        assert "hunter2" not in err
    assert hangul(complains([*line.split(), "--lang", "ko"], capsys))


@pytest.mark.parametrize(
    ("line", "place"),
    [("hunter2", 1), ("--list hunter2", 2), ("--answers x -phunter2", 3), ("--", 1), ("-- --help", 2)],
)
def test_a_word_of_no_option_is_told_by_its_place(line: str, place: int, capsys: Capture) -> None:
    err = complains(["--lang=en", *line.split()], capsys)
    assert err == f"Word {place + 1} after nova-wizard belongs to no option. See nova-wizard --help.\n"


def test_the_nearest_fault_is_named(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    err = complains(["--lab", "--lab-fault", "disk-fill", "--lang", "en"], capsys)
    assert "Did you mean disk-full?" in err


def test_every_error_of_the_answers_is_told_with_its_path(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("version: 1\nlanguage: en\ncontroler: {}\ncompute: [{host: a}]\n")
    err = complains(["--replay", str(path)], capsys)
    for place in ("controler", "controller", "compute[0].name", "passwords"):
        assert place in err
    assert not hangul(err)


def test_without_a_terminal_there_are_no_screens(capsys: Capture) -> None:
    assert Words("ko").label("no-terminal") in complains([], capsys)


# --- What a replay is asked for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("", {}),
        ("--dry-run", {"mode": "dry-run"}),
        ("--check --only 4.4.2 --only 4.4.4", {"mode": "check", "only": ["4.4.2", "4.4.4"]}),
        ("--from 4.4.3 --skip 4.4.4 --output json", {"start": "4.4.3", "skip": ["4.4.4"], "output": "json"}),
        ("--lang en", {"lang": "en"}),
        ("--limit compute1 --limit compute2", {"limit": ["compute1", "compute2"]}),
        ("--keep-going --forks 7", {"keep_going": True, "forks": 7}),
    ],
)
def test_replay_gets_its_options(
    monkeypatch: pytest.MonkeyPatch, line: str, options: dict[str, object]
) -> None:
    asked: list[Options] = []

    def replay(options: Options) -> int:
        asked.append(options)
        return 5

    monkeypatch.setattr(replaying, "replay", replay)
    assert main(["--replay", "answers.yaml", *line.split()]) == 5
    expected = {"only": [], "skip": [], "limit": [], **options}
    assert asked == [Options(Path("answers.yaml"), **expected)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [(KeyboardInterrupt(), 130, ""), (ValueError("hunter2"), 1, "ValueError")],
)
def test_what_nobody_foresaw_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, error: BaseException, status: int, says: str
) -> None:
    def replay(options: Options) -> int:
        raise error

    monkeypatch.setattr(replaying, "replay", replay)
    assert main(["--replay", "answers.yaml"]) == status
    err = capsys.readouterr().err
    assert says in err
    assert "hunter2" not in err
    assert "Traceback" not in err


# --- In a process of its own ------------------------------------------------------------------------


def program(*arguments: str, **environ: str) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-m", "wizard", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**env, **environ},
    )


@pytest.mark.parametrize("option", ["--list", "--help", "--schema"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_goes_is_no_defect(option: str, unbuffered: str) -> None:
    process = program(option, PYTHONUNBUFFERED=unbuffered)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(20) == 1


@pytest.mark.parametrize("option", ["--list", "--help"])
def test_a_terminal_without_hangul_shows_what_it_can(option: str) -> None:
    process = program(option, "--lang", "ko", PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")
    assert (b"4.4.2" in out, b"?" in out) == (True, True)


def test_the_exit_status_is_the_processes() -> None:
    process = program("--lost")
    assert process.communicate(timeout=20)[0] == b""
    assert process.returncode == 2
