"""What an editor asks of the world around it: files and commands of a node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was read."""

    data: bytes
    readonly: bool
    stamp: float


class World(Protocol):
    """The node, as an editor reaches it."""

    async def read(self, name: str) -> Loaded:
        """Return a file. Raises OSError, with EISDIR for a directory."""

    async def write(self, name: str, data: bytes, *, append: bool, force: bool) -> float:
        """Write a file as vim does and return its time. Raises OSError."""

    def stamp(self, name: str) -> float | None:
        """Return the time of a file's last change; None where there is none."""

    def full_path(self, name: str) -> str:
        """Return a name as an absolute path."""

    def names(self, begin: str) -> list[str]:
        """Return the names of files that begin so, for completion."""

    async def filter(self, command: str, data: bytes) -> tuple[bytes, int]:
        """Run a shell command over some input; returns what it printed and its status."""

    async def shell(self, command: str) -> int:
        """Run a command on the terminal, or a shell for none; returns its status."""

    async def pause(self) -> None:
        """Stop as Ctrl-Z stops a program."""
