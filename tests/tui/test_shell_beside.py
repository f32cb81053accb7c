"""A shell beside the step: ssh on the wizard's terminal, to the lab's SSH server; else its command line."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.program import journal
from tests.security.program import until as until_in_time
from tests.security.terminal import WizardTerminal
from tests.support.processes import children
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import screen_text, surveyed, until
from tests.tui.test_on_lab import wizard_on
from wizard.lab import Lab
from wizard.text import Words
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.menu import Menu

needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh")
SCREEN = b"\x1b[?1049h"
"""What a terminal is told when the wizard's screen comes up."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[WizardTerminal]:
    """The wizard on the lab, on a terminal."""
    found = WizardTerminal(tmp_path / "state")
    try:
        yield found
    finally:
        found.close()


@needs_ssh
def test_a_shell_on_the_lab_and_back(terminal: WizardTerminal) -> None:
    terminal.until_up()
    terminal.type(b"\x12")  # Ctrl-R
    until_in_time(lambda: readings(terminal.state) == 1, "the first reading")
    terminal.type(b"\x1bOS" * 3)  # F4: the first step
    terminal.until_shown(Words("en").label("title-4-4-2-prepare-1a").encode())
    terminal.type(b"s")
    terminal.until_shown(b"$ ssh -F /dev/null -p ")
    terminal.until_shown(b"-- root@127.0.0.1\r\n")
    terminal.type(b"echo the name is $(hostname)\n")
    terminal.until_shown(b"the name is controller")
    terminal.shown = b""
    terminal.type(b"exit\n")
    terminal.until_shown(SCREEN)
    terminal.until_shown(b"Back from controller")
    until_in_time(lambda: readings(terminal.state) == 2, "the reading afterwards")
    terminal.type(b"\x11")  # Ctrl-Q
    terminal.until_shown(Words("en").label("leave-title").encode())


@needs_ssh
def test_a_signal_ends_the_shell_with_the_wizard(terminal: WizardTerminal) -> None:
    terminal.until_up()
    terminal.type(b"\x12" + b"\x1bOS" * 3)
    terminal.until_shown(Words("en").label("title-4-4-2-prepare-1a").encode())
    terminal.type(b"s")
    terminal.until_shown(b"-- root@127.0.0.1\r\n")
    terminal.type(b"echo the name is $(hostname)\n")
    terminal.until_shown(b"the name is controller")
    (shell,) = [pid for pid in children(terminal.pid) if name_of(str(pid)) == "ssh"]
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ends() == 130
    with pytest.raises(ProcessLookupError):
        os.kill(shell, 0)


def name_of(pid: str) -> str:
    """Return a process's name."""
    return Path(f"/proc/{pid}/comm").read_text().strip()


def readings(state: Path) -> int:
    """Return how many readings of the hosts have ended."""
    return sum(event["event"] == "run.finished" for event in journal(state))


@needs_ssh
async def test_the_command_line_on_the_lab_logs_in(state: Path) -> None:
    """It is shown where the wizard cannot step aside; it can be copied, and no password is in it."""
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            await app.go("4.4.3/prepare/1")
            await pilot.press("s")
            await until(pilot, lambda: isinstance(app.screen, Choice))
            await until(pilot, lambda: "Shell on compute1" in screen_text(app))
            await pilot.press("enter")
            await until(pilot, lambda: app.clipboard.startswith("ssh "))
            line = shlex.split(app.clipboard)
            assert not any(node.password in app.clipboard for node in lab.nodes.values())
            done = await _run(*line[:1], "-o", "BatchMode=yes", *line[1:], "hostname")
            assert done == "compute1"


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return out.decode().strip()


async def test_without_ssh(world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(state))
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/4")
        await pilot.press("s")
        await until(pilot, lambda: "이 컴퓨터에 ssh가 없습니다" in screen_text(app))
        assert "ssh" in screen_text(app)
        assert "10.0.0.11" in screen_text(app)


async def test_where_no_host_is_shown_one_is_chosen(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("nodes")
        app.page.take_focus()
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Shell on compute1" in screen_text(app))


PROGRAM = """\
import os, signal, sys
from wizard.tui.foreground import run
print("ends with", run(sys.executable, "-c", sys.argv[1]), flush=True)
"""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("raise SystemExit(3)", b"ends with 3"),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGSTOP); print('goes on')",
            b"goes on\r\nends with 0",
        ),
        ("import os, signal; os.killpg(0, signal.SIGINT)", b"ends with -2"),
    ],
)
def test_a_program_on_the_terminal(tmp_path: Path, script: str, said: bytes) -> None:
    """A program that stops itself is continued; Ctrl-C ends it, and not the wizard."""
    terminal = WizardTerminal(tmp_path, sys.executable, "-c", PROGRAM, script)
    try:
        terminal.until_shown(said)
        assert terminal.ends() == 0
    finally:
        terminal.close()
