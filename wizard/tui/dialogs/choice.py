"""A question with a button for each answer."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from wizard.model.message import Message
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.localized import LocalizedButton, LocalizedLabel


class Choice(Dialog[str]):
    """Says something and offers answers, the key of a label each; Escape is none of them."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("left,up", "app.focus_previous", "", show=False),
        Binding("right,down", "app.focus_next", "", show=False),
    ]

    def __init__(
        self, title: Message, body: Sequence[Message], answers: Sequence[str], careful: int = 0
    ) -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._answers = answers
        self._careful = careful
        """The answer that has the focus: the one that does no harm."""

    def compose(self) -> ComposeResult:
        """Title, text, buttons."""
        with Vertical(classes="dialog"):
            yield LocalizedLabel(self._title, classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                for message in self._body:
                    yield LocalizedLabel(message, classes="dialog-text")
            with Horizontal(classes="dialog-buttons" + (" -stacked" if len(self._answers) > 2 else "")):
                for at, answer in enumerate(self._answers):
                    yield LocalizedButton(
                        answer, id=f"answer-{at}", variant="primary" if at == self._careful else "default"
                    )
            yield DialogKeys(Message("choice-keys" if len(self._answers) > 1 else "reading-keys"))

    def on_mount(self) -> None:
        """The careful answer comes first."""
        self.query_one("#answer-0").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """That is the answer."""
        self.dismiss(self._answers[int(str(event.button.id).removeprefix("answer-"))])
