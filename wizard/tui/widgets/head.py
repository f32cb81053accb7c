"""The line at the top: where one is, and on what."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content

from wizard.tui.localized import Localized, StaticText
from wizard.tui.outline import title_of

_NAME = " nova-wizard  "


class Head(StaticText, Localized):
    """The program's name and the place to the left, the hosts to the right."""

    def __init__(self) -> None:
        super().__init__(id="head")

    def on_resize(self, event: events.Resize) -> None:
        """The hosts stand at the right edge."""
        self.refresh_text()

    def refresh_text(self) -> None:
        """Say where one is."""
        app = self.wizard
        title = app.words.say(title_of(app.place))
        where = f"{app.place.replace('/', ' ')} {title}" if app.place[:1].isdigit() else title
        right = f"{self._what()} "
        room = " " * max(self.size.width - len(_NAME) - cell_len(where) - cell_len(right), 1)
        self.write(Content.assemble((_NAME, "bold"), where, room, (right, "$text-accent")))

    def _what(self) -> str:
        app = self.wizard
        if app.setting.simulated:
            return self.say("head-lab")
        if app.jobs.busy:
            return self.say(f"head-{app.jobs.busy}")
        return ""
