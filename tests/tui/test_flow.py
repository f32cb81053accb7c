"""The way through the guide: reading, running, stopping, failing, skipping, leaving."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, Tabs

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import approve, idle, perform, screen_text, surveyed, until
from wizard.engine.events import Planned
from wizard.engine.modes import Ending, RunMode
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import Mark
from wizard.tui import guidance
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line
from wizard.tui.outline import NODES

STEP = "4.4.2/install/3e"


async def test_contents_show_what_the_hosts_hold(world: HoldingHosts, state: Path) -> None:
    world.held["controller"] = {STEP}
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        assert app.mark(_step(app, STEP)) is Mark.UNREAD
        await surveyed(pilot)
        assert app.mark(_step(app, STEP)) is Mark.DONE
        assert app.mark(_step(app, "4.4.2/install/3f")) is Mark.TODO
        assert world.sent == []


async def test_a_step_runs_and_only_it(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: app.mark(_step(app, STEP)) is Mark.DONE and not app.jobs.busy)
        assert [script for _, script in world.sent] == [f"hold {STEP}"]
        await pilot.press("5")
        await until(pilot, lambda: "한글 출력 한 줄" in screen_text(app))


async def test_a_note_stands_with_the_commands_it_is_about(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        planned = Planned(
            STEP, "controller", "command", "vi x", "", Message("no-disk"), Message("note-prompt")
        )
        app.progress.record(STEP, "controller").planned = [planned]
        await app.go(STEP)
        app.action_tab(3)
        await until(pilot, lambda: "vi x" in screen_text(app))
        assert f"# {app.words.label('note-prompt')}" in screen_text(app)


async def test_run_on_goes_to_the_end_of_the_part(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, computes=2)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.3/prepare/1")
        await pilot.press("f6", "tab")
        await approve(pilot)
        await until(pilot, lambda: len(world.sent) == 6)
        await idle(pilot)
        assert {script.split()[1] for _, script in world.sent} == {
            "4.4.3/prepare/1",
            "4.4.3/prepare/2a",
            "4.4.3/prepare/2b",
        }


async def test_the_screen_goes_along_with_the_run(world: HoldingHosts, state: Path) -> None:
    gate = world.gates["4.4.2/install/1"] = threading.Event()
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2")
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: app.place == "4.4.2/install/1" and "hold" in screen_text(app))
        gate.set()
        await idle(pilot)


async def test_a_failure_says_what_where_why_and_is_tried_again_on_the_spot(
    world: HoldingHosts, state: Path
) -> None:
    failing = "4.4.2/install/1"
    world.failing.add(failing)
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/4")
        await pilot.press("f6", "right")
        await approve(pilot)
        await until(pilot, lambda: app.mark(_step(app, failing)) is Mark.FAILED)
        await idle(pilot)
        await until(pilot, lambda: app.place == failing and "Likely causes" in screen_text(app))
        shown = screen_text(app)
        assert "ended with status 1" in shown
        assert "it did not work" in shown
        assert app.mark(_step(app, "4.4.2/install/2")) is Mark.TODO
        world.failing.clear()
        await pilot.press("f5")
        await until(pilot, lambda: app.mark(_step(app, failing)) is Mark.DONE)
        await idle(pilot)


async def test_stop_ends_after_the_command_at_work(world: HoldingHosts, state: Path) -> None:
    gate = world.gates["4.4.2/install/1"] = threading.Event()
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2")
        perform(app, app.outline.within("4.4.2/install"))
        await until(pilot, lambda: app.mark(_step(app, "4.4.2/install/1")) is Mark.RUNNING)
        await until(pilot, lambda: "4.4.2/install/1" in str(app.progress.at_work))
        await pilot.press("f8")
        gate.set()
        await idle(pilot)
        assert [script.split()[1] for _, script in world.sent] == ["4.4.2/install/1"]
        assert app.mark(_step(app, "4.4.2/install/1")) is Mark.DONE


async def test_while_the_hosts_are_read_after_a_stop_no_key_is_offered_that_waits_for_the_end(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = world.gates["4.4.2/install/1"] = threading.Event()
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/install/1")
        perform(app, app.outline.within("4.4.2/install"))
        await until(pilot, lambda: "4.4.2/install/1" in str(app.progress.at_work))
        reading = _held_up(app, world, monkeypatch)
        await pilot.press("f8")
        command.set()
        await until(pilot, lambda: app.jobs.busy is RunMode.SCAN)
        await until(pilot, lambda: "Stopped. Reading the hosts. Press F8 to stop." in screen_text(app))
        await pilot.press("f6")
        await until(pilot, lambda: "Another job is still running." in screen_text(app))
        reading.set()
        await idle(pilot)
        assert "Another job" not in screen_text(app)
        assert app.words.say(guidance.hint(app)) in screen_text(app)
        assert "F6" in app.words.say(guidance.hint(app))


async def test_that_a_job_is_being_stopped_is_said_while_it_is_on(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/1b")
        perform(app, app.outline.within("4.4.2/prepare/1b"))
        await idle(pilot)
        reading = _held_up(app, world, monkeypatch)
        app.action_read()
        await pilot.press("f8")
        await until(pilot, lambda: app.words.label("stopping-after-this") in screen_text(app))
        reading.set()
        await idle(pilot)
        assert app.words.label("stopping-after-this") not in screen_text(app)


async def test_a_host_in_use_by_another_run_is_waited_for(world: HoldingHosts, state: Path) -> None:
    world.locked_by["controller"] = "kim@desk (pid 7)"
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(160, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: "in use by another run: kim@desk (pid 7)" in screen_text(app))
        assert world.sent == []
        del world.locked_by["controller"]
        await until(pilot, lambda: app.mark(_step(app, STEP)) is Mark.DONE and not app.jobs.busy)
        assert world.locks == {}


async def test_the_waiting_for_another_run_can_be_ended(world: HoldingHosts, state: Path) -> None:
    world.locked_by["controller"] = "kim@desk (pid 7)"
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(160, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: "kim@desk (pid 7)" in screen_text(app))
        app.jobs.stop()
        await until(pilot, lambda: not app.jobs.busy)
        assert (world.sent, world.locks) == ([], {})


async def test_a_skipped_step_is_not_sent_and_says_why(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press(*"later", "enter")
        await until(pilot, lambda: app.mark(_step(app, STEP)) is Mark.SKIPPED)
        assert "later" in screen_text(app)
        perform(app, [_step(app, STEP), _step(app, "4.4.2/install/3f")])
        await until(pilot, lambda: world.sent)
        await idle(pilot)
        assert [script for _, script in world.sent] == ["hold 4.4.2/install/3f"]
        await app.go(STEP)
        await pilot.press("f7")
        assert app.mark(_step(app, STEP)) is Mark.TODO


async def test_what_was_not_on_the_screen_is_asked_before_it_is_sent(
    world: HoldingHosts, state: Path
) -> None:
    world.held["controller"] = {STEP}
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        world.held["controller"].clear()
        await app.go(STEP)
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.id is None and "Send it?" in screen_text(app))
        assert world.sent == []
        await pilot.press("escape")
        await idle(pilot)
        assert world.sent == []
        assert app.mark(_step(app, STEP)) is Mark.TODO


async def test_an_unknown_host_key_is_confirmed_and_pinned(world: HoldingHosts, state: Path) -> None:
    key = "SHA256:" + "a" * 43
    world.unknown_keys["compute1"] = key
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        app.action_read()
        await until(pilot, lambda: isinstance(app.screen, Choice))
        assert key in screen_text(app).replace("\n", "")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.progress.was_read)
        assert app.draft.get("compute[0].host_key") == key


async def test_all_that_is_missing_is_told_at_once(world: HoldingHosts, state: Path) -> None:
    world.missing = {"before/name": "compute1", "before/packages": "controller"}
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("nodes")
        await pilot.press("3")
        await pilot.pause()
        assert screen_text(app).count("does not resolve") == 2


async def test_leaving_with_work_unfinished_asks(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_running
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: not app.is_running)


def _step(app: Wizard, id_: str) -> Step:
    step = app.outline[id_].step
    assert step
    return step


async def test_no_key_goes_into_a_field_that_is_not_shown(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(NODES)
        field = app.page.query(Input).last()
        field.focus()
        await pilot.press("f4", "f4")
        assert app.focused is not None
        assert app.page in app.focused.ancestors
        before = field.value
        await pilot.press("4")
        assert app.page.query_one(Tabs).active == "tab-diff"
        assert field.value == before


@pytest.mark.parametrize("lang", ["ko", "en"])
async def test_every_answer_of_a_question_is_shown_whole(world: HoldingHosts, state: Path, lang: str) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/1b")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        dialog = app.screen.query_one(".dialog")
        for button in app.screen.query(Button):
            assert dialog.content_region.contains_region(button.region), button.label


async def test_a_run_ends_at_its_last_step(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        perform(app, app.outline.within("4.4.2/install"))
        await idle(pilot)
        await until(pilot, lambda: app.place == "4.4.2/install/4")
        shown = screen_text(app)
        assert "Done." in shown
        assert app.mark(_step(app, app.place)) is Mark.DONE


async def test_a_slow_host_is_named_when_the_run_is_done(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.engine.reader.SLOW", 0.0)
    monkeypatch.setattr("wizard.engine.reader.SEVERAL", 1)
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: app.mark(_step(app, STEP)) is Mark.DONE and not app.jobs.busy)
        await until(pilot, lambda: "controller is slow: even its shortest command took" in screen_text(app))


def _held_up(app: Wizard, world: HoldingHosts, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let the next readings of all hosts wait for the event that is returned."""
    gate = world.gates["reading"] = threading.Event()
    scan = app.jobs.work.scan

    def waiting(*given: Any) -> Ending:
        gate.wait()
        return scan(*given)

    monkeypatch.setattr(app.jobs.work, "scan", waiting)
    return gate
