"""less: its commands, prompt and screen."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from wizard.hostsim.fullscreen.cells import width
from wizard.hostsim.fullscreen.display import Display
from wizard.hostsim.pager.content import Content, open_content
from wizard.hostsim.pager.layout import NORMAL, REVERSE, Look
from wizard.hostsim.pager.options import Options
from wizard.hostsim.pager.view import View
from wizard.hostsim.process import Process
from wizard.hostsim.scheduling import MatchingTooLong

RETURN = "  (press RETURN)"
WAITING = "Waiting for data... (interrupt to abort)"
CLASSES = {
    **{"alpha": "A-Za-z", "digit": "0-9", "alnum": "A-Za-z0-9"},
    **{"space": r"\s", "upper": "A-Z", "lower": "a-z"},
}
POLL = 0.2
"""Seconds between two looks at a file that is followed."""


class Leave(Exception):
    """The pager ends."""


class Pager:
    """Files, or standard input, on a terminal."""

    def __init__(self, process: Process, options: Options) -> None:
        assert process.terminal is not None  # noqa: S101 - the caller's condition
        self.process = process
        self.options = options
        self.display = Display(process.terminal, self._resized)
        self.names = options.names
        self.at = 0
        letters = options.letters
        self.look = Look(
            self.display.columns, "S" in letters, bool(letters & {"R", "r"}), "N" in letters, options.tabstop
        )
        self.view: View | None = None
        self.fresh = True
        self.message = ""
        self.typing = ""
        """What is typed in the last row: a count, or a line behind a prompt."""
        self.last: tuple[str, bool, bool] | None = None
        """The last search: a pattern, whether forward, whether for lines that do not match."""
        self.marks: dict[str, tuple[int, tuple[int, int]]] = {}
        self.step: int | None = None
        self.help: tuple[View, bool] | None = None
        self.ends = 0
        self.ringing = False

    # --- contents

    def use(self, content: Content) -> None:
        """Show a content from its beginning."""
        if self.view is not None and self.help is None:
            self.view.content.close()
        self.view = View(content, self.look, max(1, self.display.rows - 1), self.read)
        self.fresh = True

    @property
    def shown(self) -> View:
        """The view on what is shown."""
        assert self.view is not None  # noqa: S101 - set before the first command
        return self.view

    async def read(self, content: Content) -> bool:
        """Read more; False where Ctrl-C stopped it."""
        if content.inode is not None:
            await content.read_more()
            return True
        terminal = self.display.terminal
        reading = asyncio.ensure_future(content.read_more())
        try:
            while not reading.done():
                if self._interrupted():
                    return False
                changing = asyncio.ensure_future(terminal.change())
                await asyncio.wait({reading, changing}, return_when=asyncio.FIRST_COMPLETED)
                changing.cancel()
                if terminal.gone:
                    return False
            await reading
            return True
        finally:
            reading.cancel()

    def _interrupted(self) -> bool:
        typed = self.display.terminal.unread
        at = typed.find(b"\x03")
        if at >= 0:
            self.display.terminal.consume(at + 1)
        return at >= 0

    # --- the screen

    async def _resized(self) -> None:
        self.look.columns = self.display.columns
        self.shown.height = max(1, self.display.rows - 1)
        line, _ = self.shown.top
        self.shown.top = (line, 0)
        await self.show()

    async def show(self) -> None:
        """Paint the screen."""
        try:
            rows = await self.shown.shown()
        except MatchingTooLong:
            self.shown.pattern = self.shown.filter = None
            rows = await self.shown.shown()
        prompt = self.typing or await self._prompt()
        columns = self.display.columns
        plain = prompt if len(prompt) < columns else prompt[-(columns - 1) :] if columns > 1 else ""
        reverse = not self.typing and prompt != ":"
        rows.append(f"{REVERSE}{plain}{NORMAL}" if reverse and plain else plain)
        ringing, self.ringing = self.ringing, False
        await self.display.paint(rows, (len(rows) - 1, min(width(plain), columns - 1)), ring=ringing)

    async def _prompt(self) -> str:
        if self.message:
            return self.message
        if self.help is not None:
            more = "END -- Press g to see it again" if await self.shown.at_end() else "Press RETURN for more"
            return f"HELP -- {more}, or q when done"
        end = await self.shown.at_end()
        parts: list[str] = []
        name = self.shown.content.name
        if "M" in self.options.letters:
            parts.append(await self.where(short=True))
        elif self.fresh and name:
            parts.append(
                name + (f" (file {self.at + 1} of {len(self.names)})" if len(self.names) > 1 else "")
            )
        elif "m" in self.options.letters and not end:
            parts.append(f"{await self._percent()}%")
        if end:
            parts.append("(END)")
            if self.at + 1 < len(self.names):
                parts.append(f"- Next: {self.names[self.at + 1]}")
        prompt = " ".join(part for part in parts if part) or ":"
        return f"& {prompt}" if self.shown.filter is not None else prompt

    async def _percent(self) -> int:
        """Return how much of what is known is above the screen's last row, in percent of its bytes."""
        done, total, _ = await self._extent()
        return (done * 200 + total) // (2 * total) if total else 100

    async def _extent(self) -> tuple[int, int, int]:
        """Return the bytes up to the last row, those of the whole content, and the last line."""
        content = self.shown.content
        while content.inode is not None and not content.ended:
            await content.read_more()
        below = await self.shown.bottom()
        last = below[0] + (below[1] > 0) if below else content.end
        kept = content.lines[: last - content.first]
        done = sum(len(line.encode("utf-8", "surrogateescape")) + 1 for line in kept)
        return min(done, content.size), content.size, last

    async def where(self, *, short: bool = False) -> str:
        """Return which lines of which file are on the screen."""
        content = self.shown.content
        done, size, last = await self._extent()
        name = f"{content.name} " if content.name else ""
        if len(self.names) > 1:
            name += f"(file {self.at + 1} of {len(self.names)}) "
        total = f"/{content.end}" if content.ended else ""
        text = f"{name}lines {self.shown.top[0] + 1}-{last}{total}"
        if not short:
            text += f" byte {done}/{size}"
        if await self.shown.at_end():
            return text + ("" if short else " (END)")
        return f"{text} {await self._percent()}%" if content.ended else text

    # --- keys

    async def key(self) -> str:
        """Return the next key, with the screen as it is now where there is none yet."""
        if not self.display.keyboard.has_more:
            await self.show()
        return await self.display.keyboard.next()

    async def ask(self, prompt: str) -> str | None:
        """Read a line in the last row; None where it was given up."""
        line = ""
        try:
            while True:
                self.typing = prompt + line
                key = await self.key()
                if key in ("\r", "\n"):
                    return line
                if key in ("\x1b", "\x03") or (key in ("\x7f", "\x08") and not line):
                    return None
                if key in ("\x7f", "\x08"):
                    line = line[:-1]
                elif key == "\x15":
                    line = ""
                elif key == "\x17":
                    line = re.sub(r"\S*\s*$", "", line)
                elif key == "\x16":
                    line += await self.key()
                elif len(key) == 1 and key >= " " and len(line) < 4096:
                    line += key
        finally:
            self.typing = ""

    def say(self, message: str, *, ring: bool = False) -> None:
        """Show a message in the place of the prompt."""
        self.message = message + RETURN
        self.ringing = ring

    # --- moving

    async def forward(self, rows: int) -> None:
        """Go down; at the end that may be the end of the pager."""
        view = self.shown
        if await view.forward(rows):
            self.ends = 0
            return
        self.ends += 1
        letters = self.options.letters
        if self.help is None and ("E" in letters or ("e" in letters and self.ends > 1)):
            if self.at + 1 < len(self.names):
                self.open(self.at + 1)
            else:
                raise Leave
        self.ringing = True

    def open(self, number: int) -> bool:
        """Show another of the files; False where it cannot be opened."""
        try:
            content = open_content(self.process, self.names[number])
        except OSError as error:
            self.say(f"{self.names[number]}: {error.strerror}")
            return False
        self.at = number
        self.use(content)
        return True

    async def search(self, text: str, *, forward: bool, times: int = 1) -> None:
        """Go to the times'th next line that matches; an empty text stands for the last one."""
        inverted = text.startswith("!")
        text = text[inverted:]
        if not text and self.last is None:
            self.say("No previous regular expression")
            return
        if text:
            self.last = (text, forward, inverted)
        assert self.last is not None  # noqa: S101 - just looked at
        pattern = self.pattern(self.last[0])
        if pattern is None:
            return
        view = self.shown
        view.pattern, view.highlight = pattern, True
        if self.last[2]:
            pattern = re.compile(rf"\A(?![\s\S]*(?:{pattern.pattern}))", pattern.flags)
        step = 1 if forward else -1
        at = view.top[0] - (1 if text and forward else 0)
        for _ in range(times):
            found = await view.find(pattern, at + step, forward=forward)
            if found is None:
                self.say("Pattern not found", ring=True)
                return
            at = found
        view.top = (at, 0)

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """Return a regular expression as less takes it."""
        letters = self.options.letters
        ignore = "I" in letters or ("i" in letters and text == text.lower())
        source = re.sub(r"\[:(\w+):\]", lambda match: CLASSES.get(match[1], ""), text)
        source = source.replace(r"\<", r"\b(?=\w)").replace(r"\>", r"\b(?<=\w)")
        try:
            return re.compile(source, re.IGNORECASE if ignore else 0)
        except (re.error, OverflowError, RecursionError):
            self.say("Invalid pattern")
            return None

    async def follow(self) -> None:
        """Show what comes at the end until Ctrl-C."""
        content = self.shown.content
        self.message = WAITING
        terminal = self.display.terminal
        try:
            while not terminal.gone:
                await self.shown.to_end()
                await self.show()
                if self._interrupted():
                    return
                if content.inode is None and content.ended:
                    await terminal.change()
                elif content.inode is None:
                    if not await self.read(content):
                        return
                else:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(terminal.change(), POLL)
                    content.grown()
        finally:
            self.message = ""
