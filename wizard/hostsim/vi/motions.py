"""Motions: where a key moves the cursor to, and what an operator then works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.hostsim.vi.editor import END, Editor, Failed, FindChar
from wizard.hostsim.vi.text import Position


@dataclass(slots=True)
class Motion:
    """Where a motion ends, and how an operator takes it."""

    line: int
    column: int
    linewise: bool = False
    inclusive: bool = False
    want: int | None = None
    """The column that the cursor wants from now on; None stands for the one where it is."""
    keep_want: bool = False
    jump: bool = False
    whole: bool = False
    """Whether an operator takes it as it is, from `start`: a text object."""
    start: Position | None = None

    @property
    def at(self) -> Position:
        """Where it ends."""
        return self.line, self.column


Mover = Callable[[Editor, int | None, str], Motion]
"""Given the count, and the character typed behind the motion's key."""
MOTIONS: dict[str, Mover] = {}
TAKES_CHARACTER = ("f", "F", "t", "T", "'", "`", "g", "[", "]", "g'", "g`")
"""Motions, and beginnings of motions, that one more key belongs to."""


def motion(*keys: str) -> Callable[[Mover], Mover]:
    """Register a function as the motion of these keys."""

    def enter(mover: Mover) -> Mover:
        for key in keys:
            MOTIONS[key] = mover
        return mover

    return enter


# --- in the line


@motion("h", "<Left>", "\x08", "\x7f", "<BS>")
def left(editor: Editor, count: int | None, _: str) -> Motion:
    """Go left, within the line."""
    if not editor.column and not editor.operator:
        raise Failed
    return Motion(editor.line, max(0, editor.column - (count or 1)))


@motion("l", "<Right>")
def right(editor: Editor, count: int | None, _: str) -> Motion:
    """Go right, within the line; an operator may take its last character."""
    length = len(editor.current)
    last = length if editor.operator or (editor.visual and length) else max(0, length - 1)
    if editor.column >= last and not (editor.operator and length):
        raise Failed
    return Motion(editor.line, min(last, editor.column + (count or 1)))


@motion(" ")
def space(editor: Editor, count: int | None, _: str) -> Motion:
    """Go right, and on to the next line."""
    line, column = editor.at
    for number in range(count or 1):
        if column + 1 < len(editor.lines[line]) or (
            editor.operator and column < len(editor.lines[line]) and number == (count or 1) - 1
        ):
            column += 1
        elif line + 1 < len(editor.lines):
            line, column = line + 1, 0
        else:
            break
    if (line, column) == editor.at:
        raise Failed
    return Motion(line, column)


@motion("0", "<Home>")
def line_start(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the line's first character."""
    return Motion(editor.line, 0)


@motion("^")
def first_character(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the line's first character that is no blank."""
    return Motion(editor.line, editor.first_character(editor.line))


@motion("$", "<End>")
def line_end(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the line's last character."""
    line = editor.line + (count or 1) - 1
    if editor.line == len(editor.lines) - 1 and line > editor.line:
        raise Failed
    line = min(line, len(editor.lines) - 1)
    return Motion(line, max(0, len(editor.lines[line]) - 1), inclusive=True, want=END)


@motion("g_")
def last_character(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the line's last character that is no blank."""
    line = min(editor.line + (count or 1) - 1, len(editor.lines) - 1)
    return Motion(line, max(0, len(editor.lines[line].rstrip()) - 1), inclusive=True)


@motion("|")
def to_column(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to a column of the screen."""
    editor.want = (count or 1) - 1
    return Motion(editor.line, editor.wanted(editor.line, past_end=bool(editor.operator)), want=editor.want)


@motion("f", "F", "t", "T")
def find_char(editor: Editor, count: int | None, char: str) -> Motion:
    """Go to a character in the line (see `find`); the kind of search stands in `editor.last_find`."""
    if editor.last_find is None:
        raise Failed
    return find(editor, FindChar(editor.last_find.kind, char), count)


def find(editor: Editor, search: FindChar, count: int | None, *, again: bool = False) -> Motion:
    """Go to the count'th such character; t and T stop one before, and again look behind the next one."""
    text = editor.current
    forward = search.kind in "ft"
    near = search.kind in "tT"
    at = editor.column
    step = 1 if forward else -1
    if (
        again
        and near
        and (count or 1) == 1
        and text[at + step : at + step + 1] == search.char
        and at + step >= 0
    ):
        at += step
    for _ in range(count or 1):
        at = text.find(search.char, at + 1) if forward else text.rfind(search.char, 0, max(0, at))
        if at < 0:
            raise Failed
    return Motion(editor.line, at - step if near else at, inclusive=forward)


@motion(";", ",")
def find_again(editor: Editor, count: int | None, key: str) -> Motion:
    """Repeat the last search for a character, with `,` the other way."""
    if editor.last_find is None:
        raise Failed
    kind = editor.last_find.kind
    if key == ",":
        kind = kind.swapcase()
    return find(editor, FindChar(kind, editor.last_find.char), count, again=True)


# --- lines


def _down(editor: Editor, count: int) -> Motion:
    last = len(editor.lines) - 1
    if (count > 0 and editor.line >= last) or (count < 0 and not editor.line):
        raise Failed
    if editor.operator and not 0 <= editor.line + count <= last:
        raise Failed
    line = max(0, min(last, editor.line + count))
    return Motion(line, editor.wanted(line, past_end=bool(editor.visual)), linewise=True, keep_want=True)


@motion("j", "<Down>", "\x0e", "\n")
def down(editor: Editor, count: int | None, _: str) -> Motion:
    """Go down, in the column that the cursor wants."""
    return _down(editor, count or 1)


@motion("k", "<Up>", "\x10")
def up(editor: Editor, count: int | None, _: str) -> Motion:
    """Go up, in the column that the cursor wants."""
    return _down(editor, -(count or 1))


def first_of(editor: Editor, line: int, *, jump: bool = False) -> Motion:
    """Return the motion to a line's first character that is no blank."""
    line = max(0, min(line, len(editor.lines) - 1))
    return Motion(line, editor.first_character(line), linewise=True, jump=jump)


@motion("+", "\r")
def next_line(editor: Editor, count: int | None, _: str) -> Motion:
    """Go down, to the first character that is no blank."""
    return first_of(editor, _down(editor, count or 1).line)


@motion("-")
def line_before(editor: Editor, count: int | None, _: str) -> Motion:
    """Go up, to the first character that is no blank."""
    return first_of(editor, _down(editor, -(count or 1)).line)


@motion("_")
def lines_below(editor: Editor, count: int | None, _: str) -> Motion:
    """Go count - 1 lines down, to the first character that is no blank."""
    return first_of(editor, _down(editor, count - 1).line if count and count > 1 else editor.line)


@motion("G")
def to_line(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to a line, without a count to the last one."""
    return first_of(editor, len(editor.lines) - 1 if count is None else count - 1, jump=True)


@motion("gg")
def to_first_line(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to a line, without a count to the first one."""
    return first_of(editor, (count or 1) - 1, jump=True)


@motion("H")
def window_top(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the window's first line."""
    return first_of(editor, min(editor.window.top + (count or 1) - 1, editor.window.bottom()), jump=True)


@motion("L")
def window_bottom(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the window's last line."""
    return first_of(editor, max(editor.window.bottom() - (count or 1) + 1, editor.window.top), jump=True)


@motion("M")
def window_middle(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the window's middle line."""
    window = editor.window
    used = 0
    line = window.top
    bottom = window.bottom()
    shown = sum(window.height(number) for number in range(window.top, bottom + 1))
    half = (
        (min(shown, window.rows) - 1) // 2 + 1 if bottom == len(editor.lines) - 1 else (window.rows + 1) // 2
    )
    while line < bottom:
        used += window.height(line)
        if used >= half:
            break
        line += 1
    return first_of(editor, line, jump=True)
