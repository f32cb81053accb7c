"""Two languages, changed at any time."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, screen_text, surveyed, until
from wizard.tui.widgets.field import Field

PLACES = ["4.4.1", "nodes", "4.4.2", "4.4.2/prepare/4", "4.4.3/install/2c", "4.4.4/2", "report"]
"""One of each kind."""


async def test_values_focus_and_plan_stay(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("nodes")
        await pilot.press("2")
        field = next(field for field in app.query(Field) if field.path == "controller.management_ip")
        field.query_one(Input).focus()
        await pilot.press("end", "0")
        planned = {key: record.shapes for key, record in app.progress.records.items()}
        before = screen_text(app)
        await pilot.press("f9")
        await until(pilot, lambda: "Management IP" in screen_text(app))
        assert app.focused is field.query_one(Input)
        assert field.query_one(Input).value == "10.0.0.110"
        assert {key: record.shapes for key, record in app.progress.records.items()} == planned
        await pilot.press("f9")
        await until(pilot, lambda: screen_text(app) == before)


@pytest.mark.parametrize("size", SIZES)
async def test_every_place_speaks_both_languages(
    world: HoldingHosts, state: Path, size: tuple[int, int]
) -> None:
    """A missing text raises; no line is wider than the screen."""
    app = fake_wizard(world, state, computes=2)
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        for place in PLACES:
            await app.go(place)
            app.action_language()
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]


async def test_a_key_at_the_foot_can_be_clicked_at(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "F9" in screen_text(app))
        foot = screen_text(app).splitlines()[-1]
        assert await pilot.click("#keys", offset=(foot.index("F9") + 1, 0))
        await until(pilot, lambda: app.words.lang == "ko")
