"""Output that cannot be written, or that nobody reads: the run's record has its end."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import subprocess
import termios
from pathlib import Path
from typing import Any

import pytest

from tests.security.program import LIMIT, answers, command, environ, heard, journal, start, until

FORMATS = ["plain", "json", "rich"]


def ended(state: Path) -> str:
    """Return how the last run's record says that it ended."""
    last = journal(state)[-1]
    assert last["event"] == "run.finished"
    return str(last["status"])


def replay(tmp_path: Path, output: str, *more: str, **streams: Any) -> subprocess.Popen[bytes]:
    """Start a replay on the lab."""
    file = str(answers(tmp_path))
    words = ("--lang", "en", "--lab", "--replay", file, "--output", output, *more)
    return start(tmp_path / "state", *words, **streams)


def in_shell(state: Path, redirection: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command under a shell's redirection."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *words],
        env=environ(state),
        timeout=LIMIT,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("output", FORMATS)
def test_a_full_disk(tmp_path: Path, output: str) -> None:
    with Path("/dev/full").open("wb") as full:
        process = replay(tmp_path, output, stdout=full)
        err = process.communicate(timeout=LIMIT)[1].decode()
    assert (process.returncode, ended(tmp_path / "state")) == (1, "interrupted")
    assert "No space left on device" in err
    assert str(tmp_path / "state") in err
    assert "Traceback" not in err


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_output(tmp_path: Path, closed: str) -> None:
    done = in_shell(tmp_path / "state", closed, *command("--lab", "--replay", str(answers(tmp_path))))
    assert (done.returncode, done.stdout) == (1, b"")
    assert ended(tmp_path / "state") == "interrupted"
    assert b"Traceback" not in done.stderr


def test_what_is_printed_goes_into_no_file_where_output_is_closed(tmp_path: Path) -> None:
    words = command("--lab", "--replay", str(answers(tmp_path)), "--dry-run")
    done = in_shell(tmp_path / "state", "2>&-", *words)
    assert (done.returncode, ended(tmp_path / "state")) == (0, "done")
    assert done.stdout


@pytest.mark.parametrize("output", ["plain", "rich"])
def test_a_terminal_that_has_gone(tmp_path: Path, output: str) -> None:
    master, slave = pty.openpty()
    process = replay(tmp_path, output, stdout=slave)
    os.close(slave)
    until(heard(tmp_path / "state", "step.finished"), "a step")
    os.close(master)
    err = process.communicate(timeout=LIMIT)[1].decode()
    assert (process.returncode, ended(tmp_path / "state")) == (1, "interrupted")
    assert "Input/output error" in err


@pytest.mark.parametrize("output", FORMATS)
def test_a_reader_that_has_gone(tmp_path: Path, output: str) -> None:
    process = replay(tmp_path, output)
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    said = process.stderr.read().decode()
    assert said.startswith(
        "The output could not be written: nobody reads it. The run ended after the current"
    )
    assert said.count("\n") == 1
    assert process.wait(LIMIT) == 1
    assert ended(tmp_path / "state") == "interrupted"


@pytest.mark.parametrize(
    ("output", "number"),
    [*((output, signal.SIGINT) for output in FORMATS), ("plain", signal.SIGTERM), ("plain", signal.SIGHUP)],
)
def test_a_reader_that_does_not_read(tmp_path: Path, output: str, number: signal.Signals) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"x" * 4096)
    process = replay(tmp_path, output, stdout=writing, stderr=writing)
    os.close(writing)
    until(heard(tmp_path / "state", "step.finished"), "a step, although nobody reads")
    process.send_signal(number)
    assert process.wait(LIMIT) == 130
    assert ended(tmp_path / "state") == "interrupted"
    os.close(reading)


def test_a_terminal_that_is_held_up(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    process = replay(tmp_path, "rich", stdout=slave, stderr=slave)
    until(heard(tmp_path / "state", "step.started"), "a step")
    termios.tcflow(slave, termios.TCOOFF)  # Ctrl-S
    process.send_signal(signal.SIGINT)
    assert process.wait(LIMIT) == 130
    assert ended(tmp_path / "state") == "interrupted"
    termios.tcflow(slave, termios.TCOON)
    os.close(master)
    os.close(slave)


def test_a_pipe_that_does_not_block(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writing, False)
    process = replay(tmp_path, "json", "--check", stdout=writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().splitlines()
    assert process.wait(LIMIT) == 5
    assert len(lines) == len(journal(tmp_path / "state"))


@pytest.mark.parametrize("option", ["--list", "--help", "--schema", "--version", "--lab-faults"])
@pytest.mark.parametrize("lost", [">/dev/full", ">&-", ">/dev/full 2>/dev/full", ">&- 2>&-"])
def test_what_is_printed_at_once(tmp_path: Path, option: str, lost: str) -> None:
    done = in_shell(tmp_path, lost, *command(option, "--lang", "en"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert (b"could not be written" in done.stderr) == ("2>" not in lost)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("lost", ["2>/dev/full", "2>&-"])
def test_a_complaint_that_cannot_be_written(tmp_path: Path, lost: str) -> None:
    done = in_shell(tmp_path, lost, *command("--replay", "/nonexistent"))
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")
