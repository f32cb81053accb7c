"""How lines look in a pager: tabs, control characters, overstruck text of man pages, highlighted matches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.hostsim.fullscreen.cells import cells, drawn, plain

REVERSE, BOLD, UNDERLINE, NORMAL = "\x1b[7m", "\x1b[1m", "\x1b[4m", "\x1b[m"
COLOUR = re.compile(r"\x1b\[[0-9;]*[mK]")
OVERSTRIKE = re.compile(r"_\x08(.)|(.)\x08\2|(.)\x08(.)")


@dataclass(slots=True)
class Look:
    """The options that say how lines look."""

    columns: int = 80
    chop: bool = False
    raw: bool = False
    numbers: bool = False
    tabstop: int = 8
    shift: int = 0

    @property
    def room(self) -> int:
        """The cells of a row that text has."""
        return max(1, self.columns - 8 * self.numbers) if self.columns > 8 else max(1, self.columns)


def without_marks(line: str) -> str:
    """Return a line as it is searched: without overstriking and colours."""
    if "\x08" in line:
        line = OVERSTRIKE.sub(lambda match: match[1] or match[2] or match[4], line)
    return COLOUR.sub("", line) if "\x1b" in line else line


def _characters(line: str, *, raw: bool) -> list[tuple[str, str]]:
    """Return the characters of a line and the attribute of each."""
    found: list[tuple[str, str]] = []
    at = 0
    colour = ""
    while at < len(line):
        if raw and line[at] == "\x1b" and (match := COLOUR.match(line, at)):
            colour = match[0] if match[0].endswith("m") and match[0] not in ("\x1b[m", "\x1b[0m") else ""
            at = match.end()
            continue
        if line[at + 1 : at + 2] == "\x08" and at + 2 < len(line):
            first, second = line[at], line[at + 2]
            found.append((second, UNDERLINE if first == "_" and second != "_" else BOLD))
            at += 3
            continue
        found.append((line[at], colour))
        at += 1
    return found


def rows_of(line: str, look: Look, number: int, pattern: re.Pattern[str] | None = None) -> list[str]:
    """Return a line as rows of the screen, what a pattern matches in reverse."""
    label = f"{number + 1:>7} " if look.numbers and look.columns > 8 else ""
    room = look.room
    match = pattern.search(without_marks(line)) if pattern is not None else None
    if match is None and plain(line):
        if look.chop:
            return [label + line[look.shift : look.shift + room]]
        pieces = [line[at : at + room] for at in range(0, len(line), room)] or [""]
        return [label + piece for piece in pieces]
    lit: set[int] = set()
    if pattern is not None:
        for match in pattern.finditer(without_marks(line)):
            lit.update(range(match.start(), match.end()))
    return _laid_out(line, look, label, lit)


def _laid_out(line: str, look: Look, label: str, lit: set[int]) -> list[str]:
    room = look.room
    rows: list[str] = []
    parts: list[str] = [label]
    used = column = 0
    before = ""
    for index, (char, own) in enumerate(_characters(line, raw=look.raw)):
        piece, size, attribute = _piece(char, column, look, own, lit=index in lit)
        column += size
        if look.chop and column <= look.shift:
            continue
        if used + size > room:
            if look.chop:
                break
            rows.append("".join(parts) + (NORMAL if before else ""))
            parts, used, before = [label], 0, ""
        if attribute != before:
            parts.append((NORMAL if before else "") + attribute)
            before = attribute
        parts.append(piece)
        used += size
    rows.append("".join(parts) + (NORMAL if before else ""))
    return rows


def _piece(char: str, column: int, look: Look, own: str, *, lit: bool) -> tuple[str, int, str]:
    """Return what a character is drawn as, its cells and its attribute."""
    if char == "\t":
        size = cells(char, column, look.tabstop)
        return " " * size, size, REVERSE if lit else own
    if char == "\x1b":
        return "ESC", 3, REVERSE
    piece, size = drawn(char)
    if piece != char:
        piece = piece.upper() if piece[0] == "<" else piece
        return piece, len(piece), REVERSE
    return piece, size, REVERSE if lit else own
