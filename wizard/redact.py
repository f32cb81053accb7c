"""Masks passwords in what remote programs print, in every form that a program may give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wizard.encodings import every_form
from wizard.secret import Secret

_ALWAYS = {
    "‹private-key›": re.compile(
        r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(.*?-----END [A-Z0-9 ]*PRIVATE KEY-----|.*)", re.DOTALL
    ),
    "‹token›": re.compile(r"gAAAA[\w-]{60,}=*", re.ASCII),
}
"""Secrets that are not the user's: SSH and TLS keys, Keystone's Fernet tokens."""


class _Span(NamedTuple):
    start: int
    end: int
    shown: str


class Redactor:
    """Replaces each secret by its name, `‹novapass›`.

    A password that is also a common word, such as `controller`, blackens that word wherever it stands:
    what is shown is masked at the cost of being read less well, and facts are parsed from what was not
    masked. Forms of less than four characters are not looked for. Nor is a secret that is cut by a line
    break. Masking twice is the same as masking once.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._shown: dict[str, str] = {}
        for secret in secrets:
            for form in every_form(secret.reveal()):
                self._shown.setdefault(form, str(secret))
        marks = {*self._shown.values(), *_ALWAYS}
        self._mark = re.compile("({})".format("|".join(map(re.escape, sorted(marks)))))

    def mask(self, text: str) -> str:
        """Return the text with every form of every secret replaced by its name."""
        # The marks that are there already are left alone, and stand at the odd places.
        parts = self._mark.split(text)
        parts[::2] = [self._masked(part) for part in parts[::2]]
        return "".join(parts)

    def mask_bytes(self, content: bytes) -> bytes:
        """Return the bytes masked as UTF-8 text; what is not UTF-8 stays as it is."""
        return self.mask(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _masked(self, text: str) -> str:
        masked: list[str] = []
        end = 0
        for span in _merged(self._found(text)):
            masked += (text[end : span.start], span.shown)
            end = span.end
        return "".join([*masked, text[end:]])

    def _found(self, text: str) -> Iterator[_Span]:
        """Yield every place of every form, also where they overlap."""
        for form, shown in self._shown.items():
            start = text.find(form)
            while start >= 0:
                yield _Span(start, start + len(form), shown)
                start = text.find(form, start + 1)
        for shown, pattern in _ALWAYS.items():
            yield from (_Span(*found.span(), shown) for found in pattern.finditer(text))


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """Return spans in their order, overlapping ones as one that goes by the name of the longest."""
    merged: list[_Span] = []
    longest = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        length = span.end - span.start
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            shown = span.shown if length > longest else last.shown
            merged[-1] = _Span(last.start, max(last.end, span.end), shown)
            longest = max(longest, length)
        else:
            merged.append(span)
            longest = length
    return merged
