"""All hosts at a glance: what each does now, for how long, and the limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.style import Style
from textual.timer import Timer

from wizard.engine.modes import RunMode
from wizard.model.ids import place_of
from wizard.report.marks import Mark
from wizard.tui import hosts
from wizard.tui.hosts import HostNow
from wizard.tui.localized import Localized, StaticText
from wizard.tui.styles import STYLES

ROWS = 2
"""Lines that the hosts may take; where there are too many hosts for them, the others are counted."""
_GAP = "   "


class HostStrip(StaticText, Localized):
    """Every host with its state, to be clicked at; below, while a run is on, what is done in words."""

    def __init__(self) -> None:
        super().__init__(id="hosts")
        self.auto_links = False  # a host that can be clicked at looks like a host
        self._clock: Timer | None = None

    def on_mount(self) -> None:
        """Count the seconds while a job is on."""
        self._clock = self.set_interval(1.0, self.refresh_text, pause=True)
        self.refresh_text()

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        self.refresh_text()

    def refresh_text(self) -> None:
        """Say what all hosts do now."""
        app = self.wizard
        self.tooltip = self.say("hosts-tip")
        if self._clock:
            (self._clock.resume if app.jobs.busy else self._clock.pause)()
        if not (app.progress.was_read or app.progress.missing or app.jobs.busy):
            self.write(Content(self.say("hosts-unread")))
            return
        found = [hosts.now(app, name) for name in hosts.names(app)]
        lines = self._rows(found)
        if app.jobs.busy is RunMode.RUN:
            lines.append(self._in_words(found))
        self.write(Content("\n").join(lines))

    def _entry(self, at: int, host: HostNow, *, short: bool) -> Content:
        chosen = host.name == self.wizard.host
        name = Content.styled(host.name, "bold underline" if chosen else "bold")
        mark = Content.styled(f"{host.mark.glyph} ", STYLES[host.mark]) if host.mark.glyph.strip() else ""
        text = host.short if short and host.short else host.said
        said = Content.styled(f" {text}" if text else "", "$text-muted")
        return Content.assemble(mark, name, said).stylize(Style.from_meta({"@click": f"app.host_at({at})"}))

    def _rows(self, found: Sequence[HostNow]) -> list[Content]:
        """Return the rows; where not all fit, from the chosen host on, with a count of the others."""
        width = self.content_region.width or 78
        rows = packed([self._entry(at, host, short=False) for at, host in enumerate(found)], width)
        if len(rows) == 1:
            return [Content(_GAP).join(row) for row in rows]
        entries = [self._entry(at, host, short=True) for at, host in enumerate(found)]
        rows = packed(entries, width)
        if len(rows) <= ROWS:
            return [Content(_GAP).join(row) for row in rows]
        chosen = next((at for at, host in enumerate(found) if host.name == self.wizard.host), 0)
        order = [*range(chosen, len(entries)), *range(chosen)]
        for count in range(len(entries) - 1, 0, -1):
            others = Counter(found[at].mark for at in order[count:])
            shown = [*(entries[at] for at in order[:count]), self._others(others)]
            if len(rows := packed(shown, width)) <= ROWS:
                break
        return [Content(_GAP).join(row) for row in rows]

    def _others(self, others: Counter[Mark]) -> Content:
        """Return how many hosts are not shown, and how many of them are in which state."""
        marks = (f" {mark.glyph} {others[mark]}" for mark in Mark if others[mark] and mark.glyph.strip())
        return Content.styled(f"+{others.total()}:{''.join(marks)}", "$text-muted")

    def _in_words(self, found: Sequence[HostNow]) -> Content:
        """Return what the chosen host does, else the first one at work."""
        progress = self.wizard.progress
        busy = [host for host in found if host.name in progress.at_work]
        busy.sort(key=lambda host: (host.name != self.wizard.host, host.mark is Mark.WAITING))
        if not busy:
            return Content(" ")
        work = progress.at_work[busy[0].name]
        what = self.wizard.words.say(work.message).splitlines()[0]
        place = f"{self.wizard.words.say(place_of(work.id))}  " if work.of_step else ""
        line = Content.assemble((f"{busy[0].name}  ", "bold"), f"{place}{what}")
        return line.truncate(self.content_region.width or 78, ellipsis=True)


def packed(entries: Sequence[Content], width: int) -> list[list[Content]]:
    """Return the entries in rows of at most so many cells; one that is wider has a row of its own."""
    rows: list[list[Content]] = []
    room = 0
    for entry in entries:
        needed = entry.cell_length + len(_GAP)
        if not rows or needed > room:
            rows.append([])
            room = width + len(_GAP)
        rows[-1].append(entry)
        room -= needed
    return rows
