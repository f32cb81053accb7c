"""The other commands of ex: :set, :!, :help, :registers …"""

from __future__ import annotations

import posixpath
import re

from wizard.hostsim.vi import edits
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.ranges import ExCall, check_range
from wizard.hostsim.vi.registers import Kind
from wizard.hostsim.vi.settings import WrongSetting

HELP = """\
vi                                                          a short reference

 Move:      h j k l (or arrows)   w b e  words   0 ^ $  in the line
            gg G {n}G  lines      Ctrl-F Ctrl-B  pages     % brackets
 Insert:    i a  here             I A  at an end of the line     o O  a new line
            Esc ends it
 Delete:    x  a character        dd  a line   dw  a word    D  to the end
 Change:    cw  a word            cc  a line   r  a character
 Copy:      yy  a line            yw  a word   p P  put it in
 Undo:      u                     Ctrl-R  redo               .  repeat
 Search:    /text  ?text          n N  again   *  the word here
 Replace:   :s/old/new/           :%s/old/new/g  everywhere
 Save, end: :w   :q   :wq   ZZ    :q!  without saving
 Options:   :set nu   :set ic   :set paste   :noh
 Commands:  :!command             :r file   :r !command   :e file
"""
VERSION = "VIM - Vi IMproved 7.4 (2013 Aug 10)"


async def set_(editor: Editor, call: ExCall) -> None:
    """:set: show or change options."""
    words = re.findall(r"(?:\\.|\S)+", call.argument)
    if not words:
        editor.pages += ["--- Options ---", *editor.settings.changed()]
        return
    for word in words:
        try:
            if word == "all":
                editor.pages += [
                    "--- Options ---",
                    *map(editor.settings.shown, sorted(editor.settings.values)),
                ]
                continue
            shown = editor.settings.set(word)
        except WrongSetting as error:
            raise Failed(str(error)) from None
        if shown:
            editor.say(shown)
    editor.highlight = True


async def no_highlight(editor: Editor, call: ExCall) -> None:
    """:noh: stop highlighting, until the next search."""
    editor.highlight = False


async def help_(editor: Editor, call: ExCall) -> None:
    """:help: show a short page."""
    if call.argument:
        raise Failed(f"E149: Sorry, no help for {call.argument}")
    editor.pages += HELP.splitlines()


async def version(editor: Editor, call: ExCall) -> None:
    """:version: say which vi this plays."""
    editor.say(VERSION)


async def nothing(editor: Editor, call: ExCall) -> None:
    """Do nothing: there is no colour to switch."""


async def redraw(editor: Editor, call: ExCall) -> None:
    """:redraw: paint the screen anew."""
    editor.repaint = True


async def unavailable(editor: Editor, call: ExCall) -> None:
    """Say that a command is of larger editions."""
    raise Failed("E319: Sorry, the command is not available in this version")


async def working(editor: Editor, call: ExCall) -> None:
    """:pwd: say the working directory."""
    editor.say(editor.world.full_path("."))


async def directory(editor: Editor, call: ExCall) -> None:
    """:cd: the working directory stays."""
    target = posixpath.normpath(editor.world.full_path(call.argument or "~"))
    if target != editor.world.full_path("."):
        raise Failed("E319: Sorry, the command is not available in this version")


async def history(editor: Editor, call: ExCall) -> None:
    """:history: show the command lines."""
    editor.pages += ["      #  cmd history"]
    editor.pages += [f"{number:>7}  {line}" for number, line in enumerate(editor.history.commands, 1)]


async def registers(editor: Editor, call: ExCall) -> None:
    """:registers: show what is in them."""
    editor.pages.append("--- Registers ---")
    wanted = call.argument.replace(" ", "")
    for name in ['"', *"0123456789", *"abcdefghijklmnopqrstuvwxyz", "-"]:
        content = editor.registers.get(name)
        if content is None or (wanted and name not in wanted):
            continue
        text = "^J".join(content.lines)[:1000] + "^J" * (content.kind is Kind.LINES)
        editor.pages.append(f'"{name}   {text}')
    for name, text in (
        (":", "".join(editor.history.commands[-1:])),
        ("/", editor.pattern),
        ("%", editor.file.name),
    ):
        if text and (not wanted or name in wanted):
            editor.pages.append(f'"{name}   {text}')


async def marks(editor: Editor, call: ExCall) -> None:
    """:marks: show where they are."""
    editor.pages.append("mark line  col file/text")
    for name, (line, column) in sorted(editor.text.marks.items()):
        if len(name) == 1 and line < len(editor.lines):
            shown = min(column, len(editor.lines[line]))
            editor.pages.append(f" {name} {line + 1:>6} {shown:>4} {editor.lines[line].strip()[:200]}")


async def normal(editor: Editor, call: ExCall) -> None:
    """:normal: type keys as in normal mode, on each of the lines."""
    if not call.argument:
        raise Failed("E471: Argument required")
    for line in range(call.first, call.last + 1):
        if call.addresses:
            editor.move(min(line, len(editor.lines) - 1), 0)
        editor.input.stuff([*call.argument, "\x1b"])
        try:
            while editor.input.stuffed:
                await editor.run_command()
        except Failed:
            editor.input.forget()


async def play(editor: Editor, call: ExCall) -> None:
    """:@: do what a register has as a command line."""
    name = call.argument[:1] or "@"
    if name in (":", "@"):
        if editor.history.commands[-2:-1]:
            await editor.run_line(editor.history.commands[-2])
        return
    for line in edits.content_of(editor, name).lines:
        await editor.run_line(line)


# --- commands of the shell


def expanded(editor: Editor, command: str) -> str:
    """Put the file's name in for `%`, the other file's for `#`, the command before for `!`."""

    def one(match: re.Match[str]) -> str:
        text = match[0]
        if text[0] == "\\":
            return text[1:]
        if text == "!":
            if not editor.last_shell:
                raise Failed("E34: No previous command")
            return editor.last_shell
        name = editor.file.name if text[0] == "%" else editor.alternate
        if not name:
            raise Failed("E499: Empty file name for '%' or '#', only works with \":p:h\"")
        for modifier in text[1:].split(":")[1:]:
            match modifier:
                case "p":
                    name = editor.world.full_path(name)
                case "h":
                    name = posixpath.dirname(name) or "."
                case "t":
                    name = posixpath.basename(name)
                case "r":
                    name = posixpath.splitext(name)[0]
        return name

    return re.sub(r"\\[!%#]|[%#](?::[phtr])*|!", one, command)


async def bang(editor: Editor, call: ExCall) -> None:
    """:!: run a command of the shell, or put lines through one."""
    command = expanded(editor, call.argument)
    if not command:
        raise Failed("E471: Argument required")
    editor.last_shell = command
    if not call.addresses:
        if editor.text.modified and editor.settings.on("warn"):
            editor.say("[No write since last change]")
        await editor.run_shell(command)
        return
    check_range(editor, call)
    lines = editor.lines[call.first : call.last + 1]
    data = "".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape")
    printed, status = await editor.world.filter(command, data)
    text = printed.decode("utf-8", "surrogateescape")
    made = text.removesuffix("\n").split("\n") if text else []
    editor.begin_change()
    editor.text.replace(call.first, call.last + 1, made)
    editor.move_to_first(min(call.first, len(editor.lines) - 1))
    if status:
        editor.say(f"shell returned {status}")
    elif len(lines) > editor.settings.number("report"):
        editor.say(f"{len(lines)} lines filtered")


async def shell(editor: Editor, call: ExCall) -> None:
    """:sh: a shell, until it ends."""
    await editor.run_shell("")


async def suspend(editor: Editor, call: ExCall) -> None:
    """:stop: stop, as Ctrl-Z does."""
    await editor.world.pause()
    editor.repaint = True
