"""From the start on the lab to the report, by the keys that the screen names, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, screen_text, surveyed, until
from tests.tui.test_sheet import letters, pages
from wizard.engine.modes import Ending, RunMode
from wizard.prose import file_of
from wizard.report.marks import Mark
from wizard.simulation import Simulation
from wizard.text import LANGUAGES
from wizard.tui import flow
from wizard.tui.app import Wizard
from wizard.tui.dialogs.sheet import Sheet
from wizard.tui.jobs import JobEnded
from wizard.tui.lab import on_lab
from wizard.tui.start import setting_for

KEY = re.compile(r"(?<![A-Za-z0-9])(F\d+|\^[A-Z]|Enter|Esc|Tab)(?![A-Za-z0-9])")
NAMES = {"Enter": "enter", "Esc": "escape", "Tab": "tab"}
MOST_KEYS = 9


@contextmanager
def lab_wizard(lang: str, state: Path) -> Iterator[Wizard]:
    """Open what `nova-wizard --lab --lang LANG` opens."""
    setting = replace(setting_for(None, lang), state=state)
    with on_lab(setting, Simulation(), fill_in=True) as simulated:
        app = Wizard(simulated)
        try:
            yield app
        finally:
            app.jobs.close()


def named_key(app: Wizard) -> str:
    """Return the key that the screen names first: on the sheet's last lines, else above the keys."""
    widget = app.screen.query("#sheet-keys, #card-keys, #told")
    region = widget.first().region
    lines = screen_text(app).splitlines()[region.y : region.bottom]
    found = [key for line in lines for key in KEY.findall(line) if key != "Tab"]
    assert found, screen_text(app)
    return NAMES.get(found[0]) or found[0].replace("^", "ctrl+").lower()


async def settled(pilot: Pilot[int], app: Wizard) -> None:
    """Wait until nothing runs, and what is said is on the screen."""
    await until(pilot, lambda: app.main.query("#told") and not app.jobs.busy)
    await until(pilot, lambda: KEY.search(screen_text(app)))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_from_the_lab_to_the_report_in_nine_keys_that_the_screen_names(lang: str, state: Path) -> None:
    with lab_wizard(lang, state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot, app)
            first = letters(screen_text(app))
            assert all(letters(app.words.label(f"welcome-{part}")) in first for part in ("what", "lab"))
            assert letters(app.words.label("welcome-first-lab")) in first
            pressed: list[str] = []
            shown = ""
            while app.place != "report" and len(pressed) < MOST_KEYS:
                if isinstance(app.screen, Sheet):
                    planned = [event for record in app.progress.records.values() for event in record.planned]
                    shown += await pages(pilot)
                    assert app.progress.mode is None
                    assert not any(record.sent for record in app.progress.records.values())
                pressed.append(named_key(app))
                await pilot.press(pressed[-1])
                await settled(pilot, app)
            assert app.place == "report"
            assert len(pressed) <= MOST_KEYS
            assert {app.mark(step) for step in app.outline.steps} == {Mark.DONE}
            for event in planned:
                lines = [*event.text.splitlines(), *(line[1:] for line in event.diff.splitlines())]
                assert [line for line in lines if letters(line) not in shown] == [], event.id


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_from_step_to_step_by_the_keys_that_the_screen_names(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    """Whoever takes the steps one at a time is led through them, to the report."""
    app = fake_wizard(world, state, lang)
    left = ["4.4.2/prepare/1b", "4.4.2/install/3e", "4.4.3/prepare/1"]
    done = {step.id for step in app.outline.steps} - set(left)
    world.held = {"controller": set(done), "compute1": set(done)}
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await pilot.press("ctrl+n")
        places = [app.place]
        for _ in range(20):
            await settled(pilot, app)
            if app.place != places[-1]:
                places.append(app.place)
            if app.place == "report":
                break
            await pilot.press(named_key(app))
        assert places == [*left, "report"]
        assert {app.mark(step) for step in app.outline.steps} <= {Mark.DONE, Mark.SKIPPED}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_step_opens_on_its_explanation_and_its_commands(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/1b")
        for tab in (4, 5, 6):
            app.action_tab(tab)
            await pilot.pause()
            await app.action_on()
            while app.step and app.mark(app.step) is not Mark.TODO:
                await app.action_on()
                await pilot.pause()
            await until(pilot, lambda: app.words.label("commands-to-send") in screen_text(app))
            assert app.step
            explained = letters(app.words.page(f"prose/{file_of(app.step.id)}"))
            assert explained[:12].replace("*", "") in letters(screen_text(app))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_way_out_is_never_cut_off(world: HoldingHosts, state: Path, lang: str, width: int) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(width, 24)) as pilot:
        await until(pilot, lambda: "^Q" in screen_text(app))
        for place in ("nodes", "4.4.2", "4.4.2/prepare/1b", "report"):
            await app.go(place)
            await pilot.pause()
            foot = screen_text(app).splitlines()[-1]
            assert foot.rstrip().endswith(f"^Q {app.words.label('key-leave')}")
            assert f"F1 {app.words.label('key-help')}" in foot
            assert f"^P {app.words.label('key-command-palette')}" in foot or width < 80
            assert f"F5 {app.words.label('key-run-step')}" in foot or not place.startswith("4")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", ["done", "failed", "refused", "unreachable", "interrupted"])
async def test_every_end_names_the_next_key(world: HoldingHosts, state: Path, lang: str, ending: str) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        said = letters(app.words.label(f"ended-{ending}"))
        for place in ("4.4.1", "nodes", "4.4.2", "4.4.2/prepare/1b", "4.4.2/prepare/1a", "report"):
            await app.go(place)
            flow.ended(app, JobEnded(RunMode.RUN, Ending(ending)))
            await until(pilot, lambda: said in letters(screen_text(app)))
            assert named_key(app)
        await idle(pilot)
