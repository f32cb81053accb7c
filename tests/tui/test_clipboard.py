"""A masked password is not selected, copied or cut, by key, mouse or Textual's own actions."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.selection import SELECT_ALL
from textual.widgets import Button, Input
from textual.widgets.input import Selection

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import until
from tests.tui.test_answers import field
from wizard import tui
from wizard.tui.app import Wizard
from wizard.tui.widgets.password import PasswordField

TYPED = "typed canary-9"


@asynccontextmanager
async def typed(world: HoldingHosts, state: Path) -> AsyncIterator[tuple[Wizard, Pilot[int], Input]]:
    """Type a password; yield its input, which has the focus."""
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        entry = field(app, "passwords.novapass").query_one("#first", Input)
        entry.focus()
        await pilot.press(*TYPED)
        entry.scroll_visible(animate=False)
        await until(pilot, lambda: entry.value == TYPED)
        yield app, pilot, entry


SELECTING = [
    "shift+home",
    "ctrl+shift+a",
    "ctrl+shift+left",
    "shift+left",
    "home shift+end",
    "home shift+right",
]
COPYING = ["ctrl+c", "super+c", "ctrl+x", "ctrl+k", "ctrl+u", "ctrl+w"]


async def test_keys(world: HoldingHosts, state: Path) -> None:
    async with typed(world, state) as (app, pilot, entry):
        for selecting in SELECTING:
            for copying in COPYING:
                entry.value = TYPED
                await pilot.press("end", *selecting.split(), copying)
                assert (app.clipboard, entry.selected_text) == ("", ""), (selecting, copying)


async def test_what_the_clipboard_has_stays(world: HoldingHosts, state: Path) -> None:
    async with typed(world, state) as (app, pilot, entry):
        app.copy_to_clipboard("of before")
        await pilot.press("shift+home", "ctrl+x", "ctrl+c")
        assert app.clipboard == "of before"
        assert entry.value == TYPED


async def test_mouse(world: HoldingHosts, state: Path) -> None:
    async with typed(world, state) as (app, pilot, entry):
        await pilot.mouse_down(entry, offset=(1, 0))
        await pilot.hover(entry, offset=(9, 0))
        await pilot.mouse_up(entry, offset=(9, 0))
        await pilot.press("ctrl+c")
        assert app.clipboard == ""
        for clicks, button in ((2, 1), (3, 1), (1, 3)):
            await pilot.click(entry, offset=(3, 0), times=clicks, button=button)
            await pilot.press("ctrl+c")
            assert app.clipboard == ""


async def test_the_terminal_is_sent_nothing_to_copy(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    async with typed(world, state) as (app, pilot, _):
        assert app._driver
        monkeypatch.setattr(app._driver, "write", sent.append)
        await pilot.press("shift+home", "ctrl+c", "shift+end", "ctrl+x")
        assert not any("\x1b]52;" in written for written in sent)


async def test_actions(world: HoldingHosts, state: Path) -> None:
    async with typed(world, state) as (app, _, entry):
        entry.select_all()
        entry.action_cut()
        entry.selection = Selection(0, len(TYPED))
        await app.run_action("copy", entry)
        app.screen.selections = {entry: SELECT_ALL}
        assert not app.screen.get_selected_text()
        app.screen.text_select_all()
        await app.run_action("copy_text", app.screen)
        assert TYPED not in app.clipboard


async def test_what_was_selected_while_it_was_shown(world: HoldingHosts, state: Path) -> None:
    """Shown, a password is copied as one wishes; masked again, nothing of it is selected any more."""
    async with typed(world, state) as (app, pilot, entry):
        field(app, "passwords.novapass").query_one("#show", Button).press()
        await until(pilot, lambda: not entry.password and entry.has_focus)
        await pilot.press("shift+home")
        assert entry.selected_text == TYPED
        entry.password = True
        await pilot.press("ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        entry.password = False
        await pilot.press("end", "shift+home", "ctrl+c")
        assert app.clipboard == TYPED


def test_every_masked_input_is_of_that_kind() -> None:
    masked = [
        f"{file.name}:{node.lineno}"
        for file in Path(tui.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and any(
            given.arg == "password" and isinstance(given.value, ast.Constant) and given.value.value is True
            for given in node.keywords
        )
    ]
    assert [place.partition(":")[0] for place in masked] == ["password_input.py"]
