"""Keys: what a terminal sends for them, and how they are named."""

from __future__ import annotations

import re

from wizard.hostsim.process import decode
from wizard.hostsim.terminal import Terminal

TEXT = re.compile(rb"[^\x00-\x1f\x7f]+")
CONTROL_SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[ -~])")
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?]{0,16}|O)?")
CUT_CHARACTER = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
RUN = 256
"""Bytes of text that are taken at once."""

NAMES = {
    **dict.fromkeys(("[A", "OA"), "up"),
    **dict.fromkeys(("[B", "OB"), "down"),
    **dict.fromkeys(("[C", "OC"), "right"),
    **dict.fromkeys(("[D", "OD"), "left"),
    **dict.fromkeys(("[H", "OH", "[1~", "[7~"), "home"),
    **dict.fromkeys(("[F", "OF", "[4~", "[8~"), "end"),
    "[2~": "insert",
    "[3~": "delete",
    "[5~": "pageup",
    "[6~": "pagedown",
    **dict.fromkeys(("[1;5C", "[1;3C", "[5C", "Oc"), "M-f"),
    **dict.fromkeys(("[1;5D", "[1;3D", "[5D", "Od"), "M-b"),
    "[3;5~": "M-d",
    "[Z": "backtab",
}


class Key(str):
    """A key that is no text, by its name: `C-a`, `M-b`, `up`."""

    __slots__ = ()


def _control(byte: int) -> Key:
    return Key("backspace" if byte == 0x7F else f"C-{chr(byte | 0x60 if 0 < byte < 0x1B else byte | 0x40)}")


def first_key(data: bytes) -> tuple[str, int]:
    """Return the first key, or text, of what was typed, and its length in bytes: 0 where more has to come."""
    if match := TEXT.match(data[:RUN]):
        return _text(match[0], ended=match.end() < len(data))
    if data[:1] == b"\x1b":
        return _escaped(data)
    return _control(data[0]), 1


def _text(text: bytes, *, ended: bool) -> tuple[str, int]:
    cut = CUT_CHARACTER.search(text)
    if cut is not None and (cut.start() or not ended):
        text = text[: cut.start()]
    return decode(text), len(text)


def _escaped(data: bytes) -> tuple[str, int]:
    if match := CONTROL_SEQUENCE.match(data):
        return Key(NAMES.get(match[0][1:].decode(), "unknown")), len(match[0])
    if UNFINISHED.fullmatch(data):
        return "", 0
    if data[1] >= 0x80:
        return Key("unknown"), 1
    if data[1] < 0x20 or data[1] == 0x7F:
        return Key(f"M-{_control(data[1])}"), 2
    return Key(f"M-{chr(data[1]).lower()}"), 2


async def next_key(terminal: Terminal) -> str:
    """Return the next key or text; the key `resize` after a change of the size, `hangup` at the end."""
    size = terminal.size
    while not terminal.gone:
        if terminal.size != size:
            return Key("resize")
        if data := terminal.unread:
            key, length = first_key(data)
            if length:
                terminal.consume(length)
                if key:
                    return key
                continue
        await terminal.change()
    return Key("hangup")
