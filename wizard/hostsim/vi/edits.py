"""What operators do to a piece of the text: delete, yank, put, shift, join, change the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.hostsim.fullscreen.cells import cells, column_of, width
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.registers import WRITABLE, Kind, Register
from wizard.hostsim.vi.text import LARGEST, Position, TooLong


@dataclass(slots=True)
class Extent:
    """A piece of the text: from `start` to before `stop`, whole lines, or a block of cells."""

    start: Position
    stop: Position
    kind: Kind = Kind.CHARACTERS
    left: int = 0
    right: int = 0
    """Cells of a block, from and to before."""
    to_end: bool = False
    """Whether a block reaches to the end of each line."""
    shift: bool = False
    """Whether a deleted piece goes to the numbered registers whatever its size."""

    @property
    def first(self) -> int:
        """Its first line."""
        return self.start[0]

    @property
    def last(self) -> int:
        """Its last line."""
        return self.stop[0]

    @property
    def height(self) -> int:
        """How many lines it has."""
        return self.last - self.first + 1


def check_register(name: str, *, writing: bool = True) -> None:
    """Raise Failed for a register that there is not."""
    if name and name not in WRITABLE + ("" if writing else ":./%#"):
        raise Failed


# --- blocks


def block_piece(editor: Editor, line: int, extent: Extent) -> tuple[str, str, str]:
    """Split a line into what is before, in and behind a block; a tab at an edge becomes blanks."""
    text = editor.lines[line]
    before: list[str] = []
    inside: list[str] = []
    column = 0
    for index, char in enumerate(text):
        if column >= extent.right and not extent.to_end:
            return "".join(before), "".join(inside), text[index:]
        size = cells(char, column, editor.tabstop)
        end = column + size
        if end <= extent.left:
            before.append(char)
        elif column >= extent.left and (end <= extent.right or extent.to_end or char != "\t"):
            inside.append(char)
        elif char == "\t":
            before.append(" " * max(0, extent.left - column))
            stop = end if extent.to_end else min(end, extent.right)
            inside.append(" " * (stop - max(column, extent.left)))
            if stop < end:
                return "".join(before), "".join(inside), " " * (end - stop) + text[index + 1 :]
        else:
            inside.append(char)
        column = end
    return "".join(before), "".join(inside), ""


# --- yank and delete


def taken(editor: Editor, extent: Extent) -> Register:
    """Return a piece of the text as a register keeps it."""
    if extent.kind is Kind.LINES:
        return Register(tuple(editor.lines[extent.first : extent.last + 1]), Kind.LINES)
    if extent.kind is Kind.BLOCK:
        pieces = [block_piece(editor, line, extent)[1] for line in range(extent.first, extent.last + 1)]
        widest = max(width(piece, editor.tabstop) for piece in pieces)
        size = widest if extent.to_end else extent.right - extent.left
        return Register(tuple(pieces), Kind.BLOCK, size)
    return Register(tuple(editor.text.get(extent.start, extent.stop)))


def yank(editor: Editor, extent: Extent, register: str) -> None:
    """Copy a piece into a register."""
    check_register(register)
    editor.registers.yanked(taken(editor, extent), register)
    if extent.height > editor.settings.number("report"):
        block = "block of " if extent.kind is Kind.BLOCK else ""
        editor.say(f"{block}{extent.height} lines yanked")
    editor.changed_marks(extent.start, extent.stop)


def delete(editor: Editor, extent: Extent, register: str) -> None:
    """Move a piece into a register; the cursor goes to where it began."""
    check_register(register)
    content = taken(editor, extent)
    shift = extent.shift or len(content.lines) > 1 or content.kind is Kind.LINES
    editor.registers.deleted(content, register, shift=shift)
    editor.begin_change()
    before = len(editor.lines)
    if extent.kind is Kind.LINES:
        editor.text.replace(extent.first, extent.last + 1, [])
        editor.move_to_first(min(extent.first, len(editor.lines) - 1))
    elif extent.kind is Kind.BLOCK:
        replace_block(editor, extent, lambda piece: "")
        editor.move(*extent.start)
    else:
        editor.text.delete(extent.start, extent.stop)
        editor.move(*extent.start, past_end=True)
    gone = before - len(editor.lines)
    if editor.text.no_lines:
        editor.say("--No lines in buffer--")
    else:
        editor.report_lines(-gone)
    editor.changed_marks(extent.start, extent.start)


def replace_block(editor: Editor, extent: Extent, change: Callable[[str], str]) -> None:
    """Put something else in the place of each line's part of a block."""
    made = []
    for line in range(extent.first, extent.last + 1):
        before, inside, after = block_piece(editor, line, extent)
        made.append(before + change(inside) + after)
    editor.text.replace(extent.first, extent.last + 1, made)


def each_piece(editor: Editor, extent: Extent, change: Callable[[str], str]) -> None:
    """Put something of the same lines in the place of a piece."""
    editor.begin_change()
    if extent.kind is Kind.LINES:
        lines = editor.lines[extent.first : extent.last + 1]
        editor.text.replace(extent.first, extent.last + 1, [change(line) for line in lines])
    elif extent.kind is Kind.BLOCK:
        replace_block(editor, extent, change)
    else:
        pieces = [change(piece) for piece in editor.text.get(extent.start, extent.stop)]
        before = editor.lines[extent.first][: extent.start[1]]
        after = editor.lines[extent.last][extent.stop[1] :]
        pieces[0] = before + pieces[0]
        pieces[-1] += after
        editor.text.replace(extent.first, extent.last + 1, pieces)
    editor.changed_marks(extent.start, extent.stop)


# --- put


def content_of(editor: Editor, name: str) -> Register:
    """Return what a register has. Raises Failed where it is empty."""
    check_register(name, writing=False)
    special = {
        ":": lambda: editor.history.commands[-1:],
        "/": lambda: [editor.pattern] if editor.pattern else [],
        "%": lambda: [editor.file.name] if editor.file.name else [],
        "#": lambda: [editor.alternate] if editor.alternate else [],
        ".": lambda: ["".join(key for key in editor.inserted if len(key) == 1)] if editor.inserted else [],
    }
    if name in special:
        lines = special[name]()
        found = Register(tuple(lines[0].replace("\r", "\n").split("\n"))) if lines else None
    else:
        found = editor.registers.get(name or '"')
    if found is None:
        raise Failed(f"E353: Nothing in register {name or chr(34)}")
    return found


def put(editor: Editor, name: str, count: int, *, before: bool, behind: bool = False) -> None:
    """Put a register's text in before or after the cursor, which goes behind it with `behind`."""
    content = content_of(editor, name)
    size = sum(map(len, content.lines)) + len(content.lines)
    if size * count > LARGEST:
        raise TooLong
    editor.begin_change()
    if content.kind is Kind.LINES:
        _put_lines(editor, content.lines * count, before=before, behind=behind)
    elif content.kind is Kind.BLOCK:
        _put_block(editor, content, count, before=before)
    else:
        _put_characters(editor, content.lines, count, before=before, behind=behind)


def _put_lines(editor: Editor, lines: tuple[str, ...], *, before: bool, behind: bool) -> None:
    at = editor.line + (not before)
    editor.text.replace(at, at, lines)
    editor.changed_marks((at, 0), (at + len(lines) - 1, 0))
    if behind:
        editor.move(at + len(lines), 0)
    else:
        editor.move_to_first(at)
    editor.report_lines(len(lines))


def _put_characters(
    editor: Editor, lines: tuple[str, ...], count: int, *, before: bool, behind: bool
) -> None:
    column = editor.column + (not before and bool(editor.current))
    start = editor.line, column
    if len(lines) == 1:
        end = editor.text.insert(start, [lines[0] * count])
        editor.changed_marks(start, (end[0], max(0, end[1] - 1)))
        editor.move(end[0], end[1] if behind else end[1] - 1, past_end=behind)
        return
    pieces = list(lines)
    for _ in range(count - 1):
        pieces[-1] += lines[0]
        pieces += lines[1:]
    end = editor.text.insert(start, pieces)
    editor.changed_marks(start, (end[0], max(0, end[1] - 1)))
    editor.move(*(end if behind else start), past_end=behind)
    editor.report_lines(len(pieces) - 1)


def _put_block(editor: Editor, content: Register, count: int, *, before: bool) -> None:
    text = editor.current
    column = column_of(text, editor.column, editor.tabstop)
    if not before and text:
        column += cells(text[editor.column], column, editor.tabstop)
    need = editor.line + len(content.lines) - len(editor.lines)
    if need > 0:
        editor.text.replace(len(editor.lines), len(editor.lines), [""] * need)
    made = []
    first = editor.line
    for number, piece in enumerate(content.lines):
        left, _, right = block_piece(
            editor, first + number, Extent((0, 0), (0, 0), Kind.BLOCK, column, column)
        )
        left += " " * (column - width(left, editor.tabstop))
        padding = " " * (content.width - width(piece, editor.tabstop))
        pieces = (piece + padding) * count
        made.append(left + (pieces if right else pieces[: len(pieces) - len(padding)]) + right)
    editor.text.replace(first, first + len(made), made)
    start = len(block_piece(editor, first, Extent((0, 0), (0, 0), Kind.BLOCK, column, column))[0])
    editor.move(first, start)
    editor.changed_marks((first, start), (first + len(made) - 1, 0))


# --- lines


def indented(editor: Editor, line: str, by: int) -> str:
    """Return a line whose indent has so many cells more."""
    body = line.lstrip(" \t")
    size = width(line[: len(line) - len(body)], editor.tabstop)
    size = max(0, size + by)
    if editor.settings.on("expandtab"):
        return " " * size + body
    return "\t" * (size // editor.tabstop) + " " * (size % editor.tabstop) + body


def shift(editor: Editor, extent: Extent, times: int, *, left: bool) -> None:
    """Shift lines by shiftwidth, so many times; the cursor goes to the first one's text."""
    editor.begin_change()
    by = (editor.settings.number("shiftwidth") or editor.tabstop) * min(times, 1000)
    if by * extent.height > LARGEST:
        raise TooLong
    lines = editor.lines[extent.first : extent.last + 1]
    made = [indented(editor, line, -by if left else by) if line else "" for line in lines]
    editor.text.replace(extent.first, extent.last + 1, made)
    editor.changed_marks((extent.first, 0), (extent.last, 0))
    editor.move_to_first(extent.first)
    if extent.height > editor.settings.number("report"):
        how = "<" if left else ">"
        editor.say(f"{extent.height} lines {how}ed {times} time" + ("s" if times > 1 else ""))


def join(editor: Editor, first: int, last: int, *, blanks: bool = True) -> None:
    """Join lines, with a blank between them in the place of indents; the cursor goes to the last seam."""
    if last >= len(editor.lines) or first >= last:
        raise Failed
    editor.begin_change()
    parts = [editor.lines[first]]
    length = seam = len(parts[0])
    for line in editor.lines[first + 1 : last + 1]:
        piece = line.lstrip(" \t") if blanks else line
        tail = parts[-1][-1:]
        if blanks and piece and not piece.startswith(")") and length and tail != "\t":
            if tail == " ":
                seam = length - 1
            else:
                piece = " " + piece
                seam = length
        else:
            seam = length
            if blanks and tail in (" ", "\t") and length:
                seam = length - 1
        if piece:
            parts.append(piece)
            length += len(piece)
    editor.text.replace(first, last + 1, ["".join(parts)])
    editor.changed_marks((first, 0), (first, 0))
    editor.move(first, seam)
