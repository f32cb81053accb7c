"""Leaving a lab that would be lost: that is said, and it can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from steps import GUIDE, PREREQUISITES, SECTIONS
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, perform, screen_text, surveyed, until
from wizard.answers.draft import Draft
from wizard.lab import Lab, LabRefused
from wizard.model.steps import Guide
from wizard.report.marks import Mark
from wizard.simulation import Simulation
from wizard.text import Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line
from wizard.tui.lab import on_lab
from wizard.tui.setting import StartOptions


@contextmanager
def lab_wizard(state: Path, directory: Path | None = None) -> Iterator[Wizard]:
    """Open the wizard as `nova-wizard --lab` does."""
    setting = StartOptions(
        load=lambda: Guide(GUIDE, PREREQUISITES, SECTIONS),
        draft=lambda: Draft.example("en"),
        words=Words("en"),
        state=state,
    )
    with on_lab(setting, Simulation(directory=directory), fill_in=True) as simulated:
        app = Wizard(simulated)
        try:
            yield app
        finally:
            app.jobs.close()


def mark(app: Wizard, id_: str) -> Mark:
    step = app.outline[id_].step
    assert step
    return app.mark(step)


async def test_a_lab_is_kept_on_leaving_and_goes_on(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept lab"
    with lab_wizard(state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            before = mark(app, "4.4.2/prepare/1b")
            perform(app, app.outline.within("4.4.2/prepare/1b"))
            await idle(pilot)
            await until(pilot, lambda: mark(app, "4.4.2/prepare/1b") is Mark.DONE and not app.jobs.busy)
            assert before is Mark.TODO
            await pilot.press("ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Choice))
            assert "in memory only" in screen_text(app)
            await pilot.press("tab", "enter")
            await until(pilot, lambda: isinstance(app.screen, Line))
            app.screen.query_one(Input).value = str(folder)
            await pilot.press("enter")
            await until(pilot, lambda: not app.is_running)
        assert app.return_code == 0
        said = capsys.readouterr().err.replace("\n", " ")
        assert "The lab is kept in" in said
        assert "nova-wizard --lab --lab-dir" in said
    with lab_wizard(state, folder) as again:
        async with again.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            assert mark(again, "4.4.2/prepare/1b") is Mark.DONE
            await pilot.press("ctrl+q")
            await until(pilot, lambda: isinstance(again.screen, Choice))
            assert "in memory only" not in screen_text(again)


async def test_a_folder_that_has_a_lab_is_left_alone(state: Path, tmp_path: Path) -> None:
    with Lab(directory=tmp_path / "first"):
        pass
    kept = (tmp_path / "first" / "lab").read_bytes()
    with lab_wizard(state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            await pilot.press("ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Choice))
            await pilot.press("tab", "enter")
            await until(pilot, lambda: isinstance(app.screen, Line))
            app.screen.query_one(Input).value = str(tmp_path / "first")
            await pilot.press("enter")
            await until(pilot, lambda: "contains a lab already" in " ".join(screen_text(app).split()))
            assert app.is_running
            assert app.setting.lab
            assert app.setting.lab.would_be_lost
    assert (tmp_path / "first" / "lab").read_bytes() == kept


async def test_hosts_that_are_none_of_a_lab_are_not_lost(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        assert "in memory" not in screen_text(app)
        assert "steps are not done" in " ".join(screen_text(app).split())


def test_a_kept_lab_is_the_one_that_ran(tmp_path: Path) -> None:
    with Lab() as lab:
        state = lab.state()
        lab.keep(tmp_path / "kept")
        assert lab.state() == state
        with pytest.raises(LabRefused) as refused:
            lab.keep(tmp_path / "kept")
        assert refused.value.key == "lab-dir-taken"
    with Lab(directory=tmp_path / "kept") as again:
        assert again.state() == state
