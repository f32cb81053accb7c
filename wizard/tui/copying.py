"""Copies to the terminal's clipboard (OSC 52): what is pasted to do a step by hand, or what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.model.message import Message
from wizard.tui.dialogs.menu import Menu
from wizard.tui.protocol import WizardApp
from wizard.tui.widgets.column import HostColumn

_LONGEST = 60
"""Characters of what was copied that are shown."""


def copy(app: WizardApp) -> None:
    """Copy what is selected, else a command of the step on the host that is shown; of several, ask which."""
    if selected := app.main.get_selected_text():
        copied(app, selected)
        return
    commands = commands_shown(app)
    if len(commands) < 2:
        copied(app, *commands)
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            copied(app, *(commands[number - 1 : number] if number else commands))

    every = app.words.label("copy-all", count=len(commands))
    app.push_screen(Menu(Message("copy-which"), [every, *commands]), chosen)


def commands_shown(app: WizardApp) -> Sequence[str]:
    """Return what is pasted for the step on the host that is shown, with the names of passwords for them."""
    column = shown_column(app)
    if app.step is None or column is None:
        return []
    planned = app.progress.record(app.step.id, column.host).planned
    return [event.typed for event in planned] or app.step.book_commands


def shown_column(app: WizardApp) -> HostColumn | None:
    """Return the column that has the focus, else that of the chosen host, else the first that is shown."""
    columns = [column for column in app.page.query(HostColumn) if column.display]
    focused = [column for column in columns if column.has_focus_within]
    chosen = [column for column in columns if column.host == app.host]
    return next(iter([*focused, *chosen, *columns]), None)


def copied(app: WizardApp, *texts: str) -> None:
    """Copy the texts, and say what was copied; where there is none, say that."""
    if not texts:
        app.show_message(Message("copy-nothing"), "warning")
        return
    text = "\n".join(texts)
    app.copy_to_clipboard(text)
    first, *others = text.splitlines() or [""]
    short = first if len(first) <= _LONGEST else f"{first[:_LONGEST]}…"
    app.show_message(Message("copied", text=short, more=len(others)))
