"""What all dialogs have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen

from wizard.model.message import Message
from wizard.tui.key_names import with_keys
from wizard.tui.localized import LocalizedLabel
from wizard.tui.sight import SCROLL_KEYS, scroll_text

R = TypeVar("R")


class DialogKeys(LocalizedLabel):
    """The last line of a dialog: which keys it takes."""

    def __init__(self, message: Message, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(message, id, classes="dialog-keys")
        self.auto_links = False  # the keys have colours of their own

    def write(self, text: Content) -> None:
        """Show the line with its keys in bold."""
        super().write(with_keys(text.plain))


class Dialog(ModalScreen[R]):
    """The base class of the dialogs: Escape closes it, and its text scrolls whatever has the focus."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("escape", "dismiss(None)", show=False),
        *(Binding(key, f"scroll_text('{key}')", show=False) for key in SCROLL_KEYS),
    ]

    def action_scroll_text(self, key: str) -> None:
        """Scroll what is read in the dialog."""
        scroll_text(self, key)
