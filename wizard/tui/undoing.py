"""Taking back what is shown: the hosts are read for it, all of it is shown, and what is approved is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.engine.modes import Ending, RunMode
from wizard.model.message import Message
from wizard.report.undone import undone
from wizard.tui.dialogs.undo_card import show_undone
from wizard.tui.dialogs.undo_sheet import UndoSheet
from wizard.tui.protocol import WizardApp
from wizard.tui.undo_scope import UndoScope, asked_at

if TYPE_CHECKING:
    from wizard.tui.dialogs.sheet import Approved
    from wizard.tui.jobs import JobEnded


def undo(app: WizardApp) -> None:
    """Read the hosts for an undo of what is shown."""
    asked = asked_at(app.place, app.step, app.outline)
    if not asked:
        app.show_message(Message("undo-nothing-here"))
        return
    app.show_message(Message("undo-reading"), of_job=True)
    app.jobs.read_to_undo(asked)


def ended(app: WizardApp, event: JobEnded, ending: Ending) -> None:
    """Show what was read for an undo, or how the undo ended."""
    if event.mode is RunMode.SCAN:
        _show_sheet(app, event, ending)
    elif ending in (Ending.DONE, Ending.FAILED):
        said = "undo-ended" if ending is Ending.DONE else "undo-ended-failed"
        app.show_message(Message(said), "information" if ending is Ending.DONE else "warning", and_next=True)
        show_undone(app, undone(event.undo, app.progress, app.hosts_of))
    else:
        missing = app.progress.missing
        app.show_message(missing[0].message if missing else Message(f"ended-{ending}"), "warning")


def _show_sheet(app: WizardApp, event: JobEnded, ending: Ending) -> None:
    read = app.progress.backwards
    assert read is not None  # noqa: S101 - for the type checker
    steps = {step.id for step in app.outline.steps}
    lacks = [missing for missing in read.missing if missing.id not in steps]
    if lacks:
        said = Message("undo-not-possible", host=lacks[0].host, why=lacks[0].message)
        app.show_message(said, "warning")
        return
    if ending is Ending.INTERRUPTED:
        app.show_message(Message("ended-interrupted"), "warning", and_next=True)
        return
    scope = UndoScope(event.undo, app.guide, read, app.hosts_of)
    if not scope.steps and not scope.stays:
        app.show_message(Message("undo-nothing-left"), and_next=True)
        return

    def go(approved: Approved | None) -> None:
        app.show_message(None)
        if approved:
            ids = {step.id for step in approved.steps} | {kept.step.id for kept in scope.stays}
            app.jobs.undo([step for step in app.outline.steps if step.id in ids], approved.seen)

    app.push_screen(UndoSheet(scope), go)
