"""Hands that type the book at a host's shell over ssh, each thing when its question is there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from tests.support.book_by_hand import CENTOS, HEADINGS, LIST, Command, Edition, Entry, Setting, Vi
from tests.support.terminals import Terminal

ESCAPE = "\x1b"


class Hands(Terminal):
    """A login shell at a host."""

    def __init__(
        self,
        ssh: Sequence[str],
        host: str,
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        edition: Edition = CENTOS,
    ) -> None:
        super().__init__([*ssh, host], columns=columns, rows=rows, env=env)
        self.edition = edition
        self._prompt = edition.prompt.format(host=host)
        self._before = dict(edition.before_editing)
        self.prompted()

    def prompted(self) -> None:
        """Wait for the shell's prompt."""
        self.until(lambda: re.search("^" + self._prompt, self._line), "the shell's prompt")

    @property
    def _line(self) -> str:
        """What stands before the cursor in its row."""
        return (
            self.before[self.screen.cursor.y * self.screen.columns :] if self.screen.cursor.y else self.before
        )

    def do(self, entry: Entry) -> None:
        """Carry out one entry of the book, and hold what it prints to it."""
        if isinstance(entry, Vi):
            self.edit(entry)
        else:
            self.enter(entry)

    def enter(self, command: Command) -> str:
        """Type a command, answer its questions, wait for the next prompt; return what was printed."""
        self.write(command.typed)
        self.forget()
        self.type("\r")
        for answer in command.answers:
            self.sees(self.edition.pattern(answer.question) + r"\Z")
            if answer.shown and answer.typed:
                self.write(answer.typed)
            else:
                self.type(answer.typed)
            self.type("\r")
        self.prompted()
        printed = self.printed
        pattern = self.edition.pattern(command.prints)
        assert re.search(pattern, printed, re.MULTILINE), f"{command.typed}: {pattern!r} not in:\n{printed}"
        return printed

    # -- vi --

    def edit(self, entry: Vi) -> None:
        """Edit a file with vi: look for the place, open a line below it, type, write and leave."""
        self.write(f"vi {entry.path}")
        self.type("\r")
        self.until(lambda: f'"{entry.path}"' in self.rows[-1], f"vi's line about {entry.path}")
        for command in (*self._before.pop(entry.path, ()), *entry.commands):
            self.ex(command)
        for setting in entry.settings:
            self._set(setting)
        if entry.last:
            self.type("G")
            self.open_below(entry.last)
        self.ex("wq", leaves=True)
        self.prompted()

    def ex(self, command: str, *, leaves: bool = False) -> None:
        """Type a command of the last line, and wait until it is carried out."""
        self.type(":")
        self.until(lambda: self.row == ":", "vi's last line")
        self.write(command)
        self.type("\r")
        if not leaves:
            self.until(lambda: not self.rows[-1].startswith(f":{command}") or not self._in_last_row, command)

    @property
    def _in_last_row(self) -> bool:
        return self.screen.cursor.y == self.screen.lines - 1

    def _set(self, setting: Setting) -> None:
        self.search(f"[{setting.section}]")
        if setting.alone:
            self.ex(r".+1,/^\[/-1s/^[a-z]/#&/e")
            self.search(f"[{setting.section}]", backwards=True)
        if below := self.edition.pattern(setting.below):
            self.search(below)
        self.open_below(setting.lines)

    def search(self, start: str, *, backwards: bool = False) -> None:
        """Go to the next line, or the last one before, that begins so."""
        key = "?" if backwards else "/"
        self.type(key)
        self.until(lambda: self.row == key, "vi's line for searching")
        self.write(f"^{start}".replace("[", r"\[").replace("]", r"\]"))
        self.type("\r")
        self.until(lambda: self.row.startswith(start) and not self.column, f"the cursor at {start!r}")

    def open_below(self, lines: Iterable[str]) -> None:
        """Open a line below the cursor and type lines there."""
        self.type("o")
        for number, line in enumerate(lines):
            if number:
                self.type("\r")
            self.until(lambda: not self.row and not self.column, "an empty line in vi")
            self.type(line)
            self.until(lambda text=line: self.row == text[-self.screen.columns :], f"{line!r} in vi")  # type: ignore[misc]
        self.type(ESCAPE)
        self.until(lambda: self.column == len(self.row) - 1, "the end of inserting in vi")

    # -- the book's end --

    def table(self, wanted: Collection[tuple[str, str]]) -> None:
        """Type the book's last command until it shows all these services up; its table has no others."""

        def up(printed: str) -> bool:
            rows = cells(printed)[1:]
            return {(row[1], row[2]) for row in rows if row[4:6] == ["enabled", "up"]} == set(wanted)

        headings, *services = cells(self.repeat(LIST, up))
        assert headings == HEADINGS
        assert sorted((row[1], row[2]) for row in services) == sorted(wanted)

    def repeat(self, typed: str, enough: Callable[[str], object]) -> str:
        """Type a command again and again until it prints what is wanted; return that."""
        end = time.monotonic() + self.limit
        while not enough(printed := self.enter(Command(typed))):
            assert time.monotonic() < end, printed
        return printed


def cells(table: str) -> list[list[str]]:
    """Return the cells of a table of the client's, its headings first; what is wrapped is joined."""
    rows: list[list[str]] = []
    for line in table.splitlines():
        if not line.startswith("| "):
            continue
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if rows and not row[0]:
            rows[-1] = [one + more for one, more in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows
