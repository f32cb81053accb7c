"""A lab in a folder, in the wizard: snapshots, restored and replaced; a reset; logins from elsewhere."""

from __future__ import annotations

import asyncio
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from tests.novalab.programs import Started, run, started
from tests.tui.conftest import idle, surveyed, until
from tests.tui.test_exercise import shown, wizard_in
from wizard.model.message import Message
from wizard.report.marks import Mark
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line
from wizard.tui.dialogs.menu import Menu
from wizard.tui.palette import entries

NOTE = "cat /root/note"
SIZE = (80, 24)
needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh")
SNAPSHOT, RESTORE, RESET, LOGIN = range(4)
"""The lines of the menu."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A lab that `nova-lab start` runs."""
    home = tmp_path_factory.mktemp("lab")
    with started(home, home / "lab") as found:
        yield found


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_of_a_lab_in_a_folder_it_is_not_said_that_nothing_stays(
    lab: Started, state: Path, lang: str
) -> None:
    with wizard_in(lab.folder, state, lang=lang) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: app.words.label("welcome-lab-folder")[:20] in shown(pilot))
            assert app.words.label("welcome-lab")[-20:] not in shown(pilot)


async def choose(pilot: Pilot[int], line: int) -> None:
    """Open the lab's menu by its key, and choose a line."""
    await until(pilot, lambda: not isinstance(pilot.app.screen, ModalScreen))
    await pilot.press("ctrl+l")
    await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
    await pilot.press(*["down"] * line, "enter")


async def keep(pilot: Pilot[int], name: str) -> None:
    """Save a snapshot."""
    await choose(pilot, SNAPSHOT)
    await until(pilot, lambda: isinstance(pilot.app.screen, Line))
    pilot.app.screen.query_one(Input).value = name
    await pilot.press("enter")


async def answer(pilot: Pilot[int], yes: bool) -> None:
    """Answer the question that is asked before something is lost."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
    await pilot.press(*["tab"] * yes, "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, ModalScreen))


async def read_again(pilot: Pilot[int], scans: int) -> Wizard:
    """Wait for a further reading of the hosts."""
    app = pilot.app
    assert isinstance(app, Wizard)
    await until(pilot, lambda: app.progress.scans > scans)
    await idle(pilot)
    return app


@needs_ssh
async def test_a_snapshot_is_saved_and_restored(lab: Started, state: Path) -> None:
    """It is asked before; the hosts are read again; what was before can be had back."""
    with wizard_in(lab.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await surveyed(pilot)
            await choose(pilot, RESTORE)
            await until(pilot, lambda: "There are no snapshots yet" in shown(pilot))
            await keep(pilot, "처음")
            await until(pilot, lambda: "Snapshot 처음 has been saved" in shown(pilot))
            lab.ssh("controller", "echo later > /root/note; systemctl stop memcached")
            scans = app.progress.scans
            await choose(pilot, RESTORE)
            await until(pilot, lambda: "처음" in shown(pilot))
            await pilot.press("enter")
            await answer(pilot, yes=False)
            assert lab.ssh("controller", NOTE).stdout == "later\n"
            await choose(pilot, RESTORE)
            await until(pilot, lambda: "처음" in shown(pilot))
            await pilot.press("enter")
            await answer(pilot, yes=True)
            await read_again(pilot, scans)
            assert app.progress.missing == []
            assert "No such file" in lab.ssh("controller", NOTE).stderr
            await choose(pilot, RESTORE)
            await until(pilot, lambda: "before-restore" in shown(pilot))
            await pilot.press("enter")
            await answer(pilot, yes=True)
            await until(pilot, lambda: [found.id for found in app.progress.missing][:1] == ["before/ports"])
            await idle(pilot)
            assert lab.ssh("controller", f"{NOTE}; systemctl start memcached").stdout == "later\n"


@needs_ssh
async def test_a_name_that_is_none_or_taken(lab: Started, state: Path) -> None:
    """One that is none is refused as it is typed; one that is taken is replaced where that is wanted."""

    async def kept(yes: bool, note: str, expected: str) -> None:
        lab.ssh("controller", f"echo {note} > /root/note")
        app.show_message(None)
        await keep(pilot, "taken")
        await answer(pilot, yes=yes)
        if yes:
            await until(pilot, lambda: "Snapshot taken has been saved" in shown(pilot))
        assert (await asyncio.to_thread(lab.command, "restore", "taken")).returncode == 0
        assert lab.ssh("controller", NOTE).stdout == f"{expected}\n"

    with wizard_in(lab.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await surveyed(pilot)
            await keep(pilot, "../taken")
            await until(pilot, lambda: "at most 50 letters" in shown(pilot))
            await pilot.press("escape")
            lab.ssh("controller", "echo one > /root/note")
            await keep(pilot, "taken")
            await until(pilot, lambda: "Snapshot taken has been saved" in shown(pilot))
            await kept(yes=False, note="two", expected="one")
            await kept(yes=True, note="three", expected="three")


@needs_ssh
async def test_a_reset_to_the_step_that_is_shown(lab: Started, state: Path) -> None:
    """It is asked before, and the guide is done up to and with the step; before the steps the lab is new."""
    step, after = "4.4.2/prepare/1b", "4.4.2/prepare/3a"
    with wizard_in(lab.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await surveyed(pilot)

            async def marks_after_reset(place: str, said: str) -> list[Mark]:
                await app.go(place)
                await choose(pilot, RESET)
                await until(pilot, lambda: said in shown(pilot))
                scans = app.progress.scans
                await answer(pilot, yes=True)
                await read_again(pilot, scans)
                return [app.mark(app.outline.within(id_)[0]) for id_ in (step, after)]

            assert await marks_after_reset(step, step) == [Mark.DONE, Mark.TODO]
            assert "before-reset" in lab.command("status").stdout
            assert await marks_after_reset("4.4.1", "a new lab") == [Mark.TODO, Mark.TODO]


@needs_ssh
async def test_a_reset_says_that_the_exercise_ends(lab: Started, state: Path) -> None:
    """Nothing is done where the answer is no."""
    with wizard_in(lab.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await surveyed(pilot)
            (lab.folder / "exercise.json").touch(0o600)
            await choose(pilot, RESET)
            await until(pilot, lambda: "The exercise at work ends" in shown(pilot))
            await answer(pilot, yes=False)
            assert (lab.folder / "exercise.json").exists()
            (lab.folder / "exercise.json").unlink()


@needs_ssh
async def test_how_to_log_in_from_elsewhere(lab: Started, state: Path) -> None:
    """The line that is copied logs in; a line for each host, also before the hosts are read."""
    with wizard_in(lab.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await choose(pilot, LOGIN)
            await until(pilot, lambda: "Log in as root" in shown(pilot))
            assert app.screen.query_one(OptionList).option_count == len(lab.lab.nodes)
            await pilot.press("down", "enter")
            await until(pilot, lambda: app.clipboard.startswith("ssh -F "))
            line, *words = shlex.split(app.clipboard)
            assert run(lab.home, line, "-o", "BatchMode=yes", *words, "hostname").stdout == "compute1\n"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_palette_and_the_help_have_it_too(lab: Started, state: Path, lang: str) -> None:
    """All that the menu has, by the words of both languages."""
    with wizard_in(lab.folder, state, lang=lang) as app:
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: app.contents)
            for words in map(Words, LANGUAGES):
                for key in ("lab-do-snapshot", "lab-do-restore", "lab-do-login"):
                    sought = words.label(key).casefold().split()
                    found = [entry for entry in entries(app) if entry.score(sought)]
                    assert app.words.label(key) in [entry.title for entry in found]
            (go,) = [entry.go for entry in entries(app) if entry.title == app.words.label("lab-do-snapshot")]
            go()
            await until(pilot, lambda: isinstance(app.screen, Line))
            await pilot.press("escape")
            app.action_help()
            await until(pilot, lambda: isinstance(app.screen, Choice))
            said = app.words.say(Message("help-lab"))
            await until(
                pilot,
                lambda: [
                    str(one.render()) for one in app.screen.query("Static") if said in str(one.render())
                ],
            )
