"""Manual pages: text in a small part of Markdown, by language and name; who builds a host adds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.hostsim.width import char_width, width

INDENT = 7
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
TITLE = re.compile(r"# (\S+)\((\d)\)")


@dataclass(frozen=True, slots=True)
class Page:
    """A manual page: `# NAME(SECTION)`, then `## TITLE` with paragraphs, indented lines, and options.

    An option is a line in backquotes, and what it does the next line behind `: `.
    """

    name: str
    section: str
    text: str

    @property
    def summary(self) -> str:
        """The line `NAME - what it does`."""
        return next(
            (line for line in self.text.splitlines() if line.startswith(f"{self.name} - ")), self.name
        )

    @property
    def synopsis(self) -> list[str]:
        """The lines that show how it is called."""
        parts = self.text.split("\n## ")
        return [line.strip() for line in parts[2].splitlines() if line.startswith("    ")]

    @property
    def names(self) -> set[str]:
        """The programs that it describes."""
        return {self.name, *(line.split()[0] for line in self.synopsis if line.split()[0].islower())}


_pages: dict[str, dict[str, Page]] = {}


def add(lang: str, text: str) -> None:
    """Add a page in a language. Raises ValueError where its first line is no title."""
    match = TITLE.match(text)
    if match is None:
        raise ValueError(text[:80])
    page = Page(match[1], match[2], text)
    known = _pages.setdefault(lang, {})
    for name in page.names:
        known.setdefault(name, page)
    known[page.name] = page


def find(name: str, lang: str = "en") -> Page | None:
    """Return the page of a program, in English where the language has none."""
    return _pages.get(lang, {}).get(name) or _pages.get("en", {}).get(name)


def pages(lang: str = "en") -> list[Page]:
    """Return all pages of a language by their names."""
    found = _pages.get(lang) or _pages.get("en", {})
    return sorted(set(found.values()), key=lambda page: page.name)


def usage(name: str) -> str:
    """Return what `NAME --help` prints."""
    page = find(name)
    known = page.synopsis if page else [f"{name} [OPTION]... [ARGUMENT]..."]
    lines = [line for line in known if line.split()[0] == name] or known
    return "\n".join(f"{'Usage:' if not at else '   or:'} {line}" for at, line in enumerate(lines)) + "\n"


def shown(page: Page, columns: int, *, bold: bool) -> str:
    """Return a page as man(1) shows it, wrapped at a width."""
    title = f"{page.name.upper()}({page.section})"
    gap = max(columns - 2 * len(title), 1)
    lines = [f"{title}{' ' * gap}{title}"]
    for line in page.text.splitlines()[1:]:
        if line.startswith("## "):
            lines.append(f"{BOLD}{line[3:]}{PLAIN}" if bold else line[3:])
        elif line.startswith("    "):
            lines.append(" " * INDENT + line.strip())
        elif line.startswith("`"):
            option = line.strip("`")
            lines.append(" " * INDENT + (f"{BOLD}{option}{PLAIN}" if bold else option))
        elif line.startswith(": "):
            lines += _wrapped(line[2:], columns, INDENT + 4)
        elif line:
            lines += _wrapped(line, columns, INDENT)
        elif lines[-1].startswith(" "):
            lines.append("")
    return "\n".join(lines) + "\n"


def _wrapped(text: str, columns: int, indent: int) -> list[str]:
    """Return text in lines: broken at blanks, and where a word is longer than a line in its midst."""
    room = max(columns - indent, 10)
    lines, line = [], ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > room:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while width(line) > room:
            at = _fitting(line, room)
            lines.append(line[:at])
            line = line[at:]
    return [" " * indent + one for one in [*lines, line]]


def _fitting(line: str, room: int) -> int:
    """Return how many characters of a line fit."""
    taken = 0
    for at, char in enumerate(line):
        taken += char_width(char)
        if taken > room:
            return max(at, 1)
    return len(line)
