"""An input of one line."""

from __future__ import annotations

from textual import events
from textual.message import Message as Posted
from textual.widgets import Input


class PastedInPart(Posted):
    """Of several pasted lines, only the first was taken."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class LineInput(Input):
    """Takes the first line that is not empty of what is pasted, and tells where there were more."""

    def on_paste(self, event: events.Paste) -> None:
        """Take a line in the place of what is selected."""
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        if not lines:
            return
        self.replace(lines[0], *self.selection)
        if len(lines) > 1:
            self.post_message(PastedInPart(len(lines)))
