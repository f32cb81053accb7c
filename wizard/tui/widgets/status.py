"""What the hosts are busy with: what, for how long, and the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer

from wizard.report.marks import Mark
from wizard.tui.localized import Localized, StaticText

if TYPE_CHECKING:
    from wizard.report.progress import AtWork

MOST = 3
"""Hosts that have a line of their own."""


class AtWorkLines(StaticText, Localized):
    """A line a host, while something is at work."""

    def __init__(self) -> None:
        super().__init__(id="at-work")
        self.display = False
        self._clock: Timer | None = None

    def on_mount(self) -> None:
        """Count the seconds."""
        self._clock = self.set_interval(1.0, self.refresh_text, pause=True)

    def refresh_text(self) -> None:
        """Say what is at work now."""
        progress = self.wizard.progress
        at_work = progress.at_work if self.wizard.jobs.busy else {}
        busy = [(host, at_work[host]) for host in progress.hosts if host in at_work]
        busy.sort(key=lambda entry: entry[1].waits)  # those that wait come last
        self.display = bool(busy)
        if self._clock:
            (self._clock.resume if busy else self._clock.pause)()
        lines = [self._line(host, work) for host, work in busy[:MOST]]
        if len(busy) > MOST:
            lines.append(Content(self.say("at-work-more", count=len(busy) - MOST)))
        self.write(Content("\n").join(lines))

    def _line(self, host: str, work: AtWork) -> Content:
        spent = int(self.wizard.progress.clock() - work.since)
        key = "at-work-limit" if work.limit else "at-work"
        time = self.say(key, spent=spent, limit=int(work.limit or 0))
        what = self.wizard.words.say(work.message).splitlines()[0]
        place = f"{work.id}  " if work.of_step else ""
        mark = Mark.WAITING if work.waits else Mark.RUNNING
        return Content.assemble(
            (f"{mark.glyph} {host}  ", "bold $text-primary"),
            f"{place}{what}  ",
            (time, "$text-muted"),
        )
