"""What the engine wants to send, and the user has not seen yet."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from wizard.model.message import Message
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.jobs import Asked
from wizard.tui.localized import Localized, LocalizedButton, LocalizedLabel, StaticText
from wizard.tui.planned import shown_actions


class Actions(StaticText, Localized):
    """The actions, with their diffs."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def refresh_text(self) -> None:
        """Write them."""
        self.write(shown_actions(self.wizard.words, self._asked.planned))


class Approve(Dialog[bool]):
    """Send it, or not."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("escape", "dismiss(False)", "", show=False),
        Binding("left,up", "app.focus_previous", "", show=False),
        Binding("right,down", "app.focus_next", "", show=False),
    ]

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        """What, where, why; then the buttons."""
        step, node = self._asked.step, self._asked.node
        with Vertical(classes="dialog -large"):
            yield LocalizedLabel(
                Message("approve-title", id=step.title, host=node.name), classes="dialog-title"
            )
            yield LocalizedLabel(Message("approve-text"), classes="dialog-text")
            with VerticalScroll(classes="dialog-body"):
                yield Actions(self._asked)
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton("approve-no", id="no", variant="primary")
                yield LocalizedButton("approve-yes", id="yes")
            yield DialogKeys(Message("approve-keys"))

    def on_mount(self) -> None:
        """The careful answer comes first."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        self.dismiss(event.button.id == "yes")
