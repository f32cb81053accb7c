"""The last look at what goes to the terminal, whatever widget it comes from: a filter of all lines."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.plaintext import rewritten


class Unseen(LineFilter):
    """Takes out the characters that steer a terminal or hide text; each line stays as wide as it is.

    What hosts say has been made printable before. This is for the rest: what stands in a field, say.
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
