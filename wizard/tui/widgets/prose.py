"""A place's explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from wizard.model.message import Message
from wizard.prose import prose
from wizard.tui.hits import marked, span_of
from wizard.tui.localized import Localized
from wizard.tui.prose import Block, blocks, laid_out

_ANY = 80
"""Cells in which a text is laid out that is not shown."""


class Prose(VerticalScroll, Localized):
    """The explanation of one place; it scrolls."""

    def __init__(self, place_id: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, can_focus=True)
        self._place_id = place_id
        self._added: Sequence[Message] = ()

    def compose(self) -> ComposeResult:
        """All of it is one widget."""
        yield Paragraphs()

    def show(self, place_id: str, added: Sequence[Message] = ()) -> None:
        """Explain another place, from its beginning; what is added stands below the first paragraph."""
        if place_id != self._place_id:
            self._place_id = place_id
            self._added = added
            self.scroll_home(animate=False)
            self.refresh_text()

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        if self._place_id:
            words = self.wizard.words
            first, *others = prose(words, self._place_id).splitlines()
            lines = [first, *map(words.say, self._added), *others]
            for paragraphs in self.query(Paragraphs):
                paragraphs.write("\n".join(lines))

    def count(self, pattern: re.Pattern[str]) -> int:
        """Return how many hits of a search there are."""
        return self.query_one(Paragraphs).count(pattern)

    def mark(self, pattern: re.Pattern[str] | None, current: int | None) -> None:
        """Show all hits of a pattern, and bring the one of that number into sight."""
        self.query_one(Paragraphs).mark(pattern, current)
        self.call_after_refresh(self._scroll_to_hit)

    def on_show(self) -> None:
        """Bring the hit of a search into sight."""
        self._scroll_to_hit()

    def _scroll_to_hit(self) -> None:
        line = self.query_one(Paragraphs).line_of_hit
        if line is not None:
            self.scroll_to_region(Region(0, line, 1, 1), center=True, animate=False, immediate=True)


class Paragraphs(Widget):
    """Headings, paragraphs and lists, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: Sequence[Block] = ()
        self._laid_out: dict[int, Content] = {}
        self._pattern: re.Pattern[str] | None = None
        self._current: int | None = None
        """The number of the hit that the search is at."""

    def write(self, text: str) -> None:
        """Show another text."""
        self._blocks = blocks(text)
        self._laid_out = {}
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes in so many cells."""
        return self._in(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Lay it out in the room there is."""
        return marked(self._in(self.content_size.width), self._pattern, self._current)

    def count(self, pattern: re.Pattern[str]) -> int:
        """Return how many hits of a search there are: as many in any width."""
        return sum(1 for _ in pattern.finditer(self._in(self.content_size.width or _ANY).plain))

    def mark(self, pattern: re.Pattern[str] | None, current: int | None) -> None:
        """Show all hits of a pattern; `current` is the number of the one that the search is at."""
        self._pattern, self._current = pattern, current
        self.refresh()

    @property
    def line_of_hit(self) -> int | None:
        """The line that the search is at."""
        text = self._in(self.content_size.width or _ANY).plain
        span = span_of(text, self._pattern, self._current)
        return text.count("\n", 0, span[0]) if span else None

    def _in(self, width: int) -> Content:
        if width not in self._laid_out:
            self._laid_out = {width: laid_out(self._blocks, width)}
        return self._laid_out[width]
