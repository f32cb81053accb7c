"""PgUp, PgDn, Home and End scroll what is read at once, whatever has the focus."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import surveyed, until
from wizard.model.message import Message
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line


async def test_a_dialog(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = [Message("help-line", name="F1", what=Message("help-run-step")) for _ in range(40)]
        app.push_screen(Choice(Message("help-title"), lines, ["answer-ok"]))
        await until(pilot, lambda: isinstance(app.screen, Choice) and isinstance(app.focused, Button))
        body = app.screen.query_one(VerticalScroll)
        await until(pilot, lambda: body.max_scroll_y > 0)
        await pilot.press("pagedown")
        await until(pilot, lambda: 0 < body.scroll_offset.y < body.max_scroll_y)
        await pilot.press("end")
        await until(pilot, lambda: body.scroll_offset.y == body.max_scroll_y)
        await pilot.press("pageup")
        await until(pilot, lambda: body.scroll_offset.y < body.max_scroll_y)
        await pilot.press("home")
        await until(pilot, lambda: body.scroll_offset.y == 0)
        assert isinstance(app.focused, Button)


@pytest.mark.parametrize("place", ["report", "4.4.2", "4.4.2/install/3e", "nodes", "4.4.1"])
async def test_a_page(world: HoldingHosts, state: Path, place: str) -> None:
    """With the focus wherever it is when one comes to the page."""
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 12)) as pilot:
        await surveyed(pilot)
        await app.go(place)
        app.page.take_focus()
        await until(pilot, lambda: _texts(app.page))
        text = max(_texts(app.page), key=lambda text: text.size.area)
        await pilot.press("pagedown")
        await until(pilot, lambda: text.scroll_offset.y > 0)
        await pilot.press("end")
        await until(pilot, lambda: text.scroll_offset.y == text.max_scroll_y)
        await pilot.press("home")
        await until(pilot, lambda: text.scroll_offset.y == 0)


def _texts(page: Widget) -> list[Widget]:
    """Return what is longer than its place."""
    return [text for text in page.query(VerticalScroll) if text.max_scroll_y > 0 and text.size]


async def test_in_a_field_home_and_end_are_the_cursors(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        entry = app.screen.query_one(Input)
        entry.focus()
        await pilot.press("home")
        assert entry.cursor_position == 0
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Line))
