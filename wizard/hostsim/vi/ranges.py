"""Command lines of ex: addresses, the command's name, its argument."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.farther import mark
from wizard.hostsim.vi.looking import searcher, split_pattern


@dataclass(slots=True)
class ExCall:
    """A command as it was typed: its lines (from 0; `first` is -1 for line 0), name, `!` and argument."""

    first: int
    last: int
    addresses: int
    name: str
    bang: bool
    argument: str

    def count(self) -> int:
        """Return the last address as a count."""
        return self.last + 1


class Reader:
    """Reads one command line from its beginning."""

    def __init__(self, editor: Editor, text: str) -> None:
        self.editor = editor
        self.rest = text.lstrip(" \t:")

    def take(self, pattern: str) -> str:
        """Take what a pattern matches at the front, if it does."""
        match = re.match(pattern, self.rest)
        if match is None:
            return ""
        self.rest = self.rest[match.end() :]
        return match[0]

    def range(self) -> list[int]:
        """Read addresses; lines from 0, where -1 stands for line 0."""
        editor = self.editor
        if self.take(r"%"):
            return [0, len(editor.lines) - 1]
        if self.take(r"\*"):
            return [mark(editor, "<")[0], mark(editor, ">")[0]]
        found: list[int] = []
        here = editor.line
        while True:
            self.take(r"[ \t]+")
            line = self._address(here)
            self.take(r"[ \t]+")
            separator = self.take(r"[,;]")
            if line is None and not separator and not found:
                return []
            if line is None:
                line = editor.line
            found.append(line)
            if not separator:
                return found[-2:]
            if separator == ";":
                here = line
            if not re.match(r"[ \t]*[\d.$'/?\\+-]", self.rest):
                found.append(editor.line)
                return found[-2:]

    def _address(self, here: int) -> int | None:
        line = self._base(here)
        while shift := re.match(r"[ \t]*([-+])[ \t]*(\d{0,9})|[ \t]+(\d{1,9})(?=[ \t,;])", self.rest):
            self.rest = self.rest[shift.end() :]
            if line is None:
                line = here
            size = int(shift[2] or shift[3] or 1)
            line += -size if shift[1] == "-" else size
        return line

    def _base(self, here: int) -> int | None:  # noqa: PLR0911 - a kind of address a branch
        editor = self.editor
        if digits := self.take(r"\d+"):
            return int(digits[:9]) - 1
        if self.take(r"\."):
            return here
        if self.take(r"\$"):
            return len(editor.lines) - 1
        if quoted := self.take(r"'."):
            return mark(editor, quoted[1])[0]
        if self.take(r"\\/"):
            return self._found(editor.pattern, here, forward=True)
        if delimiter := self.take(r"[/?]"):
            pattern, rest = split_pattern(self.rest, delimiter)
            self.rest = rest or ""
            if pattern:
                editor.pattern = pattern
            return self._found(editor.pattern, here, forward=delimiter == "/")
        return None

    def _found(self, pattern: str, here: int, *, forward: bool) -> int:
        if not pattern:
            raise Failed("E35: No previous regular expression")
        finder = searcher(self.editor, pattern)
        result = finder.next((here, len(self.editor.lines[here]))) if forward else finder.previous((here, 0))
        if result is None:
            raise Failed(f"E486: Pattern not found: {pattern}")
        return result[0][0][0]


def read_call(editor: Editor, text: str) -> ExCall:
    """Read a command line. Raises Failed."""
    reader = Reader(editor, text)
    addresses = reader.range()
    reader.take(r"[ \t:]+")
    if (name := reader.take(r"k(?=[a-zA-Z][ \t]*$)")) or (
        name := reader.take(r"s(?=[^a-zA-Z \t]|[cgierIn&]+\s*$)(?!et\b|h\b|p\b)")
    ):
        pass
    elif not (name := reader.take(r"[a-zA-Z]+")):
        name = reader.take(r"&&|[!=&~@#]|<+|>+")
    bang = bool(name and name not in ("!", "s", "&") and reader.take(r"!"))
    if not name and reader.rest and not reader.rest.startswith(("|", '"')):
        raise Failed(f"E492: Not an editor command: {text}")
    first, last = (addresses[0], addresses[-1]) if addresses else (editor.line, editor.line)
    return ExCall(first, last, len(addresses), name, bang, reader.rest.lstrip(" \t"))


def check_range(editor: Editor, call: ExCall, *, zero: bool = False) -> None:
    """Raise Failed where a command's lines are not in the text."""
    if call.first > call.last:
        call.first, call.last = call.last, call.first
    least = -1 if zero else 0
    if call.last >= len(editor.lines) or call.first < -1:
        raise Failed("E16: Invalid range")
    call.first, call.last = max(least, call.first), max(least, call.last)
