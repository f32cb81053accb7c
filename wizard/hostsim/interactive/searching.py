"""Incremental search in the history: Ctrl-R, and Ctrl-S the other way."""

from __future__ import annotations

from typing import Protocol

from wizard.hostsim.interactive.display import Display
from wizard.hostsim.interactive.keys import Key, next_key
from wizard.hostsim.interactive.line import Line
from wizard.hostsim.terminal import Terminal


class Searching(Protocol):
    """What the search needs of an editor."""

    terminal: Terminal
    display: Display
    line: Line
    entries: list[str]
    at: int

    async def show(self) -> None:
        """Show the line as it is now."""


async def search(editor: Searching, *, forward: bool) -> str | None:
    """Search until another key ends it; returns that key, or None where the search was given up."""
    display, line = editor.display, editor.line
    before = (editor.at, line.text, line.cursor, display.label)
    wanted, failed, place = "", False, (editor.at, line.cursor)
    editor.entries[editor.at] = line.text
    ends: str | None = None
    while True:
        direction = "" if forward else "reverse-"
        display.label = f"({'failed ' if failed else ''}{direction}i-search)`{wanted}': "
        await editor.show()
        key = await next_key(editor.terminal)
        again = key in ("C-r", "C-s")
        if again:
            forward = key == "C-s"
        elif key in ("backspace", "C-h"):
            wanted = wanted[:-1]
            place = (before[0], before[2])
        elif not isinstance(key, Key):
            wanted += key
        elif key == "C-g":
            editor.at, line.cursor = before[0], 0
            line.take(before[1])
            line.cursor = before[2]
            break
        else:
            ends = key if key not in ("M-\x1b", "resize") else None
            break
        found = _found(editor.entries, wanted, place, again=again, forward=forward) if wanted else None
        failed = wanted != "" and found is None
        if found is not None:
            place = found
            editor.at = place[0]
            line.take(editor.entries[place[0]])
            line.cursor = place[1]
    await display.resized()
    display.label = before[3]
    return ends


def _found(
    entries: list[str], wanted: str, place: tuple[int, int], *, again: bool, forward: bool
) -> tuple[int, int] | None:
    """Return entry and column where a text is next; with `again` not at the place itself."""
    entry, column = place
    if forward:
        at = entries[entry].find(wanted, column + again)
        others = range(entry + 1, len(entries))
    else:
        at = entries[entry].rfind(wanted, 0, max(column + len(wanted) - again, 0))
        others = range(entry - 1, -1, -1)
    if at >= 0:
        return entry, at
    other = next((number for number in others if wanted in entries[number]), None)
    if other is None:
        return None
    return other, entries[other].find(wanted) if forward else entries[other].rfind(wanted)
