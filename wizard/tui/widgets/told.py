"""The line above the keys: what has happened, and which key comes next."""

from __future__ import annotations

from textual.content import Content

from wizard.tui.key_names import with_keys
from wizard.tui.localized import LocalizedLabel


class Told(LocalizedLabel):
    """A message in which the keys look like keys and can be clicked at."""

    def __init__(self) -> None:
        super().__init__(id="told")
        self.auto_links = False

    def write(self, text: Content) -> None:
        """Show a text with its keys in bold."""
        super().write(with_keys(text.plain))
