"""What all dialogs have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen

from wizard.tui.key_names import with_keys
from wizard.tui.localized import LocalizedLabel
from wizard.tui.sight import SCROLL_KEYS, scroll_text

R = TypeVar("R")


class DialogKeys(LocalizedLabel):
    """The last line of a dialog: which keys it takes."""

    DEFAULT_CLASSES = "dialog-keys"

    def write(self, text: Content) -> None:
        """Show the line with its keys in bold."""
        super().write(with_keys(text.plain))

    def on_mount(self) -> None:
        """Leave the colours of the keys to `with_keys`."""
        self.auto_links = False


class Dialog(ModalScreen[R]):
    """The base class of the dialogs: Escape closes it, and its text scrolls whatever has the focus."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("escape", "dismiss(None)", show=False),
        *(Binding(key, f"scroll_text('{key}')", show=False) for key in SCROLL_KEYS),
    ]

    def action_scroll_text(self, key: str) -> None:
        """Scroll what is read in the dialog."""
        scroll_text(self, key)
