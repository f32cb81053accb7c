"""One line, read from a terminal with line editing as readline's emacs mode has it."""

from __future__ import annotations

from wizard.hostsim.interactive.commands import Editor
from wizard.hostsim.interactive.completion import Complete
from wizard.hostsim.interactive.display import Display
from wizard.hostsim.interactive.history import History
from wizard.hostsim.interactive.line import KillRing
from wizard.hostsim.pasting import OFF
from wizard.hostsim.process import Process, decode


async def edited_line(
    process: Process,
    prompt: str,
    *,
    history: History | None = None,
    complete: Complete | None = None,
    kills: KillRing | None = None,
) -> str:
    r"""Show a prompt and return one line, without its end, typed with line editing as readline has it.

    Without a terminal the prompt is printed and a line of standard input is read. What takes no room in the
    prompt stands between \1 and \2, or is an escape sequence. The line is not added to the history. Raises
    EOFError for Ctrl-D on an empty line, with the cursor still behind the prompt, and for a closed terminal;
    KeyboardInterrupt for Ctrl-C.
    """
    await process.flush()
    terminal = process.terminal
    if terminal is None or process.stdin is not terminal:
        process.out(prompt)
        await process.flush()
        line = await process.stdin.read_line()
        if not line:
            raise EOFError
        return decode(line.removesuffix(b"\n"))
    display = Display(terminal, prompt)
    editor = Editor(terminal, display, history or History(), complete, kills or KillRing())
    async with terminal.raw():
        if not display.dumb:
            await terminal.marks_pastes()
        try:
            return await editor.read()
        finally:
            if not display.dumb and not terminal.gone:
                await terminal.send(OFF)
