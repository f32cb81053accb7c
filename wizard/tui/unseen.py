"""A filter for all lines that go to the terminal, whichever widget they come from."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.plaintext import rewritten


class Unseen(LineFilter):
    """Replaces characters that control a terminal or hide text; each line keeps its width in cells.

    What hosts print was made printable before; this is for the rest, such as what is typed into a field.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without such characters."""
        return [
            segment
            if (text := rewritten(segment.text, _instead)) == segment.text
            else Segment(text, segment.style, segment.control)
            for segment in segments
        ]


def _instead(character: str) -> str:
    return "\N{REPLACEMENT CHARACTER}" * cell_len(character)
