"""What all dialogs have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

from wizard.tui.sight import SCROLL_KEYS, scroll_text

R = TypeVar("R")


class Dialog(ModalScreen[R]):
    """The base class of the dialogs: Escape closes it, and its text scrolls whatever has the focus."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("escape", "dismiss(None)", show=False),
        *(Binding(key, f"scroll_text('{key}')", show=False) for key in SCROLL_KEYS),
    ]

    def action_scroll_text(self, key: str) -> None:
        """Scroll what is read in the dialog."""
        scroll_text(self, key)
