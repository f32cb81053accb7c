"""Shows a prompt and the line behind it, and changes as little as possible on the screen."""

from __future__ import annotations

import re
from bisect import bisect_left

from wizard.hostsim.process import encode
from wizard.hostsim.terminal import Terminal
from wizard.hostsim.width import char_width, width

INVISIBLE = re.compile(r"\x01[^\x02]*\x02|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|[\x00-\x1f\x7f]")
PLAIN = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u1100-\ud7ff\uf900-\ufaff]*")
TAB = 8


def rendered(text: str, column: int) -> str:
    """Return text as it is shown behind so many columns: tabs as blanks, control characters as `^X`."""
    if PLAIN.fullmatch(text):
        return text
    parts = []
    for char in text:
        shown = char
        if char == "\t":
            shown = " " * (TAB - column % TAB)
        elif char < " " or char == "\x7f":
            shown = "^" + chr(ord(char) ^ 0x40)
        elif not char.isprintable() and char_width(char) < 1:
            shown = "?"
        parts.append(shown)
        column += width(shown)
    return "".join(parts)


def advanced(place: int, text: str, columns: int) -> int:
    """Return the place behind text that begins at a place, both in cells from the first row's begin."""
    if text.isascii():
        return place + len(text)
    for char in text:
        cells = min(char_width(char), columns)
        if cells > 1 and place % columns > columns - cells:
            place += columns - place % columns
        place += cells
    return place


def filled(text: str, place: int, columns: int) -> str:
    """Return text with a blank in each last column where a wide character has no room."""
    if text.isascii():
        return text
    parts = []
    for char in text:
        after = advanced(place, char, columns)
        if after - place > char_width(char):
            parts.append(" " * (columns - place % columns))
        parts.append(char)
        place = after
    return "".join(parts)


def shared_length(old: str, new: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    shorter = min(len(old), len(new))
    if old[:shorter] == new[:shorter]:
        return shorter
    return bisect_left(range(shorter), True, key=lambda end: old[: end + 1] != new[: end + 1])


class Display:
    """What one line and its prompt look like on a terminal."""

    def __init__(self, terminal: Terminal, prompt: str) -> None:
        self.terminal = terminal
        self.dumb = terminal.term in ("dumb", "unknown", "")
        self.above, _, self.last_line = prompt.rpartition("\n")
        self.label = INVISIBLE.sub("", self.last_line)
        """What stands before the line now: the prompt, or what is being searched."""
        self._shown: str | None = None
        self._place = 0
        self._columns = terminal.size.columns
        self._one_row = False
        self._first = 0
        """In one row: the first cell that is shown."""

    # --- what the editor calls

    async def show(self, text: str, cursor: int) -> None:
        """Show the line, with the cursor before the character number `cursor`."""
        begin = width(self.label)
        line = self.label + rendered(text, begin)
        at = len(self.label) + len(rendered(text[:cursor], begin))
        columns, rows = self.terminal.size
        one_row = self.dumb or advanced(0, line, columns) // columns >= rows
        if self._shown is not None and one_row != self._one_row:
            await self.leave()
        self._one_row, self._columns = one_row, columns
        await (self._show_row(line, at) if one_row else self._show_rows(line, at))

    async def leave(self) -> None:
        """Go to the row below the line, and begin anew there with the next `show`."""
        if self._shown is not None and not self._one_row:
            await self._write(self._moved(advanced(0, self._shown, self._columns)))
        await self._write("\n")
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next `show`, where the cursor is."""
        self._shown = None
        self._place = self._first = 0

    async def clear(self) -> None:
        """Clear the screen, for the next `show` to begin at its top."""
        if self.dumb:
            await self.leave()
        else:
            await self._write("\x1b[H\x1b[2J")
            self.forget()

    async def resized(self) -> None:
        """Take the line away after a change of the size, for the next `show` to begin in its place."""
        if self.dumb or self._shown is None:
            return
        rows = 0 if self._one_row else self._place // self._columns
        await self._write("\r" + (f"\x1b[{rows}A" if rows else "") + "\x1b[J")
        self.above = ""
        self.forget()

    async def bell(self) -> None:
        """Ring."""
        await self._write("\a")

    async def write(self, text: str) -> None:
        """Write text between two lines that are shown."""
        await self._write(text)

    # --- over several rows

    async def _show_rows(self, line: str, at: int) -> None:
        columns = self._columns
        parts = []
        if self._shown is None:
            parts.append(self._beginning())
            self._shown, self._place = self.label, advanced(0, self.label, columns)
            parts.append(self._wrapped())
        same = shared_length(self._shown, line)
        while same and same < len(line) and char_width(line[same]) == 0:
            same -= 1
        old_end = advanced(0, self._shown, columns)
        if same < len(self._shown) or same < len(line):
            parts.append(self._moved(advanced(0, line[:same], columns)))
            parts.append(filled(line[same:], self._place, columns))
            self._place = advanced(self._place, line[same:], columns)
            if same < len(line):
                parts.append(self._wrapped())
            if old_end > self._place:
                parts.append("\x1b[K" if old_end // columns == self._place // columns else "\x1b[J")
        self._shown = line
        parts.append(self._moved(self._seat(line, at)))
        await self._write("".join(parts))

    def _seat(self, line: str, at: int) -> int:
        """Return the place of a character: a wide one does not stand astride two rows."""
        place = advanced(0, line[:at], self._columns)
        if at < len(line):
            cells = min(char_width(line[at]), self._columns)
            if cells > 1 and place % self._columns > self._columns - cells:
                place += self._columns - place % self._columns
        return place

    def _beginning(self) -> str:
        above = f"{self.above}\n" if self.above else ""
        if self.label == INVISIBLE.sub("", self.last_line):
            return (above + self.last_line).replace("\x01", "").replace("\x02", "")
        return above + self.label

    def _wrapped(self) -> str:
        """Return what brings the cursor to the next row after the last column was written."""
        return " \r" if self._place and self._place % self._columns == 0 else ""

    def _moved(self, place: int) -> str:
        """Return what moves the cursor to a place."""
        rows = place // self._columns - self._place // self._columns
        cells = place % self._columns - self._place % self._columns
        self._place = place
        moves = f"\x1b[{-rows}A" if rows < 0 else f"\x1b[{rows}B" if rows else ""
        if cells < 0:
            moves += "\b" * -cells if cells > -4 else f"\x1b[{-cells}D"
        elif cells:
            moves += f"\x1b[{cells}C"
        return moves

    # --- in one row, which shows a part of the line

    async def _show_row(self, line: str, at: int) -> None:
        room = max(self._columns - 1, 1)
        cursor = width(line[:at])
        if not self._first <= cursor <= self._first + room - 1:
            self._first = max(cursor - room * 2 // 3, 0)
        window = _cells(line, self._first, room)
        before = _cells(line[:at], self._first, room)
        old = self._shown
        if old is None:
            old = ""
            await self._write(f"{self.above}\n" if self.above else "")
        if window == before and window.startswith(old) and self._place == width(old):
            await self._write(window[len(old) :])
        elif window == old and self._place >= width(before):
            await self._write("\b" * (self._place - width(before)))
        else:
            blank = " " * max(width(old) - width(window), 0)
            await self._write("\r" + window + blank + "\r" + before)
        self._shown, self._place = window, width(before)

    async def _write(self, text: str) -> None:
        if text:
            await self.terminal.write(encode(text))


def _cells(text: str, first: int, room: int) -> str:
    """Return the characters of a text that stand in so many cells from the first one on."""
    if text.isascii():
        return text[first : first + room]
    kept, place = [], 0
    for char in text:
        cells = char_width(char)
        if place >= first and place + cells <= first + room:
            kept.append(char)
        place += cells
    return "".join(kept)
