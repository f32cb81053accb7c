"""Keys from the bytes that a terminal sends: characters, `<Up>`, `<Del>` …, and pasted text."""

from __future__ import annotations

import asyncio
import codecs
import re
from collections import deque
from collections.abc import Awaitable, Callable

ESCAPE = "\x1b"
WAIT = 0.04
"""Seconds that the rest of a key's sequence may take to arrive."""
LONGEST = 4096
"""Bytes that are read at once."""

_FINAL = {"A": "<Up>", "B": "<Down>", "C": "<Right>", "D": "<Left>", "H": "<Home>", "F": "<End>"}
_NUMBERED = {
    "1": "<Home>", "2": "<Insert>", "3": "<Del>", "4": "<End>", "5": "<PageUp>", "6": "<PageDown>",
    "7": "<Home>",
    "8": "<End>", "11": "<F1>", "200": "<Paste>", "201": "<PasteEnd>",
}  # fmt: skip
_SEQUENCE = re.compile(r"\x1b(?:O([A-DFHM-P])|\[(\d{0,4})(?:;\d{0,4})?([A-DFH~]))")
_BEGUN = re.compile(r"\x1b(?:O|\[(?:\d{0,4}(?:;\d{0,4})?)?)?")


class Decoder:
    """Turns bytes into keys; the beginning of a sequence waits for its rest."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._rest = ""

    @property
    def waits(self) -> bool:
        """Whether a key has begun that more bytes could belong to."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that are complete."""
        text = self._rest + self._text.decode(data)
        self._rest = ""
        if ESCAPE not in text:
            return list(text)
        keys: list[str] = []
        at = 0
        while (found := text.find(ESCAPE, at)) >= 0:
            keys += text[at:found]
            if match := _SEQUENCE.match(text, found):
                keys.append(_named(match))
                at = match.end()
            elif (begun := _BEGUN.fullmatch(text, found)) is not None:
                self._rest = begun[0]
                return keys
            else:
                keys.append(ESCAPE)
                at = found + 1
        keys += text[at:]
        return keys

    def give_up(self) -> list[str]:
        """Return what has begun as single keys: nothing more came."""
        rest, self._rest = self._rest, ""
        return list(rest)


def _named(match: re.Match[str]) -> str:
    simple, number, final = match.groups()
    if simple == "M":
        return "\r"
    if simple or final != "~":
        return _FINAL.get(simple or final, "<F1>")
    return _NUMBERED.get(number, "<Unknown>")


def leading_text(keys: deque[str]) -> str:
    """Take the characters and line ends from the front of some keys, up to the first other key."""
    found: list[str] = []
    while keys and len(keys[0]) == 1 and (keys[0] >= " " or keys[0] in "\r\n\t") and keys[0] != "\x7f":
        found.append(keys.popleft())
    return "".join(found)


class Keyboard:
    """Gives a program one key at a time from what `read` returns; no bytes mean that the terminal is gone."""

    def __init__(self, read: Callable[[int], Awaitable[bytes]]) -> None:
        self._read = read
        self._decoder = Decoder()
        self._keys: deque[str] = deque()
        self._ended = False

    @property
    def has_more(self) -> bool:
        """Whether a key is there already."""
        return bool(self._keys)

    async def next(self) -> str:
        """Return the next key. Raises EOFError where the terminal is gone."""
        while not self._keys:
            if self._ended:
                raise EOFError
            if self._decoder.waits:
                try:
                    data = await asyncio.wait_for(self._read(LONGEST), WAIT)
                except TimeoutError:
                    self._keys.extend(self._decoder.give_up())
                    continue
            else:
                data = await self._read(LONGEST)
            if not data:
                self._ended = True
                self._keys.extend(self._decoder.give_up())
            self._keys.extend(self._decoder.feed(data))
        return self._keys.popleft()

    def text(self) -> str:
        """Return the characters and line ends that are there already, up to the first other key."""
        return leading_text(self._keys)
