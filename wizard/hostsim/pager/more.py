"""more: a page, a prompt, the next page; it ends with the text."""

from __future__ import annotations

import re

from wizard.hostsim.execute import execute
from wizard.hostsim.fullscreen.keys import Keyboard
from wizard.hostsim.pager.content import Content, open_content
from wizard.hostsim.pager.layout import Look, rows_of, without_marks
from wizard.hostsim.pager.options import Options
from wizard.hostsim.process import Process
from wizard.hostsim.scheduling import matching
from wizard.hostsim.terminal import Terminal

HELP = """\
Most commands optionally preceded by integer argument k.  Defaults in brackets.
-------------------------------------------------------------------------------
<space>                 Display next k lines of text [current screen size]
<return>                Display next k lines of text [1]
d or ctrl-D             Scroll k lines [half a screen]
q or Q                  Exit from more
s                       Skip forward k lines of text [1]
f                       Skip forward k screenfuls of text [1]
b or ctrl-B             Skip backwards k screenfuls of text [1]
=                       Display current line number
/<regular expression>   Search for kth occurrence of regular expression [1]
n                       Search for kth occurrence of last r.e [1]
!<cmd>                  Execute <cmd> in a subshell
v                       Start up vi at current line
:n  :p                  Go to kth next, previous file [1]
-------------------------------------------------------------------------------
"""


class More:
    """Pages of one file after another."""

    def __init__(self, process: Process, terminal: Terminal, options: Options, content: Content) -> None:
        self.process = process
        self.terminal = terminal
        self.options = options
        self.content = content
        self.at = 0
        self.line = 0
        """The next line to print."""
        self.pattern = ""
        self.keyboard = Keyboard(terminal.read)

    @property
    def page(self) -> int:
        """The lines of a page."""
        return max(1, self.terminal.size.rows - 1)

    async def has(self, number: int) -> bool:
        """Read up to a line; whether there is one."""
        while number >= self.content.end and not self.content.ended:
            await self.content.read_more()
        self.line = max(self.line, self.content.first)
        return number < self.content.end

    async def print(self, rows: int) -> None:
        """Print lines that take so many rows."""
        look = Look(self.terminal.size.columns, raw=True)
        while rows > 0 and await self.has(self.line):
            lines = rows_of(self.content.line(self.line), look, self.line)
            await self.terminal.write("".join(f"{row}\n" for row in lines).encode("utf-8", "surrogateescape"))
            self.line += 1
            rows -= len(lines)

    async def say(self, text: str) -> None:
        """Print something in the place of the prompt."""
        await self.terminal.write(f"\r\x1b[K{text}".encode())

    async def prompt(self) -> str:
        """Show the prompt, and return a key."""
        inode = self.content.inode
        share = ""
        if inode is not None and inode.content:
            done = sum(
                len(line.encode("utf-8", "surrogateescape")) + 1 for line in self.content.lines[: self.line]
            )
            share = f"({done * 100 // len(inode.content)}%)"
        await self.say(f"\x1b[7m--More--{share}\x1b[27m")
        key = await self.keyboard.next()
        await self.say("")
        return key

    async def ask(self, prompt: str) -> str:
        """Read a line."""
        line = ""
        while True:
            await self.say(prompt + line)
            key = await self.keyboard.next()
            if key in ("\r", "\n", "\x1b", "\x03"):
                await self.say("")
                return line if key in ("\r", "\n") else ""
            if key in ("\x7f", "\x08"):
                if not line:
                    return ""
                line = line[:-1]
            elif len(key) == 1 and key >= " " and len(line) < 1000:
                line += key

    async def run(self) -> int:
        """Print pages until the end of the last file, or until somebody ends it."""
        await self.print(self.page)
        while True:
            while not await self.has(self.line):
                if self.at + 1 >= len(self.options.names):
                    return 0
                await self.next_file(1)
            digits = ""
            key = await self.prompt()
            while key.isascii() and key.isdigit():
                digits = (digits + key)[:6]
                key = await self.prompt()
            if key in ("q", "Q", "\x03"):
                return 0
            await self.command(key, int(digits) if digits else None)

    async def command(self, key: str, count: int | None) -> None:  # noqa: PLR0912 - a key a branch
        """Do what a key says."""
        match key:
            case " " | "z":
                await self.print(count or self.page)
            case "\r" | "\n" | "j":
                await self.print(count or 1)
            case "d" | "\x04":
                await self.print(count or max(1, self.page // 2))
            case "s":
                await self.skip(self.line + (count or 1))
            case "f":
                await self.skip(self.line + (count or 1) * self.page)
            case "b" | "\x02":
                await self.skip(max(self.content.first, self.line - ((count or 1) + 1) * self.page))
            case "=":
                await self.say(f"{self.line}\n")
            case "/" | "n":
                await self.search(key)
            case ":":
                second = await self.keyboard.next()
                if second in ("n", "p"):
                    await self.next_file((count or 1) * (1 if second == "n" else -1))
            case "h" | "?":
                await self.terminal.write(HELP.encode())
            case "v" if self.content.name:
                await self.start(["vi", f"+{max(1, self.line)}", self.content.name])
            case "!":
                await self.start(["sh", "-c", await self.ask("!")])

    async def skip(self, line: int) -> None:
        """Go on from another line with a page."""
        await self.terminal.write(b"\n...skipping\n")
        await self.has(line)
        self.line = min(line, self.content.end)
        await self.print(self.page - 1)

    async def search(self, key: str) -> None:
        """Go on from the next line that matches."""
        self.pattern = (await self.ask("/") if key == "/" else "") or self.pattern
        try:
            pattern = re.compile(self.pattern)
        except re.error:
            await self.say("Invalid pattern")
            return
        number = self.line
        while self.pattern and await self.has(number):
            with matching():
                if pattern.search(without_marks(self.content.line(number))):
                    await self.skip(max(0, number - 2))
                    return
            number += 1
        await self.say("\x1b[7mPattern not found\x1b[27m\n")

    async def next_file(self, step: int) -> None:
        """Go to another file."""
        number = max(0, min(self.at + step, len(self.options.names) - 1))
        self.content.close()
        name = self.options.names[number]
        self.content = open_content(self.process, name)
        self.at, self.line = number, 0
        await self.terminal.write(f"::::::::::::::\n{name}\n::::::::::::::\n".encode())
        await self.print(self.page - 3)

    async def start(self, words: list[str]) -> None:
        """Run a program on the terminal."""
        child = self.process.fork(words)
        child.set_fd(0, self.terminal)
        mode = self.terminal.mode
        self.terminal.set_mode(type(mode)())
        trapped, self.process.trapped = self.process.trapped, lambda name: name in ("INT", "QUIT", "TSTP")
        try:
            child.start(execute)
            await child.wait()
        finally:
            self.process.trapped = trapped
            self.terminal.set_mode(mode)
        await self.terminal.write(b"------------------------\n")


async def more(process: Process, options: Options, content: Content) -> int:
    """Show files a page at a time."""
    assert process.terminal is not None  # noqa: S101 - the caller's condition
    async with process.terminal.raw():
        runner = More(process, process.terminal, options, content)
        try:
            return await runner.run()
        except EOFError:
            return 0
        finally:
            runner.content.close()
