"""Sources of passwords that never end, hold too much or wait: each ends soon, with a reason."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, LIMIT, answers, start
from wizard.answers import command
from wizard.answers.passwords import Source, open_source
from wizard.model.problems import Problem

SOON = 10.0


def opened(folder: Path, source: dict[str, str]) -> str:
    """Return the password of a source, or the key of the problem."""
    begun = time.monotonic()
    try:
        found = open_source(Source.parse(source), "passwords.novapass", os.environ, folder)
        return found.secret.reveal()
    except Problem as problem:
        return problem.message.key
    finally:
        assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("file", ["/dev/zero", "/dev/urandom", "/dev/tty", "/dev/null"])
def test_a_device_is_no_password_file(tmp_path: Path, file: str) -> None:
    assert opened(tmp_path, {"file": file}) == "trusted-file-kind"


def test_a_fifo_is_no_password_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo", 0o600)
    assert opened(tmp_path, {"file": "fifo"}) == "trusted-file-kind"


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    (tmp_path / "sparse").touch(0o600)
    os.truncate(tmp_path / "sparse", 1 << 40)
    assert opened(tmp_path, {"file": "sparse"}) == "answers-password-too-big"


@pytest.mark.parametrize("script", ["yes", "yes >&2", "cat /dev/zero", "cat /dev/zero >&2", "yes & yes >&2"])
def test_output_has_a_limit(tmp_path: Path, script: str) -> None:
    assert opened(tmp_path, {"command": script}) == "answers-password-too-big"


@pytest.mark.parametrize(
    "script",
    ["sleep 600", "sleep 600 & wait", "trap '' TERM INT HUP; sleep 600", "while :; do echo; sleep 1; done"],
)
def test_time_has_a_limit(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LIMIT", 0.5)
    assert opened(tmp_path, {"command": script}) == "answers-password-command-slow"


@pytest.mark.parametrize("left", ["sleep 600 &", "(sleep 600; echo more) &", "setsid sleep 20 &"])
def test_what_a_command_leaves_behind_holds_nothing_up(tmp_path: Path, left: str) -> None:
    assert opened(tmp_path, {"command": f"{left} echo secret"}) == "secret"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_too(tmp_path: Path, number: signal.Signals) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    script = f"exec > {pipe}; echo; sleep 600 & wait"
    file = answers(tmp_path, ANSWERS.replace("aaaa1", f"{{command: '{script}'}}"))
    process = start(tmp_path / "state", "--replay", str(file))
    assert select.select([end], [], [], LIMIT)[0], "the command runs"
    os.set_blocking(end, True)
    assert os.read(end, 1) == b"\n"
    process.send_signal(number)
    assert process.communicate(timeout=LIMIT) == (b"", b"")
    assert process.returncode == 130
    assert select.select([end], [], [], LIMIT)[0], "nothing of it runs any more"
    assert os.read(end, 1) == b""
    os.close(end)
