"""The confirmation sheet: what a run of several steps sends is shown before it, and only that is sent."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, approve, idle, screen_text, surveyed, until
from wizard.engine.events import Planned
from wizard.model.ids import place_of
from wizard.model.message import Message
from wizard.report.marks import Mark
from wizard.text import LANGUAGES
from wizard.tui.app import Wizard
from wizard.tui.dialogs.sheet import Sheet
from wizard.tui.preview import Seen

PART = "4.4.2/prepare"
EDIT = "4.4.2/install/3e"
COMMAND = "4.4.2/install/1"


def letters(text: str) -> str:
    """Return a text without spaces, line breaks and scroll bar: however it is wrapped."""
    return "".join(character for character in text if not character.isspace() and character not in _BAR)


_BAR = "▁▂▃▄▅▆▇"


def body_text(app: Wizard) -> str:
    """Return the letters that stand in the scrolling part of the sheet."""
    region = app.screen.query_one("#sheet-body").region
    strips = app.screen._compositor.render_strips()[region.y : region.bottom]
    return letters("".join(strip.crop(region.x, region.right).text for strip in strips))


async def open_sheet(pilot: Pilot[int], key: str) -> str:
    """Press a key that opens the sheet; return what stands on the screen then."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, Sheet) and pilot.app.screen.query("#sheet-keys"))
    app = pilot.app
    assert isinstance(app, Wizard)
    return screen_text(app)


async def pages(pilot: Pilot[int]) -> str:
    """Page through the sheet as its keys say; return the letters of all pages."""
    app = pilot.app
    assert isinstance(app, Wizard)
    body = app.screen.query_one("#sheet-body")
    shown = [body_text(app)]
    while not body.is_vertical_scroll_end:
        await pilot.press("pagedown")
        await until(pilot, lambda: not app.animator.is_being_animated(body, "scroll_y"))
        shown.append(body_text(app))
    return "".join(shown)


@pytest.mark.parametrize("place", ["4.4.2", "4.4.3", "4.4.4"])
async def test_the_head_of_a_section_sends_nothing_before_the_sheet_is_approved(
    world: HoldingHosts, state: Path, place: str
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(place)
        await open_sheet(pilot, "f5")
        assert world.sent == []
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Sheet))
        assert (world.sent, app.jobs.busy) == ([], None)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_it_pages_through_every_command_and_every_change(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, lang, computes=2)
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        shown = letters(await open_sheet(pilot, "f6"))
        assert letters(app.words.label("sheet-keys")) in shown
        paged = await pages(pilot)
        planned = [event for record in app.progress.records.values() for event in record.planned]
        assert len(planned) > 30
        for event in planned:
            assert all(letters(line) in paged for line in event.text.splitlines())
            assert all(letters(line[1:]) in paged for line in event.diff.splitlines())
            assert letters(app.words.say(place_of(event.id))) in paged
        assert world.sent == []


async def test_it_counts_steps_commands_edits_and_files_of_each_host(
    world: HoldingHosts, state: Path
) -> None:
    world.held["compute1"] = {"4.4.3/prepare/1"}
    app = fake_wizard(world, state, "en", computes=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.3")
        await pilot.press("f5", "tab")  # without the controller's steps
        await until(pilot, lambda: "left out" in screen_text(app))
        rows = [line.strip("│ \n").split()[:5] for line in screen_text(app).splitlines()]
        assert ["Host", "Steps", "Commands", "Edits", "Files"] in rows
        assert ["compute1", "13", "6", "7", "1"] in rows
        assert ["compute2", "14", "7", "7", "1"] in rows
        assert "Run 14 steps on compute1, compute2" in screen_text(app)


async def test_a_disk_that_is_erased_stands_first_and_in_red(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        step = "4.4.3/prepare/2a"
        found = Message("disk-erase", disk="/dev/sdb", found='/dev/sdb: LABEL="photos" TYPE="ext4"')
        erase = Planned(step, "compute1", "disk", "wipefs --all /dev/sdb", "", found)
        app.progress.record(step, "compute1").planned.insert(0, erase)
        await app.go("4.4.3")
        lines = (await open_sheet(pilot, "f5")).splitlines()
        first = next(line for line in lines if "/dev/sdb will be erased" in line)
        assert lines.index(first) == 2
        assert "compute1" in first
        assert "photos" in lines[3]
        strips = app.screen._compositor.render_strips()
        styles = [segment.style for segment in strips[2] if "will be erased" in segment.text]
        red = app.theme_variables["text-error"]
        assert styles
        assert all(style and style.color and style.color.name.lower() == red.lower() for style in styles)


async def test_earlier_steps_are_named_and_run_too_unless_the_user_leaves_them_out(
    world: HoldingHosts, state: Path
) -> None:
    held = {f"{PART}/1b", f"{PART}/1c", f"{PART}/3a"}
    world.held["controller"] = held
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/4")
        shown = await open_sheet(pilot, "f6")
        assert "2 earlier steps are still to do, and run, too" in shown
        assert "4.4.2 Prerequisites › 3b  Give nova the role admin" in shown
        await pilot.press("tab")
        await until(pilot, lambda: "left out; what comes after may fail" in screen_text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "and run, too" in screen_text(app))
        await approve(pilot)
        await until(pilot, lambda: len(world.sent) == 3)
        await idle(pilot)
        assert [script.split()[1] for _, script in world.sent] == [f"{PART}/3b", f"{PART}/3c", f"{PART}/4"]


async def test_skipped_steps_are_named_left_out_and_taken_back_on_request(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        app.progress.skips[f"{PART}/3b"] = "later"
        await app.go(f"{PART}/3c")
        shown = await open_sheet(pilot, "f6")
        assert "You skip a step; what comes after may fail without" in shown
        assert "4.4.2 Prerequisites › 3b" in shown
        assert "4.4.2/prepare/3b" not in {step.id for step in app.screen._scope.steps}  # type: ignore[attr-defined]
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "You skip a step, and run now" in screen_text(app))
        await approve(pilot)
        await until(pilot, lambda: app.mark(app.outline.within(f"{PART}/4")[0]) is Mark.DONE)
        await idle(pilot)
        assert app.progress.skips == {}
        assert f"hold {PART}/3b 10.0.0.11" in [script for _, script in world.sent]


async def test_the_hint_says_that_what_is_on_the_screen_is_sent(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(COMMAND)
        await until(pilot, lambda: app.words.label("hint-step") in screen_text(app))
        assert app.has_shown_all()


async def test_a_failure_names_the_skipped_steps(world: HoldingHosts, state: Path) -> None:
    world.failing.add(COMMAND)
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        app.progress.skips[f"{PART}/3b"] = "later"
        await app.go(COMMAND)
        await until(pilot, app.has_shown_all)
        await pilot.press("f5")
        await until(pilot, lambda: "You skip 4.4.2 Prerequisites › 3b" in screen_text(app))
        await idle(pilot)


async def test_how_far_a_run_goes_is_chosen_on_the_sheet(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(f"{PART}/1b")
        ends = []
        await open_sheet(pilot, "f6")
        for _ in range(4):
            line = next(line for line in screen_text(app).splitlines() if "How far" in line)
            ends.append(line.partition("How far: ")[2].strip(" │"))
            await pilot.press("right")
        part, section, end = (
            "To the end of this part",
            "To the end of this section",
            "To the end of the guide",
        )
        assert ends == [part, section, end, part]


async def test_a_refusal_is_shown_before_the_run(world: HoldingHosts, state: Path) -> None:
    world.refused.add("4.4.3/prepare/2a")
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.3")
        assert "compute1 refuses 4.4.3 Prerequisites › 2a" in await open_sheet(pilot, "f5")


async def test_one_step_is_sent_at_once_only_where_its_commands_and_changes_were_on_the_screen(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(EDIT)
        await until(pilot, lambda: "F5 to see what this step sends" in screen_text(app))
        shown = await open_sheet(pilot, "f5")
        assert "my_ip = 10.0.0.11" in shown
        assert "left out" in shown  # a step alone takes no others along
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Sheet))
        await pilot.press("3")
        await until(pilot, lambda: app.words.label("commands-to-send") in screen_text(app))
        assert not app.has_shown_all()
        await pilot.press("4")
        await until(pilot, lambda: "+ rabbit_password" in screen_text(app))
        await until(pilot, lambda: "F5 to send these commands" in screen_text(app))
        await pilot.press("f5")
        await until(pilot, lambda: app.mark(app.outline.within(EDIT)[0]) is Mark.DONE)
        await idle(pilot)
        assert [script for _, script in world.sent] == [f"hold {EDIT}"]


async def test_another_plan_has_to_be_shown_anew(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(COMMAND)
        await until(pilot, app.has_shown_all)
        await app.go("nodes")
        app.draft.set("controller.management_ip", "10.0.0.99")
        app.answer_changed()
        await idle(pilot)
        record = app.progress.record(COMMAND, "controller")
        assert "10.0.0.99" in record.planned[0].text
        assert not app.shown.has(record.planned)


def test_an_edit_counts_as_seen_unless_it_removes_more_than_was_shown() -> None:
    def edit(diff: str) -> Planned:
        return Planned(EDIT, "controller", "edit", "vi nova.conf", diff, Message("no-disk"))

    seen = Seen([edit("--- a\n+++ a\n@@ -1 +1 @@\n-my_ip = 127.0.0.1\n+my_ip = 10.0.0.11\n")])
    assert seen.has(edit("--- a\n+++ a\n@@ -7 +7 @@\n-# a comment\n-my_ip = 127.0.0.1\n+my_ip = 10.0.0.11\n"))
    assert not seen.has(edit("--- a\n+++ a\n@@ -7 +7 @@\n-my_ip = 192.0.2.1\n+my_ip = 10.0.0.11\n"))
    assert not seen.has(Planned(EDIT, "compute1", "edit", "vi nova.conf", "", Message("no-disk")))


async def test_nothing_is_to_be_sent_where_all_holds(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    world.held["controller"] = {step.id for step in app.outline.steps}
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2")
        app.action_run_step()
        await until(pilot, lambda: "Nothing to do: all steps hold" in screen_text(app))


async def test_a_run_that_is_stopped_shows_where_and_how_to_go_on(world: HoldingHosts, state: Path) -> None:
    gate = world.gates["4.4.2/install/1"] = threading.Event()
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2")
        await pilot.press("f5")
        await approve(pilot)
        await until(pilot, lambda: "4.4.2/install/1" in str(app.progress.at_work))
        await pilot.press("f8")
        gate.set()
        await idle(pilot)
        await until(pilot, lambda: app.place == "4.4.2/install/2")
        await until(pilot, lambda: not app.jobs.busy)
        assert "Stopped. Press F5 " in screen_text(app)
        await pilot.press("f6")
        await approve(pilot)
        await until(pilot, lambda: app.mark(app.outline.within("4.4.2/install/4")[0]) is Mark.DONE)
        await idle(pilot)
