"""The numbered contents, each step with its state."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message as Posted
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from wizard.model import section_of
from wizard.report.marks import Mark, together
from wizard.tui.cached_lines import CachedLines
from wizard.tui.localized import Localized
from wizard.tui.outline import NODES, SECTIONS, OutlineEntry
from wizard.tui.styles import STYLES

_INDENT = 6
"""Cells before a step's title: its state and its number."""


class Chosen(Posted):
    """The user wants to go there."""

    def __init__(self, place_id: str) -> None:
        super().__init__()
        self.place_id = place_id


class Contents(OptionList, Localized):
    """All places of the guide, numbered; the states are those that the hosts had when last read."""

    def __init__(self) -> None:
        super().__init__(id="contents")
        self._shown: dict[str, tuple[Mark | None, str]] = {}
        """What each line says of its place."""
        self._width = 0

    def on_mount(self) -> None:
        """Write every line."""
        places = self.wizard.outline.places
        self.add_options(Option("", id=place.id, disabled=place.is_part) for place in places)
        self.show(self.wizard.place)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh_text())

    def refresh_text(self) -> None:
        """Write every line anew."""
        self._shown = {}
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """Write the lines that have changed."""
        for place in self.wizard.outline.places if self.option_count else ():
            standing = self._mark(place), self._replanned(place) if place.step else self._tally(place.id)
            if self._shown.get(place.id) != standing:
                self._shown[place.id] = standing
                self.replace_option_prompt(place.id, CachedLines(self._line(place, *standing)))

    def show(self, place_id: str) -> None:
        """Put the cursor on a place."""
        if self.option_count:
            self.highlighted = self.get_option_index(place_id)

    def on_resize(self, event: events.Resize) -> None:
        """The states stand at the right edge."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.refresh_text()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        if event.option_id:
            self.post_message(Chosen(event.option_id))

    def _line(self, place: OutlineEntry, mark: Mark | None, told: str) -> Content:
        width = self.scrollable_content_region.width or 34
        title = self.wizard.words.say(place.title)
        if place.is_part:
            return Content.styled(set_cell_size(f"  {title}", width), "$text-muted")
        if place.step is None:
            return self._head(place, title, told, width)
        if mark is None:
            return Content.styled(set_cell_size(f"{place.number} {title}", width), "bold")
        return self._of_step(place, mark, title, told, width)

    def _head(self, place: OutlineEntry, title: str, told: str, width: int) -> Content:
        left = f"{place.number} {title}".strip()
        room = " " * (width - cell_len(left) - len(told) - 1)
        return Content.assemble((left, "bold"), room, (told, "$text-muted"))

    def _of_step(self, place: OutlineEntry, mark: Mark, title: str, again: str, width: int) -> Content:
        word = self.say(mark.label)
        room = width - 2 - _INDENT - len(again) - 1 - cell_len(word)
        first, *more = Content(title).wrap(max(room, 2))
        blank = " " * (room - first.cell_length + 1)
        head = Content.assemble(
            *(" ", (mark.glyph, STYLES[mark]), f" {place.number:<3}"),
            *(first, (again, "$text-warning"), blank, (word, STYLES[mark])),
        )
        return Content("\n").join([head, *(Content.assemble(" " * _INDENT, line) for line in more)])

    def _mark(self, place: OutlineEntry) -> Mark | None:
        app = self.wizard
        if place.step is None or place.step not in app.outline.steps:
            return None
        return app.mark(place.step)

    def _replanned(self, place: OutlineEntry) -> str:
        """Return the sign of a plan that another answer has changed."""
        app = self.wizard
        step = place.step
        changed = step is not None and any(
            app.progress.record(step.id, host).changed_plan for host in app.hosts_of(step)
        )
        return " ↻" if changed else ""

    def _tally(self, place_id: str) -> str:
        """Return how many steps of a section hold: `9/19`; of the nodes, whether all is there."""
        app = self.wizard
        if place_id == NODES:
            return (
                ""
                if not app.progress.was_read
                else (Mark.FAILED if app.progress.missing else Mark.DONE).glyph
            )
        if section_of(place_id) not in SECTIONS:
            return ""
        steps = app.outline.within(place_id)
        marks = [app.mark(step) for step in steps]
        if together(marks) is Mark.RUNNING:
            return Mark.RUNNING.glyph
        return f"{sum(mark in (Mark.DONE, Mark.SKIPPED) for mark in marks)}/{len(marks)}"
