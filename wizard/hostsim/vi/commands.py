"""The table of normal commands, and how one is typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wizard.hostsim.vi.editor import Editor


@dataclass(slots=True)
class Call:
    """How a command was typed."""

    key: str
    count: int | None
    register: str

    @property
    def times(self) -> int:
        """The count, or 1."""
        return self.count or 1


Doer = Callable[[Editor, Call], Awaitable[None]]
COMMANDS: dict[str, Doer] = {}
REPEATED: set[str] = set()


def command(*keys: str, repeated: bool = False) -> Callable[[Doer], Doer]:
    """Register a function as the command of these keys; `.` can repeat it."""

    def enter(doer: Doer) -> Doer:
        for key in keys:
            COMMANDS[key] = doer
        if repeated:
            REPEATED.update(keys)
        return doer

    return enter
