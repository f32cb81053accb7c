"""The pages as they are written: their code blocks, and the commands in these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "site"
PAGES = sorted(SITE.glob("??/**/*.md"))
READMES = [ROOT / "README.md", ROOT / "README.ko.md"]
_FENCED = re.compile(r"^```(?P<kind>\w*)(?: title=\"(?P<title>[^\"\n]*)\")?\n(?P<text>.*?)^```$", re.M | re.S)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?: {4}.*\n+)+")
_SPAN = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(?:^|(?<=[ (]))(nova-wizard|nova-lab)((?: [^;|)#\s]+)+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the title above it, its text."""

    kind: str
    title: str
    text: str


def name_of(page: Path) -> str:
    """Return how a test is called that is about a page."""
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    return [Block(found["kind"], found["title"] or "", found["text"]) for found in _FENCED.finditer(text)]


def indented(text: str) -> list[str]:
    """Return the indented code of a page, without what definitions hold."""
    return [found[0] for found in _INDENTED.finditer(_FENCED.sub("", text))]


def spans(text: str) -> list[str]:
    """Return the code within sentences."""
    return _SPAN.findall(_FENCED.sub("", text))


def prose(text: str) -> str:
    """Return a page without its code."""
    return _SPAN.sub("", _INDENTED.sub("", _FENCED.sub("", text)))


def lines_of_code(text: str) -> Iterator[str]:
    """Yield everything on a page that is code, line by line."""
    for code in (*(block.text for block in blocks(text)), *indented(text), *spans(text)):
        yield from code.splitlines()


def commands(text: str) -> list[tuple[str, str]]:
    """Return the program and the arguments of each of our commands on a page."""
    found = (match for line in lines_of_code(text) for match in _COMMAND.finditer(line))
    return [(match[1], match[2].strip()) for match in found]
