"""A pager's view of its content: which rows are on the screen, and how it moves."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from wizard.hostsim.pager.content import Content
from wizard.hostsim.pager.layout import Look, rows_of, without_marks
from wizard.hostsim.scheduling import matching

Read = Callable[[Content], Awaitable[bool]]
"""Reads more of a content; False where somebody stopped it."""
Place = tuple[int, int]
"""A line and a row of it."""


class View:
    """Shows `height` rows from a place on. Lines that a filter leaves out take no row."""

    def __init__(self, content: Content, look: Look, height: int, read: Read) -> None:
        self.content = content
        self.look = look
        self.height = height
        self.read = read
        self.top: Place = (0, 0)
        self.pattern: re.Pattern[str] | None = None
        self.highlight = True
        self.filter: re.Pattern[str] | None = None
        self.inverted = False

    # --- rows

    def rows(self, number: int) -> list[str]:
        """Return the rows of a line; none where the filter leaves it out."""
        line = self.content.line(number)
        if self.filter is not None and (self.filter.search(without_marks(line)) is None) != self.inverted:
            return []
        return rows_of(line, self.look, number, self.pattern if self.highlight else None)

    def count(self, number: int) -> int:
        """Return how many rows a line has."""
        return len(self.rows(number))

    async def reach(self, number: int) -> int | None:
        """Read up to a line; return it, the first one kept if it is forgotten, or None if there is none."""
        content = self.content
        while number >= content.end and not content.ended:
            if not await self.read(content):
                return None
        if self.top[0] < content.first:
            self.top = (content.first, 0)
        number = max(number, content.first)
        return number if number < content.end else None

    async def following(self, place: Place) -> Place | None:
        """Return the row behind a row; None behind the last one."""
        line, row = place
        if await self.reach(line) == line and row + 1 < self.count(line):
            return line, row + 1
        while (reached := await self.reach(line + 1)) is not None:
            line = reached
            if self.count(line):
                return line, 0
        return None

    def before(self, place: Place) -> Place | None:
        """Return the row before a row; None before the first one."""
        line, row = place
        if row:
            return line, row - 1
        while line > self.content.first:
            line -= 1
            if count := self.count(line):
                return line, count - 1
        return None

    async def shown(self) -> list[str]:
        """Return the rows on the screen; `~` below the end, unless all there is has room."""
        result: list[str] = []
        with matching():
            place: Place | None = None
            if await self.reach(self.top[0]) is not None:
                place = self.top if self.count(self.top[0]) else await self.following(self.top)
            while place is not None and len(result) < self.height:
                rows = self.rows(place[0])
                result += rows[place[1] : place[1] + self.height - len(result)]
                place = await self.following((place[0], len(rows) - 1))
        if self.top == (self.content.first, 0) and result:
            return result
        return result + ["~"] * (self.height - len(result))

    async def at_end(self) -> bool:
        """Whether the last row is on the screen."""
        return await self.bottom() is None

    async def bottom(self) -> Place | None:
        """Return the first row below the screen; None where there is none."""
        place: Place | None = self.top
        for _ in range(self.height):
            if place is None:
                return None
            place = await self.following(place)
        return place

    # --- moving

    async def forward(self, count: int, *, beyond: bool = False) -> bool:
        """Move down by rows, to the end at most; whether it moved."""
        below = await self.bottom()
        moved = False
        for _ in range(count):
            if below is None and not beyond:
                break
            following = await self.following(self.top)
            if following is None:
                break
            self.top = following
            below = await self.following(below) if below is not None else None
            moved = True
        return moved

    def back(self, count: int) -> bool:
        """Move up by rows; whether it moved."""
        moved = False
        for _ in range(count):
            place = self.before(self.top)
            if place is None:
                break
            self.top = place
            moved = True
        return moved

    async def to_line(self, number: int) -> bool:
        """Go to a line; False where there is no such line."""
        reached = await self.reach(number)
        if reached is None:
            return False
        self.top = (reached, 0)
        return True

    async def to_end(self) -> None:
        """Go to the last rows; a pipe is read up to its end."""
        while not self.content.ended:
            if not await self.read(self.content):
                return
        self.top = (max(self.content.first, self.content.end - 1), 0)
        last = self.content.end - 1
        if last >= self.content.first:
            self.top = (last, max(0, self.count(last) - 1))
        self.back(self.height - 1)

    # --- searching

    def search(self, start: int, pattern: re.Pattern[str], step: int, stop: int) -> int | None:
        """Return the first line of those read, from `start` on, that a pattern matches."""
        with matching():
            for number in range(start, stop, step):
                if pattern.search(without_marks(self.content.line(number))) and self.count(number):
                    return number
        return None

    async def find(self, pattern: re.Pattern[str], start: int, *, forward: bool) -> int | None:
        """Return the next line that matches, reading on as far as that needs."""
        content = self.content
        if not forward:
            return self.search(min(start, content.end - 1), pattern, -1, content.first - 1)
        while (reached := await self.reach(start)) is not None:
            found = self.search(reached, pattern, 1, content.end)
            if found is not None:
                return found
            start = content.end
        return None
