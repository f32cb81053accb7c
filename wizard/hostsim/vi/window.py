"""The window on the text: which lines are shown, how they wrap, where the cursor is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wizard.hostsim.fullscreen.cells import cells, drawn, plain
from wizard.hostsim.vi.settings import Settings
from wizard.hostsim.vi.text import Position

Span = tuple[int, int]
"""Characters of a line, from and to before, that are highlighted."""
REVERSE, NORMAL = "\x1b[7m", "\x1b[m"


@dataclass(slots=True)
class Row:
    """A row of a line: where its characters begin, as index and cell, and how it looks."""

    starts: list[tuple[int, int]]
    text: str
    width: int


class Window:
    """Shows the lines from `top`; of a line that is higher than the window, from its row `skip`."""

    def __init__(self, columns: int, rows: int, settings: Settings) -> None:
        self.settings = settings
        self.lines: list[str] = [""]
        self.top = 0
        self.skip = 0
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Take the size of the terminal, whose last row is for messages."""
        self.columns = max(1, columns)
        self.rows = max(1, rows - 1)

    # --- lines as rows

    @property
    def gutter(self) -> int:
        """The width of the line numbers."""
        if not (self.settings.on("number") or self.settings.on("relativenumber")):
            return 0
        return min(max(len(str(len(self.lines))) + 1, self.settings.number("numberwidth")), self.columns - 1)

    @property
    def room(self) -> int:
        """The cells of a row that text has."""
        return max(1, self.columns - self.gutter)

    def height(self, number: int) -> int:
        """Return how many rows a line takes."""
        line = self.lines[number]
        room = self.room
        ending = self.settings.on("list")
        if not self.settings.on("wrap"):
            return 1
        if plain(line):
            return max(1, -(-(len(line) + ending) // room))
        return len(self.wrapped(line))

    def wrapped(self, line: str, spans: Sequence[Span] = (), most: int | None = None) -> list[Row]:
        """Lay a line out in rows, at most so many."""
        room = self.room
        wraps = self.settings.on("wrap")
        listing = self.settings.on("list")
        if not spans and plain(line):
            line = line + "$" * listing
            end = len(line) if most is None else min(len(line), most * room)
            if not wraps:
                end = min(end, room)
            pieces = [line[at : at + room] for at in range(0, end, room)] or [""]
            return [Row([(number * room, 0)], piece, len(piece)) for number, piece in enumerate(pieces)]
        rows: list[Row] = []
        builder = _Builder(room)
        column = 0
        marked = iter(sorted(spans))
        span = next(marked, None)
        for index, char in enumerate(line):
            while span is not None and index >= span[1]:
                span = next(marked, None)
            lit = span is not None and span[0] <= index
            if char == "\t" and not listing:
                size = cells(char, column, self.settings.number("tabstop"))
                piece, unit = " " * size, 1
            else:
                piece, size = drawn(char)
                unit = size if len(piece) == 1 else 1
            column += size
            for part in builder.add(index, piece, unit, lit=lit):
                rows.append(part)
                if not wraps or (most is not None and len(rows) >= most):
                    return rows
        if listing or any(start >= len(line) for start, _ in spans):
            rows += builder.add(
                len(line), "$" if listing else " ", 1, lit=any(e > len(line) for _, e in spans)
            )
        rows.append(builder.finished())
        return rows

    def cursor_cell(self, line: str, column: int, *, ending: bool) -> tuple[int, int]:
        """Return the row of a line and the cell in it where the cursor is; on a tab at its last cell."""
        room = self.room
        if plain(line):
            cell = column
            if column >= len(line) > 0 and column % room == 0 and not self.settings.on("list"):
                return column // room, 0
            return (cell // room, cell % room) if self.settings.on("wrap") else (0, min(cell, room - 1))
        rows = self.wrapped(line + (" " if column >= len(line) else ""))
        if column < len(line) and line[column] == "\t" and ending and not self.settings.on("list"):
            return self._last_cell(rows, column)
        for number, row in enumerate(rows):
            for index, cell in row.starts:
                if index == column:
                    return number, cell
        return len(rows) - 1, rows[-1].width

    def _last_cell(self, rows: list[Row], column: int) -> tuple[int, int]:
        found = (0, 0)
        for number, row in enumerate(rows):
            for at, (index, _) in enumerate(row.starts):
                if index == column:
                    following = row.starts[at + 1][1] if at + 1 < len(row.starts) else row.width
                    found = (number, following - 1)
        return found

    # --- scrolling

    def bottom(self) -> int:
        """Return the last line that is shown to its end; the first one where none is."""
        used = 0
        number = self.top
        while number < len(self.lines):
            used += self.height(number)
            if used > self.rows:
                break
            number += 1
        return max(self.top, number - 1)

    def follow(self, at: Position, *, ending: bool = True) -> None:
        """Scroll so that the cursor is in the window, as far as that needs, or to the middle."""
        line, column = at
        self.top = min(self.top, len(self.lines) - 1)
        row = self.cursor_cell(self.lines[line], column, ending=ending)[0] if self.settings.on("wrap") else 0
        if self.height(line) > self.rows or row >= self.rows:
            self.top = line
            self.skip = min(max(self.skip, row - self.rows + 1), row)
            return
        self.skip = 0
        if line < self.top:
            if self.top - line >= max(2, self.rows // 2 - 1):
                self.center(line)
            else:
                self.top = line
            return
        last = self.bottom()
        if line > last:
            if line - last > self.rows + 1 or self._far_below(line, last + 1):
                self.center(line)
            else:
                self.end_at(line)

    def _far_below(self, line: int, below: int) -> bool:
        """Whether a line is so far below the window that its neighbours up to there fill one."""
        used = self.height(line)
        above = under = line
        while above > below:
            above -= 1
            used += self.height(above)
            if used <= self.rows and under + 1 < len(self.lines):
                under += 1
                used += self.height(under)
            if used > self.rows:
                return True
        return False

    def center(self, line: int) -> None:
        """Show a line in the middle."""
        self.skip = 0
        top = bottom = line
        above = below = 0
        used = self.height(line)
        while top > 0:
            if above < below:
                size = self.height(top - 1)
                used += size
                if used > self.rows:
                    break
                above += size
                top -= 1
            elif bottom + 1 < len(self.lines):
                bottom += 1
                size = self.height(bottom)
                used += size
                if used > self.rows:
                    break
                below += size
            else:
                below += 1
        self.top = top

    def end_at(self, line: int) -> None:
        """Show a line as the last one."""
        used = self.height(line)
        top = line
        while top > 0 and used + self.height(top - 1) <= self.rows:
            top -= 1
            used += self.height(top)
        self.top, self.skip = top, 0

    # --- what is on the screen

    def shown(self, spans: Callable[[int], Sequence[Span]]) -> list[str]:
        """Return the rows of the window as they look."""
        result: list[str] = []
        number = self.top
        gutter = self.gutter
        while len(result) < self.rows and number < len(self.lines):
            skip = self.skip if number == self.top else 0
            rows = self.wrapped(self.lines[number], spans(number), most=self.rows + skip + 1)
            left = self.rows - len(result)
            if len(rows) - skip > left and number != self.top:
                result += ["@"] * left
                break
            label = f"{number + 1:>{gutter - 1}} " if gutter else ""
            for at, row in enumerate(rows[skip : skip + left], skip):
                result.append((label if at == 0 else " " * gutter) + row.text)
            number += 1
        return result + ["~"] * (self.rows - len(result))

    def cursor(self, at: Position, *, ending: bool) -> tuple[int, int]:
        """Return the row and column of the cursor on the screen."""
        row, cell = self.cursor_cell(self.lines[at[0]], at[1], ending=ending)
        for number in range(self.top, at[0]):
            row += self.height(number)
        row -= self.skip
        return max(0, min(row, self.rows - 1)), min(cell + self.gutter, self.columns - 1)


class _Builder:
    """Puts pieces of text into rows of a width."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._new()

    def _new(self) -> None:
        self.starts: list[tuple[int, int]] = []
        self.parts: list[str] = []
        self.width = 0
        self.lit = False

    def finished(self) -> Row:
        """Return the row that was begun."""
        if self.lit:
            self.parts.append(NORMAL)
        row = Row(self.starts, "".join(self.parts), self.width)
        self._new()
        return row

    def add(self, index: int, piece: str, unit: int, *, lit: bool) -> list[Row]:
        """Add what a character is drawn as, whose parts take `unit` cells each; returns full rows."""
        full: list[Row] = []
        began = False
        for part in piece:
            if unit and self.width + unit > self.room and self.width:
                if self.width < self.room:
                    self.parts.append(">")
                    self.width += 1
                full.append(self.finished())
                began = False
            if lit != self.lit:
                self.parts.append(REVERSE if lit else NORMAL)
                self.lit = lit
            if not began:
                self.starts.append((index, self.width))
                began = True
            self.parts.append(part)
            self.width += unit
        return full
