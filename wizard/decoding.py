"""From what a program printed to bytes in which a password can be looked for, and back to where it stands.

A password is found in every form that undoing brings back: case, quotes, backslashes, blanks and line
breaks are left out on both sides; escapes (percent, HTML, C, JSON, Unicode) are decoded, several times over;
escape sequences and characters without a width are taken away, and so is what was overstruck.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

LEVELS = 5
"""How often escapes are decoded: HTML in JSON in JSON is three times."""
BLANKS = b" \t\n\v\f\r"
_BACKSPACE, _NEWLINE = 0x08, 0x0A
_UTF8_REST = (0x80, 0xBF)
"""The first and the last byte that goes on with a character."""
_DELETED = bytes(range(0x21)) + b"\x7f\"'`\\|$%+="
_LOWER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_HEX = b"0123456789abcdefABCDEF"
_NOT_HEX = bytes(byte for byte in range(256) if byte not in _HEX)

# The first byte stands before the alternatives, so that the text is searched for one of a few bytes.
_TOKEN = re.compile(
    rb"""
    [%\\&\x1b\xc2\xcd\xd8\xe1-\xe3\xef\xf3] (?:
      (?P<slash> (?<=\\) \\ )
    | (?P<percent> (?<=%) (?: [89A-Fa-f]H (?:%[89A-Fa-f]H)* | [0-7]H ) )
    | (?P<hex> (?<=\\) x (?: [89A-Fa-f]H (?:\\x[89A-Fa-f]H)* | [0-7]H ) )
    | (?P<octal> (?<=\\) (?: 0?[23][0-7][0-7] (?:\\0?[23][0-7][0-7])* | 0?[01][0-7][0-7] ) )
    | (?P<unicode>
        (?<=[\\%]) u (?: [Dd][89ABab]HH[\\%]u[Dd][C-Fc-f]HH | HHHH )
      | (?<=\\) (?: u\{H{1,6}\} | U00HHHHHH ) )
    | (?P<html> (?<=&) (?: \#[0-9]{1,7};? | \#[xX]H{1,6};? | [A-Za-z]{2,8}[0-9]{0,2}; ) )
    | (?<=\\) [abefnrtv0]
    | (?: (?<=\x1b) \[ | (?<=\xc2) \x9b ) [0-?]*[ -/]*[@-~]
    | (?: (?<=\x1b) [PX\]^_] | (?<=\xc2) [\x90\x98\x9d-\x9f] ) [^\x07\x1b\xc2]* (?:\x07|\x1b\\|\xc2\x9c)
    | (?<=\x1b) [ -/]*[0-~]
    | (?<=\xc2) [\x80-\x9f\xad] | (?<=\xcd) \x8f | (?<=\xd8) \x9c
    | (?<=\xe1) \xa0\x8e | (?<=\xe3) \x85\xa4 | (?<=\xf3) \xa0..
    | (?<=\xe2) (?: \x80[\x8b-\x8f\xa8-\xae] | \x81[\xa0-\xaf] )
    | (?<=\xef) (?: \xb8[\x80-\x8f] | \xbb\xbf )
    )
    """.replace(b"H", b"[0-9A-Fa-f]"),
    re.VERBOSE | re.DOTALL,
)


_CUT = re.compile(rb"(?P<cut>[%\\&][#xuU]?[0-9A-Za-z]{0,5})[\r\n]++[ \t]*+")


def squeezed(data: bytes) -> bytes:
    """Return the bytes in lower case, without blanks, control characters and the signs used in quoting."""
    return data.translate(_LOWER, _DELETED)


def hex_digits(data: bytes) -> bytes:
    """Return the hexadecimal digits alone, whatever stands between them."""
    return data.replace(b"0x", b"").translate(_LOWER, _NOT_HEX)


def may_be_escaped(data: bytes) -> bool:
    """Return whether something is in the bytes that an escape begins with: quickly told, of most text."""
    return not data.isascii() or b"%" in data or b"\\" in data or b"&" in data or b"\x1b" in data


class View:
    """Bytes, and where each of them stands in those that were printed."""

    def __init__(self, data: bytes, outer: View | None = None, tokens: re.Pattern[bytes] = _TOKEN) -> None:
        """With `outer`, its bytes are read as `data`, where something else is read in the place of tokens."""
        self.data = data
        self._outer = outer
        self._tokens = tokens

    def layers(self) -> Iterator[View]:
        """Yield the bytes as they are, then with their escapes undone, layer by layer."""
        view: View | None = _Overstruck(self) if b"\b" in self.data else self
        for _ in range(LEVELS):
            if view is not None:
                yield view
                view = view.decoded()

    def joined(self) -> View | None:
        """Return the lines put together where one ends in an escape that the next one may end, or None."""
        data = self.data
        if not (b"%" in data or b"\\" in data or b"&" in data):
            return None
        joined, count = _CUT.subn(_meant, data)
        return View(joined, self, _CUT) if count else None

    def decoded(self) -> View | None:
        """Return the bytes with one layer of escapes undone, or None where there is none."""
        if not may_be_escaped(self.data):
            return None
        decoded, count = _TOKEN.subn(_meant, self.data)
        return View(decoded, self) if count else None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the bytes from `start` to `end` stand in what was printed."""
        starts, ends = self._places
        return starts[start], ends[end - 1]

    @cached_property
    def kept(self) -> list[int]:
        """Where the bytes of `squeezed` stand."""
        return [at for at, byte in enumerate(self.data) if byte not in _DELETED]

    @cached_property
    def kept_digits(self) -> list[int]:
        """Where the bytes of `hex_digits` stand."""
        data = self.data
        return [
            at
            for at, byte in enumerate(data)
            if byte in _HEX and not (byte == ord("0") and data[at + 1 : at + 2] == b"x")
        ]

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """Return the range with the signs of quoting that stand right before and after it."""
        while start > 0 and self.data[start - 1] in _DELETED and self.data[start - 1] not in BLANKS:
            start -= 1
        while end < len(self.data) and self.data[end] in _DELETED and self.data[end] not in BLANKS:
            end += 1
        return start, end

    @cached_property
    def _places(self) -> tuple[Sequence[int], Sequence[int]]:
        if self._outer is None:
            return range(len(self.data)), range(1, len(self.data) + 1)
        outer_starts, outer_ends = self._outer._places
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for token in self._tokens.finditer(self._outer.data):
            first, last = token.span()
            size = len(_meant(token))
            starts += (*outer_starts[at:first], *[outer_starts[first]] * size)
            ends += (*outer_ends[at:first], *[outer_ends[last - 1]] * size)
            at = last
        return [*starts, *outer_starts[at:]], [*ends, *outer_ends[at:]]


class _Overstruck(View):
    """Bytes as a terminal shows them where a backspace takes back the character before it."""

    def __init__(self, outer: View) -> None:
        shown: list[int] = []
        for at, byte in enumerate(outer.data):
            if byte != _BACKSPACE:
                shown.append(at)
                continue
            while shown and _UTF8_REST[0] <= outer.data[shown[-1]] <= _UTF8_REST[1]:
                shown.pop()
            if shown and outer.data[shown[-1]] != _NEWLINE:
                shown.pop()
        super().__init__(bytes(outer.data[at] for at in shown), outer)
        self._shown = shown

    @cached_property
    def _places(self) -> tuple[Sequence[int], Sequence[int]]:
        return self._shown, [at + 1 for at in self._shown]


def _meant(token: re.Match[bytes]) -> bytes:
    """Return what an escape stands for; nothing for what cannot be seen."""
    written, meant = token[0], b""
    match token.lastgroup:
        case "cut":
            meant = token["cut"]
        case "slash":
            meant = b"\\"
        case "percent" | "hex":
            meant = _bytes(bytes.fromhex(re.sub(rb"%|\\x", b"", written).decode()))
        case "octal":
            meant = _bytes(bytes(int(octal, 8) & 0xFF for octal in written.split(b"\\")[1:]))
        case "unicode":
            digits = re.findall(rb"[0-9A-Fa-f]{1,8}", re.sub(rb"[uU]", b" ", written))
            meant = _characters([int(code, 16) for code in digits])
        case "html":
            meant = html.unescape(written.decode()).encode("utf-8", "replace")
    return meant


def _bytes(raw: bytes) -> bytes:
    """Return bytes that are UTF-8 as they are; any others are taken for Latin-1, as Python writes it."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1").encode()
    return raw


def _characters(codes: Sequence[int]) -> bytes:
    if len(codes) == 2:
        return b"".join(code.to_bytes(2, "big") for code in codes).decode("utf-16-be").encode()
    return chr(codes[0]).encode("utf-8", "replace") if codes and codes[0] <= 0x10FFFF else b""
