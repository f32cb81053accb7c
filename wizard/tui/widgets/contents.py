"""The numbered contents: a line for each place, its state as a glyph; finished parts are folded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message as Posted
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from wizard.model.ids import short_title_of
from wizard.report.marks import BY_HAND, SETTLED, Mark, together
from wizard.tui.cached_lines import CachedLines
from wizard.tui.localized import Localized
from wizard.tui.missing import of_nodes
from wizard.tui.outline import NODES, SECTIONS, OutlineEntry, heads_of
from wizard.tui.styles import STYLES

ROOM_FOR_TITLES = 50
"""Cells in which whole titles stand; where there are fewer, short ones do."""
_TOLD = (*BY_HAND, Mark.RUNNING)
"""States that a folded part shows, beside how many of its steps hold."""


class Chosen(Posted):
    """The user wants to go there."""

    def __init__(self, place_id: str) -> None:
        super().__init__()
        self.place_id = place_id


class Contents(OptionList, Localized):
    """All places of the guide; the states are those that the hosts had when they were last read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "fold", "fold", show=False),
        Binding("right", "unfold", "unfold", show=False),
        Binding("space", "turn", "turn", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="contents")
        self._prompts: dict[str, CachedLines] = {}
        self._shown: dict[str, object] = {}
        """What each line was written from."""
        self._chosen: dict[str, bool] = {}
        """The sections and parts that the user has unfolded (True) or folded (False)."""
        self._marks: dict[str, Mark] = {}
        """The state of each step by its ID, as the lines show it."""
        self._width = 0

    def on_mount(self) -> None:
        """Write every line."""
        self._arrange()
        self.show(self.wizard.place)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh_text())

    def refresh_text(self) -> None:
        """Write every line anew."""
        self._shown = {}
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """Write the lines that have changed; fold what is finished now."""
        if self._width:
            self._arrange()

    def show(self, place_id: str) -> None:
        """Put the cursor on a place, and unfold what it stands in."""
        for head in heads_of(place_id):
            self._chosen.pop(head, None)
        self._arrange()
        if place_id in self._ids():
            self.highlighted = self.get_option_index(place_id)

    def on_resize(self, event: events.Resize) -> None:
        """The states stand at the right edge."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.refresh_text()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there by Enter or a click; fold or unfold a part, and a section that is shown already."""
        event.stop()
        place_id = event.option_id or ""
        if self.wizard.outline[place_id].is_part or place_id == self.wizard.place in SECTIONS:
            self.action_turn()
        else:
            self._chosen.pop(place_id, None)
            self.post_message(Chosen(place_id))

    # --- Folding ---

    def action_turn(self) -> None:
        """Fold what the cursor is in, or unfold it."""
        if head := self._head_here():
            self._set_open(head, not self._is_open(head))

    def action_fold(self) -> None:
        """Fold what the cursor is in; where that is folded, go to what it stands in."""
        here = self._here()
        outer = [head for head in heads_of(here) if self._is_open(head)]
        if self._is_head(here) and self._is_open(here):
            self._set_open(here, False)
        elif outer:
            if not self._is_head(here):
                self._set_open(outer[-1], False)
            self.highlighted = self.get_option_index(outer[-1])

    def action_unfold(self) -> None:
        """Unfold the section or the part that the cursor is on."""
        if self._is_head(here := self._here()):
            self._set_open(here, True)

    def _set_open(self, head: str, is_open: bool) -> None:
        self._chosen[head] = is_open
        self._arrange()
        self.highlighted = self.get_option_index(head)

    def _here(self) -> str:
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def _head_here(self) -> str:
        here = self._here()
        return here if self._is_head(here) else next(iter(heads_of(here)[::-1]), "")

    def _is_head(self, place_id: str) -> bool:
        return bool(place_id) and (place_id in SECTIONS or self.wizard.outline[place_id].is_part)

    def _is_open(self, head: str) -> bool:
        """Return whether what stands in a section or a part is shown.

        Unless the user has said so: in the section that is read, or else in the first that is not finished;
        of that, the parts that are not finished.
        """
        if head in self._chosen:
            return self._chosen[head]
        app = self.wizard
        if head in heads_of(app.place) or head == app.place:
            return True
        if head not in SECTIONS:
            return not self._finished(head)
        if heads_of(app.place) or app.place in SECTIONS:
            return False
        return head == next((section for section in SECTIONS if not self._finished(section)), "")

    def _finished(self, head: str) -> bool:
        return all(self._marks[step.id] in SETTLED for step in self.wizard.outline.within(head))

    # --- Lines ---

    def _ids(self) -> list[str]:
        return [option.id or "" for option in self.options]

    def _visible(self) -> Iterator[OutlineEntry]:
        outline = self.wizard.outline
        is_open = {place.id: self._is_open(place.id) for place in outline.places if self._is_head(place.id)}
        for place in outline.places:
            if all(is_open[head] for head in heads_of(place.id)):
                yield place

    def _arrange(self) -> None:
        """Show the lines that are not folded away, each as things stand now."""
        app = self.wizard
        self._marks = {step.id: app.mark(step) for step in app.outline.steps}
        places = list(self._visible())
        changed = [place for place in places if self._write(place)]
        if [place.id for place in places] != self._ids():
            here = self._here()
            self.set_options([Option(self._prompts[place.id], id=place.id) for place in places])
            kept = [here, *heads_of(here)[::-1]] if here else []
            ids = self._ids()
            self.highlighted = next((ids.index(place_id) for place_id in kept if place_id in ids), None)
            return
        for place in changed:
            self.replace_option_prompt(place.id, self._prompts[place.id])

    def _write(self, place: OutlineEntry) -> bool:
        """Write a place's line, where it says something new; return whether it does."""
        is_head = self._is_head(place.id)
        right = self._count(place.id) if is_head else self._state(place)
        standing = self._is_open(place.id) if is_head else None, right.markup
        if self._shown.get(place.id) == standing:
            return False
        self._shown[place.id] = standing
        self._prompts[place.id] = CachedLines(self._line(place, right))
        return True

    def _line(self, place: OutlineEntry, right: Content) -> Content:
        """Return one line: fold, number and title to the left, the state at the right edge."""
        width = self.scrollable_content_region.width or 27
        depth = len(heads_of(place.id))
        if self._is_head(place.id):
            before = f"{'  ' * depth}{'▾' if self._is_open(place.id) else '▸'} {place.number} "
            style = "$text-muted" if place.is_part else "bold"
        else:
            before = f"     {place.number:<3}" if depth else f"  {place.number} "
            style = "" if depth else "bold"
        before = before if place.number else before.removesuffix(" ")
        room = width - cell_len(before) - right.cell_length - 1
        title = _cut(self._title(place, width), max(room, 1))
        return Content.assemble((f"{before}{title} ", style), right)

    def _title(self, place: OutlineEntry, width: int) -> str:
        words = self.wizard.words
        short = short_title_of(place.id)
        title = short if width < ROOM_FOR_TITLES and words.has(short.key) else place.title
        return words.say(title)

    def _state(self, place: OutlineEntry) -> Content:
        """Return the glyph of a step's state, after the sign of a plan that another answer has changed."""
        app = self.wizard
        if place.id == NODES and (app.progress.was_read or app.progress.missing):
            mark = Mark.FAILED if of_nodes(app) else Mark.DONE
            return Content.styled(mark.glyph, STYLES[mark])
        if place.step is None or place.step not in app.outline.steps:
            return Content(" ")
        mark = self._marks[place.step.id]
        hosts = app.hosts_of(place.step)
        changed = any(app.progress.record(place.step.id, host).changed_plan for host in hosts)
        return Content.assemble(("↻" if changed else "", "$text-warning"), (mark.glyph, STYLES[mark]))

    def _count(self, head: str) -> Content:
        """Return how many steps of a section or a part hold, and the state that asks for attention."""
        marks = [self._marks[step.id] for step in self.wizard.outline.within(head)]
        if Mark.UNREAD in marks and len(set(marks)) == 1:
            return Content("")
        count = sum(mark in SETTLED for mark in marks)
        told = [mark for mark in (together(marks),) if mark in _TOLD]
        style = STYLES[Mark.DONE] if count == len(marks) else "$text-muted"
        glyphs = [(f"{mark.glyph} ", STYLES[mark]) for mark in told]
        return Content.assemble(*glyphs, (f"{count}/{len(marks)}", style))


def _cut(title: str, width: int) -> str:
    """Return a title in so many cells, its end cut off where it is longer."""
    return set_cell_size(title, width) if cell_len(title) <= width else f"{set_cell_size(title, width - 1)}…"
