"""Where the user sees what is missing or refused: at the step that is refused, or among the nodes' checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.model.ids import place_of
from wizard.model.message import Message
from wizard.tui.outline import NODES, Target
from wizard.tui.protocol import WizardApp

if TYPE_CHECKING:
    from wizard.engine.events import Missing

CHECKS_TAB = 3
"""Of the nodes' page."""
OUTPUT_TAB, RESULT_TAB = 5, 6
"""Of a step."""


def of_nodes(app: WizardApp) -> Sequence[Missing]:
    """Return what hosts miss of the prerequisites: what is missing, but for the steps' refusals."""
    steps = {step.id for step in app.outline.steps}
    return [missing for missing in app.progress.missing if missing.id not in steps]


def target_of(app: WizardApp, missing: Missing) -> Target:
    """Return where this is shown."""
    if missing in of_nodes(app):
        return Target(NODES, CHECKS_TAB, missing.host)
    return Target(missing.id, RESULT_TAB, missing.host)


def first_target(app: WizardApp) -> Target | None:
    """Return where the first thing is shown that is missing or refused; prerequisites come first."""
    found = [*of_nodes(app), *app.progress.missing]
    return target_of(app, found[0]) if found else None


def said(app: WizardApp) -> Message:
    """Return how many things are missing or refused, with the host of the first and where it is shown."""
    found = [*of_nodes(app), *app.progress.missing]
    target = target_of(app, found[0])
    place = Message("place-nodes") if target.place_id == NODES else place_of(target.place_id)
    return Message("survey-missing", count=len(app.progress.missing), host=target.host, place=place)
