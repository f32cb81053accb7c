"""A filter for all lines that go to the terminal, whichever widget they come from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.plaintext import rewritten


class Unseen(LineFilter):
    """Replaces characters that control a terminal or hide text; each line keeps its width in cells.

    What hosts print was made printable before; this is for the rest, such as what is typed into a field.
    Other filters come first: Textual makes a new line for each filter that it is given.
    """

    def __init__(self, first: Sequence[LineFilter] = ()) -> None:
        super().__init__()
        self.first = first

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments as the other filters leave them, without such characters."""
        for other in self.first:
            segments = other.apply(segments, background)
        return [
            segment
            if (text := rewritten(segment.text, _instead)) == segment.text
            else Segment(text, segment.style, segment.control)
            for segment in segments
        ]


def _instead(character: str) -> str:
    return "\N{REPLACEMENT CHARACTER}" * cell_len(character)
