"""An input for a password."""

from __future__ import annotations

from textual.widgets import Input
from textual.widgets.input import Selection


class PasswordInput(Input):
    """While it is masked nothing of it can be selected, and so nothing is copied or cut.

    Textual masks what an input paints, but copies what is in it.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(password=True, compact=True, classes="secret", id=id)

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
