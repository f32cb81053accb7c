"""Types at an editor without a terminal, and says what came of it."""

from __future__ import annotations

import errno
import os
import posixpath
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from wizard.hostsim.fullscreen.keys import leading_text
from wizard.hostsim.vi.editor import Editor
from wizard.hostsim.vi.screen import compose
from wizard.hostsim.vi.session import Session
from wizard.hostsim.vi.world import Loaded

NAMED = {"Esc": "\x1b", "CR": "\r", "BS": "\x7f", "Tab": "\t", "Bar": "|", "lt": "<", "NL": "\n"}


def keys(text: str) -> list[str]:
    """Return keys from vim's notation: `<Esc>`, `<CR>`, `<C-f>`, `<Up>`."""
    found: list[str] = []
    for piece in re.findall(r"<(?:C-.|[A-Z]\w+|lt)>|[\s\S]", text):
        name = piece[1:-1] if len(piece) > 1 else ""
        if name.startswith("C-"):
            found.append(chr(ord(name[2].upper()) ^ 0x40))
        else:
            found.append(NAMED.get(name, piece))
    return found


class Keys:
    """Keys that are all there from the beginning."""

    def __init__(self, typed: list[str]) -> None:
        self.left = deque(typed)

    @property
    def has_more(self) -> bool:
        """Whether there is one more."""
        return bool(self.left)

    async def next(self) -> str:
        """Return the next one; the end is that of the terminal."""
        if not self.left:
            raise EOFError
        return self.left.popleft()

    def text(self) -> str:
        """Return the characters that are next."""
        return leading_text(self.left)


@dataclass
class Files:
    """A world of files in memory, without commands."""

    files: dict[str, bytes] = field(default_factory=dict)
    readonly: set[str] = field(default_factory=set)
    ran: list[str] = field(default_factory=list)
    time: float = 0.0

    async def read(self, name: str) -> Loaded:
        if name not in self.files:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        return Loaded(self.files[name], name in self.readonly, self.time)

    async def write(self, name: str, data: bytes, *, append: bool, force: bool) -> float:
        if name in self.readonly and not force:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        self.files[name] = (self.files.get(name, b"") if append else b"") + data
        return self.time

    def stamp(self, name: str) -> float | None:
        return self.time if name in self.files else None

    def full_path(self, name: str) -> str:
        return posixpath.normpath(posixpath.join("/root", name))

    def names(self, begin: str) -> list[str]:
        return sorted(name for name in self.files if name.startswith(begin))

    async def filter(self, command: str, data: bytes) -> tuple[bytes, int]:
        self.ran.append(command)
        return data.upper() if command == "upper" else b"".join(sorted(data.splitlines(True))), 0

    async def shell(self, command: str) -> int:
        self.ran.append(command)
        return 0

    async def pause(self) -> None:
        self.ran.append("pause")


@dataclass
class Typed:
    """What came of it."""

    editor: Editor
    world: Files
    status: int | None
    rows: list[str]
    """What is on the screen, without highlighting."""
    cursor: tuple[int, int]


async def typed(
    text: str | bytes, typing: str, *, columns: int = 80, rows: int = 24, name: str = "f",
    files: Files | None = None,
    names: list[str] | None = None,
) -> Typed:  # fmt: skip
    """Edit a file of this text, type keys in vim's notation, and return what came of it."""
    world = files or Files()
    if files is None:
        world.files[name] = text.encode() if isinstance(text, str) else text

    async def show() -> None:
        pass

    editor = Editor(Keys(keys(typing)), world, columns=columns, rows=rows, show=show)
    status = None
    with suppress(EOFError):
        status = await Session(editor).run(names if names is not None else [name], [])
    screen = compose(editor)
    plain = [re.sub(r"\x1b\[\d*m", "", row).rstrip() for row in screen.rows]
    return Typed(editor, world, status, plain, screen.cursor)
