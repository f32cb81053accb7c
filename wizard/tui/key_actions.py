"""What the keys do: what the palette offers, and the help explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.app import SystemCommand
from textual.binding import Binding

from wizard.model.message import Message
from wizard.report.marks import Mark
from wizard.tui.protocol import WizardApp

ACTIONS = (
    "contents", "back", "on", "next_to_do", "run_step", "run_on", "skip", "undo", "stop", "read", "save",
    "search", "copy", "shell", "exercise", "lab",
    "language", "theme", "help", "leave",
)  # fmt: skip
"""The actions, in the order of the palette and the help."""
OF_FOLDER_LABS = ("exercise", "lab")
"""Those that only a lab in a folder has."""


def keys(app: WizardApp) -> Mapping[str, str]:
    """Return the key of each action, as it is shown."""
    bindings = (binding for binding in app.BINDINGS if isinstance(binding, Binding))
    return {binding.action: app.get_key_display(binding) for binding in bindings}


def is_offered(app: WizardApp, action: str) -> bool:
    """Return whether there is such an action here: for a lab in a folder, for the exercise at work there."""
    lab = app.setting.folder_lab
    if action == "exercise":
        return lab is not None and lab.has_exercise
    return action not in OF_FOLDER_LABS or lab is not None


def offered(app: WizardApp) -> Sequence[str]:
    """Return the actions that there are here."""
    return [action for action in ACTIONS if is_offered(app, action)]


def commands(app: WizardApp) -> Iterator[SystemCommand]:
    """Yield the entries of Textual's command palette: every action, with its key."""
    of = keys(app)
    for action in offered(app):
        name = action.replace("_", "-")
        title = f"{app.words.label(f'key-{name}')}  {of.get(action, '')}"
        yield SystemCommand(title, app.words.label(f"help-{name}"), getattr(app, f"action_{action}"))


def show_help(app: WizardApp) -> None:
    """List the keys and what they do."""
    from wizard.tui.dialogs.choice import Choice  # noqa: PLC0415 - after the first screen

    of = keys(app)
    lines = [
        Message("help-line", name=f"{of.get(action, ''):2}", what=Message(f"help-{action.replace('_', '-')}"))
        for action in offered(app)
    ]
    legend = Message("legend", **{mark.value: mark.glyph for mark in Mark})
    app.push_screen(Choice(Message("help-title"), [legend, *lines, Message("help-tabs")], ["answer-ok"]))
