"""What is done to a selection that no operator does: r p I A, and c of a block."""

from __future__ import annotations

from wizard.hostsim.fullscreen.cells import width
from wizard.hostsim.vi import edits
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.edits import Extent
from wizard.hostsim.vi.insert import insert_mode
from wizard.hostsim.vi.registers import Kind

BLOCK = "\x16"


def fill(editor: Editor, extent: Extent, char: str) -> None:
    """Put one character in the place of each."""
    if len(char) != 1 or char in ("\x1b", "\x03"):
        raise Failed
    edits.each_piece(editor, extent, lambda piece: char * len(piece))
    editor.move(*extent.start)


def put_over(editor: Editor, extent: Extent, register: str, count: int) -> None:
    """Put a register in the place of the selection, which takes its place."""
    try:
        content = edits.content_of(editor, register)
    except Failed:
        edits.delete(editor, extent, "")
        raise
    whole = extent.kind is Kind.LINES
    last = extent.last == len(editor.lines) - 1
    edits.delete(editor, extent, "")
    gone = editor.registers.get('"')
    editor.registers.all['"'] = content
    if whole:
        empty = editor.lines == [""]
        if content.kind is not Kind.LINES:
            at = editor.line + (last and not empty)
            editor.text.replace(at, at, [""])
            editor.move(at, 0)
        edits.put(editor, "", count, before=not (last and content.kind is Kind.LINES))
    else:
        at_end = editor.column >= len(editor.current)
        if content.kind is Kind.LINES:
            editor.text.insert(editor.at, ["", ""])
            editor.move(editor.line, 0)
            edits.put(editor, "", count, before=False)
        else:
            editor.move(editor.line, editor.column, past_end=True)
            edits.put(editor, "", count, before=not at_end or True)
    if gone is not None:
        editor.registers.all['"'] = gone


async def insert_block(editor: Editor, extent: Extent, kind: str, *, behind: bool) -> None:
    """Insert before or behind the selection, with a block in each line."""
    if kind != BLOCK:
        line, column = extent.start
        if behind:
            line, column = extent.stop
            column = len(editor.lines[line]) if kind == "V" else column
        editor.move(line, 0 if kind == "V" and not behind else column, past_end=True)
        await insert_mode(editor)
        return
    line = extent.first
    if behind and extent.to_end:
        await _type_at_ends(editor, extent)
        editor.move(*extent.start)
        return
    cell = extent.right if behind else extent.left
    editor.begin_change()
    before, _, after = edits.block_piece(editor, line, Extent((0, 0), (0, 0), Kind.BLOCK, cell, cell))
    size = width(before, editor.tabstop)
    if size < cell and behind:
        before += " " * (cell - size)
        editor.text.set_line(line, before + after)
    await type_into(editor, extent, len(before), pad=behind, cell=cell)
    editor.move(*extent.start)


async def _typed(editor: Editor, line: int, column: int) -> str:
    """Let something be typed, and return it where it stays in the line."""
    editor.move(line, column, past_end=True)
    before = len(editor.lines), len(editor.current)
    await insert_mode(editor)
    if len(editor.lines) != before[0]:
        return ""
    text = editor.lines[line]
    return text[column : column + max(0, len(text) - before[1])]


async def _type_at_ends(editor: Editor, extent: Extent) -> None:
    text = await _typed(editor, extent.first, len(editor.lines[extent.first]))
    for number in range(extent.first + 1, extent.last + 1) if text else ():
        editor.text.set_line(number, editor.lines[number] + text)


async def type_into(
    editor: Editor, extent: Extent, column: int, *, pad: bool, cell: int | None = None
) -> None:
    """Type into the first line of a block, then put the same into the others that reach so far."""
    cell = extent.left if cell is None else cell
    text = await _typed(editor, extent.first, column)
    for number in range(extent.first + 1, extent.last + 1) if text else ():
        before, _, after = edits.block_piece(editor, number, Extent((0, 0), (0, 0), Kind.BLOCK, cell, cell))
        size = width(before, editor.tabstop)
        if size < cell and not pad:
            continue
        editor.text.set_line(number, before + " " * (cell - size) + text + after)
