"""Reading what the facts' scripts print: lines of `WORD VALUE`, KEY="VALUE" pairs, numbers, complaints.

A host may print anything. Each reader here takes time that grows with the length of the text alone, and
raises `Unreadable` where the text is not in the form that it reads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from wizard.model.commands import Result
from wizard.model.message import Message

_COMPLAINT = 4000
"""Characters of a program's complaints that are quoted."""
_SHOWN = 80
_INTEGER = re.compile("[0-9]{1,20}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_PAIR = re.compile(r'(?<![A-Z])([A-Z]++)="((?:[^"\\]|\\.)*+)"')
_REQUEST = re.compile(r" \(Request-ID: [^()]*\)")
_ESCAPED = re.compile(r'\\(["\\`$])')


class Unreadable(Exception):
    """What a host printed is not in a known form; `why` says what is wrong with it."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.key)
        self.why = why


def worded(text: str) -> Iterator[tuple[str, str]]:
    """Yield (first word, rest) of each line that has a word.

    Only a line feed ends a line: a log may hold whatever else Python takes for one.
    """
    for line in text.split("\n"):
        word, _, rest = line.partition(" ")
        if word:
            yield word, rest.strip()


def pairs(line: str) -> dict[str, str]:
    """Return the KEY="VALUE" pairs of a line, as `lsblk -P` prints them."""
    return {name: _ESCAPED.sub(r"\1", value) for name, value in _PAIR.findall(line)}


def fields(name: str, line: str, least: int) -> list[str]:
    """Return the words of a line that has at least that many."""
    found = line.split()
    if len(found) < least:
        raise odd(name, line)
    return found


def integer(name: str, text: str, least: int = 0, most: int = (1 << 63) - 1) -> int:
    """Return a whole number between two others, written in decimal digits."""
    if not _INTEGER.fullmatch(text) or not least <= int(text) <= most:
        raise odd(name, text)
    return int(text)


def number(name: str, text: str) -> float:
    """Return a number, written in decimal digits with or without a fraction."""
    if not _NUMBER.fullmatch(text):
        raise odd(name, text)
    return float(text)


def complaint(result: Result) -> str:
    """Return what the program said on stderr: its last lines.

    It is cut between lines, so that no password is cut in two and thus not masked.
    """
    said = result.errors.strip()
    if len(said) > _COMPLAINT:
        said = said[-_COMPLAINT:].partition("\n")[2] or "…"
    return said


def reason(result: Result) -> str | Message:
    """Return what the program said on stderr; where that is nothing, that it ended so, and how."""
    if said := complaint(result):
        return said
    if result.status is None:
        return Message("silent-end")
    return Message("silent-failure", status=str(result.status))


def without_request(said: str) -> str:
    """Return what the openstack client said without the request's ID, which differs each time."""
    return _REQUEST.sub("", said)


def odd(name: str, found: str) -> Unreadable:
    """Return what to raise for a value that cannot be one of this name."""
    shown = found if len(found) <= _SHOWN else "…"
    return Unreadable(Message("odd-value", name=name, found=shown))


class Found:
    """What a script printed behind words of our own: `size 1024` is found by `size`, each line of it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[str]] = defaultdict(list)
        for word, rest in worded(text):
            self._lines[word].append(rest)

    def all(self, word: str) -> tuple[str, ...]:
        """Return what stands behind each such word, but for nothing."""
        return tuple(filter(None, self._lines.get(word, ())))

    def one(self, word: str) -> str:
        """Return what stands behind the first such word; empty where there is none."""
        return next(iter(self.all(word)), "")

    def has(self, word: str) -> bool:
        """Return whether there is a line of that word."""
        return word in self._lines
