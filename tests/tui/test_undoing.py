"""Undo in the wizard, on the lab: what is read, the sheet, what is sent, the card, and what stands after."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, idle, perform, screen_text, surveyed, until
from tests.tui.test_on_lab import wizard_on
from tests.tui.test_sheet import letters, pages
from wizard.lab import Lab
from wizard.report.marks import Mark
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.approve import Approve
from wizard.tui.dialogs.summary import SummaryDialog
from wizard.tui.dialogs.undo_sheet import UndoSheet

USER, ROLE, SERVICES, COMPUTE = "4.4.2/prepare/3a", "4.4.2/prepare/3b", "4.4.2/finish/1", "4.4.3/finish/2"


@asynccontextmanager
async def set_up(
    lab: Lab, state: Path, size: tuple[int, int] = (120, 40), prefix: str = ""
) -> AsyncIterator[tuple[Wizard, Pilot[int]]]:
    """Open the wizard on a lab on which it has run the guide, or the steps within a prefix."""
    with wizard_on(lab, state) as app:
        async with app.run_test(size=size) as pilot:
            await surveyed(pilot)
            perform(app, app.outline.within(prefix) if prefix else app.outline.steps)
            await idle(pilot)
            await until(pilot, lambda: prefix or isinstance(app.screen, SummaryDialog))
            if not prefix:
                await pilot.press("escape")
            yield app, pilot


def marks(app: Wizard, *ids: str) -> list[Mark]:
    """Return how these steps stand."""
    return [app.mark(step) for step in app.outline.steps if step.id in ids]


async def ask(pilot: Pilot[int], place: str, key: str = "u") -> str:
    """Ask for an undo at a place; return what the sheet shows, all pages of it, without spaces."""
    app = pilot.app
    assert isinstance(app, Wizard)
    await app.go(place)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, UndoSheet) and app.screen.query("#sheet-keys"))
    return letters(screen_text(app)) + await pages(pilot)


async def undo(pilot: Pilot[int], place: str) -> str:
    """Undo what is at a place; return what the card shows."""
    app = pilot.app
    await ask(pilot, place)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, SummaryDialog))
    assert isinstance(app, Wizard)
    card = screen_text(app)
    await pilot.press("enter")
    await idle(pilot)
    return card


def journal(app: Wizard) -> list[dict[str, str]]:
    """Return the events of the session's journal."""
    assert app.jobs.work.journal_folder
    lines = (app.jobs.work.journal_folder / "journal.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


async def test_a_step_is_undone_after_what_depends_on_it(state: Path) -> None:
    with Lab() as lab:
        before = lab.state()
        async with set_up(lab, state) as (app, pilot):
            shown = await ask(pilot, USER)
            assert letters("Undo 4 steps on compute1, controller") in shown
            assert letters("3 later steps depend on this, and are undone first:") in shown
            sent = ["systemctl stop openstack-nova-compute", "systemctl stop openstack-nova-novncproxy"]
            sent += ["role remove", "user delete"]
            assert sorted(map(shown.index, map(letters, sent))) == [shown.index(letters(one)) for one in sent]
            assert lab.state()["users"] != before["users"]

            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SummaryDialog))
            assert "4 of 4 steps are undone" in screen_text(app)
            await pilot.press("enter")
            await idle(pilot)
            assert marks(app, USER, ROLE, SERVICES, COMPUTE) == [Mark.TODO] * 4
            assert app.place == USER
            assert lab.state()["users"] == before["users"]
            told = journal(app)
            assert [event["mode"] for event in told if event["event"] == "run.started" and event["undo"]] == [
                "survey",
                "run",
            ]
            perform(app, app.outline.steps)
            await until(pilot, lambda: isinstance(app.screen, SummaryDialog))
            assert {app.mark(step) for step in app.outline.steps} <= {Mark.DONE, Mark.SKIPPED}


async def test_a_section_is_undone_and_what_stays_is_told(state: Path) -> None:
    with Lab() as lab:
        async with set_up(lab, state) as (app, pilot):
            shown = await ask(pilot, "4.4.3")
            assert letters("Also undone with this: 4.4.3 Install › 2b, 2c") in shown
            assert letters("The packages stay: openstack-nova-compute") in shown
            assert letters("What is on /dev/sdb stays.") in shown
            assert letters("/var/lib/nova-wizard/found.json") in shown
            await pilot.press("escape")
            card = await undo(pilot, "4.4.3")
            assert "5 of 7 steps are undone" in card
            assert "openstack-nova-compute" in card
            section = [app.mark(step) for step in app.outline.within("4.4.3") if step.inverse]
            assert section.count(Mark.DONE) == 2  # the partition and the package
            assert marks(app, SERVICES) == [Mark.DONE]
            assert lab.console("compute1", "getenforce")[1].strip() == "Enforcing"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_sheet_shows_all_that_is_sent_what_goes_in_red(
    state: Path, lang: str, size: tuple[int, int]
) -> None:
    part = "4.4.2/prepare"
    with Lab() as lab:
        async with set_up(lab, state, size, part) as (app, pilot):
            if app.words.lang != lang:
                app.action_language()
            shown = await ask(pilot, USER, "ㅕ")
            read = app.progress.backwards
            assert read
            planned = [event for id_ in (USER, ROLE) for event in read.record(id_, "controller").planned]
            assert len(planned) == 2
            for event in planned:
                assert letters(event.text) in shown
                assert letters(app.words.say(event.message)) in shown
            assert letters(Words(lang).label("sheet-undo-keys")) in shown
            red = app.theme_variables["text-error"].lower()
            segments = [one for strip in app.screen._compositor.render_strips() for one in strip]
            colours = {
                one.style.color.name.lower()
                for one in segments
                if "delete" in one.text and one.style and one.style.color
            }
            assert colours == {red}


async def test_a_refusal_is_told_with_its_reason_and_nothing_is_sent(state: Path) -> None:
    with Lab() as lab:
        async with set_up(lab, state, prefix="4.4.2/prepare") as (app, pilot):
            role = ". /root/admin-openrc; openstack role add --project admin --user nova admin"
            assert lab.console("controller", role)[0] == 0
            before = lab.state()
            shown = await ask(pilot, USER)
            assert letters("The user nova has roles that are not the guide's: admin (admin)") in shown
            assert letters(app.words.label("sheet-undo-back")) in shown
            await pilot.press("enter")
            await until(pilot, lambda: not isinstance(app.screen, UndoSheet))
            assert (app.jobs.busy, lab.state()) == (None, before)


async def test_where_nothing_was_recorded_that_is_told(state: Path) -> None:
    with Lab() as lab:
        async with set_up(lab, state, prefix="4.4.2/prepare") as (app, pilot):
            lab.console("controller", "rm -r /var/lib/nova-wizard")
            shown = await ask(pilot, USER)
            assert letters("The host has no record of what was there before the first run") in shown
            assert letters("unrecorded: true") in shown
            await pilot.press("escape")
            lab.inject("login-refused")
            app.jobs.let_go()
            await pilot.press("u")
            await until(pilot, lambda: "cannot be undone" in screen_text(app))
            assert not isinstance(app.screen, UndoSheet)


@pytest.mark.parametrize(
    ("place", "said"), [("4.4.4/2", "undo-nothing-here"), ("4.4.3/prepare/1", "undo-nothing-left")]
)
async def test_what_cannot_be_undone_says_so(state: Path, place: str, said: str) -> None:
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            await app.go(place)
            await pilot.press("u")
            await until(pilot, lambda: letters(app.words.label(said)) in letters(screen_text(app)))
            await idle(pilot)
            assert not isinstance(app.screen, UndoSheet)


async def test_what_has_changed_since_the_sheet_is_asked_for_again(state: Path) -> None:
    step, openstack = "4.4.2/prepare/4", ". /root/admin-openrc; openstack"
    url = "'http://controller:8774/v2.1/%(tenant_id)s'"
    with Lab() as lab:
        async with set_up(lab, state, prefix="4.4.2/prepare") as (app, pilot):
            await ask(pilot, step)
            read = app.progress.backwards
            assert read
            old = read.record(step, "controller").planned[0].text.split()[-1]
            for words in (f"delete {old}", f"create --region RegionOne compute admin {url}"):
                assert lab.console("controller", f"{openstack} endpoint {words}")[0] == 0
            endpoints = lab.state()["endpoints"]
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Approve))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, SummaryDialog))
            assert "Not everything is undone" in screen_text(app)
            assert lab.state()["endpoints"] == endpoints


async def test_it_is_in_the_palette_and_in_the_help_with_its_key(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 60)) as pilot:
        await surveyed(pilot)
        await pilot.press("ctrl+p")
        await pilot.press(*"undo")
        await until(pilot, lambda: "Undo  u" in screen_text(app))
        await pilot.press("escape", "f1")
        await until(pilot, lambda: "u    Undo the current step" in screen_text(app))
