"""The controller and the compute nodes at work at the same time, as the screens show it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, idle, perform, screen_text, surveyed, until
from wizard.model.ids import number_of, place_of
from wizard.model.message import Message
from wizard.report.at_once import at_once
from wizard.report.marks import Mark
from wizard.text import LANGUAGES
from wizard.tui.app import Wizard
from wizard.tui.dialogs.approve import Approve
from wizard.tui.widgets.column import HostColumn
from wizard.tui.widgets.contents import Chosen
from wizard.tui.widgets.step import StepView

HELD_UP, WAITING = "4.4.2/finish/1", "4.4.3/finish/2"


async def until_waiting(pilot: Pilot[int], app: Wizard) -> None:
    """Start the whole guide, and wait until all compute nodes wait for the controller."""
    await surveyed(pilot)
    perform(app, app.outline.steps)
    hosts = app.hosts_of(app.outline.within(WAITING)[0])
    await until(pilot, lambda: {app.progress.record(WAITING, host).mark for host in hosts} == {Mark.WAITING})


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_who_waits_is_shown_as_waiting_and_for_what(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int]
) -> None:
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state, lang, computes=2)

    def place(step_id: str) -> str:
        return number_of(step_id) if size[0] < 100 else app.words.say(place_of(step_id))

    async with app.run_test(size=size) as pilot:
        await until_waiting(pilot, app)
        await until(pilot, lambda: app.place == HELD_UP)
        said = app.words.label("waiting-for-section", section="4.4.2", hosts="controller")
        strip, in_words = app.main.query_one("#hosts").render().plain.splitlines()  # type: ignore[union-attr]
        assert [entry.split(",")[0].strip() for entry in strip.split("   ")] == [
            f"▶ controller {place(HELD_UP)}",
            f"◌ compute1 {place(WAITING)}",
            f"◌ compute2 {place(WAITING)}",
        ]
        assert in_words.startswith(f"controller  {app.words.say(place_of(HELD_UP))}")
        await app.on_chosen(Chosen(WAITING))

        def results() -> list[str]:
            app.action_tab(6)
            return [letters(str(column._text.render())) for column in app.page.query(HostColumn)]

        await until(pilot, lambda: [letters(said) in result for result in results()] == [True, True])
        assert f"◌ {app.words.label('mark-waiting')}" in screen_text(app)
        gate.set()
        await idle(pilot)
        assert app.mark(app.outline.within(WAITING)[0]) is Mark.DONE


async def test_the_screen_goes_through_the_book_whoever_is_ahead(world: HoldingHosts, state: Path) -> None:
    """The compute nodes are at a later step all the time, and the screen shows the controller's."""
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state)
    places: list[str] = []
    go = app.go

    async def noted(place_id: str, *, follow: bool = False) -> None:
        places.append(place_id)
        await go(place_id, follow=follow)

    app.go = noted  # type: ignore[method-assign]
    async with app.run_test(size=(120, 40)) as pilot:
        await until_waiting(pilot, app)
        await until(pilot, lambda: app.place == HELD_UP)
        assert {place.split("/")[0] for place in places} <= {"4.4.2"}
        gate.set()
        await idle(pilot)
        await until(pilot, lambda: app.place == "4.4.4/2")
        ids = [step.id for step in app.outline.steps]
        assert places == sorted(places, key=ids.index)


async def test_a_tab_chosen_during_a_run_stays_until_the_next_step(world: HoldingHosts, state: Path) -> None:
    """The screen follows the run by its output, and lets the user look into other tabs meanwhile."""
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await until_waiting(pilot, app)
        await until(pilot, lambda: app.place == HELD_UP and app.page.query_one(StepView).tab == "output")
        await pilot.press("4")
        chosen = app.page.query_one(StepView).tab
        assert chosen != "output"
        await app._paint()
        assert app.page.query_one(StepView).tab == chosen
        world.gates["4.4.3/finish/2"] = last = threading.Event()
        gate.set()
        await until(pilot, lambda: app.place == "4.4.3/finish/2")
        assert app.page.query_one(StepView).tab == "output"
        last.set()
        await idle(pilot)


async def test_stopping_ends_those_who_wait(world: HoldingHosts, state: Path) -> None:
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await until_waiting(pilot, app)
        await pilot.press("f8")
        gate.set()
        await idle(pilot)
        assert not [script for _, script in world.sent if WAITING in script]
        assert app.mark(app.outline.within(WAITING)[0]) is Mark.TODO


async def test_the_step_that_waits_runs_alone_as_any_other(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(WAITING)
        await until(pilot, app.has_shown_all)
        await pilot.press("f5")
        await until(pilot, lambda: app.mark(app.outline.within(WAITING)[0]) is Mark.DONE)
        await idle(pilot)
        assert [script for _, script in world.sent] == [f"hold {WAITING} 10.0.0.31"]


async def test_two_hosts_that_ask_at_once_are_both_answered_by_a_stop(
    world: HoldingHosts, state: Path
) -> None:
    first = ("4.4.2/prepare/1b", "4.4.3/prepare/1")
    world.held = {"controller": {first[0]}, "compute1": {first[1]}}
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        for held in world.held.values():
            held.clear()
        perform(app, [step for step in app.outline.steps if step.id in first])
        await until(pilot, lambda: sum(isinstance(screen, Approve) for screen in app.screen_stack) == 2)
        app.jobs.stop()
        await idle(pilot)
        assert world.sent == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_pages_say_what_is_done_at_the_same_time(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=size) as pilot:
        (sentence,) = at_once(app.outline.steps)
        waits = app.words.label("waits-for-section", section="4.4.2", hosts=Message("role-controller"))
        for place, within, said in (
            ("4.4.3", "#intro Paragraphs", app.words.say(sentence)),
            (WAITING, "#step-source", waits),
        ):
            await app.go(place)
            await pilot.pause()
            widget = app.page.query_one(within)
            assert letters(said) in letters(str(widget.render()))
            assert widget.region.height
            assert letters(said)[:10] in letters(screen_text(app))
        for place in ("4.4.2", HELD_UP):
            await app.go(place)
            await pilot.pause()
            assert letters(said)[:10] not in letters(screen_text(app))
            assert letters(app.words.say(sentence))[:10] not in letters(screen_text(app))


def letters(text: str) -> str:
    """Return a text without spaces and line breaks: however it is wrapped."""
    return "".join(text.split())
