"""A question that is answered by typing a line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from wizard.model import Message
from wizard.tui.localized import LocalizedButton, LocalizedLabel


class Line(ModalScreen[str]):
    """Takes a line that is not empty; Escape takes none."""

    BINDINGS = [Binding("escape", "dismiss(None)", "", show=False)]  # noqa: RUF012 - Textual's form

    def __init__(self, title: Message, body: Message, given: str = "", go: str = "answer-ok") -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._given = given
        self._go = go

    def compose(self) -> ComposeResult:
        """Title, text, field, buttons."""
        with Vertical(classes="dialog"):
            yield LocalizedLabel(self._title, classes="dialog-title")
            yield LocalizedLabel(self._body, classes="dialog-text")
            yield Input(self._given, select_on_focus=False)
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton(self._go, id="go", variant="primary")
                yield LocalizedButton("answer-cancel", id="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self._take()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take it, or none."""
        if event.button.id == "go":
            self._take()
        else:
            self.dismiss(None)

    def _take(self) -> None:
        if line := self.query_one(Input).value.strip():
            self.dismiss(line)
