"""An input for a password."""

from __future__ import annotations

from textual import events
from textual.widgets.input import Selection

from wizard.tui.line_input import LineInput


class PasswordInput(LineInput):
    """While it is masked nothing of it can be selected, and so nothing is copied or cut.

    Textual masks what an input paints, but copies what is in it.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(password=True, compact=True, classes="secret", id=id)
        self.complete = False
        """It holds a whole password. Masked, that is not edited blindly: it is replaced or stays."""

    @property
    def locked(self) -> bool:
        """Whether a printable key does here what it does elsewhere."""
        return self.complete and self.password

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take no printable key while locked."""
        return not self.locked and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Leave printable keys to the page while locked."""
        if self.locked and event.is_printable:
            event.prevent_default()

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part; while locked, all of it."""
        if self.locked:
            start, end = 0, len(self.value)
            self.complete = False
        super().replace(text, start, end)

    @property
    def selected_text(self) -> str:
        """What would be copied."""
        return "" if self.password else super().selected_text

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep the cursor of a selection alone while the value is masked."""
        selection = super().validate_selection(selection)
        return Selection.cursor(selection.end) if self.password else selection

    def watch_password(self) -> None:
        """Select nothing any more: what was selected may now be masked."""
        if self.is_mounted:
            self.selection = Selection.cursor(self.selection.end)

    def action_cut(self) -> None:
        """Cut what is selected; where nothing is, the clipboard keeps what it has."""
        if self.selected_text:
            super().action_cut()
