"""Operators: an operator, a motion or text object, and what they do together."""

from __future__ import annotations

import codecs

from wizard.hostsim.fullscreen.cells import cells, column_of, index_at
from wizard.hostsim.vi import edits, farther, words
from wizard.hostsim.vi.cmdline import command_line
from wizard.hostsim.vi.editor import END, Editor, Failed, FindChar
from wizard.hostsim.vi.edits import Extent
from wizard.hostsim.vi.insert import insert_mode
from wizard.hostsim.vi.looking import search_again, search_word, typed_search
from wizard.hostsim.vi.motions import MOTIONS, TAKES_CHARACTER, Motion
from wizard.hostsim.vi.objects import text_object
from wizard.hostsim.vi.registers import Kind

OPERATORS = ("d", "c", "y", "<", ">", "!", "=", "gu", "gU", "g~", "g?", "gq", "gJ")
FAMILIES = (farther,)
"""The modules that fill the table of motions, besides its own."""
SHIFTING = "%()`/?nN{}"
"""Motions after which what was deleted goes to the numbered registers."""
_SEARCHES = {
    "*": lambda editor, count: search_word(editor, count, forward=True, whole=True),
    "#": lambda editor, count: search_word(editor, count, forward=False, whole=True),
    "g*": lambda editor, count: search_word(editor, count, forward=True, whole=False),
    "g#": lambda editor, count: search_word(editor, count, forward=False, whole=False),
    "n": lambda editor, count: search_again(editor, count, reverse=False),
    "N": lambda editor, count: search_again(editor, count, reverse=True),
}


async def read_motion(editor: Editor, key: str, count: int | None) -> Motion | None:
    """Read the rest of a motion that begins with a key, and return it; None if the key begins none."""
    name = key
    char = key
    if key in ("/", "?"):
        text = await command_line(editor, key)
        if text is None:
            raise Failed
        return typed_search(editor, text, key, count)
    while name in TAKES_CHARACTER:
        char = await editor.input.key()
        if char == "\x1b" or len(char) != 1:
            raise Failed
        if name[0] in "fFtT":
            editor.last_find = FindChar(name, char)
            break
        if name in ("'", "`", "g'", "g`"):
            char = name[-1] + char
            name = name[-1]
            break
        name += char
        char = name
    if name in _SEARCHES:
        return _SEARCHES[name](editor, count)
    mover = MOTIONS.get(name)
    return mover(editor, count, char) if mover else None


def go(editor: Editor, motion: Motion) -> None:
    """Move the cursor as a motion says."""
    if motion.jump:
        editor.mark_jump()
    past_end = editor.visual is not None
    if motion.keep_want:
        editor.move_to_line(motion.line, past_end=past_end)
        return
    editor.move(motion.line, motion.column, past_end=past_end)
    if motion.want is not None:
        if motion.want >= END and editor.visual is not None:
            editor.move(motion.line, len(editor.lines[motion.line]), past_end=True)
        editor.want = motion.want


async def operate(editor: Editor, operator: str, count: int | None, register: str) -> None:
    """Read what an operator is to work on, and do it."""
    editor.operator = operator
    try:
        extent = await _read_extent(editor, operator, count)
    finally:
        editor.operator = ""
    await apply(editor, operator, extent, register, 1)


async def _read_extent(editor: Editor, operator: str, count: int | None) -> Extent:
    key = await editor.input.key()
    force = ""
    while key in ("v", "V", "\x16"):
        force = key
        key = await editor.input.key()
    if key.isdigit() and key != "0":
        digits = ""
        while key.isdigit():
            digits = (digits + key)[:9]
            key = await editor.input.key()
        count = (count or 1) * int(digits)
    if key == "g" and len(operator) == 2:
        key += await editor.input.key()
        if key == operator:
            key = operator[-1]
    if key == operator[-1]:
        last = editor.line + (count or 1) - 1
        if last >= len(editor.lines) and operator != "y" and count:
            last = len(editor.lines) - 1
        last = min(last, len(editor.lines) - 1)
        return Extent((editor.line, editor.column), (last, editor.column), Kind.LINES)
    if key in ("i", "a"):
        motion = text_object(editor, key == "a", await editor.input.key(), count or 1)
    else:
        found = await _operand(editor, operator, key, count)
        if found is None:
            raise Failed
        motion = found
    return extent_of(editor, motion, operator, force=force, key=key)


async def _operand(editor: Editor, operator: str, key: str, count: int | None) -> Motion | None:
    """Return the motion behind an operator; `cw` on a word is `ce`, on blanks only goes to their end."""
    if operator == "c" and key in ("w", "W") and editor.column < len(editor.current):
        char = editor.current[editor.column]
        if char not in " \t":
            return _change_word(editor, key, count or 1)
        if (count or 1) == 1:
            return Motion(editor.line, editor.column, inclusive=True)
    if key == "g":
        key += await editor.input.key()
        if key in ("g'", "g`"):
            return await read_motion(editor, key, count)
        if key in _SEARCHES:
            return _SEARCHES[key](editor, count)
        return MOTIONS[key](editor, count, key) if key in MOTIONS else None
    return await read_motion(editor, key, count)


def _change_word(editor: Editor, key: str, count: int) -> Motion:
    at = editor.at
    for number in range(count):
        found = words.word_end(editor.lines, at, big=key == "W", stay=number == 0)
        if found is None:
            break
        at = found
    return Motion(*at, inclusive=True)


def extent_of(editor: Editor, motion: Motion, operator: str, *, force: str = "", key: str = "") -> Extent:
    """Return the piece between the cursor, or where an object starts, and the motion's end."""
    here = motion.start if motion.start is not None else editor.at
    start, stop = sorted((here, motion.at))
    linewise, inclusive = motion.linewise, motion.inclusive
    if force == "V":
        linewise = True
    elif force:
        inclusive = not inclusive if not linewise else False
        linewise = False
    if motion.jump:
        editor.mark_jump()
    if linewise:
        return Extent(start, stop, Kind.LINES)
    lines = editor.lines
    if inclusive:
        stop = stop[0], min(stop[1] + 1, len(lines[stop[0]]))
    elif stop[1] == 0 and stop[0] > start[0] and not force:
        stop = stop[0] - 1, len(lines[stop[0] - 1])
        if start[1] <= _indent(lines[start[0]]):
            return Extent(start, stop, Kind.LINES)
    whole = start[1] <= _indent(lines[start[0]]) and not lines[stop[0]][stop[1] :].strip(" \t")
    if operator == "d" and stop[0] > start[0] and not force and whole:
        return Extent(start, stop, Kind.LINES)
    return Extent(start, stop, shift=key in SHIFTING and bool(key))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def block_extent(editor: Editor, start: tuple[int, int], stop: tuple[int, int], *, to_end: bool) -> Extent:
    """Return the block between two corners."""
    edges = []
    for line, column in (start, stop):
        text = editor.lines[line]
        left = column_of(text, column, editor.tabstop)
        size = cells(text[column], left, editor.tabstop) if column < len(text) else 1
        edges.append((left, left + size))
    left = min(edge[0] for edge in edges)
    right = max(edge[1] for edge in edges)
    first, last = sorted((start[0], stop[0]))
    at = index_at(editor.lines[first], left, editor.tabstop)
    return Extent((first, at), (last, stop[1]), Kind.BLOCK, left, right, to_end)


async def apply(editor: Editor, operator: str, extent: Extent, register: str, times: int) -> None:
    """Do what an operator does to a piece of the text."""
    lines = extent.kind is Kind.LINES
    match operator:
        case "y":
            edits.yank(editor, extent, register)
            if extent.start < editor.at or extent.kind is Kind.BLOCK:
                editor.move(*extent.start)
        case "d":
            edits.delete(editor, extent, register)
            editor.move(editor.line, editor.column)
        case "c":
            await _change(editor, extent, register)
        case "<" | ">":
            edits.shift(editor, extent, times, left=operator == "<")
        case "gu" | "gU" | "g~" | "g?":
            change = {"gu": str.lower, "gU": str.upper, "g~": str.swapcase, "g?": _rot13}[operator]
            edits.each_piece(editor, extent, change)
            if extent.start < editor.at or not lines:
                editor.move(*extent.start)
            editor.report_lines(extent.height, "changed")
        case "gJ" | "J":
            edits.join(editor, extent.first, max(extent.last, extent.first + 1), blanks=operator == "J")
        case "!":
            await _ask_filter(editor, extent)
        case _:
            editor.move_to_first(extent.first)


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


async def _change(editor: Editor, extent: Extent, register: str) -> None:
    if extent.kind is Kind.LINES:
        content = edits.taken(editor, extent)
        edits.check_register(register)
        editor.registers.deleted(content, register, shift=True)
        editor.begin_change()
        indent = ""
        if editor.settings.on("autoindent"):
            text = editor.lines[extent.first]
            indent = text[: _indent(text)]
        editor.text.replace(extent.first, extent.last + 1, [indent])
        editor.move(extent.first, len(indent), past_end=True)
        editor.report_lines(extent.first - extent.last)
    else:
        edits.delete(editor, extent, register)
    await insert_mode(editor)


async def _ask_filter(editor: Editor, extent: Extent) -> None:
    reach = "." if extent.height == 1 else f".,.+{extent.height - 1}"
    if extent.last == len(editor.lines) - 1 and extent.height > 1:
        reach = ".,$"
    editor.move(extent.first, 0)
    text = await command_line(editor, ":", f"{reach}!")
    if text is None:
        raise Failed
    await editor.run_line(text)
