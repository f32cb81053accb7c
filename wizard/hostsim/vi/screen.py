"""What the editor's screen looks like: its rows, and where the cursor is."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim.fullscreen.cells import drawn, width
from wizard.hostsim.scheduling import MatchingTooLong, matching
from wizard.hostsim.vi import visual
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.info import ruler
from wizard.hostsim.vi.looking import searcher
from wizard.hostsim.vi.search import in_line

RULER = 18
LONG = 20_000
"""Characters of a line from which on matches in it are not highlighted."""


@dataclass(slots=True)
class Screen:
    """The rows of a terminal, with their highlighting, and the cursor's row and column."""

    rows: list[str]
    cursor: tuple[int, int]


def clipped(text: str, room: int) -> str:
    """Return as much of a text, as it is drawn, as some cells have room for."""
    parts: list[str] = []
    used = 0
    for char in text:
        piece, size = drawn(char)
        if used + size > room:
            break
        parts.append(piece)
        used += size
    return "".join(parts)


def folded(text: str, columns: int) -> list[str]:
    """Return a text in rows of a width."""
    rows = [""]
    used = 0
    for char in text:
        piece, size = ("        ", 8) if char == "\t" else drawn(char)
        if used + size > columns and used:
            rows.append("")
            used = 0
        rows[-1] += piece
        used += size
    return rows


def compose(editor: Editor) -> Screen:
    """Return the screen as it should be now."""
    window = editor.window
    window.follow(editor.at, ending=not editor.mode.startswith(("-- I", "-- R")))
    rows = window.shown(_spans(editor))[: window.rows]
    cursor = window.cursor(editor.at, ending=not editor.mode.startswith(("-- I", "-- R")))
    if editor.pages_shown:
        return _over_text(editor, rows)
    if editor.prompt is not None:
        return _with_prompt(editor, rows)
    text = editor.mode if editor.mode and editor.settings.on("showmode") else editor.message
    if editor.input.macro is not None:
        text = (text if editor.mode else "") + "recording"
    rows.append(_last_row(editor, text))
    return Screen(rows, cursor)


def _last_row(editor: Editor, text: str) -> str:
    columns = editor.window.columns
    text = clipped(text, columns - 1)
    if not editor.settings.on("ruler") or columns <= RULER:
        return text
    at = columns - RULER
    shown = clipped(ruler(editor), min(RULER, columns - at))
    size = width(text)
    if size > at:
        text, size = clipped(text, at), at
        size = width(text)
    return text + " " * (at - size) + shown


def _with_prompt(editor: Editor, rows: list[str]) -> Screen:
    assert editor.prompt is not None  # noqa: S101 - looked at by the caller
    text, at = editor.prompt
    columns = editor.window.columns
    lines = folded(text, columns)
    before = folded(text if at < 0 else text[:at], columns)
    row, column = len(before) - 1, width(before[-1])
    if column >= columns:
        row, column = row + 1, 0
        if row >= len(lines):
            lines.append("")
    total = editor.window.rows + 1
    if len(lines) > total:
        row = max(0, row - (len(lines) - total))
        lines = lines[-total:]
    whole = [*rows[: total - len(lines)], *lines]
    return Screen(whole, (total - len(lines) + row, column))


def _over_text(editor: Editor, rows: list[str]) -> Screen:
    """Show lines that have pushed the text up."""
    columns = editor.window.columns
    total = editor.window.rows + 1
    shown = [row for line in editor.pages_shown for row in folded(line, columns)]
    prompt = folded(editor.prompt[0] if editor.prompt else "", columns)
    shown += prompt
    keep = max(0, total - len(shown) - 1)
    above = [*rows[len(rows) - keep :], ""] if keep else []
    whole = ([*above, *shown])[-total:]
    whole = [""] * (total - len(whole)) + whole
    return Screen(whole, (total - 1, min(width(prompt[-1]), columns - 1)))


class _Spans:
    """Which characters of a line are highlighted: what is selected, or what the last search found."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.finder = None
        if editor.settings.on("hlsearch") and editor.highlight and editor.pattern:
            try:
                self.finder = searcher(editor, editor.pattern)
            except Failed:
                self.finder = None

    def __call__(self, line: int) -> list[tuple[int, int]]:
        found = visual.spans(self.editor, line)
        text = self.editor.lines[line]
        if self.finder is None or found or len(text) > LONG:
            return found
        try:
            with matching():
                return [(start, end) for start, end in in_line(self.finder.expression, text) if end > start]
        except MatchingTooLong:
            self.editor.highlight = False
            return []


def _spans(editor: Editor) -> _Spans:
    return _Spans(editor)
