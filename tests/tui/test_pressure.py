"""A program that prints much: keys are answered, memory is bounded."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, surveyed, until
from wizard.report.progress import MOST_LINES


async def test_twenty_thousand_lines_of_hangul(world: HoldingHosts, state: Path) -> None:
    step = "4.4.2/install/1"
    world.prints[step] = ["패키지를 내려받아 설치하는 중입니다 ▒▒▒▒▒▒" * 3] * 20_000
    gate = world.gates[step] = threading.Event()
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(step)
        await until(pilot, app.has_shown_all)
        await pilot.press("f5")
        await until(pilot, lambda: step in str(app.progress.at_work))
        gate.set()
        pressed = 0
        while app.jobs.busy == "run":
            await pilot.press("1", "3")
            pressed += 1
        await idle(pilot)
        record = app.progress.record(step, "controller")
        assert record.count > 20_000
        assert len(record.lines) == MOST_LINES
        assert pressed
