"""Leaving the wizard: what is unfinished or would be lost is said before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from wizard.engine.modes import RunMode
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.saving import typed_path
from wizard.tui.guidance import is_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.tui.protocol import WizardApp
    from wizard.tui.setting import LabToKeep

FOLDER = "nova-lab"
"""The folder in which a lab is kept where no other is named."""


def leave(app: WizardApp, save: Callable[[WizardApp], None]) -> None:
    """Leave the wizard; ask first where a command is at work, steps are unfinished, or a lab would be lost.

    `save` saves the answers.
    """
    from wizard.tui.dialogs.choice import Choice  # noqa: PLC0415 - after the first screen

    lab = app.setting.lab
    lab = lab if lab and lab.would_be_lost else None
    at_work = app.jobs.busy is RunMode.RUN
    body = list(_said(app, lab is not None, at_work))
    if not body:
        app.exit(0)
        return

    def answer(chosen: str | None) -> None:
        if chosen == "leave-save":
            save(app)
        elif chosen == "leave-keep" and lab:
            _ask_where(app, lab)
        elif chosen == "leave-now":
            app.jobs.stop()
            app.exit(0)

    keep = ["leave-keep"] if lab and not at_work else []
    answers = ["leave-stay", *keep, "leave-save", "leave-now"]
    app.push_screen(Choice(Message("leave-title"), body, answers), answer)


def _said(app: WizardApp, lab_is_lost: bool, at_work: bool) -> Iterator[Message]:
    """Yield what is to be known before one leaves."""
    if lab_is_lost:
        yield Message("leave-lab-lost")
        if at_work:
            yield Message("leave-lab-at-work")
    elif at_work:
        yield Message("leave-at-work")
    elif app.progress.was_read and (count := sum(is_open(app, step) for step in app.outline.steps)):
        yield Message("leave-unfinished", count=count)


def _ask_where(app: WizardApp, lab: LabToKeep) -> None:
    """Ask for a folder, keep the lab there, and leave."""
    from wizard.tui.dialogs.line import Line  # noqa: PLC0415 - after the first screen

    def keep(line: str | None) -> None:
        if line:
            app.show_message(Message("keep-at-work"))
            app.run_worker(lambda: _keep(app, lab, line), thread=True, exit_on_error=False)

    app.push_screen(Line(Message("keep-title"), Message("keep-text"), FOLDER, "keep-go"), keep)


def _keep(app: WizardApp, lab: LabToKeep, line: str) -> None:
    try:
        directory = typed_path(line).absolute()
        lab.keep(directory)
    except Problem as problem:
        app.call_from_thread(app.show_message, problem.message, "error")
        return
    app.call_from_thread(_leave_kept, app, directory)


def _leave_kept(app: WizardApp, directory: Path) -> None:
    from shlex import quote  # noqa: PLC0415 - after the first screen

    command = f"nova-wizard --lab --lab-dir {quote(str(directory))}"
    app.exit(0, message=Text(app.words.label("lab-kept", directory=str(directory), command=command)))
