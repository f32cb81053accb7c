"""Signals of all kinds, close together, at any moment: the program ends in order, nothing is left at work."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, LIMIT, answers, command, heard, journal, start, until
from tests.security.terminal import WizardTerminal
from wizard.stopping import SIGNALS

FATAL = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGALRM]
OTHERS = [
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGXCPU,
    signal.SIGALRM,
    signal.SIGVTALRM,
    signal.SIGPROF,
    signal.SIGABRT,
    signal.SIGIO,
    signal.SIGRTMIN,
]


def burst(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Send 2 to 20 signals, some of them at once, some a little later."""
    for _ in range(chance.randint(2, 20)):
        if process.poll() is not None:
            return
        process.send_signal(chance.choice(FATAL))
        time.sleep(chance.choice([0, 0, 0.001, 0.02]))


def ended(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Wait for its end, which is that of an interrupted program; return what it said."""
    out, err = (text.decode() for text in process.communicate(timeout=LIMIT))
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Exception" not in err
    return out, err


def handles(process: subprocess.Popen[bytes]) -> Callable[[], bool]:
    """Return the condition that all handlers are set: before that, it is Python that begins."""

    def last_is_handled() -> bool:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
        return bool(int(caught, 16) >> (max(SIGNALS) - 1) & 1)

    return last_is_handled


def running(mark: str) -> list[int]:
    """Return the processes whose environment has a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@contextmanager
def nothing_left(mark: str) -> Iterator[None]:
    """See that no process with a mark in its environment remains."""
    yield
    until(lambda: not running(mark), "the processes to end")


def in_order(folder: Path, out: str) -> None:
    """See that the journal and the JSON each end once, as those of an interrupted run."""
    told = [json.loads(line) for line in out.splitlines()]
    for events in (journal(folder), told):
        ends = [event["status"] for event in events if event["event"] == "run.finished"]
        assert ends == ["interrupted"]
        assert events[-1]["event"] == "run.finished"


def replay(tmp_path: Path, path: Path, *more: str) -> subprocess.Popen[bytes]:
    words = ("--lang", "en", "--replay", str(path), "--output", "json", *more)
    return start(tmp_path / "state", *words)


@pytest.fixture
def black_hole() -> Iterator[tuple[str, int]]:
    """An address that answers nothing: a server whose queue of connections is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(server.getsockname())
            waiting.append(one)
        yield server.getsockname()
        for one in waiting:
            one.close()


def silent(place: tuple[str, int]) -> str:
    """Return answers whose controller is at this place."""
    assert f"host: {place[0]}," in ANSWERS
    return ANSWERS.replace("compute:", f"ssh: {{port: {place[1]}}}\ncompute:")


def connecting(place: tuple[str, int]) -> int:
    """Return how many connections wait for an answer of a server."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return sum(line[2].endswith(f":{place[1]:04X}") and line[3] == "02" for line in lines)


@pytest.mark.parametrize("seed", range(6))
def test_while_it_begins(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    process = replay(tmp_path, answers(tmp_path), "--lab")
    until(handles(process), "the handlers")
    time.sleep(chance.random())  # whatever it does by then
    burst(process, chance)
    ended(process)


@pytest.mark.parametrize("seed", range(10))
def test_while_a_command_prints_a_password(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = f"BURST_{os.getpid()}_{seed}"
    monkeypatch.setenv(mark, "1")
    chance = random.Random(seed)
    began = tmp_path / "began"
    script = (
        f"touch {began}; sleep 120 & exec >&- 2>&-; sleep 120" if seed % 2 else f"touch {began}; sleep 120"
    )
    content = ANSWERS.replace("dbpassword: aaaa1", f"dbpassword: {{command: '{script}'}}")
    process = replay(tmp_path, answers(tmp_path, content), "--check")
    with nothing_left(f"{mark}=1"):
        until(began.exists, "the command")
        time.sleep(chance.choice([0, 0.01, 0.1]))
        burst(process, chance)
        assert ended(process)[0] == ""


@pytest.mark.parametrize("seed", range(4))
def test_while_many_commands_come_and_go(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch, black_hole: tuple[str, int]
) -> None:
    """Short ones, which leave others behind: a signal may come while a command is started or put away."""
    mark = f"MANY_{os.getpid()}_{seed}"
    monkeypatch.setenv(mark, "1")
    chance = random.Random(seed)
    content = silent(black_hole).split("passwords:")[0] + "passwords:\n"
    for name in ("dbpassword", "novadbpass", "novapass", "rabbitpass"):
        content += f"  {name}: {{command: 'echo {name}1; touch {tmp_path}/began; sleep 120 & sleep 0.1'}}\n"
    process = replay(tmp_path, answers(tmp_path, content), "--check")
    with nothing_left(f"{mark}=1"):
        until((tmp_path / "began").exists, "the first command")
        time.sleep(chance.random() / 2)
        burst(process, chance)
        ended(process)


@pytest.mark.parametrize("seed", range(3))
def test_while_it_connects(tmp_path: Path, seed: int, black_hole: tuple[str, int]) -> None:
    chance = random.Random(seed)
    content = (
        ANSWERS.replace("host: 127.0.0.1", f"host: {black_hole[0]}") + f"ssh: {{port: {black_hole[1]}}}\n"
    )
    process = replay(tmp_path, answers(tmp_path, content), "--check")
    until(heard(tmp_path / "state", "run.started"), "the run")
    time.sleep(chance.random() / 2)
    burst(process, chance)
    in_order(tmp_path / "state", ended(process)[0])


def test_the_first_signal_ends_connecting(tmp_path: Path, black_hole: tuple[str, int]) -> None:
    """The time that it takes alone tells: a server that does not answer is waited for up to 15 seconds."""
    before = connecting(black_hole)
    process = replay(tmp_path, answers(tmp_path, silent(black_hole)), "--check")
    until(heard(tmp_path / "state", "run.started"), "the run")
    until(lambda: connecting(black_hole) > before, "the program to connect")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    in_order(tmp_path / "state", ended(process)[0])
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("seed", range(6))
def test_in_a_run(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = f"RUN_{os.getpid()}_{seed}"
    monkeypatch.setenv(mark, "1")
    chance = random.Random(seed)
    process = replay(tmp_path, answers(tmp_path), "--lab")
    with nothing_left(f"{mark}=1"):
        until(heard(tmp_path / "state", chance.choice(["run.started", "step.started", "output"])), "the run")
        time.sleep(chance.random() / 2)
        burst(process, chance)
        in_order(tmp_path / "state", ended(process)[0])


@pytest.mark.parametrize("number", OTHERS)
def test_each_signal_that_would_end_it(tmp_path: Path, number: signal.Signals) -> None:
    process = replay(tmp_path, answers(tmp_path), "--lab")
    until(heard(tmp_path / "state", "run.started"), "the run")
    process.send_signal(number)
    in_order(tmp_path / "state", ended(process)[0])


def test_no_signal_that_ends_a_process_is_forgotten() -> None:
    """What Linux does by default with each, as signal(7) has it."""
    ignored = {"SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGSTOP"}
    faults = {"SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV"}
    pythons = {"SIGPIPE", "SIGXFSZ"}
    left = {signal.Signals(number).name for number in signal.valid_signals() - set(SIGNALS)}
    assert left == ignored | faults | pythons | {"SIGKILL"}


@pytest.mark.parametrize("count", [1, 2, 20])
def test_while_commands_print_passwords_for_the_wizard(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of four would take minutes: none is waited for, and none is left."""
    mark = f"WIZARD_{os.getpid()}_{count}"
    monkeypatch.setenv(mark, "1")
    content = ANSWERS.split("passwords:")[0] + "passwords:\n"
    for name in ("dbpassword", "novadbpass", "novapass", "rabbitpass"):
        content += f"  {name}: {{command: 'touch {tmp_path}/began; sleep 120'}}\n"
    words = command("--lang", "en", "--answers", str(answers(tmp_path, content)))
    terminal = WizardTerminal(tmp_path / "state", *words)

    def began() -> bool:
        terminal.read()
        return (tmp_path / "began").exists()

    try:
        terminal.until_up()
        terminal.type(b"\x12")  # Ctrl-R reads the hosts
        until(began, "the first command")
        for _ in range(count):
            os.kill(terminal.pid, signal.SIGTERM)
            time.sleep(0.01)
        with nothing_left(f"{mark}=1"):
            assert terminal.ends() == 130
    finally:
        terminal.close()
