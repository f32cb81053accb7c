"""Shell patterns: `*`, `?` and `[…]` for case, parameters and paths."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from wizard.hostsim import limits
from wizard.hostsim.process import Process
from wizard.hostsim.tree import Directory

Field = tuple[tuple[str, bool], ...]
"""Pieces of a word after expansion, each with whether it was quoted."""

CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r" \t",
    "xdigit": "0-9A-Fa-f",
    "punct": r"!-/:-@\[-`{-~",
    "print": " -~",
    "cntrl": r"\x00-\x1f",
}


def magic(field: Field) -> bool:
    """Whether an unquoted character of a pattern is in it."""
    return any(not quoted and any(char in "*?[" for char in text) for text, quoted in field)


def literal(field: Field) -> str:
    """Return the text of a field's pieces, joined; quoting makes no difference here."""
    return "".join(text for text, _ in field)


def expression(field: Field) -> re.Pattern[str]:
    """Return a pattern as a regular expression for the whole of a text."""
    small = sum(len(text) for text, _ in field) <= limits.CACHED
    return (_expression if small else _expression.__wrapped__)(field)


@lru_cache(maxsize=2048)
def _expression(field: Field) -> re.Pattern[str]:
    """Translate a pattern so that matching takes no longer than text and pattern multiplied.

    What stands between two stars may be taken where it is found first: no other place could make more match.
    """
    chars = [(char, quoted) for text, quoted in field for char in text]
    pieces = [""]
    index = 0
    while index < len(chars):
        char, quoted = chars[index]
        index += 1
        if quoted:
            pieces[-1] += re.escape(char)
        elif char == "*":
            pieces.append("")
        elif char == "?":
            pieces[-1] += "."
        elif char == "\\" and index < len(chars):
            pieces[-1] += re.escape(chars[index][0])
            index += 1
        elif char == "[" and (bracket := _bracket(chars, index)):
            text, index = bracket
            pieces[-1] += text
        else:
            pieces[-1] += re.escape(char)
    return re.compile(linear(pieces), re.DOTALL)


def linear(pieces: Sequence[str]) -> str:
    """Return a regular expression for pieces of fixed length with anything between them."""
    first, *others = pieces
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>.*?{piece})" for piece in middle if piece) + f".*{last}"


def _bracket(chars: list[tuple[str, bool]], start: int) -> tuple[str, int] | None:
    """Read a bracket expression from after its `[`; None if it is not one."""
    index = start
    source = "["
    if index < len(chars) and chars[index][0] in "!^":
        source += "^"
        index += 1
    first = index
    while index < len(chars):
        char = chars[index][0]
        if char == "]" and index > first:
            return source + "]", index + 1
        rest = "".join(char for char, _ in chars[index : index + 12])
        if match := re.match(r"\[:(\w+):\]", rest):
            source += CLASSES.get(match[1], "")
            index += match.end()
            continue
        source += char if char == "-" and not chars[index][1] else re.escape(char)
        index += 1
    return None


def matches(field: Field, text: str) -> bool:
    """Whether a pattern matches the whole of a text."""
    return expression(field).fullmatch(text) is not None


def trimmed(text: str, field: Field, operator: str) -> str:
    """Return a text without the prefix (`#`, `##`) or suffix (`%`, `%%`) that a pattern matches."""
    whole = expression(field)
    longest = len(operator) == 2
    if operator.startswith("#"):
        lengths: Iterable[int] = range(len(text) + 1)
        for length in reversed(list(lengths)) if longest else lengths:
            if whole.fullmatch(text, 0, length):
                return text[length:]
    else:
        starts: Iterable[int] = range(len(text) + 1)
        for start in starts if longest else reversed(list(starts)):
            if whole.fullmatch(text, start):
                return text[:start]
    return text


def paths(process: Process, field: Field) -> list[str]:
    """Return the sorted paths that a pattern matches in the node's tree."""
    components: list[list[tuple[str, bool]]] = [[]]
    for text, quoted in field:
        for number, piece in enumerate(text.split("/")):
            if number:
                components.append([])
            components[-1].append((piece, quoted))
    found = [""]
    for number, component in enumerate(components):
        part = tuple(component)
        name = literal(part)
        last = number == len(components) - 1
        if magic(part):
            found = [prefix + entry for prefix in found for entry in _entries(process, prefix, part)]
        else:
            found = [prefix + name for prefix in found]
        if not last:
            found = [path + "/" for path in found]
    return sorted(path for path in found if _exists(process, path))


def _entries(process: Process, prefix: str, part: Field) -> list[str]:
    directory = process.node.tree.find(posixpath.join(process.cwd, prefix or "."), process.user)
    if not isinstance(directory, Directory):
        return []
    hidden = literal(part).startswith(".")
    return [
        name
        for name in sorted(directory.entries)
        if (hidden or not name.startswith(".")) and matches(part, name)
    ]


def _exists(process: Process, path: str) -> bool:
    return process.node.tree.find(posixpath.join(process.cwd, path), process.user, follow=False) is not None
