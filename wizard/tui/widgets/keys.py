"""The keys, at the foot of every screen, in the user's language."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from wizard.tui.spoken import Speaks


class Keys(Footer, Speaks):
    """Textual's footer; what it calls a key is looked up in locale/ by the key's action."""

    def compose(self) -> ComposeResult:
        """Name each key; leaving comes last."""
        words = self.wizard.words
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        for key in sorted(keys, key=lambda key: key.action == "leave"):
            name = f"key-{key.action.replace('_', '-')}"
            if words.has(name):
                key.description = words.label(name)
                yield key

    def speak(self) -> None:
        """Name the keys anew."""
        if self._bindings_ready:
            self.refresh(recompose=True)
