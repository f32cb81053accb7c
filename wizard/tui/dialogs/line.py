"""A question that is answered by typing a line."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input

from wizard.model.message import Message
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.line_input import LineInput, PastedInPart
from wizard.tui.localized import LocalizedButton, LocalizedLabel


class Line(Dialog[str]):
    """Takes a line that is not empty; Escape takes none."""

    def __init__(
        self,
        title: Message,
        body: Message,
        given: str = "",
        go: str = "answer-ok",
        judge: Callable[[str], Message | None] = lambda line: None,
    ) -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._given = given
        self._go = go
        self._judge = judge
        """Says what is wrong with a line; such a one is not taken."""

    def compose(self) -> ComposeResult:
        """Title, text, field, buttons."""
        with Vertical(classes="dialog"):
            yield LocalizedLabel(self._title, classes="dialog-title")
            yield LocalizedLabel(self._body, classes="dialog-text")
            yield LineInput(self._given, select_on_focus=False)
            yield LocalizedLabel(id="wrong", classes="wrong")
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton(self._go, id="go", variant="primary")
                yield LocalizedButton("answer-cancel", id="cancel")
            yield DialogKeys(Message("line-keys", go=Message(self._go)))

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
        line = self.query_one(Input).value.strip()
        wrong = self._judge(line) if line else Message("field-missing")
        self.query_one("#wrong", LocalizedLabel).show_message(wrong)
        if wrong is None:
            self.dismiss(line)

    def on_pasted_in_part(self, event: PastedInPart) -> None:
        """Say that one line was taken."""
        said = Message("pasted-in-part", count=event.count)
        self.query_one("#wrong", LocalizedLabel).show_message(said)
