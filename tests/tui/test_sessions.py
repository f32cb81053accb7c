"""Around a session: the last answers, where passwords come from, logins, help, the palette."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Button, Input

from tests.support.tui import PASSWORDS, HoldingHosts, fake_wizard
from tests.tui.conftest import idle, screen_text, surveyed, until
from tests.tui.test_answers import field
from wizard.answers.passwords import Kind, Source
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line


def with_last(app: Wizard, last: Path) -> Wizard:
    """Return the wizard anew, where the last session's answers are kept in a file."""
    return Wizard(replace(app.setting, last=last))


async def test_the_next_session_goes_on_from_the_last_answers(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    last = tmp_path / "kept" / "answers.yaml"
    app = with_last(fake_wizard(world, state, "en"), last)
    async with app.run_test(size=(80, 24)) as pilot:
        app.draft.set("region", "RegionSeven")
        await surveyed(pilot)
        await until(pilot, last.is_file)
    assert not any(secret in last.read_text() for secret in PASSWORDS.values())
    again = with_last(fake_wizard(world, state, "en"), last)
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(again.screen, Choice))
        await pilot.press("enter")
        await until(pilot, lambda: again.place == "nodes")
        assert again.draft.get("region") == "RegionSeven"


async def test_the_last_answers_can_be_left_alone(world: HoldingHosts, state: Path, tmp_path: Path) -> None:
    last = tmp_path / "answers.yaml"
    last.write_text("version: 1\nregion: Another\n")
    app = with_last(fake_wizard(world, state, "en"), last)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not isinstance(app.screen, Choice))
        assert app.draft.get("region") == "RegionOne"


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("env OTHER", Source(Kind.ENV, "OTHER")),
        ("file ~/novapass", Source(Kind.FILE, "~/novapass")),
        ("command pass show nova", Source(Kind.COMMAND, "pass show nova")),
    ],
)
async def test_a_password_comes_from_elsewhere(
    world: HoldingHosts, state: Path, typed: str, source: Source
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query("PasswordField")) == 5)
        password = field(app, "passwords.novapass")
        password.query(Input).first().focus()
        await until(pilot, lambda: password.query_one("#from", Button).display)
        password.query_one("#from", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Line))
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get("passwords.novapass") == source)
        await idle(pilot)


async def test_each_host_can_have_a_login_of_its_own(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query("PasswordField")) == 5)
        assert not [f for f in app.page.query("Field") if getattr(f, "path", "") == "compute[0].port"]
        app.page.query_one("#more", Button).press()
        await until(pilot, lambda: len(app.page.query("FlagField")) == 3)
        port = field(app, "compute[0].port").query_one(Input)
        port.value = "2222"
        field(app, "compute[0].sudo").query_one("#change", Button).press()
        await until(pilot, lambda: app.draft.get("compute[0].sudo") is True)
        assert app.draft.get("compute[0].port") == 2222
        assert app.draft.problems() == []
        await idle(pilot)


async def test_why_a_step_is_skipped_is_in_the_journal(world: HoldingHosts, state: Path) -> None:
    step = "4.4.2/install/3e"
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(step)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press(*"tomorrow", "enter")
        await until(pilot, lambda: app.progress.skips.get(step) == "tomorrow")
    lines = [json.loads(line) for file in state.rglob("journal.jsonl") for line in file.open()]
    assert [line["reason"] for line in lines if line.get("event") == "skip" and line["id"] == step] == [
        "tomorrow"
    ]


async def test_help_and_the_palette_name_every_key(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Choice) and "PgDn" in screen_text(app))
        await pilot.press("pagedown")
        await until(pilot, lambda: "Skip this step" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Choice))
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await until(pilot, lambda: "Save" in screen_text(app) and "^S" in screen_text(app))
