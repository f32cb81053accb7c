"""The editing commands, and the keys that they are on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from wizard.hostsim import limits
from wizard.hostsim.interactive.completion import ASKED, Complete, in_columns, shared
from wizard.hostsim.interactive.display import Display
from wizard.hostsim.interactive.history import History
from wizard.hostsim.interactive.keys import Key, next_key
from wizard.hostsim.interactive.line import KillRing, Line
from wizard.hostsim.interactive.searching import search
from wizard.hostsim.terminal import Terminal

MOST = 10_000
"""The largest number that a command is repeated by."""


class Accepted(Exception):
    """The line is complete."""


class Editor:
    """Reads one line with a terminal in raw mode."""

    def __init__(
        self,
        terminal: Terminal,
        display: Display,
        history: History,
        complete: Complete | None,
        kills: KillRing,
    ) -> None:
        self.terminal = terminal
        self.display = display
        self.history = history
        self.complete = complete
        self.line = Line(kills)
        self.entries = [*history, ""]
        """The history with the line at its end; a line that was changed on the way stays changed."""
        self.at = len(history)
        self.count = 1
        self.last = ""
        """The key before the one that is being carried out."""
        self._last_argument = (0, 0, 0)
        """Of Alt-.: the entry that it looked at, and where in the line its text is."""
        self._yanked = (0, 0)

    async def read(self) -> str:
        """Return the line; raises EOFError and KeyboardInterrupt as `edited_line` does."""
        await self.show()
        try:
            while True:
                await self.obey(await next_key(self.terminal))
                if not self.terminal.unread or self.terminal.gone:
                    await self.show()
        except Accepted:
            await self.show()
            await self.display.leave()
            return self.line.text

    async def show(self) -> None:
        """Show the line as it is now."""
        await self.display.show(self.line.text, self.line.cursor)

    async def obey(self, key: str) -> None:
        """Carry out the command of a key."""
        if key == "M--" or (key[:2] == "M-" and key[2:].isdigit()):
            await self._number(key[2:])
            return
        self.line.begin_command(inserts=not isinstance(key, Key))
        if not isinstance(key, Key):
            if not self.line.insert(key[0] * max(self.count, 0) + key[1:]):
                await self.display.bell()
        elif (command := COMMANDS.get(key)) is not None:
            done = command(self)
            if done is not None:
                await done
        elif key not in ("C-z", "C-\\", "C-@", "C-s", "C-q", "insert", "unknown"):
            await self.display.bell()
        self.count, self.last = 1, key

    async def _number(self, digits: str) -> None:
        """Read the number that the next command is repeated by."""
        sign = -1 if digits == "-" else 1
        number = digits.strip("-")
        while True:
            key = await next_key(self.terminal)
            if isinstance(key, Key) and not (key[:2] == "M-" and key[2:].isdigit()):
                break
            text = key.removeprefix("M-")
            digit = text[:1]
            if not digit.isdigit():
                break
            number = (number + digit)[:6]
            if len(text) > 1:
                key = text[1:]
                break
        self.count = sign * min(int(number or 1), MOST)
        await self.obey(key)

    # --- moving

    def move(self, to: int) -> None:
        self.line.cursor = max(0, min(to, len(self.line.text)))

    def step(self, where: Callable[[], int], back: Callable[[], int]) -> None:
        """Move so many times as the number says; the other way where it is negative."""
        for _ in range(abs(self.count)):
            self.move(where() if self.count > 0 else back())

    async def clear(self) -> None:
        await self.display.clear()

    # --- deleting and yanking

    @property
    def joins(self) -> bool:
        """Whether killed text is joined with what the key before has killed."""
        return self.last in KILLING

    def kill(self, where: Callable[[], int]) -> None:
        """Kill from the cursor to a place, so many times as the number says."""
        for turn in range(min(abs(self.count), MOST)):
            begin, end = sorted((self.line.cursor, where()))
            if begin == end:
                break
            self.line.kill(begin, end, joins=self.joins or turn > 0)

    async def delete(self, where: Callable[[], int]) -> None:
        for _ in range(abs(self.count)):
            begin, end = sorted((self.line.cursor, where()))
            if begin == end:
                await self.display.bell()
                return
            self.line.delete(begin, end)

    async def delete_or_end(self) -> None:
        if not self.line.text and self.last != "C-d":
            raise EOFError
        await self.delete(self.line.after)

    async def yank(self) -> None:
        if not self.line.kills.texts:
            return
        begin = self.line.cursor
        text = self.line.kills.texts[0]
        if not self.line.insert(text):
            await self.display.bell()
        self._yanked = (begin, self.line.cursor)

    async def yank_pop(self) -> None:
        texts = self.line.kills.texts
        if self.last not in ("C-y", "M-y") or not texts:
            await self.display.bell()
            return
        texts.rotate(-1)
        self.line.delete(*self._yanked)
        await self.yank()

    async def yank_last_argument(self) -> None:
        """Insert the last word of the line before; repeated, of the one before that."""
        entry, begin, end = self._last_argument
        if self.last in ("M-.", "M-_"):
            self.line.delete(begin, end)
        else:
            entry = len(self.history)
        entry -= 1
        if entry < 0:
            await self.display.bell()
            return
        words = self.history.lines[entry].split()
        begin = self.line.cursor
        if not self.line.insert(words[-1] if words else ""):
            await self.display.bell()
        self._last_argument = (entry, begin, self.line.cursor)

    # --- changing

    def transpose(self) -> None:
        text, at = self.line.text, self.line.cursor
        at = at - 1 if at == len(text) else at
        if at > 0:
            self.line.set(text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :], at + 1)

    def change_word(self, change: Callable[[str], str]) -> None:
        text, at = self.line.text, self.line.cursor
        end = self.line.word_end()
        self.line.set(text[:at] + change(text[at:end]) + text[end:], end)

    async def quoted_insert(self) -> None:
        await self.show()
        while not (data := self.terminal.unread):
            if self.terminal.gone:
                return
            await self.terminal.change()
        if data[0] >= 0x80:
            return  # a character of several bytes is inserted as it is anyway
        self.terminal.consume(1)
        self.line.insert(chr(data[0]))

    async def undo(self) -> None:
        if not self.line.undo():
            await self.display.bell()

    # --- history

    async def go(self, to: int) -> None:
        """Go to an entry of the history."""
        if not 0 <= to < len(self.entries) or to == self.at:
            await self.display.bell()
            return
        self.entries[self.at] = self.line.text
        self.at = to
        self.line.take(self.entries[to])

    async def search(self, *, forward: bool = False) -> None:
        """Search the history as one types; the key that ends the search is carried out."""
        key = await search(self, forward=forward)
        if key is not None:
            await self.obey(key)

    # --- ending

    async def interrupt(self) -> None:
        await self.show()
        self.move(len(self.line.text))
        await self.show()
        await self.display.write("^C")
        await self.display.leave()
        raise KeyboardInterrupt

    async def hang_up(self) -> None:
        raise EOFError

    async def comment(self) -> None:
        self.line.cursor = 0
        self.line.insert("#")
        raise Accepted

    async def accept(self) -> None:
        raise Accepted

    # --- completion

    async def complete_word(self, *, list_at_once: bool = False) -> None:
        """Complete what stands before the cursor, as far as it is certain; list what is possible."""
        before = self.line.text[: self.line.cursor]
        if self.complete is None:
            self.line.insert("\t")
            return
        found = self.complete(before)
        words = sorted(set(found.words))
        if not words:
            await self.display.bell()
            return
        stem = shared(words)
        if len(words) == 1 and not stem.endswith(("/", "=")):
            behind = self.line.text[self.line.cursor :]
            stem += "" if behind.startswith(" ") else " "
        if stem != before[found.start :] and len(stem) >= len(before) - found.start:
            self._put(found.start, stem)
        elif len(words) > 1:
            if list_at_once or self.last == "C-i":
                await self._list([found.shown(word) for word in words])
            else:
                await self.display.bell()
            return
        if len(words) > 1:
            await self.display.bell()

    def _put(self, start: int, text: str) -> None:
        rest = self.line.text[self.line.cursor :]
        whole = self.line.text[:start] + text + rest
        if len(whole) <= limits.EDITED:
            self.line.set(whole, start + len(text))

    async def _list(self, words: list[str]) -> None:
        await self.show()
        await self.display.leave()
        if len(words) >= ASKED:
            await self.display.write(f"Display all {len(words)} possibilities? (y or n)")
            while (key := await next_key(self.terminal))[:1].lower() not in ("y", "n", " "):
                if key in ("C-c", "C-g", "backspace", "hangup"):
                    break
            await self.display.write("\n")
            if key[:1].lower() not in ("y", " "):
                return
        await self.display.write(in_columns(words, self.terminal.size.columns))


Command = Callable[[Editor], Awaitable[None] | None]

KILLING = ("C-k", "C-u", "C-w", "M-d", "M-backspace", "M-C-h")

COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("C-a", "home"), lambda e: e.move(0)),
    **dict.fromkeys(("C-e", "end"), lambda e: e.move(len(e.line.text))),
    **dict.fromkeys(("C-f", "right"), lambda e: e.step(e.line.after, e.line.before)),
    **dict.fromkeys(("C-b", "left"), lambda e: e.step(e.line.before, e.line.after)),
    "M-f": lambda e: e.step(e.line.word_end, e.line.word_begin),
    "M-b": lambda e: e.step(e.line.word_begin, e.line.word_end),
    "C-d": lambda e: e.delete_or_end(),
    "delete": lambda e: e.delete(e.line.after),
    **dict.fromkeys(("C-h", "backspace"), lambda e: e.delete(e.line.before)),
    "C-k": lambda e: e.kill(lambda: len(e.line.text)),
    "C-u": lambda e: e.kill(lambda: 0),
    "C-w": lambda e: e.kill(e.line.blank_begin),
    "M-d": lambda e: e.kill(e.line.word_end),
    **dict.fromkeys(("M-backspace", "M-C-h"), lambda e: e.kill(e.line.word_begin)),
    "C-y": lambda e: e.yank(),
    "M-y": lambda e: e.yank_pop(),
    **dict.fromkeys(("M-.", "M-_"), lambda e: e.yank_last_argument()),
    "C-t": lambda e: e.transpose(),
    "M-u": lambda e: e.change_word(str.upper),
    "M-l": lambda e: e.change_word(str.lower),
    "M-c": lambda e: e.change_word(str.title),
    **dict.fromkeys(("C-v", "C-q"), lambda e: e.quoted_insert()),
    "C-_": lambda e: e.undo(),
    "M-r": lambda e: e.line.undo_all(),
    "C-l": lambda e: e.clear(),
    "resize": lambda e: e.display.resized(),
    **dict.fromkeys(("C-p", "up"), lambda e: e.go(e.at - 1)),
    **dict.fromkeys(("C-n", "down"), lambda e: e.go(e.at + 1)),
    "M-<": lambda e: e.go(0),
    "M->": lambda e: e.go(len(e.entries) - 1),
    "C-r": lambda e: e.search(),
    "C-s": lambda e: e.search(forward=True),
    "C-c": lambda e: e.interrupt(),
    "hangup": lambda e: e.hang_up(),
    "M-#": lambda e: e.comment(),
    **dict.fromkeys(("C-j", "C-m"), lambda e: e.accept()),
    "C-i": lambda e: e.complete_word(),
    "M-?": lambda e: e.complete_word(list_at_once=True),
}
