"""Does what a command line says: finds the command, and the one behind a bar."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wizard.hostsim.vi import ex_files, ex_leaving, ex_lines, ex_other
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.ranges import ExCall, check_range, read_call

Doer = Callable[[Editor, ExCall], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its name, how much of it has to be typed, what does it, and how its line is read."""

    name: str
    shortest: int
    do: Doer
    bar: bool = True
    lines: bool = True
    """Whether its addresses are lines of the text; else they are a count."""
    zero: bool = False


def _entries() -> list[Entry]:
    lines, files, leaving, other = ex_lines, ex_files, ex_leaving, ex_other
    return [
        Entry("append", 1, other.unavailable), Entry("args", 2, leaving.args), Entry("buffers", 7,
        leaving.buffers),
        Entry("change", 1, other.unavailable), Entry("cd", 2, other.directory),
        Entry("copy", 2, lines.copy, zero=True), Entry("t", 1, lines.copy, zero=True),
        Entry("delete", 1, lines.delete), Entry("display", 2, other.registers), Entry("edit", 1, files.edit,
        bar=False),
        Entry("enew", 3, files.enew), Entry("ex", 2, files.edit), Entry("exit", 3, leaving.exit_),
        Entry("file", 1, files.name), Entry("files", 5, leaving.buffers), Entry("first", 3, leaving.first),
        Entry("rewind", 3, leaving.first), Entry("global", 1, run_global, bar=False),
        Entry("help", 1, other.help_), Entry("history", 3, other.history), Entry("insert", 1,
        other.unavailable),
        Entry("join", 1, lines.join), Entry("k", 1, lines.mark), Entry("last", 2, leaving.last),
        Entry("list", 1, lines.show), Entry("ls", 2, leaving.buffers), Entry("mark", 2, lines.mark),
        Entry("marks", 5, other.marks), Entry("move", 1, lines.move, zero=True), Entry("next", 1,
        leaving.following),
        Entry("nohlsearch", 3, other.no_highlight), Entry("normal", 4, other.normal, bar=False),
        Entry("number", 2, lines.show), Entry("#", 1, lines.show), Entry("previous", 4, leaving.previous),
        Entry("Next", 1, leaving.previous), Entry("print", 1, lines.show), Entry("Print", 1, lines.show),
        Entry("put", 2, lines.put, zero=True), Entry("pwd", 2, other.working), Entry("quit", 1,
        leaving.quit_),
        Entry("quitall", 5, leaving.quit_all), Entry("qall", 2, leaving.quit_all), Entry("close", 3,
        leaving.quit_),
        Entry("read", 1, files.read, bar=False, zero=True), Entry("redo", 3, lines.redo),
        Entry("registers", 3, other.registers), Entry("redraw", 4, other.redraw), Entry("retab", 3,
        lines.retab),
        Entry("saveas", 3, files.save_as), Entry("set", 2, other.set_), Entry("setlocal", 4, other.set_),
        Entry("shell", 2, other.shell), Entry("sort", 3, lines.sort), Entry("stop", 2, other.suspend),
        Entry("suspend", 3, other.suspend), Entry("substitute", 1, lines.substitute, bar=False),
        Entry("&", 1, lines.substitute_again, bar=False), Entry("&&", 2, lines.substitute_again, bar=False),
        Entry("~", 1, lines.substitute_again, bar=False), Entry("syntax", 2, other.nothing),
        Entry("filetype", 5, other.nothing), Entry("undo", 1, lines.undo), Entry("update", 2, files.update),
        Entry("version", 2, other.version), Entry("vglobal", 1, run_global, bar=False), Entry("view", 3,
        files.view),
        Entry("visual", 2, files.edit), Entry("wall", 2, files.write), Entry("wnext", 2, leaving.write_next),
        Entry("wq", 2, leaving.write_quit), Entry("wqall", 3, leaving.write_quit), Entry("write", 1,
        files.write, bar=False),
        Entry("xall", 2, leaving.exit_), Entry("xit", 1, leaving.exit_), Entry("yank", 1, lines.yank),
        Entry("!", 1, other.bang, bar=False), Entry("=", 1, lines.line_number), Entry("@", 1, other.play),
    ]  # fmt: skip


def _find(name: str) -> Entry | None:
    if re.fullmatch(r"<+|>+", name):
        return Entry(name, 1, ex_lines.shift)
    for entry in ENTRIES:
        if entry.name.startswith(name) and len(name) >= entry.shortest:
            return entry
    return None


ELSEWHERE = (
    "split", "vsplit", "new", "vnew", "tabedit", "tabnew", "only", "wincmd", "map", "nmap", "imap", "unmap",
    "abbreviate",
    "autocmd", "let", "if", "source", "make", "grep", "vimgrep", "diffthis", "echo", "function", "python",
    "buffer", "bnext",
    "bdelete", "badd", "colorscheme", "command", "digraphs", "fold", "highlight", "mkexrc", "recover",
    "preserve", "tag",
)  # fmt: skip
"""Commands of larger editions."""


async def run_line(editor: Editor, line: str) -> None:
    """Do what a command line says. Raises Failed."""
    rest: str | None = line
    while rest is not None:
        if editor.level > 20:
            raise Failed("E169: Command too recursive")
        rest = await _run_one(editor, rest)


async def _run_one(editor: Editor, line: str) -> str | None:
    """Do the first command of a line, and return what stands behind its bar."""
    call = read_call(editor, line)
    if not call.name:
        return _go_to(editor, call)
    entry = _find(call.name)
    if entry is None:
        if any(name.startswith(call.name) and len(call.name) > 2 for name in ELSEWHERE) or call.name == "sp":
            raise Failed("E319: Sorry, the command is not available in this version")
        raise Failed(f"E492: Not an editor command: {line.lstrip(' :')}")
    rest = None
    if entry.bar:
        call.argument, rest = _until_bar(call.argument)
    if entry.lines:
        if call.addresses:
            if call.first > call.last:
                await _ask_backwards(editor)
            check_range(editor, call, zero=entry.zero)
    elif call.addresses:
        raise Failed("E481: No range allowed")
    editor.level += 1
    try:
        await entry.do(editor, call)
    finally:
        editor.level -= 1
    return rest


async def _ask_backwards(editor: Editor) -> None:
    editor.prompt = ("Backwards range given, OK to swap (y/n)?", -1)
    try:
        while (key := await editor.input.key()) not in ("y", "n", "\x1b", "\x03"):
            pass
    finally:
        editor.prompt = None
    if key != "y":
        raise Failed


def _go_to(editor: Editor, call: ExCall) -> str | None:
    rest = call.argument[1:] if call.argument.startswith("|") else None
    if call.addresses:
        if call.last < -1:
            raise Failed("E16: Invalid range")
        editor.mark_jump()
        editor.move_to_first(min(max(0, call.last), len(editor.lines) - 1))
    return rest


def _until_bar(argument: str) -> tuple[str, str | None]:
    match = re.search(r"(?<!\\)\|", argument)
    if match is None:
        return argument.rstrip() if argument.strip() else "", None
    return argument[: match.start()].rstrip(), argument[match.end() :]


async def run_global(editor: Editor, call: ExCall) -> None:
    """:g and :v: run a command on each line that matches, or does not."""
    if editor.running_global:
        raise Failed("E147: Cannot do :global recursive")
    if not call.addresses:
        call.first, call.last = 0, len(editor.lines) - 1
    chosen, command = ex_lines.chosen_lines(editor, call)
    if not chosen:
        return
    before = len(editor.lines)
    editor.running_global = True
    editor.substituted = 0, 0
    editor.begin_change()
    await ex_lines.on_each(editor, chosen, command or "p", lambda line: run_line(editor, line))
    editor.report_lines(len(editor.lines) - before)
    made, lines = editor.substituted
    if made > editor.settings.number("report"):
        editor.say(f"{made} substitutions on {lines} line{'s' if lines > 1 else ''}")


ENTRIES = _entries()
