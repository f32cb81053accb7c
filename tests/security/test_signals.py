"""Signals at any moment end the program as Ctrl-C does: 130, no traceback, and a record with its end."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.program import LIMIT, answers, command, environ, heard, journal, start, until
from tests.security.terminal import WizardTerminal

NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def replay(tmp_path: Path, *more: str) -> subprocess.Popen[bytes]:
    words = ("--lang", "en", "--lab", "--replay", str(answers(tmp_path)), "--output", "json", *more)
    return start(tmp_path / "state", *words)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("event", ["run.started", "step.started", "output"])
def test_a_run(tmp_path: Path, number: signal.Signals, event: str) -> None:
    process = replay(tmp_path)
    until(heard(tmp_path / "state", event), event)
    process.send_signal(number)
    err = process.communicate(timeout=LIMIT)[1].decode()
    assert process.returncode == 130
    assert journal(tmp_path / "state")[-1]["status"] == "interrupted"
    assert "after the current command" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("count", [2, 3, 20])
def test_many(tmp_path: Path, count: int) -> None:
    process = replay(tmp_path)
    until(heard(tmp_path / "state", "step.started"), "a step")
    for _ in range(count):
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
    err = process.communicate(timeout=LIMIT)[1].decode()
    assert process.returncode == 130
    assert [entry["status"] for entry in journal(tmp_path / "state") if entry["event"] == "run.finished"][
        -1:
    ] == ["interrupted"]
    assert "Traceback" not in err


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("delay", [0.1, 0.2, 0.3, 0.4, 0.6, 0.9])
def test_while_it_begins(tmp_path: Path, number: signal.Signals, delay: float) -> None:
    process = replay(tmp_path)
    # The last handler that is set; before that, it is Python that begins.
    until(lambda: _handles(process.pid, signal.SIGHUP), "the handlers")
    time.sleep(delay)  # whatever it does by then
    process.send_signal(number)
    err = process.communicate(timeout=LIMIT)[1].decode()
    assert (process.returncode, "Traceback" in err) == (130, False)
    assert "defect" not in err


def _handles(pid: int, number: signal.Signals) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return (
        bool(int(caught, 16) >> (number - 1) & 1) and b"wizard" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )


def test_what_the_caller_ignores_stays_ignored(tmp_path: Path) -> None:
    words = command("--lab", "--replay", str(answers(tmp_path)), "--output", "json", "--check")
    process = subprocess.Popen(
        ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *words],
        env=environ(tmp_path / "state"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    )  # fmt: skip
    until(heard(tmp_path / "state", "run.started"), "the run")
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=LIMIT)
    assert journal(tmp_path / "state")[-1]["status"] == "differs"
    assert process.returncode == 5


def test_stopped_and_continued(tmp_path: Path) -> None:
    process = replay(tmp_path, "--check")
    until(heard(tmp_path / "state", "run.started"), "the run")
    process.send_signal(signal.SIGTSTP)
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=LIMIT)
    assert (process.returncode, journal(tmp_path / "state")[-1]["status"]) == (5, "differs")


# --- The wizard -----------------------------------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[WizardTerminal]:
    terminal = WizardTerminal(tmp_path / "state")
    terminal.until_up()
    yield terminal
    terminal.close()


def reads(terminal: WizardTerminal) -> None:
    """Have the hosts read, and wait until that has begun."""

    def began() -> bool:
        terminal.read()
        return heard(terminal.state, "run.started")()

    os.write(terminal.master, b"\x12")  # Ctrl-R
    until(began, "the hosts to be read")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("working", [False, True])
def test_the_wizard(terminal: WizardTerminal, number: signal.Signals, working: bool) -> None:
    if working:
        reads(terminal)
    os.kill(terminal.pid, number)
    assert terminal.ends() == 130
    assert b"\x1b[?1049l" in terminal.shown, "the terminal is as it was"
    assert b"Traceback" not in terminal.shown
    assert not working or journal(terminal.state)[-1]["event"] == "run.finished"


@pytest.mark.parametrize("working", [False, True])
def test_the_wizards_terminal_goes(terminal: WizardTerminal, working: bool) -> None:
    if working:
        reads(terminal)
    terminal.hang_up()
    assert terminal.ends() == 130
    assert not working or journal(terminal.state)[-1]["event"] == "run.finished"


def test_the_wizard_whose_terminal_takes_nothing(terminal: WizardTerminal) -> None:
    reads(terminal)
    until(heard(terminal.state, "run.finished"), "the hosts, read")  # nothing is taken from the terminal
    os.kill(terminal.pid, signal.SIGTERM)
    _, status = os.waitpid(terminal.pid, 0)
    terminal.pid = 0
    assert os.waitstatus_to_exitcode(status) == 130


def test_a_stray_continue_does_no_harm(terminal: WizardTerminal) -> None:
    os.kill(terminal.pid, signal.SIGCONT)
    os.kill(terminal.pid, signal.SIGCONT)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ends() == 130


# --- Limits ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to raise a limit")
def test_no_core_is_dumped(tmp_path: Path) -> None:
    def unlimited() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    words = ("--lab", "--replay", str(answers(tmp_path)), "--output", "json")
    process = start(tmp_path / "state", *words, preexec_fn=unlimited)
    until(heard(tmp_path / "state", "run.started"), "the run")
    limits = Path(f"/proc/{process.pid}/limits").read_text()
    core = next(line.split() for line in limits.splitlines() if line.startswith("Max core file"))
    assert core[4:6] == ["0", "0"]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=LIMIT)


@pytest.mark.parametrize("megabytes", [60, 100, 200, 300, 400, 600, 1000, 1500])
def test_little_memory_ends_with_a_message(tmp_path: Path, megabytes: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    words = ("--lang", "en", "--lab", "--replay", str(answers(tmp_path)))
    process = start(tmp_path / "state", *words, preexec_fn=limit)
    err = process.communicate(timeout=LIMIT)[1].decode()
    assert (process.returncode, "memory" in err) in ((2, True), (1, True), (0, False))
    assert "Traceback" not in err
