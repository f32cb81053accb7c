"""Masks passwords in what remote programs print, in every form that a program may give them."""

from __future__ import annotations

import base64
import quopri
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from wizard.decoding import BLANKS, View, hex_digits, may_be_escaped, squeezed
from wizard.encodings import SHORTEST_MASKED, every_form
from wizard.secret import Secret
from wizard.secretlike import HIDDEN, WORDS, secrets_in

_ALWAYS = {
    "‹private-key›": (
        b"PRIVATE KEY-----",
        re.compile(
            rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(.*?-----END [A-Z0-9 ]*PRIVATE KEY-----|.*)", re.DOTALL
        ),
    ),
    "‹token›": (b"gAAAA", re.compile(rb"gAAAA[\w-]{60,}=*")),
}
"""Secrets that are not the user's: SSH and TLS keys, Keystone's Fernet tokens; each with a sign of it."""
_BLOCK = 1 << 16
"""Bytes that are looked at together."""
_UNLIKELY = 8
"""Characters of a form that does not come about by chance where blanks are left out."""
_IN_A_BLANK = re.compile(rb"[^\s|][ \t]+[^\s|]")
_HALF_AN_ESCAPE = re.compile(rb"(?:%|\\[xuU]?|&\#?)[0-9A-Za-z]{0,5}\Z")
_FEW = 4
"""Hexadecimal digits at a line's end that are not taken for the beginning of a password if there are less."""
_TAIL = 600
"""Characters of a line's end in which a password may have begun."""


class _Span(NamedTuple):
    start: int
    end: int
    shown: str


@dataclass(frozen=True)
class _Form:
    """A password as it is looked for."""

    text: bytes
    shown: str
    blanks: bool
    """Blanks may stand in it."""
    edges: bool = False
    """It begins or ends with a sign that is left out."""
    coded: bool = False
    """It is in base64."""


class Redactor:
    """Replaces each secret by its name, `‹novapass›`, and what looks like anybody else's by `‹…›`.

    A secret is found by undoing what programs do to it (`wizard.decoding`): in upper case, quoted, escaped,
    in hexadecimal, base32 or base64, wrapped over lines, overstruck, with colours in its middle. A password
    that is also a common word, such as `controller`, blackens that word wherever it stands: what is shown
    is masked at the cost of being read less well, and facts are parsed from what was not masked. A password
    of less than four characters is not looked for. Masking twice is the same as masking once.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        forms: dict[bytes, _Form] = {}
        self._digits: dict[bytes, str] = {}
        self._literal: dict[bytes, str] = {}
        marks = {*_ALWAYS, HIDDEN}
        longest = 0
        for secret in secrets:
            shown, text = str(secret), secret.reveal()
            if len(text) < SHORTEST_MASKED:
                continue
            marks.add(shown)
            longest = max(longest, len(text.encode("utf-8", "surrogatepass")))
            for form in _forms(text, shown):
                forms.setdefault(form.text, form)
            for raw in (
                text.encode("utf-8", "surrogatepass"),
                text.encode("utf-16-le", "surrogatepass")[:-1],
            ):
                digits = raw.hex().encode()
                for number in (digits, *(digits[cut:] for cut in range(1, _FEW) if len(digits) > cut + _FEW)):
                    self._digits.setdefault(number, shown)
            if _length(squeezed(text.encode("utf-8", "surrogatepass"))) < SHORTEST_MASKED:
                for literal in every_form(text):
                    self._literal.setdefault(literal.encode("utf-8", "surrogatepass"), shown)
        self._forms = tuple(forms.values())
        self._search = BytesAhoCorasick([*(form.text for form in self._forms), *WORDS])
        self._digit_search = BytesAhoCorasick(list(self._digits))
        self._overlap = max(16 * longest, 1024)
        self._mark = re.compile(b"(%s)" % b"|".join(re.escape(mark.encode()) for mark in sorted(marks)))
        self._first = {form.text[:1] for form in self._forms if not form.coded}
        self._beginnings = _beginnings(form.text for form in self._forms)
        self._first_digits = _beginnings(self._digits, least=_FEW)

    def mask(self, text: str) -> str:
        """Return the text with every form of every secret replaced by its name."""
        return self._masked_all(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def mask_bytes(self, content: bytes) -> bytes:
        """Return the bytes masked as UTF-8 text; what is not UTF-8 stays as it is."""
        return self._masked_all(content)

    def unfinished(self, text: str) -> bool:
        """Return whether a secret may have begun at the text's end, so that the next line ends it."""
        raw = text[-_TAIL:].encode("utf-8", "surrogatepass")
        digits = hex_digits(raw[-_TAIL // 4 :])
        if digits.endswith(self._first_digits.get(digits[-2:], ())):
            return True
        if not may_be_escaped(raw):
            return self._begins(raw)
        return bool(_HALF_AN_ESCAPE.search(raw[-8:])) or any(
            self._begins(view.data) for view in View(raw).layers()
        )

    def _begins(self, raw: bytes) -> bool:
        end = squeezed(raw)
        return end[-1:] in self._first or end.endswith(self._beginnings.get(end[-2:], ()))

    def _masked_all(self, raw: bytes) -> bytes:
        if "‹".encode() not in raw:
            return self._masked(raw)
        # The marks that are there already are left alone, and stand at the odd places.
        parts = self._mark.split(raw)
        parts[::2] = [self._masked(part) for part in parts[::2]]
        return b"".join(parts)

    def _masked(self, raw: bytes) -> bytes:
        found = self._found(raw)
        if not found:
            return raw
        masked: list[bytes] = []
        end = 0
        for span in _merged(found):
            masked += (raw[end : span.start], span.shown.encode())
            end = span.end
        return b"".join([*masked, raw[end:]])

    def _found(self, raw: bytes) -> list[_Span]:
        """Return every place of every secret, also where they overlap."""
        found: list[_Span] = []
        suspicious = b"@" in raw or b" -p" in raw
        for start in range(0, len(raw), _BLOCK):
            block = View(raw[start : start + _BLOCK + self._overlap])
            spans: list[_Span] = []
            for view in block.layers():
                suspicious |= self._look(view, spans)
            if joined := block.joined():
                more: list[_Span] = []
                for view in joined.layers():
                    self._look(view, more)
                spans += _apart(more, spans)
            found += [_Span(start + first, start + last, shown) for first, last, shown in spans]
        for form, shown in self._literal.items():
            found += (_Span(at, at + len(form), shown) for at in _all(raw, form))
        for shown, (sign, pattern) in _ALWAYS.items():
            if sign in raw:
                found += (_Span(*match.span(), shown) for match in pattern.finditer(raw))
        if suspicious:
            found += (_Span(first, last, HIDDEN) for first, last in secrets_in(raw))
        return found

    def _look(self, view: View, found: list[_Span]) -> bool:
        """Add the places in one view; return whether there is any, or a word that names secrets."""
        digits = hex_digits(view.data)
        if self._digit_search.find_matches_as_indexes(digits):
            found += self._digit_places(view, digits)
        text = squeezed(view.data)
        if not self._search.find_matches_as_indexes(text):
            return False
        matches = self._search.find_matches_as_indexes(text, overlapping=True)
        found += self._places(view, [match for match in matches if match[0] < len(self._forms)])
        return True

    def _digit_places(self, view: View, digits: bytes) -> Iterator[_Span]:
        for number, shown in self._digits.items():
            for at in _all(digits, number):
                place = view.kept_digits[at], view.kept_digits[at + len(number) - 1] + 1
                yield _Span(*view.place(*place), shown)

    def _places(self, view: View, matches: Iterable[tuple[int, int, int]]) -> Iterator[_Span]:
        for index, at, after in matches:
            form = self._forms[index]
            start, end = view.kept[at], view.kept[after - 1] + 1
            if not form.blanks and _IN_A_BLANK.search(view.data[start:end]):
                continue
            if form.edges:
                start, end = view.widened(start, end)
            yield _Span(*view.place(start, end), form.shown)


def _forms(text: str, shown: str) -> Iterator[_Form]:
    """Yield what is looked for among squeezed bytes."""
    spellings = {text, *(unicodedata.normalize(kind, text) for kind in ("NFC", "NFD"))}
    spellings |= {other for one in spellings for other in (one.upper(), one.lower(), one.title())}
    plain = {one.encode("utf-8", "surrogatepass") for one in spellings}
    raw = text.encode("utf-8", "surrogatepass")
    signs = re.sub(rb"[^A-Za-z0-9]", lambda found: b"=%02X" % ord(found[0]), raw)  # MIME's Q encoding
    plain |= {quopri.encodestring(raw), signs}
    edges = squeezed(raw[:1]) == b"" or squeezed(raw[-1:]) == b""
    for one in plain:
        form = squeezed(one)
        if _length(form) >= SHORTEST_MASKED:
            blanks = len(form) >= _UNLIKELY or any(blank in one for blank in BLANKS)
            yield _Form(form, shown, blanks, edges)
    for coded in _base64(raw):
        for written in {coded, coded.translate(bytes.maketrans(b"+/", b"-_"))}:
            form = squeezed(written)
            # Also without its first character, which may stand at the end of the line before.
            for part in (form, form[1:]) if len(form) > _UNLIKELY else (form,):
                if _length(part) >= SHORTEST_MASKED:
                    yield _Form(part, shown, blanks=len(raw) >= _UNLIKELY, coded=True)
    for other in (*_base32(raw), *(twice for once in _base64(raw) for twice in _base64(once))):
        if len(form := squeezed(other)) > _UNLIKELY:
            yield _Form(form, shown, blanks=True, coded=True)


def _base64(raw: bytes) -> Iterator[bytes]:
    """Yield base64 by the place of the first byte in its group: what no neighbour has a bit in."""
    for shift in range(3):
        first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6
        yield base64.b64encode(b"\0" * shift + raw)[first:last]


def _base32(raw: bytes) -> Iterator[bytes]:
    """Yield base32 as `_base64` does."""
    for shift in range(5):
        first, last = -(-8 * shift // 5), 8 * (shift + len(raw)) // 5
        yield base64.b32encode(b"\0" * shift + raw)[first:last]


def _length(form: bytes) -> int:
    return len(form.decode("utf-8", "replace"))


def _beginnings(forms: Iterable[bytes], least: int = 2) -> dict[bytes, tuple[bytes, ...]]:
    """Return the beginnings of forms, by their last two bytes."""
    found: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for form in forms:
        for size in range(least, len(form)):
            found[form[size - 2 : size]].add(form[:size])
    return {end: tuple(beginnings) for end, beginnings in found.items()}


def _all(text: bytes, form: bytes) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _apart(spans: Iterable[_Span], others: Iterable[_Span]) -> list[_Span]:
    """Return those of the spans that overlap none of the others."""
    merged = _merged(others)
    starts = [other.start for other in merged]

    def overlaps(span: _Span) -> bool:
        # The others do not overlap each other: the last that begins before the span's end is the one.
        at = bisect_left(starts, span.end) - 1
        return at >= 0 and merged[at].end > span.start

    return [span for span in spans if not overlaps(span)]


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """Return spans in their order, overlapping ones as one that goes by the name of the longest known one."""
    merged: list[_Span] = []
    best = (False, 0)
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        rank = (span.shown != HIDDEN, span.end - span.start)
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            shown = span.shown if rank > best else last.shown
            merged[-1] = _Span(last.start, max(last.end, span.end), shown)
            best = max(best, rank)
        else:
            merged.append(span)
            best = rank
    return merged
