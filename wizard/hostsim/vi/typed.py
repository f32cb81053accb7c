"""What is typed at an editor, with what commands put before it: repeats and macros."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from wizard.hostsim.fullscreen.keys import leading_text

STUFFED = 1024 * 1024
"""Keys that commands may put before what is typed."""


class Keys(Protocol):
    """Where keys come from."""

    @property
    def has_more(self) -> bool:
        """Whether a key is there already."""

    async def next(self) -> str:
        """Return the next key. Raises EOFError where no more will come."""

    def text(self) -> str:
        """Return the characters and line ends that are there already, up to the first other key."""


class Typed:
    """Keys in the order in which the editor takes them; the screen is shown before it waits for one."""

    def __init__(self, keys: Keys, show: Callable[[], Awaitable[None]]) -> None:
        self._keys = keys
        self._show = show
        self._stuffed: deque[str] = deque()
        self.recorded: list[str] | None = None
        """The keys of the command that runs, by which it can be repeated."""
        self.macro: list[str] | None = None
        """What `q` records."""

    @property
    def stuffed(self) -> bool:
        """Whether the next key was not typed."""
        return bool(self._stuffed)

    @property
    def has_more(self) -> bool:
        """Whether a key is there already."""
        return bool(self._stuffed) or self._keys.has_more

    async def key(self) -> str:
        """Return the next key. Raises EOFError where no more will come."""
        if self._stuffed:
            key = self._stuffed.popleft()
        else:
            if not self._keys.has_more:
                await self._show()
            key = await self._keys.next()
            if self.macro is not None and len(self.macro) < STUFFED:
                self.macro.append(key)
        if self.recorded is not None and len(self.recorded) < STUFFED:
            self.recorded.append(key)
        return key

    def text(self) -> str:
        """Return the characters and line ends that are there already, up to the first other key."""
        if self._stuffed:
            found = leading_text(self._stuffed)
        else:
            found = self._keys.text()
            if self.macro is not None and len(self.macro) < STUFFED:
                self.macro += found
        if self.recorded is not None and len(self.recorded) < STUFFED:
            self.recorded += found
        return found

    def stuff(self, keys: Iterable[str]) -> bool:
        """Put keys before what is typed; False where there are too many."""
        added = list(keys)
        if len(self._stuffed) + len(added) > STUFFED:
            return False
        self._stuffed.extendleft(reversed(added))
        return True

    def forget(self) -> None:
        """Drop what was put before what is typed: a command has failed."""
        self._stuffed.clear()
