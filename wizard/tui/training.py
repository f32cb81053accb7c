"""What a lab's folder adds to the wizard: its exercise, snapshots, a reset, logins from other terminals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.prepared import BEFORE_RESET
from wizard.tui import flow
from wizard.tui.copying import copied
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line
from wizard.tui.dialogs.menu import Menu
from wizard.tui.in_lab import in_lab

if TYPE_CHECKING:
    from wizard.exercises.record import Record
    from wizard.tui.lab_folder import LabInFolder
    from wizard.tui.protocol import WizardApp

GROUP = "lab"
"""Of Textual's workers: one of them at a time asks something of the lab."""


def show_exercise(app: WizardApp, lab: LabInFolder) -> None:
    """Show the exercise at work: its task, hints and points."""

    async def show() -> None:
        from wizard.tui.dialogs.exercise import ExerciseDialog  # noqa: PLC0415 - slow to import
        from wizard.tui.dialogs.solved import show_solved  # noqa: PLC0415

        try:
            exercise, record = await asyncio.to_thread(lab.at_work)
        except Problem as problem:
            app.show_message(problem.message, "error")
            return

        def ended(solved: Record | None) -> None:
            if solved:
                show_solved(app, lab, exercise, solved)

        app.push_screen(ExerciseDialog(lab, exercise, record), ended)

    app.run_worker(show(), group=GROUP, exclusive=True)


# --- Snapshots and resets


def actions(app: WizardApp, lab: LabInFolder) -> Sequence[tuple[Message, Callable[[], None]]]:
    """Return what can be done with the lab at the place that is shown: its name, and what does it."""
    return [
        (Message("lab-do-snapshot"), partial(snapshot, app, lab)),
        (Message("lab-do-restore"), partial(restore, app, lab)),
        (Message("lab-do-reset", state=_state(app)), partial(ask_to_reset, app, lab)),
        (Message("lab-do-login"), partial(how_to_log_in, app, lab)),
    ]


def show_menu(app: WizardApp, lab: LabInFolder) -> None:
    """Let the user choose what to do with the lab."""
    found = actions(app, lab)

    def chosen(number: int | None) -> None:
        if number is not None:
            found[number][1]()

    lines = [app.words.say(said) for said, _ in found]
    app.push_screen(Menu(Message("lab-menu-title", folder=str(lab.folder)), lines), chosen)


def snapshot(app: WizardApp, lab: LabInFolder) -> None:
    """Ask for a name, and keep the lab under it; where the name is taken, ask whether to replace that one."""

    def take(name: str | None) -> None:
        if name:
            _start(app, _keep(app, lab, name))

    app.push_screen(
        Line(Message("snapshot-title"), Message("snapshot-text"), go="snapshot-go", judge=_judged), take
    )


def _judged(name: str) -> Message | None:
    from wizard.labfolder.snapshots import checked_name  # noqa: PLC0415 - only when needed

    try:
        checked_name(name)
    except Problem as problem:
        return problem.message
    return None


async def _keep(app: WizardApp, lab: LabInFolder, name: str, *, overwrite: bool = False) -> None:
    def keep() -> None:
        lab.snapshot(name, overwrite=overwrite)

    wrong = await in_lab(app, keep)
    if wrong is None:
        app.show_message(Message("snapshot-kept", name=name))
    elif wrong.key == "lab-snapshot-there":
        replace = partial(_keep, app, lab, name, overwrite=True)
        _ask(app, Message("snapshot-taken", name=name), [], "snapshot-replace", replace)
    else:
        app.show_message(wrong, "error")


def restore(app: WizardApp, lab: LabInFolder) -> None:
    """List the snapshots, and put the lab back to the one that is chosen, once that is confirmed."""

    async def choose() -> None:
        found = await in_lab(app, lab.snapshots)
        if isinstance(found, Message):
            app.show_message(found, "error")
            return
        if not found:
            app.show_message(Message("restore-none"))
            return
        names = [str(one["name"]) for one in reversed(found)]

        def chosen(number: int | None) -> None:
            if number is not None:
                _ask_to_restore(app, lab, names[number])

        lines = [f"{_moment(one['time'])}  {one['name']}" for one in reversed(found)]
        app.push_screen(Menu(Message("restore-title"), lines), chosen)

    _start(app, choose())


def _ask_to_restore(app: WizardApp, lab: LabInFolder, name: str) -> None:
    go = partial(_put, app, partial(lab.restore, name), Message("restore-done", name=name))
    _ask(app, Message("restore-ask", name=name), [Message("restore-loses")], "restore-go", go)


def ask_to_reset(app: WizardApp, lab: LabInFolder) -> None:
    """Ask whether to put the lab to where the guide is done up to and with what is shown; then do it."""
    until, state = _until(app), _state(app)
    ends = [Message("reset-ends-exercise")] if lab.has_exercise else []
    go = partial(_put, app, partial(lab.reset, until), Message("reset-done", state=state, name=BEFORE_RESET))
    loses = Message("reset-loses", name=BEFORE_RESET)
    _ask(app, Message("reset-ask", state=state), [loses, *ends], "reset-go", go)


def _until(app: WizardApp) -> str | None:
    """Return what a reset leaves done: the step, the part or the section that is shown, else nothing."""
    return app.place if app.outline.within(app.place) else None


def _state(app: WizardApp) -> Message:
    """Return that state in words."""
    if until := _until(app):
        return Message("reset-state", id=until, title=app.outline[until].title)
    return Message("reset-state-new")


async def _put(app: WizardApp, put: Callable[[], None], done: Message) -> None:
    """Put the lab to another state while no job is at work, and read the hosts again."""
    if app.jobs.busy:
        app.show_message(Message("busy"), "warning", of_job=True)
        return
    app.show_message(Message("lab-put-back"))
    wrong = await in_lab(app, lambda: app.jobs.work.undisturbed(put))
    app.show_message(wrong or done, "error" if wrong else "information", and_next=wrong is None)
    app.refresh_bindings()
    app.action_read()


def _ask(
    app: WizardApp, title: Message, body: Sequence[Message], go: str, work: Callable[[], Awaitable[None]]
) -> None:
    """Ask before something is lost; cancelling comes first."""

    def answer(chosen: str | None) -> None:
        if chosen == go:
            _start(app, work())

    app.push_screen(Choice(title, body, ["answer-cancel", go]), answer)


# --- Logging in from elsewhere


def how_to_log_in(app: WizardApp, lab: LabInFolder) -> None:
    """Show the command line of a shell on each host, and copy the one that is chosen."""

    async def show() -> None:
        lines = await in_lab(app, lab.logins)
        if isinstance(lines, Message):
            app.show_message(lines, "error")
            return

        def chosen(number: int | None) -> None:
            if number is not None:
                copied(app, lines[number])

        app.push_screen(Menu(Message("login-title"), lines), chosen)

    _start(app, show())


def _start(app: WizardApp, work: Awaitable[Any]) -> None:
    if flow.answered(app):
        app.run_worker(work, group=GROUP)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M:%S")
