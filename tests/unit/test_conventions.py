"""What people expect of any command: short options, standard input, a pager, colours as asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pexpect
import pytest

from wizard.cli import main
from wizard.colour import Colour, tell_textual, wished
from wizard.headless import replay as replaying
from wizard.headless.live import Live
from wizard.headless.replay import Options
from wizard.model.message import Message
from wizard.text import Words

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parents[2] / "examples" / "answers.yaml"
PROGRAM = [sys.executable, "-m", "wizard"]
WAIT = 120


def run(*arguments: str, stdin: bytes | int = subprocess.DEVNULL) -> subprocess.CompletedProcess[bytes]:
    """Run the program with standard input."""
    command = [*PROGRAM, *arguments, "--lang", "en"]
    if isinstance(stdin, bytes):
        return subprocess.run(command, input=stdin, capture_output=True, timeout=WAIT, check=False)
    return subprocess.run(command, stdin=stdin, capture_output=True, timeout=WAIT, check=False)


# --- Short options ------------------------------------------------------------------------------------


def test_short_options(capsys: Capture) -> None:
    assert main(["-V"]) == 0
    assert capsys.readouterr().out == f"nova-wizard {version('nova-wizard')}\n"
    assert main(["-h", "--lang", "en"]) == 0
    assert capsys.readouterr().out == Words("en").page("help.txt")


def test_the_module_is_the_program() -> None:
    assert run("-V").stdout.decode() == f"nova-wizard {version('nova-wizard')}\n"


def test_what_excludes_each_other_is_named_by_its_long_name(capsys: Capture) -> None:
    assert main(["-h", "-V", "--lang", "en"]) == 2
    assert "--version cannot be used together with --help" in capsys.readouterr().err


# --- Answers from standard input, and answers alone --------------------------------------------------


def test_answers_come_from_standard_input() -> None:
    ended = run("--replay", "-", "--lab", "--check", "--only", "4.4.1", stdin=EXAMPLE.read_bytes())
    assert (ended.returncode, ended.stderr) == (2, Words("en").label("no-step-left").encode() + b"\n")
    ended = run("--validate", "-", stdin=EXAMPLE.read_bytes())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"standard input is valid" in ended.stdout


def test_a_file_on_standard_input_is_trusted_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    path.chmod(0o666)
    with path.open("rb") as file:
        ended = run("--validate", "-", stdin=file.fileno())
    assert ended.returncode == 2
    assert b"0666" in ended.stderr


def test_what_is_wrong_on_standard_input_is_told() -> None:
    ended = run("--validate", "-", stdin=b"version: 1\nlanguage: de\n")
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"standard input has ")
    assert b"language: " in ended.stderr
    assert b"(line 2)" in ended.stderr
    assert run("--validate", "-").returncode == 2
    assert b"longer than" in run("--validate", "-", stdin=b"x" * 2_000_000).stderr


@pytest.mark.parametrize("option", ["--replay", "--validate"])
def test_a_terminal_on_standard_input_is_told_what_is_expected(option: str) -> None:
    program = on_a_terminal(f"{option} -", 24, {})
    program.expect_exact("nova-wizard --replay - < answers.yaml")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 2


def test_validating_opens_no_source_of_a_password(tmp_path: Path, capsys: Capture) -> None:
    trace = tmp_path / "opened"
    path = tmp_path / "answers.yaml"
    path.write_text(
        EXAMPLE.read_text(encoding="utf-8")
        .replace("dbpassword: dbpassword", f"dbpassword: {{command: touch {trace}}}", 1)
        .replace("novadbpass: novadbpass", "novadbpass: {env: NOBODY_SETS_THIS}", 1)
        .replace("novapass: novapass", f"novapass: {{file: {tmp_path}/not-there}}", 1),
        encoding="utf-8",
    )
    path.chmod(0o600)
    assert main(["--validate", str(path), "--lang", "en"]) == 0
    assert not trace.exists()
    out, err = capsys.readouterr()
    assert (str(path) in out, err) == (True, "")


def test_validating_tells_a_source_of_a_wrong_form(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "answers.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("novapass: novapass", "novapass: {envv: X}", 1), encoding="utf-8")
    assert main(["--validate", str(path), "--lang", "en"]) == 2
    assert "passwords.novapass: " in capsys.readouterr().err


# --- The lab without a file ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("--lab --check", "check"),
        ("--lab --dry-run", "dry-run"),
        ("--lab --replay --check", "check"),
        ("--lab-dir DIR --check", "check"),
    ],
)
def test_the_lab_is_checked_without_a_file(line: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Options] = []

    def replay(options: Options) -> int:
        asked.append(options)
        return 0

    monkeypatch.setattr(replaying, "replay", replay)
    assert main(line.split()) == 0
    assert [(options.answers, options.mode) for options in asked] == [(None, mode)]
    assert asked[0].simulation


def test_the_wizard_on_the_lab_is_no_replay(capsys: Capture) -> None:
    assert main(["--lab", "--only", "4.4.2"]) == 2
    assert main(["--check"]) == 2
    assert main(["--lab", "--check", "--answers", "x"]) == 2


# --- The pager ------------------------------------------------------------------------------------------

END_OF_HELP = "NOVA_WIZARD_STATE."


def on_a_terminal(arguments: str, rows: int, environ: Mapping[str, str]) -> pexpect.spawn[str]:
    """Start the program on a terminal of some height."""
    base = {name: value for name, value in os.environ.items() if name not in ("PAGER", "LESS")}
    return pexpect.spawn(
        " ".join([*PROGRAM, *arguments.split(), "--lang", "en"]),
        dimensions=(rows, 100),
        encoding="utf-8",
        timeout=WAIT,
        env={**base, "TERM": "xterm", **environ},
    )


def test_a_long_text_goes_through_the_pager() -> None:
    program = on_a_terminal("--help", 20, {"PAGER": "less -+F"})
    program.expect("Usage:")
    program.send("G")
    program.expect_exact(END_OF_HELP)
    program.sendintr()  # the pager's
    program.send("q")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0


def test_a_reader_who_leaves_the_pager_early_is_no_error() -> None:
    program = on_a_terminal("--schema", 10, {"PAGER": "head -n 1"})
    program.expect(pexpect.EOF)
    program.close()
    assert (program.exitstatus, program.before and program.before.strip()) == (0, "{")


@pytest.mark.parametrize("option", ["--list", "--help", "--schema", "--lab-faults"])
def test_a_text_that_fits_goes_through_no_pager(option: str) -> None:
    program = on_a_terminal(option, 900, {"PAGER": "false"})
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    assert len((program.before or "").splitlines()) > 20


@pytest.mark.parametrize(
    "environ",
    [{"TERM": "dumb"}, {"PAGER": "nobody-has-this"}, {"PAGER": "'"}, {"PATH": ""}, {"PAGER": "cat"}],
)
def test_without_a_pager_the_text_is_printed(environ: dict[str, str]) -> None:
    program = on_a_terminal("--help", 20, environ)
    program.expect_exact(END_OF_HELP)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0


def test_a_pager_that_others_could_have_written_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "run"
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ntouch {trace}\n", encoding="utf-8")
    pager.chmod(0o777)
    program = on_a_terminal("--help", 20, {"PAGER": str(pager)})
    program.expect_exact(END_OF_HELP)
    program.expect(pexpect.EOF)
    assert not trace.exists()


def test_the_pager_gets_no_shell(tmp_path: Path) -> None:
    program = on_a_terminal("--help", 20, {"PAGER": f"cat; touch {tmp_path}/run"})
    program.expect_exact(END_OF_HELP)
    program.expect(pexpect.EOF)
    assert not (tmp_path / "run").exists()


# --- Colours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "wish"),
    [
        ({}, Colour.ON_A_TERMINAL),
        ({"NO_COLOR": ""}, Colour.ON_A_TERMINAL),
        ({"CLICOLOR": "1"}, Colour.ON_A_TERMINAL),
        ({"CLICOLOR": "0"}, Colour.NEVER),
        ({"NO_COLOR": "1"}, Colour.NEVER),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, Colour.NEVER),
        ({"FORCE_COLOR": "1"}, Colour.ALWAYS),
        ({"FORCE_COLOR": "3", "CLICOLOR": "0"}, Colour.ALWAYS),
        ({"FORCE_COLOR": "0"}, Colour.NEVER),
        ({"CLICOLOR_FORCE": "1"}, Colour.ALWAYS),
        ({"CLICOLOR_FORCE": "0"}, Colour.ON_A_TERMINAL),
    ],
)
def test_which_colours_are_wished_for(environ: dict[str, str], wish: Colour) -> None:
    assert wished(environ) is wish
    tell_textual(environ)
    assert ("NO_COLOR" in environ) == (wish is Colour.NEVER)


class Terminal(StringIO):
    """A file that is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("environ", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"CLICOLOR": "0"}, True, False),
    ],
)
def test_rich_output_is_coloured_as_asked_for(
    environ: dict[str, str], terminal: bool, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **environ}.items():
        monkeypatch.setenv(name, value)
    out = Terminal() if terminal else StringIO()
    front = Live(Words("en"), [], out)
    front.warn(Message("interrupted"))
    front.close()
    assert ("\x1b[33m" in out.getvalue()) == coloured
    assert ("\x1b[?25l" in out.getvalue()) == terminal
