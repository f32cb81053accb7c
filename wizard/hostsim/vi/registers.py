"""The registers of an editor: what was deleted, yanked and typed."""

from __future__ import annotations

import string
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a piece of text is made of."""

    CHARACTERS = "characters"
    LINES = "lines"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Register:
    """A piece of text: with characters, its first and last lines are parts of lines."""

    lines: tuple[str, ...]
    kind: Kind = Kind.CHARACTERS
    width: int = 0
    """Cells of a block's widest line."""


WRITABLE = string.ascii_letters + string.digits + '"-_+*'


class Registers:
    """All registers by name; `""` is the one that is used without a name."""

    def __init__(self) -> None:
        self.all: dict[str, Register] = {}

    def get(self, name: str) -> Register | None:
        """Return a register; None where nothing is in it."""
        return self.all.get(_plain(name))

    def set(self, name: str, content: Register) -> None:
        """Fill a register; a capital letter adds to it."""
        target = _plain(name)
        if name == "_":
            return
        if name.isupper() and target in self.all:
            content = _appended(self.all[target], content)
        self.all[target] = content
        self.all['"'] = content

    def yanked(self, content: Register, name: str) -> None:
        """Keep what was yanked."""
        self.set(name or "0", content)

    def deleted(self, content: Register, name: str, *, shift: bool) -> None:
        """Keep what was deleted: lines and large pieces move the numbered registers on."""
        if name == "_":
            return
        if name and name != '"':
            self.set(name, content)
        if shift:
            for number in range(9, 1, -1):
                if str(number - 1) in self.all:
                    self.all[str(number)] = self.all[str(number - 1)]
            self.all["1"] = content
            self.all['"'] = content
        elif not name or name == '"':
            self.set("-", content)


def _plain(name: str) -> str:
    return '"' if name in "+*" else name.lower()


def _appended(before: Register, more: Register) -> Register:
    if more.kind is Kind.LINES or before.kind is Kind.LINES:
        return Register(before.lines + more.lines, Kind.LINES)
    return Register((*before.lines[:-1], before.lines[-1] + more.lines[0], *more.lines[1:]), before.kind)
