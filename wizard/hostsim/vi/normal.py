"""Normal mode: reads a command's keys and does it."""

from __future__ import annotations

import re

from wizard.hostsim.vi import changing, edits, others, undoing
from wizard.hostsim.vi.commands import COMMANDS, REPEATED, Call, command
from wizard.hostsim.vi.editor import Command, Editor, Failed
from wizard.hostsim.vi.operators import OPERATORS, go, operate, read_motion
from wizard.hostsim.vi.registers import Kind, Register
from wizard.hostsim.vi.typed import STUFFED
from wizard.hostsim.vi.visual import repeat_visual, visual_command

LARGEST_COUNT = 999_999_999
FAMILIES = (changing, others, undoing)
"""The modules that fill the table of commands."""


async def read_prefix(editor: Editor) -> Call:
    """Read a register, a count, and the key of a command."""
    count = ""
    register = ""
    while True:
        key = await editor.input.key()
        if key == '"':
            register = await editor.input.key()
            edits.check_register(register, writing=False)
        elif key.isascii() and key.isdigit() and (count or key != "0"):
            count = (count + key)[:9]
        elif key == "<Del>" and count:
            count = count[:-1]
        else:
            return Call(key, min(int(count), LARGEST_COUNT) if count else None, register)


async def normal_command(editor: Editor) -> None:
    """Read one command and do it. Raises Failed where it cannot be done."""
    call = await read_prefix(editor)
    outermost = editor.input.recorded is None
    if outermost:
        editor.input.recorded = [call.key]
    try:
        if editor.visual is not None:
            extent = await visual_command(editor, call.key, call.count, call.register)
            if extent is not None and outermost:
                editor.last_command = Command(editor.input.recorded or [], call.count, call.register, extent)
            return
        await _do(editor, call)
        if outermost and editor.input.recorded and _repeatable(editor.input.recorded):
            editor.last_command = Command(editor.input.recorded, call.count, call.register)
    finally:
        if outermost:
            editor.input.recorded = None
            editor.text.close()


def _repeatable(keys: list[str]) -> bool:
    name = keys[0] if keys[0] != "g" or len(keys) < 2 else keys[0] + keys[1]
    return name in REPEATED or (name in OPERATORS and name != "y")


async def _do(editor: Editor, call: Call) -> None:
    key = call.key
    if key == "g":
        second = await editor.input.key()
        if key + second in COMMANDS or key + second in OPERATORS:
            key = call.key = key + second
        else:
            editor.input.stuff([second])
            if editor.input.recorded:
                editor.input.recorded.pop()
    if key in COMMANDS:
        await COMMANDS[key](editor, call)
    elif key in OPERATORS:
        await operate(editor, key, call.count, call.register)
    else:
        motion = await read_motion(editor, key, call.count)
        if motion is None:
            raise Failed
        go(editor, motion)


# --- repeating


@command(".")
async def repeat(editor: Editor, call: Call) -> None:
    """Repeat the last change."""
    last = editor.last_command
    if last is None:
        raise Failed
    if call.count is not None:
        last.count = call.count
    if last.register.isdigit() and last.register in "12345678":
        last.register = str(int(last.register) + 1)
    before, editor.input.recorded = editor.input.recorded, None
    try:
        if not editor.input.stuff(last.keys):
            raise Failed
        key = await editor.input.key()
        if last.extent is not None:
            repeat_visual(editor, last.extent)
            editor.input.recorded = []
            await visual_command(editor, key, last.count, last.register)
        else:
            editor.input.recorded = []
            await _do(editor, Call(key, last.count, last.register))
    finally:
        editor.input.recorded = before


@command("q")
async def record(editor: Editor, call: Call) -> None:
    """Record keys into a register until the next q."""
    from_register = editor.input.macro
    if from_register is not None:
        editor.input.macro = None
        content = Register(("".join(from_register[:-1]),))
        editor.registers.set(editor.last_macro, content)
        return
    name = await editor.input.key()
    if not re.fullmatch(r'[0-9a-zA-Z"]', name):
        raise Failed
    editor.last_macro = name
    editor.input.macro = []
    editor.mode = ""


@command("@")
async def play(editor: Editor, call: Call) -> None:
    """Type what a register has."""
    name = await editor.input.key()
    if name == ":":
        if not editor.history.commands:
            raise Failed("E30: No previous command line")
        await editor.run_line(editor.history.commands[-1])
        return
    if name == "@":
        name = editor.last_played
    if not name:
        raise Failed("E748: No previously used register")
    content = edits.content_of(editor, name)
    editor.last_played = name
    keys = "\r".join(content.lines) + ("\r" if content.kind is Kind.LINES else "")
    if len(keys) * call.times > STUFFED or not editor.input.stuff(keys * call.times):
        raise Failed
