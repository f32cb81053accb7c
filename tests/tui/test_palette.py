"""The command palette finds places, hosts, tabs, settings and actions, by the words of both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, Tabs

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, screen_text, surveyed, until
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.palette import entries


def best(app: Wizard, words: str) -> list[str]:
    """Return the titles of what fits the words best."""
    scores = [(entry.score(words.casefold().split()), entry.title) for entry in entries(app)]
    return [title for score, title in scores if score == max(scores)[0] > 0]


async def test_over_a_dialog_there_is_no_palette(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.main.query("#told"))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, Choice)
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))


async def choose(pilot: Pilot[int], app: Wizard, words: str) -> None:
    """Type words into the palette and take the first of what it finds."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    app.screen.query_one(Input).value = words
    await until(pilot, lambda: app.screen.query_one(CommandList).option_count)
    await until(pilot, lambda: words.split(maxsplit=1)[0].casefold() in _first(app).casefold())
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, CommandPalette))


def _first(app: Wizard) -> str:
    options = app.screen.query_one(CommandList)
    return str(options.get_option_at_index(0).prompt) if options.option_count else ""


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_steps_settings_hosts_tabs(world: HoldingHosts, state: Path, lang: str) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("4.4.2/prepare/4")
        await pilot.pause()
        assert len([title for title in best(app, "3d") if title.startswith("3d")]) == 1
        assert any(title.startswith("my_ip") for title in best(app, "my_ip"))
        assert any(title.startswith("rabbit_userid") for title in best(app, "rabbit_userid"))
        assert "compute1" in best(app, "compute1")
        for words in map(Words, LANGUAGES):
            assert app.words.label("tab-result") in best(app, words.label("tab-result"))
            assert any(app.words.label("key-theme") in title for title in best(app, words.label("key-theme")))
            title = f"4  {app.words.label('title-4-4-2-prepare-4')}"
            assert title in best(app, words.label("title-4-4-2-prepare-4"))


async def test_what_is_chosen_is_shown(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await choose(pilot, app, "vncserver_listen controller")
        await until(pilot, lambda: app.place == "4.4.2/install/3g")
        await choose(pilot, app, "Result")
        await until(pilot, lambda: app.page.query_one(Tabs).active == "tab-result")
        await choose(pilot, app, "rabbitpass")
        await until(pilot, lambda: app.place == "nodes" and isinstance(app.focused, Input))


@pytest.mark.parametrize("size", SIZES)
async def test_no_english_in_the_korean_palette(
    world: HoldingHosts, state: Path, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "단계, 호스트" in screen_text(app))
        app.screen.query_one(Input).value = "없는낱말"
        await until(pilot, lambda: "검색 결과 없음" in screen_text(app))
        assert "Search for" not in screen_text(app)
        assert "No matches" not in screen_text(app)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: not isinstance(app.screen, CommandPalette))


def test_every_setting_that_the_guide_prints_leads_to_its_step() -> None:
    from steps import GUIDE

    sets = {option: step.id for step in GUIDE for option in step.sets if step.id.startswith("4.4.3")}
    assert sets["[DEFAULT] my_ip"] == "4.4.3/install/2c"
    assert sets["[libvirt] virt_type"] == "4.4.3/finish/1"
    assert sets["[oslo_messaging_rabbit] rabbit_password"] == "4.4.3/install/2a"
