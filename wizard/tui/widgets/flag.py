"""An answer that is yes or no."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Button, Input

from wizard.tui.localized import LocalizedButton
from wizard.tui.widgets.field import Answered, Field


class FlagField(Field):
    """Yes, no, or not answered; a button goes from one to the next."""

    def editors(self) -> ComposeResult:
        """What is answered, and the button."""
        yield Input(compact=True, disabled=True)
        yield LocalizedButton("flag-change", id="change")

    def fill(self) -> None:
        """Say what the draft says now."""
        given = self.wizard.draft.get(self.path)
        self.query_one(Input).value = "" if given is None else self.say("flag-yes" if given else "flag-no")

    def refresh_text(self) -> None:
        """Say also the answer."""
        super().refresh_text()
        self.fill()

    def take(self, typed: str) -> None:
        """The button alone answers."""

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """To the next answer."""
        event.stop()
        given = self.wizard.draft.get(self.path)
        self.wizard.draft.set(self.path, True if given is None else False if given else None)
        self.fill()
        self.check()
        self.post_message(Answered(self.path))
