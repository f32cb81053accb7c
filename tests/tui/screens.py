"""The wizard's main screens, one after the other, on fake hosts; nothing moves on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, surveyed, until
from wizard.facts.compute_services import ComputeService
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line

FAILING = "4.4.2/install/1"
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
