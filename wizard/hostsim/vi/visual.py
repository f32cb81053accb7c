"""Visual mode: selecting characters, lines or a block, and what is done to them."""

from __future__ import annotations

from wizard.hostsim.fullscreen.cells import column_of, index_at
from wizard.hostsim.vi import edits
from wizard.hostsim.vi.cmdline import command_line
from wizard.hostsim.vi.editor import END, Editor, Failed, Visual
from wizard.hostsim.vi.edits import Extent
from wizard.hostsim.vi.objects import text_object
from wizard.hostsim.vi.operators import apply, block_extent, go, read_motion
from wizard.hostsim.vi.registers import Kind
from wizard.hostsim.vi.text import Position
from wizard.hostsim.vi.visual_edits import BLOCK, fill, insert_block, put_over, type_into

MODES = {"v": "-- VISUAL --", "V": "-- VISUAL LINE --", BLOCK: "-- VISUAL BLOCK --"}
SAME = {
    "x": "d", "<Del>": "d", "d": "d", "y": "y", "c": "c", "s": "c", "<": "<", ">": ">", "~": "g~",
    "u": "gu", "U": "gU",
    "J": "J", "!": "!", "=": "=", "g~": "g~", "gu": "gu", "gU": "gU", "g?": "g?", "gJ": "gJ", "gq": "gq",
}  # fmt: skip
"""Keys, and the operators that they are."""
WHOLE = {"X": "d", "D": "d", "Y": "y", "C": "c", "S": "c", "R": "c"}
"""Keys that take whole lines; with a block, D and C take it up to the lines' ends."""


def begin_visual(editor: Editor, kind: str) -> None:
    """Begin to select where the cursor is."""
    editor.visual = Visual(kind, editor.at)
    editor.mode = MODES[kind]
    editor.say("")


def end_visual(editor: Editor) -> Visual:
    """Stop selecting, and return what was selected."""
    visual = editor.visual
    if visual is None:
        raise Failed
    visual.to_end = editor.want >= END
    editor.last_visual = visual, editor.at
    first, last = sorted((visual.start, editor.at))
    editor.text.marks["<"], editor.text.marks[">"] = first, last
    if visual.kind == "V":
        editor.text.marks["<"], editor.text.marks[">"] = (first[0], 0), (last[0], END)
    editor.visual = None
    editor.mode = ""
    return visual


def reselect(editor: Editor) -> None:
    """Select what was selected last."""
    if editor.last_visual is None:
        raise Failed
    visual, at = editor.last_visual
    editor.visual = Visual(visual.kind, visual.start)
    editor.mode = MODES[visual.kind]
    editor.move(*at, past_end=True)
    if visual.to_end:
        editor.want = END


def selected(editor: Editor, visual: Visual) -> Extent:
    """Return the piece that is selected."""
    first, last = sorted((visual.start, editor.at))
    if visual.kind == "V":
        return Extent(first, last, Kind.LINES)
    if visual.kind == BLOCK:
        return block_extent(editor, visual.start, editor.at, to_end=editor.want >= END)
    if last[1] >= len(editor.lines[last[0]]):
        if last[0] + 1 < len(editor.lines):
            return Extent(first, (last[0] + 1, 0))
        return Extent(first, (last[0], len(editor.lines[last[0]])))
    return Extent(first, (last[0], last[1] + 1))


def spans(editor: Editor, line: int) -> list[tuple[int, int]]:
    """Return which characters of a line are selected."""
    visual = editor.visual
    if visual is None:
        return []
    first, last = sorted((visual.start, editor.at))
    if not first[0] <= line <= last[0]:
        return []
    text = editor.lines[line]
    if visual.kind == "V":
        return [(0, len(text) + 1)]
    if visual.kind == BLOCK:
        extent = block_extent(editor, visual.start, editor.at, to_end=editor.want >= END)
        start = index_at(text, extent.left, editor.tabstop)
        stop = len(text) if extent.to_end else index_at(text, extent.right - 1, editor.tabstop) + 1
        return [(start, min(stop, len(text)))]
    start = first[1] if line == first[0] else 0
    stop = last[1] + 1 if line == last[0] else len(text) + 1
    return [(start, stop)]


def shape(editor: Editor, extent: Extent, kind: str) -> tuple[str, int, int]:
    """Return how large a selection is, to repeat what is done to it elsewhere."""
    lines = extent.height
    if kind == BLOCK:
        return kind, lines, END if extent.to_end else extent.right - extent.left
    if extent.height > 1:
        return kind, lines, extent.stop[1]
    return kind, lines, extent.stop[1] - extent.start[1]


def repeat_visual(editor: Editor, wanted: tuple[str, int, int]) -> None:
    """Select as much as was selected, from the cursor."""
    kind, lines, size = wanted
    begin_visual(editor, kind)
    last = min(editor.line + lines - 1, len(editor.lines) - 1)
    text = editor.lines[last]
    if kind == BLOCK:
        column = column_of(editor.current, editor.column, editor.tabstop)
        editor.move(
            last, index_at(text, column + min(size, END) - 1, editor.tabstop) if size < END else len(text)
        )
        if size >= END:
            editor.want = END
    elif kind == "v":
        editor.move(last, size - 1 if lines > 1 else editor.column + size - 1)
    else:
        editor.move(last, editor.column)


async def visual_command(  # noqa: PLR0911 - a key a branch
    editor: Editor, key: str, count: int | None, register: str
) -> tuple[str, int, int] | None:
    """Do what a key does while something is selected; returns the selection's shape where it was changed."""
    visual = editor.visual
    if visual is None:
        raise Failed
    if key in ("\x1b", "\x03"):
        end_visual(editor)
        editor.move(editor.line, editor.column)
        return None
    if key in MODES:
        if key == visual.kind:
            end_visual(editor)
            editor.move(editor.line, editor.column)
        else:
            visual.kind = key
            editor.mode = MODES[key]
        return None
    if key in ("o", "O"):
        _swap(editor, visual, only_columns=key == "O" and visual.kind == BLOCK)
        return None
    if key == "g":
        second = await editor.input.key()
        if key + second in SAME:
            key += second
        elif second == "v":
            reselect(editor)
            return None
        else:
            editor.input.stuff([second])
    if key in ("i", "a") and visual.kind != BLOCK:
        await _object(editor, visual, key, count)
        return None
    if key in SAME or key in WHOLE or key in ("r", "p", "P", "I", "A", "\x01", "\x18"):
        return await _change(editor, visual, key, count, register)
    await _other(editor, key, count)
    return None


async def _other(editor: Editor, key: str, count: int | None) -> None:
    """Do what selects more, or leads to the command line."""
    if key == ":":
        end_visual(editor)
        line = await command_line(editor, ":", "'<,'>")
        if line is not None:
            await editor.run_line(line)
        return
    motion = await read_motion(editor, key, count)
    if motion is None:
        await editor.run_scroll(key, count)
        return
    go(editor, motion)


def _swap(editor: Editor, visual: Visual, *, only_columns: bool) -> None:
    start, at = visual.start, editor.at
    if only_columns:
        visual.start = start[0], at[1]
        editor.move(at[0], start[1], past_end=True)
    else:
        visual.start = at
        editor.move(*start, past_end=True)


async def _object(editor: Editor, visual: Visual, key: str, count: int | None) -> None:
    motion = text_object(editor, key == "a", await editor.input.key(), count or 1)
    start: Position = motion.start if motion.start is not None else editor.at
    line, column = motion.at
    if not motion.inclusive and not motion.linewise:
        if (line, column) <= start:
            return
        line, column = (line, column - 1) if column else (line - 1, max(0, len(editor.lines[line - 1]) - 1))
    if visual.start == editor.at:
        visual.start = start
    if motion.linewise:
        visual.kind = "V"
        editor.mode = MODES["V"]
    editor.move(line, column, past_end=True)


async def _change(
    editor: Editor, visual: Visual, key: str, count: int | None, register: str
) -> tuple[str, int, int] | None:
    extent = selected(editor, visual)
    kind = visual.kind
    done = shape(editor, extent, kind)
    argument = await editor.input.key() if key == "r" else ""
    end_visual(editor)
    if key in WHOLE:
        if kind == BLOCK and key in "DC":
            extent.to_end = True
        elif not (kind == BLOCK and key == "Y"):
            extent = Extent(extent.start, (_last_line(extent), 0), Kind.LINES)
        key = WHOLE[key]
    editor.move(*extent.start, past_end=True)
    match key:
        case "r":
            fill(editor, extent, argument)
        case "p" | "P":
            put_over(editor, extent, register, count or 1)
        case "I" | "A":
            await insert_block(editor, extent, kind, behind=key == "A")
        case "c" | "s" if kind == BLOCK:
            edits.delete(editor, extent, register)
            await type_into(editor, extent, extent.start[1], pad=False)
        case "\x01" | "\x18":
            raise Failed
        case _:
            await apply(editor, SAME.get(key, key), extent, register, count or 1)
    return None if key == "y" else done


def _last_line(extent: Extent) -> int:
    """Return the last line of a piece: not the one before whose first character it ends."""
    return extent.last - (
        extent.kind is Kind.CHARACTERS and extent.stop[1] == 0 and extent.last > extent.first
    )
