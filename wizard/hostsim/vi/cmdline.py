"""The command line: what is typed behind `:`, `/` and `?`, with its history and completion."""

from __future__ import annotations

import re

from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.edits import content_of
from wizard.hostsim.vi.looking import word_under_cursor

LONGEST = 64 * 1024
NAMING = re.compile(
    r"^[\s:]*(?:e|edit|w|write|r|read|sav|saveas|n|next|wq|x|f|file|ex|vi|view|find)!?\s+(?:>>\s*)?(\S*)$"
)
"""A command line at whose end a file is named."""


class CommandLine:
    """A line that is edited, with a cursor."""

    def __init__(self, editor: Editor, prompt: str, text: str) -> None:
        self.editor = editor
        self.prompt = prompt
        self.text = text
        self.at = len(text)
        self.history = editor.history.of(prompt)
        self.older = len(self.history)
        self.begun = text
        self.choices: list[str] = []
        self.choice = 0

    def insert(self, text: str) -> None:
        """Put text in at the cursor."""
        text = text[: max(0, LONGEST - len(self.text))]
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def erase(self, start: int) -> None:
        """Remove what is between a place and the cursor."""
        self.text = self.text[:start] + self.text[self.at :]
        self.at = start

    def recall(self, step: int) -> None:
        """Show an older or newer line that begins as this one did."""
        if self.older == len(self.history):
            self.begun = self.text
        at = self.older + step
        while 0 <= at < len(self.history) and not self.history[at].startswith(self.begun):
            at += step
        if at < 0:
            self.editor.ring()
            return
        self.older = min(at, len(self.history))
        self.text = self.history[at] if at < len(self.history) else self.begun
        self.at = len(self.text)

    def complete(self) -> None:
        """Complete the name of a file, at each further Tab with the next one."""
        if not self.choices:
            match = NAMING.match(self.text[: self.at]) if self.prompt == ":" else None
            if match is None:
                self.insert("\t" if self.prompt != ":" else "")
                return
            self.begin = match.start(1)
            self.choices = self.editor.world.names(match[1])
            self.choice = -1
            if not self.choices:
                self.editor.ring()
                return
        self.choice = (self.choice + 1) % len(self.choices)
        self.erase(self.begin)
        self.insert(self.choices[self.choice])

    def word_before(self) -> int:
        """Return where the word before the cursor begins."""
        match = re.search(r"(?:\w+|[^\w\s]+|)\s*$", self.text[: self.at])
        return match.start() if match else 0


async def command_line(editor: Editor, prompt: str, text: str = "") -> str | None:
    """Read a line; None where it was given up."""
    line = CommandLine(editor, prompt, text)
    try:
        while True:
            editor.prompt = prompt + line.text, len(prompt) + line.at
            key = await editor.input.key()
            if key in ("\r", "\n"):
                remember(line.history, line.text)
                editor.say(prompt + line.text)
                return line.text
            if key in ("\x1b", "\x03") or (key in ("\x7f", "\x08") and not line.text):
                editor.say("")
                return None
            await _edit(line, key)
    finally:
        editor.prompt = None


def remember(history: list[str], line: str) -> None:
    """Add a line to a history, as its newest."""
    if line:
        if line in history:
            history.remove(line)
        history.append(line)
        del history[:-50]


async def _edit(line: CommandLine, key: str) -> None:  # noqa: PLR0912 - a key a branch
    if key != "\t":
        line.choices = []
    match key:
        case "\x7f" | "\x08":
            line.erase(max(0, line.at - 1))
        case "<Del>":
            line.at = min(len(line.text), line.at + 1)
            line.erase(max(0, line.at - 1))
        case "\x15":
            line.erase(0)
        case "\x17":
            line.erase(line.word_before())
        case "\x02" | "<Home>":
            line.at = 0
        case "\x05" | "<End>":
            line.at = len(line.text)
        case "<Left>":
            line.at = max(0, line.at - 1)
        case "<Right>":
            line.at = min(len(line.text), line.at + 1)
        case "<Up>" | "\x10":
            line.recall(-1)
        case "<Down>" | "\x0e":
            line.recall(1)
        case "\t":
            line.complete()
        case "\x16" | "\x11":
            line.insert(await line.editor.input.key())
        case "\x12":
            await _insert_register(line)
        case _ if len(key) == 1 and key >= " ":
            line.insert(key)


async def _insert_register(line: CommandLine) -> None:
    name = await line.editor.input.key()
    try:
        if name == "\x17":
            line.insert(word_under_cursor(line.editor)[0])
        else:
            line.insert("\r".join(content_of(line.editor, name).lines))
    except Failed:
        line.editor.ring()
