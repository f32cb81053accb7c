"""A list of lines, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from wizard.model.message import Message
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.localized import LocalizedLabel


class Menu(Dialog[int]):
    """Shows lines and returns the number of the one that is chosen, from 0; Escape chooses none."""

    def __init__(self, title: Message, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The title, then the lines."""
        with Vertical(classes="dialog -large"):
            yield LocalizedLabel(self._title, classes="dialog-title")
            yield OptionList(*(Option(Content(line)) for line in self._lines), classes="dialog-menu")
            yield DialogKeys(Message("menu-keys"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.dismiss(event.option_index)
