"""What the tests of the screens share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts
from wizard.model import Step
from wizard.tui.app import Wizard
from wizard.tui.dialogs.sheet import Sheet
from wizard.tui.preview import Preview

SIZES = [(80, 24), (120, 40)]

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
    """Wait for a condition; the limit is for a defect alone."""
    async with asyncio.timeout(180):
        while not condition():
            await pilot.pause()
            await asyncio.sleep(0.01)
    await pilot.pause()


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
