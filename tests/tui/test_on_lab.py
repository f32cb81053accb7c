"""The wizard on the lab: the disk, a lost connection, a wizard that was killed, and no secret left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from bench.lab import answers_for
from steps import GUIDE, PREREQUISITES, SECTIONS
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import approve, idle, perform, screen_text, surveyed, until
from wizard.answers.draft import Draft
from wizard.lab import Lab
from wizard.model.message import Message
from wizard.model.steps import Guide
from wizard.report.marks import Mark
from wizard.text import Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.disk import ChooseDisk
from wizard.tui.localized import LocalizedLabel
from wizard.tui.outline import NODES
from wizard.tui.setting import StartOptions
from wizard.tui.widgets.disk import DiskField

DISK_STEP = "4.4.3/prepare/2a"

SAID = "dbpassword, novadbpass, novapass, rabbitpass"


@contextmanager
def wizard_on(lab: Lab, state: Path) -> Iterator[Wizard]:
    """Open the wizard with answers that lead to a lab."""
    data = answers_for(list(lab.nodes.values()))
    app = Wizard(
        StartOptions(
            load=lambda: Guide(GUIDE, PREREQUISITES, SECTIONS),
            draft=lambda: Draft(data),
            words=Words("en"),
            state=state,
            simulated=True,
        )
    )
    try:
        yield app
    finally:
        app.jobs.close()


async def choose_disk(app: Wizard, pilot: Pilot[int]) -> ChooseDisk:
    """Open the dialog at the disk's step; return it when the disks are listed."""
    await app.go(DISK_STEP)
    app.action_tab(2)
    await until(pilot, lambda: list(app.page.query(DiskField)))
    app.page.query_one(DiskField).query_one("#look", Button).press()
    await until(pilot, lambda: isinstance(app.screen, ChooseDisk))
    dialog = app.screen
    assert isinstance(dialog, ChooseDisk)
    await until(pilot, lambda: not dialog.query_one(Input).disabled)
    assert "sdb" in screen_text(app)
    return dialog


async def test_a_disk_is_chosen_by_its_name_after_the_disks_were_shown(state: Path) -> None:
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            app.draft.remove("compute[0].disk")
            dialog = await choose_disk(app, pilot)
            dialog.query_one(Input).value = "/dev/sdz"
            await pilot.press("enter")
            await until(pilot, lambda: "sdz" in str(dialog.query_one("#wrong").render()))
            assert app.draft.get("compute[0].disk") is None
            dialog.query_one(Input).value = "/dev/sdb"
            await pilot.press("enter")
            await until(pilot, lambda: app.draft.get("compute[0].disk") == "/dev/sdb")
            assert app.draft.get("compute[0].erase") is None
            await idle(pilot)


async def test_a_disk_that_is_not_empty_is_named_twice(state: Path) -> None:
    with Lab(faults=["disk-not-empty"]) as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            dialog = await choose_disk(app, pilot)
            dialog.query_one(Input).value = "/dev/sdb"
            await pilot.press("enter")
            await until(pilot, lambda: "not empty" in screen_text(app))
            assert app.draft.get("compute[0].erase") is None
            dialog.query_one(Input).value = "/dev/sdb"
            await pilot.press("enter")
            await until(pilot, lambda: app.draft.get("compute[0].erase"))
            await idle(pilot)


@pytest.mark.parametrize("between", ["/dev/sdz", "sdb", ""])
async def test_consent_is_for_the_disk_that_is_shown_and_nothing_else_in_between(
    state: Path, between: str
) -> None:
    with Lab(faults=["disk-not-empty"]) as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            dialog = await choose_disk(app, pilot)

            async def type_name(name: str, said: str) -> None:
                dialog.query_one("#wrong", LocalizedLabel).show_message(Message("looking"))
                dialog.query_one(Input).value = name
                await pilot.press("enter")
                await until(pilot, lambda: said in str(dialog.query_one("#wrong").render()))

            await type_name("/dev/sdb", "not empty")
            await type_name(between, "/dev/sdz" if between == "/dev/sdz" else "full path")
            await type_name("/dev/sdb", "not empty")
            assert app.draft.get("compute[0].erase") is None
            dialog.query_one(Input).value = "/dev/sdb"
            await pilot.press("enter")
            await until(pilot, lambda: app.draft.get("compute[0].erase"))
            app.action_tab(2)
            await until(pilot, lambda: "will be erased" in screen_text(app))
            await idle(pilot)


async def test_a_lost_connection_is_made_again_and_the_facts_read_again(state: Path) -> None:
    step = "4.4.2/prepare/1b"
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            lab.cut("controller", "exec 9", "before", skip=1)  # the first change notes what was found
            await app.go(step)
            await until(pilot, app.has_shown_all)
            await pilot.press("f5")
            await idle(pilot)
            assert app.mark(app.outline.within(step)[0]) is Mark.DONE
            assert (
                len([line for line in app.progress.record(step, "controller").lines if line[:1] == "$"]) == 2
            )


@pytest.mark.long
async def test_a_host_that_is_gone_is_told_and_the_step_tried_again_on_the_spot(state: Path) -> None:
    step = "4.4.3/prepare/1"
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            lab.inject("login-refused")
            lab.cut("compute1", "exec 9", "before")
            await app.go(step)
            await pilot.press("f5")
            await approve(pilot)
            await idle(pilot)
            assert app.mark(app.outline.within(step)[0]) is not Mark.DONE
            assert app.place == step
            lab.repair("login-refused")
            await pilot.press("f5")
            await idle(pilot)
            assert app.mark(app.outline.within(step)[0]) is Mark.DONE


async def test_killed_and_started_again_the_contents_show_what_the_hosts_hold(
    tmp_path: Path, state: Path
) -> None:
    part = "4.4.2/prepare"
    with Lab(directory=tmp_path / "lab") as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            perform(app, app.outline.within(part))
            created = app.outline.within("4.4.2/prepare/1b")[0]
            await until(pilot, lambda: app.mark(created) is Mark.DONE)
            app.exit()
    with Lab(directory=tmp_path / "lab") as lab, wizard_on(lab, state) as again:
        async with again.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            assert again.mark(created) is Mark.DONE
            assert again.mark(again.outline.within("4.4.2/install/1")[0]) is Mark.TODO
            perform(again, again.outline.within(part))
            await idle(pilot)
            assert {again.mark(step) for step in again.outline.within(part)} == {Mark.DONE}


@pytest.mark.parametrize("simulated", [True, False])
async def test_the_labs_passwords_are_told(world: HoldingHosts, state: Path, simulated: bool) -> None:
    app = fake_wizard(world, state)
    app.setting = replace(app.setting, simulated=simulated)
    async with app.run_test(size=(120, 60)) as pilot:
        await app.go(NODES)
        await until(pilot, lambda: "rabbitpass" in screen_text(app))
        shown = [said for said in app.screen.query("#lab-passwords").results(LocalizedLabel) if said.region]
        assert [SAID in str(said.content) for said in shown] == [True] * simulated
