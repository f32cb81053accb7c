"""The explanations: a Markdown file a place, the same names and headings in both languages.

Of Markdown they have headings (`##`), paragraphs, lists, `**strong**`, `*names*`, and `~~struck~~` for what
the book prints and is wrong. A widget a paragraph, as Textual's own Markdown makes them, would take longer to
put up than all the rest of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

_MARK = re.compile(r"(## |- |\d+\. )")
_STYLED = re.compile(r"\*\*(?P<strong>.+?)\*\*|\*(?P<name>.+?)\*|~~(?P<struck>.+?)~~")
_STYLES = {"strong": "bold", "name": "$text-primary", "struck": "strike $text-error"}


@dataclass(frozen=True, eq=False)
class Block:
    """A heading, a paragraph, or an item of a list."""

    mark: str
    """What stands before its first line; the others are indented as far."""
    text: Content
    is_heading: bool = False

    def lines(self, width: int) -> Iterator[Content]:
        """Yield its lines in so many cells."""
        wrapped = self.text.wrap(max(width - len(self.mark), 2))
        if not self.mark:
            yield from wrapped
            return
        for number, line in enumerate(wrapped):
            yield Content.assemble(" " * len(self.mark) if number else (self.mark, "$text-muted"), line)


def blocks(text: str) -> Sequence[Block]:
    """Return what an explanation consists of; a line of its file is a block."""
    return [_block(line) for line in text.splitlines() if line]


def laid_out(found: Sequence[Block], width: int) -> Content:
    """Return the blocks in so many cells, a blank line around all but the items of a list."""
    lines: list[Content] = []
    for before, block in zip((None, *found), found, strict=False):
        if before and not before.is_heading and not (before.mark and block.mark):
            lines.append(Content())
        lines += block.lines(width)
    return Content("\n").join(lines)


def _block(line: str) -> Block:
    found = _MARK.match(line)
    mark = found[0] if found else ""
    text = line.removeprefix(mark)
    if mark == "## ":
        return Block("", Content.styled(text, "bold $text-accent"), is_heading=True)
    return Block("• " if mark == "- " else mark, Content.assemble(*_parts(text)))


def _parts(text: str) -> Iterator[str | tuple[str, str]]:
    end = 0
    for found in _STYLED.finditer(text):
        yield text[end : found.start()]
        kind = found.lastgroup or ""
        yield found[kind], _STYLES[kind]
        end = found.end()
    yield text[end:]
