"""Normal commands that select, scroll, set marks, and lead elsewhere."""

from __future__ import annotations

import re

from wizard.hostsim.vi import scrolling
from wizard.hostsim.vi.cmdline import command_line
from wizard.hostsim.vi.commands import Call, command
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.info import file_info
from wizard.hostsim.vi.insert import insert_mode
from wizard.hostsim.vi.visual import begin_visual, reselect


@command("v", "V", "\x16")
async def select(editor: Editor, call: Call) -> None:
    """Begin a selection."""
    begin_visual(editor, call.key)


@command("gv")
async def select_again(editor: Editor, call: Call) -> None:
    """Select what was selected last."""
    reselect(editor)


@command("m")
async def set_mark(editor: Editor, call: Call) -> None:
    """Set a mark."""
    name = await editor.input.key()
    if not re.fullmatch(r"[a-zA-Z'`\[\]<>\"]", name):
        raise Failed
    editor.text.marks["'" if name == "`" else name] = editor.at


@command(":")
async def ex_line(editor: Editor, call: Call) -> None:
    """Read a command line and do what it says."""
    reach = ""
    if call.count is not None:
        reach = "." if call.count == 1 else f".,.+{call.count - 1}"
    line = await command_line(editor, ":", reach)
    if line is not None:
        await editor.run_line(line)


@command("Z")
async def leave(editor: Editor, call: Call) -> None:
    """ZZ writes what changed and ends, ZQ only ends."""
    key = await editor.input.key()
    if key not in ("Z", "Q"):
        raise Failed
    await editor.run_line("x" if key == "Z" else "q!")


@command("\x06", "<PageDown>", "\x02", "<PageUp>")
async def page(editor: Editor, call: Call) -> None:
    """Scroll by windows."""
    down = call.key in ("\x06", "<PageDown>")
    (scrolling.page_down if down else scrolling.page_up)(editor, call.times)


@command("\x04", "\x15")
async def half_page(editor: Editor, call: Call) -> None:
    """Scroll by half a window."""
    scrolling.half_page(editor, call.count, down=call.key == "\x04")


@command("\x05", "\x19")
async def scroll(editor: Editor, call: Call) -> None:
    """Scroll by lines."""
    (scrolling.line_down if call.key == "\x05" else scrolling.line_up)(editor, call.times)


@command("z")
async def place(editor: Editor, call: Call) -> None:
    """Put the cursor's line somewhere in the window."""
    scrolling.place(editor, await editor.input.key(), call.count)


@command("\x07")
async def info(editor: Editor, call: Call) -> None:
    """Say which file this is, and where the cursor is."""
    editor.say(file_info(editor))


@command("\x0c")
async def redraw(editor: Editor, call: Call) -> None:
    """Paint the screen anew."""
    editor.repaint = True


@command("\x03")
async def interrupt(editor: Editor, call: Call) -> None:
    """Say how to end."""
    editor.say("Type  :quit<Enter>  to exit Vim")


@command("\x1a")
async def stop(editor: Editor, call: Call) -> None:
    """Stop, as Ctrl-Z does."""
    await editor.world.pause()
    editor.repaint = True


@command("\x1e")
async def alternate(editor: Editor, call: Call) -> None:
    """Edit the file before this one."""
    if not editor.alternate:
        raise Failed("E23: No alternate file")
    await editor.run_line("e #")


@command("K", "\x1d")
async def look_up(editor: Editor, call: Call) -> None:
    """Look a word up: there are no tags."""
    raise Failed("E433: No tags file")


@command("<Paste>")
async def paste(editor: Editor, call: Call) -> None:
    """Insert what is pasted."""
    editor.move(editor.line, editor.column + bool(editor.current), past_end=True)
    await insert_mode(editor, pasted=True)


@command("<PasteEnd>", "\x1b", "<Unknown>", "<F1>")
async def nothing(editor: Editor, call: Call) -> None:
    """Do nothing."""
    if call.key == "\x1b" and call.count is None and not call.register:
        raise Failed
