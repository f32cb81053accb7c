"""A screen as SVG, each character on its cell: Hangul takes two, whatever fonts the reader has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

CELL, LINE, SIZE = 8.4, 18.0, 14.0
"""Pixels: a cell's width, a line's height, a letter's size."""
FONTS = "D2Coding, NanumGothicCoding, 'Noto Sans Mono CJK KR', 'DejaVu Sans Mono', Menlo, Consolas, monospace"
"""On the reader's machine; nothing is loaded from elsewhere."""
MARGIN = 12.0


def svg(strips: Sequence[Strip], foreground: str, background: str) -> str:
    """Return the picture of a screen."""
    width = max(strip.cell_length for strip in strips) * CELL + 2 * MARGIN
    height = len(strips) * LINE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>',
        f'<g font-family="{FONTS}" font-size="{SIZE:g}" xml:space="preserve">',
    ]
    for row, strip in enumerate(strips):
        parts += _line(strip, MARGIN + row * LINE, foreground)
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _line(strip: Strip, top: float, foreground: str) -> Iterator[str]:
    x = MARGIN
    for text, style, _ in Segment.simplify(strip):
        look = style or Style()
        ink, paper = _colour(look, foreground)
        width = cell_len(text) * CELL
        if paper:
            place = f'x="{x:g}" y="{top:g}" width="{width + 0.2:g}" height="{LINE + 0.2:g}"'
            yield f'<rect {place} fill="{paper}"/>'
        yield from _letters(text, x, top, ink, look)
        x += width


def _letters(text: str, x: float, top: float, ink: str, look: Style) -> Iterator[str]:
    """Yield the words of one style, narrow and wide letters apart, each as long as its cells."""
    looks = "".join(
        [
            ' font-weight="bold"' if look.bold else "",
            ' font-style="italic"' if look.italic else "",
            ' text-decoration="line-through"' if look.strike else "",
            ' text-decoration="underline"' if look.underline else "",
        ]
    )
    for (blank, _), letters in groupby(text, key=lambda letter: (letter.isspace(), cell_len(letter))):
        word = "".join(letters)
        width = cell_len(word) * CELL
        if not blank and width:
            place = (
                f'x="{x:g}" y="{top + LINE * 0.76:g}" textLength="{width:g}" lengthAdjust="spacingAndGlyphs"'
            )
            yield f'<text {place} fill="{ink}"{looks}>{escape(word)}</text>'
        x += width


def _colour(look: Style, foreground: str) -> tuple[str, str]:
    """Return the colours of the letters and of what is behind them, none where the screen's own is."""
    ink = _hex(look, "color") or foreground
    paper = _hex(look, "bgcolor")
    return (paper or foreground, ink) if look.reverse else (ink, paper)


def _hex(look: Style, part: str) -> str:
    colour = look.color if part == "color" else look.bgcolor
    return "" if colour is None or colour.type is ColorType.DEFAULT else colour.get_truecolor().hex
