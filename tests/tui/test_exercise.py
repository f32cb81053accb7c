"""An exercise in the wizard, on a lab in a folder: task, hints with their price, check, card."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from steps import GUIDE, PREREQUISITES, SECTIONS
from tests.novalab.programs import WIZARD, Started, run, started
from tests.novalab.programs import until as until_in_time
from tests.security.terminal import WizardTerminal
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, screen_text, until
from wizard.answers.draft import Draft
from wizard.exercises import record
from wizard.exercises.load import find
from wizard.model.steps import Guide
from wizard.report.marks import Mark
from wizard.simulation import Simulation
from wizard.text import LANGUAGES, Words
from wizard.tui import key_actions
from wizard.tui.app import Wizard
from wizard.tui.dialogs.exercise import ExerciseDialog
from wizard.tui.dialogs.solved import SolvedDialog
from wizard.tui.lab import on_lab
from wizard.tui.setting import StartOptions

NAME = "my-ip-wrong"
EXERCISE = find(NAME)
SIZE = (80, 24)
needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh")


@contextmanager
def wizard_in(folder: Path, state: Path, exercise: str = "", lang: str = "en") -> Iterator[Wizard]:
    """Open the wizard on the lab in a folder, which is joined, or started there."""
    setting = StartOptions(
        load=lambda: Guide(GUIDE, PREREQUISITES, SECTIONS),
        draft=lambda: Draft.example(lang),
        words=Words(lang),
        state=state,
    )
    simulation = Simulation(directory=folder, compute_nodes=1, exercise=exercise)
    with on_lab(setting, simulation, fill_in=True) as options:
        app = Wizard(options)
        try:
            yield app
        finally:
            app.jobs.close()


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Started]:
    """A lab on which `nova-lab start` has begun the exercise."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder, "--exercise", NAME) as lab:
        until_in_time((folder / "exercise.json").is_file, "the exercise does not begin")
        yield lab


async def opened(pilot: Pilot[int]) -> ExerciseDialog:
    """Wait for the exercise's dialog."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ExerciseDialog))
    dialog = pilot.app.screen
    assert isinstance(dialog, ExerciseDialog)
    await until(pilot, lambda: EXERCISE.title.en in shown(pilot))
    return dialog


def shown(pilot: Pilot[int]) -> str:
    """Return what stands on the screen, without borders and line breaks."""
    assert isinstance(pilot.app, Wizard)
    return " ".join(screen_text(pilot.app).replace("│", " ").replace("┃", " ").split())


def solve(lab: Started) -> None:
    """Do what the exercise's solution does, through the lab's SSH."""
    for typed in EXERCISE.solve:
        assert lab.ssh(typed.on, "sh -e -s", text=typed.sh).returncode == 0


@needs_ssh
async def test_from_the_task_to_the_card(begun: Started, state: Path) -> None:
    """It comes up by itself; a hint costs its price; a check says what is missing or put right."""
    price = EXERCISE.hints[0].costs
    with wizard_in(begun.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await opened(pilot)
            first_words = " ".join(EXERCISE.task.en.replace("`", "").split()[:6])
            await until(pilot, lambda: first_words in shown(pilot))
            assert re.search(rf"Time: \d+ of {EXERCISE.minutes} min", shown(pilot))
            assert "not checked yet" in shown(pilot)

            await pilot.press("f5")
            await until(pilot, lambda: "What the last check found" in shown(pilot))
            assert "Points: 0 of" in shown(pilot)
            assert "my_ip" in shown(pilot)  # the reason names it

            assert f"(costs {price} point" in shown(pilot)
            await pilot.press("tab", "enter")
            await until(pilot, lambda: f"Hint 1 of {len(EXERCISE.hints)}" in shown(pilot))
            noted = record.read(begun.folder)
            assert noted is not None
            assert noted.hints == 1

            await asyncio.to_thread(solve, begun)
            await pilot.press("f5")
            await until(pilot, lambda: isinstance(app.screen, SolvedDialog))
            await until(pilot, lambda: "Solved" in shown(pilot))
            of = sum(one.points for one in EXERCISE.grade or [])
            assert f"Points: {of - price} of {of}" in shown(pilot)
            assert f"Hints: 1 of {len(EXERCISE.hints)}" in shown(pilot)
            assert f"of {EXERCISE.minutes} min" in shown(pilot)
            await pilot.press("enter")
            await pilot.press("ctrl+e")
            await opened(pilot)
            await pilot.press("tab", "enter")
            await until(pilot, lambda: "No hint was taken" in shown(pilot))
            await pilot.press("escape")
            graded = [step for one in EXERCISE.grade or [] for step in app.outline.within(one.step)]
            await until(pilot, lambda: {app.mark(step) for step in graded} == {Mark.DONE})
            assert not isinstance(app.screen, ModalScreen)
            await idle(pilot)
    said = begun.command("grade").stdout
    assert f"Points: {of - price} of {of}. 1 hint was used." in said


@needs_ssh
async def test_both_fronts_agree(begun: Started, state: Path) -> None:
    """A hint that `nova-lab hint` has shown is taken in the wizard too, and the other way round."""
    with wizard_in(begun.folder, state) as app:
        async with app.run_test(size=SIZE) as pilot:
            await opened(pilot)
            await asyncio.to_thread(begun.command, "hint")
            await until(pilot, lambda: f"Hints: 1 of {len(EXERCISE.hints)}" in shown(pilot))
            for number in range(2, len(EXERCISE.hints) + 1):
                button = app.screen.query_one("#hint").focus()
                # Textual's buttons take no second press as long as they show the first one.
                await until(pilot, lambda: not button.has_class("-active"))  # noqa: B023 - awaited here
                await pilot.press("enter")
                await until(pilot, lambda: f"Hints: {number} of" in shown(pilot))  # noqa: B023 - awaited here
            await until(pilot, lambda: "No more hints" in shown(pilot))
            said = (await asyncio.to_thread(begun.command, "hint")).stdout
            assert "no more hints" in said
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, ModalScreen))
            await until(pilot, lambda: "^E Exercise" in shown(pilot))
            await pilot.press("ctrl+e")
            await opened(pilot)
            await pilot.press("f9")
            await until(pilot, lambda: EXERCISE.title.ko in shown(pilot))
            await asyncio.to_thread(begun.command, "reset")
            await pilot.press("f5")
            said = Words("ko").label("exercise-none", folder="…", start="…").split("…")[1][:20]
            await until(pilot, lambda: said in shown(pilot))
            await pilot.press("escape")


async def test_the_wizard_begins_it(tmp_path: Path, state: Path) -> None:
    """Without a lab that runs; it goes on where the record is; another one is refused."""
    folder = tmp_path / "lab"
    with wizard_in(folder, state, "memcached-down") as app:
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: find("memcached-down").title.en in shown(pilot))
            await pilot.press("f5")
            await until(pilot, lambda: "RabbitMQ (5672) and memcached (11211)" in shown(pilot))
            await pilot.press("tab", "enter")
            await until(pilot, lambda: "Hints: 1 of 3" in shown(pilot))
    noted = record.read(folder)
    assert noted is not None
    with wizard_in(folder, state, "memcached-down"):
        assert record.read(folder) == noted
    with pytest.raises(Exception, match="exercise-other"), wizard_in(folder, state, NAME):
        pass


async def test_the_wizard_begins_it_on_a_lab_with_work(tmp_path: Path, state: Path) -> None:
    """What was done is kept, and the screen says how to have it back."""
    with started(tmp_path, tmp_path / "lab") as lab:
        lab.ssh("controller", "echo mine > /root/note")
        with wizard_in(lab.folder, state, "memcached-down") as app:
            async with app.run_test(size=(120, 40)) as pilot:
                await until(pilot, lambda: find("memcached-down").title.en in shown(pilot))
                await pilot.press("escape")
                await until(pilot, lambda: "before-exercise. Ctrl-L restores it" in shown(pilot))
                await until(pilot, lambda: "nova-lab restore --dir" in shown(pilot))
        assert lab.command("restore", "before-exercise").returncode == 0
        assert lab.ssh("controller", "cat /root/note").stdout == "mine\n"
        assert record.read(lab.folder) is None


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_without_a_lab_in_a_folder_there_is_no_such_key(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "F1" in shown(pilot))
        assert "^E" not in shown(pilot)
        assert "^L" not in shown(pilot)
        await pilot.press("ctrl+e", "ctrl+l")
        assert not isinstance(app.screen, ModalScreen)
        assert set(key_actions.ACTIONS) - set(key_actions.offered(app)) == {"exercise", "lab"}


def test_the_command_line(tmp_path: Path) -> None:
    """It names a known exercise, and nothing else to do; what is wrong is told before anything starts."""
    terminal = WizardTerminal(tmp_path / "state", WIZARD, "--lang", "en", "--exercise", "my-ip-worng")
    try:
        terminal.until_shown(NAME.encode())
        assert terminal.ends() == 2
    finally:
        terminal.close()
    for other in (["--answers", "answers.yaml"], ["--replay"], ["--export", "runbook", "guide.md"]):
        assert run(tmp_path, WIZARD, "--exercise", NAME, *other).returncode == 2
    assert not (tmp_path / "state" / "lab").exists()


def test_on_a_terminal(tmp_path: Path) -> None:
    """The lab is made ready in the folder of nova-lab, then the task is there."""
    words = ("--lang", "en", "--exercise", "memcached-down")
    terminal = WizardTerminal(tmp_path / "state", WIZARD, *words)
    try:
        terminal.until_shown(b"Preparing the exercise")
        terminal.until_shown(b"Everything works, but slowly")
        assert record.read(tmp_path / "state" / "lab") is not None
        terminal.type(b"\x1b")
        terminal.until_shown(b"F5")
        terminal.type(b"\x11")  # Ctrl-Q
        assert terminal.ends() == 0
    finally:
        terminal.close()
