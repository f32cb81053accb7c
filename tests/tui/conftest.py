"""What the tests of the screens share."""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts
from wizard.model.steps import Step
from wizard.tui.app import Wizard
from wizard.tui.dialogs.sheet import Sheet
from wizard.tui.preview import Preview

SIZES = [(80, 24), (120, 40)]
QUIET = 6.0
"""Seconds of the processor without anything new on the screen after which a test gives up.

They last as much longer as the machine is busier with something else.
"""
LIMIT = 180.0
"""Seconds after which a test gives up in any case."""

Until = Callable[[Pilot[int], Callable[[], object]], Awaitable[None]]


@pytest.fixture
def world() -> HoldingHosts:
    """Fake hosts that hold nothing yet."""
    return HoldingHosts()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder of the test's own."""
    return tmp_path / "state"


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Wait for a condition. Fails with the condition and the screen once nothing goes on any more."""
    app = pilot.app
    assert isinstance(app, Wizard)
    patience = Patience(lambda: screen_text(app))
    while not condition():
        if patience.is_over():
            pytest.fail(f"This never came:\n{source_of(condition)}\nThe screen:\n{screen_text(app)}")
        await pilot.pause()
        await asyncio.sleep(0.01)
    await pilot.pause()


class Patience:
    """How long a test waits: as long as the screen changes, by more than its digits, which count seconds."""

    def __init__(
        self,
        screen: Callable[[], str],
        quiet: float = QUIET,
        clock: Callable[[], float] = time.process_time,
    ) -> None:
        self._screen = screen
        self._quiet = quiet
        self._clock = clock
        self._seen = ""
        self._end = time.monotonic() + LIMIT
        self._changed = self._looked = clock()

    def is_over(self) -> bool:
        """Whether it is time to give up; looks at the screen now and then."""
        now = self._clock()
        if now - self._looked >= self._quiet / 10:
            self._looked = now
            seen = re.sub(r"\d", "", self._screen())
            if seen != self._seen:
                self._seen, self._changed = seen, now
        return now - self._changed > self._quiet or time.monotonic() > self._end


def source_of(condition: Callable[[], object]) -> str:
    """Return a condition as the test has it."""
    try:
        return inspect.getsource(condition).strip()
    except OSError:
        return repr(condition)


async def idle(pilot: Pilot[int]) -> None:
    """Wait until no job is on and all that was told is shown."""
    app = pilot.app
    assert isinstance(app, Wizard)
    await until(pilot, lambda: not app.jobs.busy)


async def surveyed(pilot: Pilot[int]) -> Wizard:
    """Read the hosts, and wait for it."""
    app = pilot.app
    assert isinstance(app, Wizard)
    app.action_read()
    await until(pilot, lambda: app.progress.was_read and not app.jobs.busy)
    return app


def perform(app: Wizard, steps: Sequence[Step]) -> None:
    """Run steps, with all that is planned for them approved."""
    app.perform(steps, Preview(steps, app.progress, app.hosts_of).seen)


async def approve(pilot: Pilot[int]) -> None:
    """Wait for the sheet, and run what it shows."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Sheet))
    await pilot.press("enter")


def screen_text(app: Wizard) -> str:
    """Return what stands on the screen, a line a row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
