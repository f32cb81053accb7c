"""Normal commands that change the text: x D s r ~ J p, and those that begin to insert."""

from __future__ import annotations

import re

from wizard.hostsim.vi import edits
from wizard.hostsim.vi.commands import Call, command
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.edits import Extent
from wizard.hostsim.vi.insert import insert_mode
from wizard.hostsim.vi.operators import apply
from wizard.hostsim.vi.registers import Kind


async def _on_characters(editor: Editor, operator: str, call: Call, first: int, last: int) -> None:
    if not editor.current and operator == "d":
        raise Failed
    extent = Extent((editor.line, max(0, first)), (editor.line, min(last, len(editor.current))))
    await apply(editor, operator, extent, call.register, 1)


@command("x", "<Del>", repeated=True)
async def delete_here(editor: Editor, call: Call) -> None:
    """Delete characters."""
    await _on_characters(editor, "d", call, editor.column, editor.column + call.times)


@command("X", repeated=True)
async def delete_before(editor: Editor, call: Call) -> None:
    """Delete characters before the cursor."""
    if not editor.column:
        raise Failed
    await _on_characters(editor, "d", call, editor.column - call.times, editor.column)


@command("s", repeated=True)
async def substitute(editor: Editor, call: Call) -> None:
    """Replace characters with what is typed."""
    await _on_characters(editor, "c", call, editor.column, editor.column + call.times)


def _to_end(editor: Editor, call: Call) -> Extent:
    last = min(editor.line + call.times - 1, len(editor.lines) - 1)
    return Extent(editor.at, (last, len(editor.lines[last])))


@command("D", repeated=True)
async def delete_to_end(editor: Editor, call: Call) -> None:
    """Delete to the line's end."""
    await apply(editor, "d", _to_end(editor, call), call.register, 1)


@command("C", repeated=True)
async def change_to_end(editor: Editor, call: Call) -> None:
    """Replace the rest of the line."""
    await apply(editor, "c", _to_end(editor, call), call.register, 1)


def _lines(editor: Editor, call: Call) -> Extent:
    last = min(editor.line + call.times - 1, len(editor.lines) - 1)
    return Extent(editor.at, (last, editor.column), Kind.LINES)


@command("S", repeated=True)
async def change_lines(editor: Editor, call: Call) -> None:
    """Replace lines."""
    await apply(editor, "c", _lines(editor, call), call.register, 1)


@command("Y")
async def yank_lines(editor: Editor, call: Call) -> None:
    """Yank lines."""
    await apply(editor, "y", _lines(editor, call), call.register, 1)


@command("r", repeated=True)
async def replace_characters(editor: Editor, call: Call) -> None:
    """Replace characters with one that is typed; a line end takes the place of all."""
    key = await editor.input.key()
    if key in ("\x16", "\x11"):
        key = await editor.input.key()
    if len(key) != 1 or key in ("\x1b", "\x03") or editor.column + call.times > len(editor.current):
        raise Failed
    editor.begin_change()
    text = editor.current
    at, end = editor.column, editor.column + call.times
    if key in "\r\n":
        editor.text.replace(editor.line, editor.line + 1, [text[:at], text[end:]])
        editor.move(editor.line + 1, 0)
        return
    editor.text.set_line(editor.line, text[:at] + key * call.times + text[end:])
    editor.move(editor.line, end - 1)


@command("~", repeated=True)
async def switch_case(editor: Editor, call: Call) -> None:
    """Switch the case of characters."""
    if not editor.current:
        raise Failed
    end = min(editor.column + call.times, len(editor.current))
    edits.each_piece(editor, Extent(editor.at, (editor.line, end)), str.swapcase)
    editor.move(editor.line, end)


@command("J", "gJ", repeated=True)
async def join_lines(editor: Editor, call: Call) -> None:
    """Join lines."""
    last = editor.line + max(call.times, 2) - 1
    if last >= len(editor.lines):
        raise Failed
    edits.join(editor, editor.line, last, blanks=call.key == "J")


@command("p", "P", "gp", "gP", repeated=True)
async def put(editor: Editor, call: Call) -> None:
    """Put a register in."""
    behind = len(call.key) == 2
    edits.put(editor, call.register, call.times, before=call.key[-1] == "P", behind=behind)


@command("\x01", "\x18", repeated=True)
async def add(editor: Editor, call: Call) -> None:
    """Add to, or take from, the number at or behind the cursor."""
    by = call.times if call.key == "\x01" else -call.times
    for match in re.finditer(r"0[xX][0-9a-fA-F]{1,16}|-?\d{1,40}", editor.current):
        if match.end() > editor.column:
            break
    else:
        raise Failed
    old = match[0]
    if old[:2].lower() == "0x":
        new = f"{old[:2]}{(int(old, 16) + by) % (1 << 64):0{len(old) - 2}x}"
    elif re.fullmatch(r"0[0-7]+", old):
        new = f"0{(int(old, 8) + by) % (1 << 64):0{len(old) - 1}o}"
    else:
        new = str(int(old) + by)
    editor.begin_change()
    text = editor.current
    editor.text.set_line(editor.line, text[: match.start()] + new + text[match.end() :])
    editor.move(editor.line, match.start() + len(new) - 1)


@command("&", "g&")
async def substitute_again(editor: Editor, call: Call) -> None:
    """Repeat the last substitution in the line, or in all."""
    await editor.run_line("s" if call.key == "&" else "%s//~/&")


# --- inserting


@command("i", "<Insert>", "I", "gI", "a", "A", "gi", repeated=True)
async def insert(editor: Editor, call: Call) -> None:
    """Insert before or behind the cursor, or at an end of the line."""
    match call.key:
        case "I":
            text = editor.current
            editor.move(editor.line, len(text) - len(text.lstrip(" \t")), past_end=True)
        case "gI":
            editor.move(editor.line, 0)
        case "a":
            editor.move(editor.line, editor.column + 1, past_end=True)
        case "A":
            editor.move(editor.line, len(editor.current), past_end=True)
        case "gi" if "^" in editor.text.marks:
            editor.move(*editor.text.marks["^"], past_end=True)
    await insert_mode(editor, call.times)


@command("R", repeated=True)
async def replace(editor: Editor, call: Call) -> None:
    """Overwrite what is there."""
    await insert_mode(editor, call.times, replace=True)


@command("o", "O", repeated=True)
async def open_line(editor: Editor, call: Call) -> None:
    """Insert a line below or above."""
    editor.begin_change()
    indent = ""
    if editor.settings.on("autoindent"):
        indent = editor.current[: len(editor.current) - len(editor.current.lstrip(" \t"))]
    at = editor.line + (call.key == "o")
    editor.text.replace(at, at, [indent])
    editor.move(at, len(indent), past_end=True)
    await insert_mode(editor, call.times, opened=True)
