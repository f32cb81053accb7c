"""Which key comes next: said above the keys at every place, and behind every message that ends something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.engine.modes import RunMode
from wizard.model.ids import place_of
from wizard.model.message import Message
from wizard.report.marks import SETTLED, Mark
from wizard.tui.missing import target_of
from wizard.tui.outline import NODES, OVERVIEW, REPORT, title_of

if TYPE_CHECKING:
    from wizard.model.steps import Step
    from wizard.tui.protocol import WizardApp


def hint(app: WizardApp) -> Message:
    """Return what can be done now, with its key; nothing else is begun while a job is on."""
    if app.jobs.busy:
        return Message("hint-running" if app.jobs.busy is RunMode.RUN else "hint-reading")
    return _next_key(app)


def _next_key(app: WizardApp) -> Message:
    """Return which key comes next at the place that is shown, where no job is on."""
    if not app.progress.was_read:
        return _before_reading(app)
    if app.progress.missing:
        here = any(target_of(app, missing).place_id == app.place for missing in app.progress.missing)
        return Message("hint-mend" if here else "hint-missing")
    if app.step:
        return _at_step(app, app.step)
    steps = app.outline.within(app.place)
    if any(is_open(app, step) for step in steps):
        return Message("hint-section")
    if app.place in (OVERVIEW, NODES) and next_place(app) != REPORT:
        return Message("hint-all", count=sum(is_open(app, step) for step in app.outline.steps))
    return _go_on(app)


def and_next(app: WizardApp, said: Message) -> Message:
    """Return what is said, with the key that comes next; that all is done is said once."""
    following = hint(app)
    if said.key == "ended-done" and following.key in ("hint-report", "hint-leave"):
        return following
    return Message("said-and-next", said=said, next=following)


def next_place(app: WizardApp) -> str:
    """Return the place where the next thing is to do: the nodes, a step that does not hold, or the report."""
    if not app.progress.was_read:
        return NODES
    steps = app.outline.steps
    at = steps.index(app.step) + 1 if app.step else 0
    return next((step.id for step in (*steps[at:], *steps[:at]) if is_open(app, step)), REPORT)


def is_open(app: WizardApp, step: Step) -> bool:
    """Return whether a step is still to do: neither does it hold, nor is it skipped."""
    return app.mark(step) not in SETTLED


def _before_reading(app: WizardApp) -> Message:
    if app.place == NODES:
        return Message("hint-fill-in")
    return Message("hint-read" if app.setting.simulated else "hint-answers")


def _at_step(app: WizardApp, step: Step) -> Message:
    mark = app.mark(step)
    if mark is Mark.FAILED:
        return Message("hint-failed")
    if mark is Mark.UNDONE:
        return Message("hint-reading")
    if mark in SETTLED:
        return _go_on(app)
    if not any(app.progress.record(step.id, host).planned for host in app.hosts_of(step)):
        return Message("hint-step-reads")
    return Message("hint-step" if app.has_shown_all() else "hint-step-unseen")


def _go_on(app: WizardApp) -> Message:
    place = next_place(app)
    if place != REPORT:
        return Message("hint-next", place=place_of(place), title=title_of(place))
    return Message("hint-leave" if app.place == REPORT else "hint-report")
