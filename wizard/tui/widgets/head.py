"""The line at the top: where one is, what goes on, how much of the guide holds, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.timer import Timer

from wizard.engine.modes import RunMode
from wizard.model.ids import short_title_of
from wizard.report.marks import SETTLED
from wizard.tui.localized import Localized, StaticText
from wizard.tui.outline import NODES, REPORT, heads_of, title_of

_NAME = " nova-wizard  "
_LONG, _SHORT = 20, 10
"""Cells of the bar, where there is room for it."""


class Head(StaticText, Localized):
    """The program's name and the place to the left, the progress of everything to the right."""

    def __init__(self) -> None:
        super().__init__(id="head")
        self._clock: Timer | None = None
        self._told = False
        """The engine is loaded, so that there may be progress to show: for the first screen it is not."""

    def on_mount(self) -> None:
        """Count the seconds while a job is on."""
        self._clock = self.set_interval(1.0, self.refresh_text, pause=True)
        self.refresh_text()

    def on_resize(self, event: events.Resize) -> None:
        """The progress stands at the right edge."""
        self.refresh_text()

    def show_progress(self) -> None:
        """Show what has become known."""
        self._told = True
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the longest form that there is room for; what goes first is the name, then the bar."""
        if self._clock:
            (self._clock.resume if self.wizard.jobs.busy else self._clock.pause)()
        for where, right in self._forms():
            room = self.size.width - cell_len(where) - right.cell_length
            if room > 1:
                self.write(Content(where) + " " * room + right)
                return
        room = max(self.size.width - right.cell_length - 2, 0)
        cut = set_cell_size(where, room).rstrip()
        self.write(Content.assemble(f"{cut}…", " " * (room - cell_len(cut) + 1), right))

    def _forms(self) -> Iterator[tuple[str, Content]]:
        long, whole, number, title = self._places()
        yield long, self._right(_LONG)
        for place in (long, whole, number, title):
            yield place, self._right(_SHORT)
        for place in (number, title):
            yield place, self._right(0)

    def _places(self) -> tuple[str, str, str, str]:
        """Return where one is: with the program's name, as a path, with section and part alone, the title."""
        place, words = self.wizard.place, self.wizard.words
        title = words.say(title_of(place))
        heads = [words.say(short_title_of(head)) for head in heads_of(place)]
        numbered = ""
        if heads:
            numbered = f"{heads_of(place)[0]} {heads[-1]}"
            heads[0] = f"{heads_of(place)[0]} {heads[0]}"
            title = f"{place.rpartition('/')[2]} {title}"
        elif place not in (NODES, REPORT):
            title = f"{place} {title}"
        path = " › ".join([*heads, title])
        numbered = " › ".join(filter(None, [numbered, title]))
        return f"{_NAME}{path}", f" {path}", f" {numbered}", f" {title}"

    def _right(self, bar: int) -> Content:
        """Return what goes on, a bar of that many cells, the steps that hold, and the minutes and seconds."""
        app = self.wizard
        said = [self.say("head-lab")] if app.setting.simulated and (bar or not app.jobs.busy) else []
        undoes = app.jobs.busy is RunMode.RUN and self._told and app.progress.takes_back
        said += [self.say("head-undo" if undoes else f"head-{app.jobs.busy}")] if app.jobs.busy else []
        parts = [Content.styled(" · ".join(said), "$text-accent")]
        if self._told and app.progress.was_read:
            steps = app.outline.steps
            done = sum(app.mark(step) in SETTLED for step in steps)
            full = bar * done // len(steps)
            if bar:
                parts.append(Content.assemble(("█" * full, "$success"), ("░" * (bar - full), "$text-muted")))
            parts.append(Content(f"{done}/{len(steps)}{self._time()}"))
        return Content("  ").join(part for part in parts if part) + " "

    def _time(self) -> str:
        progress = self.wizard.progress
        if not (spent := progress.spent):
            return ""
        minutes, seconds = divmod(int(spent), 60)
        return f" · {minutes:02}:{seconds:02}"
