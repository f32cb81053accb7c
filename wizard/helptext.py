"""The pages that --help prints, read as sections of paragraphs and entries.

From the same text come the man page and the descriptions that a shell shows while it completes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_OF_DESCRIPTIONS = 20
"""An entry begins before this column; what begins later goes on with a description."""
OPTION = re.compile(r"--[a-z][a-z-]{0,30}\b")


@dataclass
class Entry:
    """What is described (`--only ID`, an exit status), and its description."""

    term: str
    text: str = ""

    @property
    def option(self) -> str:
        """The first option of the term, empty where it has none."""
        found = OPTION.search(self.term)
        return found[0] if found else ""

    @property
    def metavar(self) -> str:
        """What the first option of the term takes, as it is written: `FILE`, `ko|en`; empty for a flag."""
        found = re.search(rf"{OPTION.pattern} ([^\s\]…-][^\s\]…]*)", self.term)
        return found[1] if found else ""


@dataclass
class Section:
    """A part of a page; the first one has no title."""

    title: str
    blocks: list[str | Entry] = field(default_factory=list)

    @property
    def entries(self) -> Sequence[Entry]:
        """The section's entries."""
        return [block for block in self.blocks if isinstance(block, Entry)]


def sections(page: str) -> list[Section]:
    """Return the sections of a page.

    A title stands at the left margin and ends in a colon; another paragraph there ends its section. An entry
    is indented; its description follows after two spaces or more, or on further lines that are indented more.
    All else is paragraphs.
    """
    found = [Section("")]
    for paragraph in page.split("\n\n"):
        lines = paragraph.splitlines()
        while lines:
            if _is_title(lines):
                found.append(Section(lines.pop(0).rstrip(":")))
            elif not lines[0].startswith(" ") and found[-1].title:
                found.append(Section(""))
            found[-1].blocks += _blocks(_until_title(lines))
    return found


def described(page: str) -> dict[str, Entry]:
    """Return every option of a page with the entry of its own, else the first that it occurs in."""
    entries = [entry for section in sections(page) for entry in section.entries if entry.option]
    options: dict[str, Entry] = {}
    for entry in (*(entry for entry in entries if entry.term.startswith("--")), *entries):
        options.setdefault(entry.option, entry)
    return options


def _until_title(lines: list[str]) -> Iterator[str]:
    """Take the lines before the next title."""
    while lines:
        yield lines.pop(0)
        if _is_title(lines):
            return


def _is_title(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and bool(re.fullmatch(r"\S.*:", lines[0])) and lines[1].startswith(" ")


def _blocks(lines: Iterator[str]) -> Iterator[str | Entry]:
    block: str | Entry = ""
    depth = 0
    for line in lines:
        indent = len(line) - len(line.lstrip())
        term, text = [*re.split(" {2,}", line.strip(), maxsplit=1), ""][:2]
        if block and indent > depth and not (text and indent < _OF_DESCRIPTIONS):
            block = _longer(block, line.strip())
            continue
        if block and isinstance(block, str) and indent == depth and not text:
            block = f"{block} {term}"
            continue
        if block:
            yield block
        block, depth = (Entry(term, text) if text else term), indent
    if block:
        yield block


def _longer(block: str | Entry, text: str) -> Entry:
    if isinstance(block, str):
        return Entry(block, text)
    return Entry(block.term, f"{block.text} {text}".strip())
