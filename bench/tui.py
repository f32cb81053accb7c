"""The wizard's screens: how soon the first one stands, and how it answers while a program prints much."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from textual import events

from bench.lab import resident
from bench.row import Measurement
from tests.support.tui import HoldingHosts, fake_wizard
from wizard.tui.app import Wizard
from wizard.tui.preview import Preview
from wizard.tui.start import spare_the_keys

ROUNDS = 15
FIRST_SCREEN_GOAL = 1.25
"""Times as long as a Textual app that shows one line."""
BARE = """\
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("the first screen")

Bare().run()
"""
SIZE = (120, 40)
STEP = "4.4.2/install/1"
LINE = "패키지를 내려받아 설치하는 중입니다: openstack-nova-api 13.1.4-1.el7 (1/46) ████████░░░░"
LINES = 5_000
KEY_GOAL = 0.1
"""Seconds in which a key press is answered."""
MEMORY_GOAL = 1.1
"""Times the memory that the first lines took, for ten times as many more."""
GB = 1e9


def rows() -> list[Measurement]:
    """Measure real processes on a terminal, then a run on fake hosts."""
    return [first_screen(), *asyncio.run(pressed_while_printing())]


# --- The first screen -------------------------------------------------------------------------------


def first_screen() -> Measurement:
    """Time both from the start of the process to the first sign of it on the terminal."""
    wizard = [sys.executable, "-m", "wizard", "--lang", "en"]
    bare = [sys.executable, "-c", BARE]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(until_shown(bare, b"the first screen"))
        ours.append(until_shown(wizard, b"nova-wizard installs"))
    return Measurement(
        "nova-wizard: first screen", median(ours), "a bare Textual app", median(theirs), FIRST_SCREEN_GOAL
    )


def until_shown(command: Sequence[str], sign: bytes) -> float:
    """Return the seconds until a program has painted this text."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    with tempfile.TemporaryDirectory(prefix="bench") as state:
        environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "NOVA_WIZARD_STATE": state}
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env=environ, start_new_session=True
        )
        painted = b""
        while sign not in painted:
            painted += os.read(ours, 1 << 16)
        took = time.perf_counter() - began
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    os.close(ours)
    os.close(its)
    return took


# --- Keys, while a program prints -------------------------------------------------------------------


async def pressed_while_printing() -> list[Measurement]:
    """Press keys all through a run that prints much, then through one that prints ten times as much."""
    world = HoldingHosts()
    with tempfile.TemporaryDirectory(prefix="bench") as home:
        app = fake_wizard(world, Path(home), "ko")
        async with app.run_test(size=SIZE):
            app.action_read()
            await idle(app)
            await app.go(STEP)
            app.action_contents()
            spare_the_keys()
            few = await slowest_key(app, world, LINES)
            at_first = resident(os.getpid())
            many = await slowest_key(app, world, 10 * LINES)
            at_last = resident(os.getpid())
    return [
        Measurement(f"the slowest key press in {LINES:,} lines", few, "0.1 s", KEY_GOAL, 1.0),
        Measurement(f"the slowest key press in {10 * LINES:,} lines", many, "0.1 s", KEY_GOAL),
        Measurement(
            f"memory after {11 * LINES:,} lines",
            at_last / GB,
            f"{LINES:,} lines",
            at_first / GB,
            MEMORY_GOAL,
            "MB",
        ),
    ]


async def slowest_key(app: Wizard, world: HoldingHosts, lines: int) -> float:
    """Run a step that prints so many lines; return the longest time that a key press took."""
    world.prints[STEP] = [LINE] * lines
    for held in world.held.values():
        held.discard(STEP)
    app.action_read()
    await idle(app)
    gate = world.gates[STEP] = threading.Event()
    steps = app.outline.within(STEP)
    app.perform(steps, Preview(steps, app.progress, app.hosts_of).seen)
    while STEP not in str(app.progress.at_work):
        await asyncio.sleep(0.01)
    took = [0.0]
    gate.set()
    while app.jobs.busy == "run":
        took += [await pressed(app, "down"), await pressed(app, "up")]
    await idle(app)
    assert len(took) > 2, "the run was over before a key could be pressed"
    return max(took)


async def pressed(app: Wizard, key: str) -> float:
    """Press a key in the contents; return the seconds until the cursor has moved, and that is painted."""
    contents = app.contents.first()
    before = contents.highlighted
    painted = asyncio.Event()
    began = time.perf_counter()
    app.post_message(events.Key(key, None))
    while contents.highlighted == before:
        await asyncio.sleep(0)
    app.main.call_after_refresh(painted.set)
    await painted.wait()
    took = time.perf_counter() - began
    await asyncio.sleep(0.005)
    return took


async def idle(app: Wizard) -> None:
    """Wait until no job is on."""
    while app.jobs.busy:
        await asyncio.sleep(0.01)
