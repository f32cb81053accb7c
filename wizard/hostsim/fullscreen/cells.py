"""How characters look on a terminal: in how many cells, and as what where they are not printable."""

from __future__ import annotations

from functools import lru_cache

from wcwidth import wcwidth

TABSTOP = 8


@lru_cache(maxsize=8192)
def drawn(char: str) -> tuple[str, int]:
    """Return what a character is drawn as, and its width in cells: 0 where it joins the one before."""
    code = ord(char)
    if 0x20 <= code < 0x7F:
        return char, 1
    if code < 0x20 or code == 0x7F:
        return "^" + chr(code ^ 0x40), 2
    if 0xDC80 <= code <= 0xDCFF:
        return f"<{code - 0xDC00:02x}>", 4  # a byte that is not UTF-8
    size = wcwidth(char)
    if size < 0 or 0xD800 <= code <= 0xDFFF or 0x200B <= code <= 0x200F or code == 0xFEFF:
        text = f"<{code:02x}>" if code < 0x100 else f"<{code:04x}>"
        return text, len(text)
    return char, size


def plain(text: str) -> bool:
    """Whether each character is drawn as itself in one cell."""
    return text.isascii() and text.isprintable()


def cells(char: str, column: int, tabstop: int = TABSTOP) -> int:
    """Return how many cells a character takes that begins in that column."""
    return tabstop - column % tabstop if char == "\t" else drawn(char)[1]


def width(text: str, tabstop: int = TABSTOP) -> int:
    """Return how many cells a text takes from the left edge."""
    return column_of(text, len(text), tabstop)


def column_of(text: str, index: int, tabstop: int = TABSTOP) -> int:
    """Return the column in which the character at an index begins."""
    before = text[:index]
    if plain(before):
        return len(before)
    column = 0
    for char in before:
        column += cells(char, column, tabstop)
    return column


def index_at(text: str, column: int, tabstop: int = TABSTOP) -> int:
    """Return the index of the character that covers a column; past the end, the text's length."""
    if plain(text):
        return min(column, len(text))
    at = 0
    for index, char in enumerate(text):
        at += cells(char, at, tabstop)
        if at > column:
            return index
    return len(text)
