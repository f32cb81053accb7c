"""What the screens say: places in the contents' numbering, which keys there are, each thing once."""

from __future__ import annotations

import re
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Tabs

from steps import PREREQUISITES
from tests.support.cases import CONTROLLER
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, perform, screen_text, surveyed, until
from wizard.engine.events import Planned
from wizard.model.ids import place_of, places_of
from wizard.model.message import Message
from wizard.report.marks import Mark
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.approve import Approve
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.dialog import Dialog
from wizard.tui.dialogs.disk import ChooseDisk
from wizard.tui.dialogs.line import Line
from wizard.tui.dialogs.menu import Menu
from wizard.tui.jobs import Asked

STEP = "4.4.2/install/1"


def told(app: Wizard) -> str:
    """Return what stands above the keys, in one line."""
    return str(app.main.query_one("#told").render())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_of_the_guide_has_a_name(lang: str) -> None:
    words = Words(lang)
    for check in PREREQUISITES:
        assert words.has(f"before-check-{check.id.removeprefix('before/')}"), check.id


def test_a_place_is_said_as_the_contents_number_it() -> None:
    assert Words("ko").say(place_of("4.4.2/install/3c")) == "4.4.2 설치와 설정 › 3c"
    assert Words("en").say(place_of("4.4.4/2")) == "4.4.4 Verification › 2"
    said = [Words("en").say(place) for place in places_of(["4.4.2/prepare/2", "4.4.2/prepare/3a", "4.4.4/1"])]
    assert said == ["4.4.2 Prerequisites › 2, 3a", "4.4.4 Verification › 1"]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_no_id_of_a_step_is_on_the_way_through_the_guide(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    """Neither in the line at the top, nor in the hint, the sheet, the hosts' line, or what is refused."""
    world.refused.add("4.4.3/prepare/2a")
    app = fake_wizard(world, state, lang)
    shown = []
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await until(pilot, lambda: "4.4.3" in told(app))
        shown.append(screen_text(app))
        await app.go("4.4.2/prepare/1a")
        await until(pilot, lambda: "^N" in told(app))
        shown.append(screen_text(app))
        await app.go("4.4.3")
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.query("#sheet-keys"))
        shown.append(screen_text(app))
        await pilot.press("escape")
        world.refused.clear()
        await surveyed(pilot)
        world.failing.add(STEP)
        perform(app, app.outline.within(STEP))
        await idle(pilot)
        await until(pilot, lambda: app.mark(app.outline.within(STEP)[0]) is Mark.FAILED)
        shown.append(screen_text(app))
    for text in (re.sub(r"hold \S+", "", text) for text in shown):  # but for the fake hosts' commands
        for id_ in ("4.4.2/", "4.4.3/", "4.4.4/", "prepare/", "install/", "finish/"):
            assert id_ not in text


async def test_one_reason_for_several_refusals_is_said_once(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        for id_ in ("4.4.2/prepare/2", "4.4.2/prepare/3a", "4.4.4/1"):
            record = app.progress.record(id_, "controller")
            record.mark, record.message = Mark.REFUSED, Message("before-openrc", path="/root/admin-openrc")
        await app.go("4.4.1")
        await pilot.press("f6")
        await until(pilot, lambda: app.screen.query("#sheet-keys"))
        shown = screen_text(app)
        assert shown.count("There is no /root/admin-openrc") == 1
        assert "controller refuses 4.4.2 Prerequisites › 2, 3a; 4.4.4 Verification › 1:" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_that_all_is_done_is_said_once_and_the_next_key_is_true(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2")
        perform(app, app.outline.steps)
        await idle(pilot)
        await until(pilot, lambda: told(app) == app.words.label("hint-report"))
        await pilot.press("escape")
        await surveyed(pilot)
        read, plan = app.words.label("survey-read"), app.words.label("survey-done", again=0)
        await until(pilot, lambda: told(app).startswith(read))
        assert plan not in told(app)


async def test_the_next_key_follows_what_is_read_after_a_run(world: HoldingHosts, state: Path) -> None:
    """The reading after a run finds more done than the run did."""
    gate = world.gates[STEP] = threading.Event()
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        perform(app, app.outline.within(STEP))
        await until(pilot, lambda: app.mark(app.outline.within(STEP)[0]) is Mark.RUNNING)
        for host in ("controller", "compute1"):
            world.held[host] |= {step.id for step in app.outline.steps}
        gate.set()
        await idle(pilot)
        await until(pilot, lambda: told(app) == app.words.label("hint-report"))


async def test_a_step_without_a_command_is_not_said_to_send_one(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        app.progress.record(STEP, "controller").planned.clear()
        await app.go(STEP)
        await until(pilot, lambda: told(app) == app.words.label("hint-step-reads"))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_ctrl_c_says_which_keys_stop_and_quit(world: HoldingHosts, state: Path, lang: str) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.main.query("#told"))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "F8" in told(app) and "^Q" in told(app))


def dialogs() -> dict[str, Dialog[Any]]:
    """Return one of each kind of dialog that has buttons or a list."""
    title, body = Message("leave-title"), Message("leave-at-work")
    return {
        "question": Choice(title, [body], ["leave-stay", "leave-save", "leave-now"]),
        "text": Choice(title, [body], ["answer-ok"]),
        "line": Line(title, body, go="skip-go"),
        "disk": ChooseDisk("compute[0]"),
        "menu": Menu(title, ["one", "two"]),
    }


NAMED = {
    "question": ["Tab", "Enter", "Esc"],
    "text": ["PgDn", "Enter"],
    "line": ["Enter", "Esc"],
    "disk": ["Enter", "Esc"],
    "menu": ["Enter", "Esc"],
    "approve": ["Tab", "Enter", "Esc", "PgDn"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", NAMED)
async def test_every_dialog_names_its_keys(world: HoldingHosts, state: Path, kind: str, lang: str) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        app.push_screen(_asked(app) if kind == "approve" else dialogs()[kind])
        await until(pilot, lambda: [found for found in app.screen.query(".dialog-keys") if found.region])
        line = str(app.screen.query_one(".dialog-keys").render())
        assert [key for key in NAMED[kind] if key not in line] == []
        assert line in screen_text(app)


def _asked(app: Wizard) -> Approve:
    step = app.outline.within(STEP)[0]
    planned = [
        Planned(STEP, "controller", "command", f"echo {at}", "", Message("conf-missing", options="x"))
        for at in range(40)
    ]
    return Approve(Asked(step, CONTROLLER, planned, Future()))


async def test_a_line_that_is_empty_is_asked_for(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, Line) and isinstance(app.focused, Input))
        await pilot.press("enter")
        await until(pilot, lambda: app.words.label("field-missing") in screen_text(app))
        assert not app.progress.skips


async def test_the_output_says_that_there_is_none(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("5")
        await until(pilot, lambda: "No output yet." in screen_text(app))
        perform(app, app.outline.within(STEP))
        await until(pilot, lambda: app.progress.record(STEP, "controller").count)
        await idle(pilot)
        await pilot.press("5")
        await until(pilot, lambda: "one line of output" in screen_text(app))
        assert "No output yet." not in screen_text(app)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_what_a_password_field_asks_for_is_not_cut_off(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    app = fake_wizard(world, state, lang, environ={})
    async with app.run_test(size=(80, 24)) as pilot:
        for path in ("passwords.dbpassword", "passwords.novapass", "ssh.password"):
            await app.ask_for("nodes", path)
            await until(pilot, lambda: app.focused and app.focused.id == "first")
            for entry in app.main.query(".-asked Input").results(Input):
                assert entry.placeholder in screen_text(app)
            where = app.words.label("password-optional" if path == "ssh.password" else "password-type")
            assert where in screen_text(app)


async def test_the_openrc_file_is_asked_for_where_its_check_is_shown(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.ask_for("nodes", "openrc")
        await until(
            pilot, lambda: isinstance(app.focused, Input) and app.focused.value == "/root/admin-openrc"
        )


async def test_what_is_missing_is_indented_below_its_check(world: HoldingHosts, state: Path) -> None:
    world.missing["before/name"] = "compute1"
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await until(pilot, lambda: "✗ The controller's name" in screen_text(app))
        lines = screen_text(app).splitlines()
        at = next(number for number, line in enumerate(lines) if "✗ The controller's name" in line)
        end = next(number for number, line in enumerate(lines) if number > at and "✓" in line)
        assert end - at > 2
        assert all(line.startswith(" " * 7) for line in lines[at + 1 : end])


async def test_words_that_are_not_found_leave_the_tab_as_it_was(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("6", "slash")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"hold")
        tabs = app.page.query_one("#step-tabs", Tabs)
        await until(pilot, lambda: tabs.active == "tab-commands")
        await pilot.press(*"qq")
        await until(pilot, lambda: "not here" in screen_text(app) and tabs.active == "tab-result")
