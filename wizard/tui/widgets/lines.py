"""The last lines of what a remote program printed.

Textual's own Log measures its lines in a thread, which takes the app down where the widget goes first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from sys import maxsize

from rich.cells import cell_len, get_character_cell_size
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from wizard.report.progress import MOST_LINES
from wizard.tui.hits import CURRENT, HIT

SENT = ("$ ", "> ")
"""What stands before the lines that were sent: before the first of a command, and before the others."""

Row = tuple[int, int, int]
"""A row of the screen: the number of its line, counted from the first there ever was, and its characters."""


class Lines(ScrollView, can_focus=True):
    """Lines, wrapped or each as wide as it is; the end stays in sight unless one has scrolled away."""

    ALLOW_SELECT = True
    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("ㅈ", "wrap", "wrap", show=False),
        Binding("w", "wrap", "wrap"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._gone = 0
        """How many lines there were before those."""
        self._rows: list[Row] = []
        self._width = 0
        self._wraps = True
        self._room = 0
        """Cells of a row."""
        self._pattern: re.Pattern[str] | None = None
        self._current: tuple[int, int] | None = None
        """The hit that the search is at: the number of its line, and its first character."""

    # --- Lines and rows ---

    def add(self, lines: Sequence[str]) -> None:
        """Add lines; the oldest go."""
        at_end = self.is_vertical_scroll_end
        first = self._gone + len(self._lines)
        new = [line.expandtabs() for line in lines]
        self._lines += new
        for number, line in enumerate(new, first):
            self._rows += self._rows_of(number, line)
        if (too_many := len(self._lines) - MOST_LINES) > 0:
            self._gone += too_many
            del self._lines[:too_many]
            del self._rows[: self._row_of(self._gone, 0)]
        self._width = max(self._width, *map(cell_len, new))
        self._measure()
        if at_end:
            self.scroll_end(animate=False, immediate=True)

    def clear(self) -> None:
        """Take all lines away."""
        self._lines, self._rows = [], []
        self._gone = self._width = 0
        self._current = None
        self._measure()

    def action_wrap(self) -> None:
        """Wrap long lines, or let them be scrolled sideways."""
        self._wraps = not self._wraps
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the lines at the new width."""
        if self.scrollable_content_region.width != self._room:
            self._arrange()

    def _arrange(self) -> None:
        at_end = self.is_vertical_scroll_end
        top = self._rows[min(self.scroll_offset.y, len(self._rows) - 1)] if self._rows else None
        self._room = self.scrollable_content_region.width
        numbered = enumerate(self._lines, self._gone)
        self._rows = [row for number, line in numbered for row in self._rows_of(number, line)]
        self._measure()
        if self._current:
            self._scroll_to_hit()
        elif at_end:
            self.scroll_end(animate=False, immediate=True)
        elif top:
            self.scroll_to(x=0, y=self._row_of(*top[:2]), animate=False, immediate=True)

    def _measure(self) -> None:
        width = self._room if self._wraps else self._width
        self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def _rows_of(self, number: int, line: str) -> Iterator[Row]:
        if not self._wraps or cell_len(line) <= self._room or self._room < 2:
            yield number, 0, len(line)
            return
        ends = list(accumulate(map(get_character_cell_size, line)))  # where each character ends, in cells
        start = 0
        while start < len(line):
            before = ends[start - 1] if start else 0
            end = bisect_right(ends, before + self._room, start)
            yield number, start, end
            start = end

    def _row_of(self, number: int, character: int) -> int:
        """Return which row has that character of the line of that number."""
        return max(bisect_right(self._rows, (number, character, maxsize)) - 1, 0)

    # --- Searching ---

    def count(self, pattern: re.Pattern[str]) -> int:
        """Return how many hits there are."""
        return sum(1 for _ in self._hits(pattern))

    def mark(self, pattern: re.Pattern[str] | None, current: int | None) -> None:
        """Show all hits of a pattern, and bring the one of that number into sight."""
        self._pattern = pattern
        hits = self._hits(pattern) if pattern and current is not None else ()
        self._current = next((hit for number, hit in enumerate(hits) if number == current), None)
        self._scroll_to_hit()
        self.refresh()

    def _scroll_to_hit(self) -> None:
        if self._current and self._current[0] >= self._gone:
            number, character = self._current
            x = 0 if self._wraps else cell_len(self._lines[number - self._gone][:character])
            place = Region(x, self._row_of(number, character), 1, 1)
            self.scroll_to_region(place, center=True, animate=False, immediate=True)

    def _hits(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        for number, line in enumerate(self._lines, self._gone):
            for hit in pattern.finditer(line):
                yield number, hit.start()

    # --- Painting and selecting ---

    def render_line(self, y: int) -> Strip:
        """Return the row at that height of the window."""
        x, top = self.scroll_offset
        width = self.size.width
        if top + y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number, start, end = self._rows[top + y]
        text = self._painted(number)[start:end]
        strip = Strip(text.render(self.app.console), text.cell_len)
        strip = strip.apply_offsets(start, number - self._gone)
        return strip.crop_extend(x, x + width, self.rich_style)

    def _painted(self, number: int) -> Text:
        """Return a line with the styles of what was sent, of hits, and of what is selected."""
        line = self._lines[number - self._gone]
        plain = self.visual_style + Style(bold=line.startswith(SENT))
        text = Text(line, plain.rich_style, end="")
        for hit in self._pattern.finditer(line) if self._pattern else ():
            style = CURRENT if (number, hit.start()) == self._current else HIT
            text.stylize((plain + Style.parse(style)).rich_style, *hit.span())
        selection = self.text_selection
        if selection and (span := selection.get_span(number - self._gone)):
            end = len(line) if span[1] == -1 else span[1]
            text.stylize(self.screen.get_component_rich_style("screen--selection"), span[0], end)
        return text

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected, each line whole as it was printed."""
        return selection.extract("\n".join(self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected."""
        self.refresh()
