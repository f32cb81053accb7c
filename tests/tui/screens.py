"""The wizard's main screens, one after the other, on fake hosts; nothing moves on them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, screen_text, surveyed, until
from wizard.engine.modes import StepState
from wizard.exercises import record
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.exercises.standing import Standing
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.exercise import ExerciseDialog
from wizard.tui.dialogs.exercise_parts import Findings, Task
from wizard.tui.dialogs.line import Line
from wizard.tui.dialogs.menu import Menu
from wizard.tui.dialogs.solved import SolvedDialog
from wizard.tui.lab_folder import LabInFolder
from wizard.tui.outline import OVERVIEW

FAILING = "4.4.2/install/1"
MINUTES = 4
"""For which the exercise is at work."""
SERVICES = tuple(
    ComputeService(
        *(binary, host, zone, True, up),
        id=f"{number:08d}-0000-4000-8000-000000000000",
        updated="2016-06-01T12:00:00.000000",
    )
    for number, (binary, host, zone, up) in enumerate(
        [
            ("nova-consoleauth", "controller", "internal", True),
            ("nova-conductor", "controller", "internal", True),
            ("nova-scheduler", "controller", "internal", True),
            ("nova-compute", "compute1", "nova", True),
            ("nova-compute", "compute2", "nova", False),
        ]
    )
)


def stage(state: Path, lang: str) -> Wizard:
    """Return the wizard on a controller and two compute nodes; one step fails."""
    world = HoldingHosts(failing={FAILING})
    world.held["compute1"] = {"4.4.3/prepare/1"}
    app = fake_wizard(world, state, lang, computes=2)
    app.animation_level = "none"
    return app


class LabWithExercise(LabInFolder):
    """A lab in a folder, the hosts of which nobody reads."""

    is_solved = False

    def _read(self, exercise: Exercise, record: Record) -> Sequence[Standing]:
        done, missing = Message("exercise-holds"), Message("conf-missing", options="[DEFAULT] my_ip")
        state = StepState.DONE if self.is_solved else StepState.DIFFERS
        return [Standing("4.4.3/install/2c", "compute1", state, done if self.is_solved else missing)]

    def take_hint(self) -> Record:
        """Take one without a look at the hosts, whether it is needed."""
        begun = record.read(self.folder)
        assert begun
        return record.take_hint(self.folder, begun, 3)


def put_exercise(app: Wizard) -> LabWithExercise:
    """Put the wizard on a lab in a folder, where an exercise has begun some minutes ago."""
    lab = LabWithExercise(app.setting.state / "lab")
    lab.folder.mkdir(mode=0o700)
    begun = Record(exercise="my-ip-wrong", started=time.time() - MINUTES * 60 - 1, held=[])
    record.write(lab.folder, begun)
    app.setting = replace(app.setting, folder_lab=lab)
    app.refresh_bindings()
    return lab


async def screens(app: Wizard, pilot: Pilot[int]) -> AsyncIterator[str]:
    """Yield the name of each screen as it stands."""
    await until(pilot, lambda: app.contents and app.contents.first().option_count)
    yield "overview"
    await app.go("nodes")
    await pilot.pause()
    yield "nodes"
    await surveyed(pilot)
    for name, place, tab in [
        ("checks", "nodes", 3),
        ("commands", "4.4.2/prepare/4", 3),
        ("diff", "4.4.2/install/3e", 4),
        ("compute", "4.4.3/install/2c", 3),
    ]:
        await app.go(place)
        app.action_tab(tab)
        await pilot.pause()
        app.show_hint()  # by what stands on the screen now
        await pilot.pause()
        yield name
    await app.go(FAILING)
    await until(pilot, app.has_shown_all)
    app.action_run_step()
    await idle(pilot)
    app.progress.record(FAILING, "controller").seconds = app.progress.seconds = 1.5
    app.show_progress()
    await pilot.pause()
    yield "failure"
    app.progress.services = SERVICES
    await app.go("4.4.4/2")
    app.action_tab(6)
    app.show_progress()
    await pilot.pause()
    yield "verify"
    await app.go("report")
    await pilot.pause()
    yield "report"
    app.action_help()
    await until(pilot, lambda: isinstance(app.screen, Choice))
    yield "help"
    await pilot.press("escape")
    app.action_save()
    await until(pilot, lambda: isinstance(app.screen, Line))
    yield "save"
    await pilot.press("escape")
    async for name in screens_of_lab(app, pilot):
        yield name


async def screens_of_lab(app: Wizard, pilot: Pilot[int]) -> AsyncIterator[str]:
    """Yield the name of each screen that only a lab in a folder has."""
    await app.go(OVERVIEW)
    lab = put_exercise(app)
    app.action_exercise()
    await until(pilot, lambda: isinstance(app.screen, ExerciseDialog))
    await app.screen.query_one(Task).written
    await pilot.pause()
    yield "exercise"
    await pilot.press("tab", "enter")
    await until(pilot, lambda: any(hint in screen_text(app) for hint in ("Hint 1 of 3", "힌트 1/3")))
    await pilot.press("f5")
    await until(pilot, lambda: "my_ip" in str(app.screen.query_one(Findings).content))
    await pilot.pause()
    yield "checked"
    lab.is_solved = True
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(app.screen, SolvedDialog))
    await pilot.pause()
    yield "solved"
    await pilot.press("escape")
    await idle(pilot)
    await app.go("4.4.2/prepare/4")
    app.action_tab(3)
    await pilot.pause()
    lab.folder = Path("/srv/lab")
    app.action_lab()
    await until(pilot, lambda: isinstance(app.screen, Menu))
    yield "lab"
