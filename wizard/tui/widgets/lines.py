"""The last lines of what a remote program printed.

Textual's own Log measures its lines in a thread, which takes the app down where the widget goes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.report.progress import MOST_LINES


class Lines(ScrollView, can_focus=True):
    """Lines, each as wide as it is; the end stays in sight unless one has scrolled away from it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._width = 0

    def add(self, lines: Sequence[str]) -> None:
        """Add lines; the oldest go."""
        at_end = self.is_vertical_scroll_end
        self._lines += (line.expandtabs() for line in lines)
        del self._lines[:-MOST_LINES]
        self._width = max(self._width, *(cell_len(line) for line in self._lines[-len(lines) :]))
        self.virtual_size = Size(self._width, len(self._lines))
        if at_end:
            self.scroll_end(animate=False, immediate=True)
        self.refresh()

    def clear(self) -> None:
        """Take all lines away."""
        self._lines = []
        self._width = 0
        self.virtual_size = Size(0, 0)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line at that height of the window."""
        x, top = self.scroll_offset
        at = top + y
        text = self._lines[at] if at < len(self._lines) else ""
        style = self.rich_style
        if text.startswith("$ "):
            style += self.app.console.get_style("bold")
        strip = Strip([Segment(text, style)], cell_len(text))
        return strip.crop_extend(x, x + self.size.width, self.rich_style)
