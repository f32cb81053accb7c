"""Keys that are named in a text: they look like keys, and a click presses them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

_KEY = re.compile(r"(?<![A-Za-z0-9])(F\d{1,2}|\^[A-Z]|Enter|Esc|Tab|PgDn|[←→↑↓])(?![A-Za-z0-9])")
_NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "PgDn": "pagedown",
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
}
"""Textual's names of keys, by how texts write them; function keys and Ctrl follow from their own."""


def with_keys(text: str) -> Content:
    """Return a text in which each key that is named is in bold, and pressed by a click."""
    return Content.assemble(*_parts(text))


def _parts(text: str) -> Iterator[str | Content]:
    end = 0
    for found in _KEY.finditer(text):
        yield text[end : found.start()]
        pressed = Style.from_meta({"@click": f"app.simulate_key('{_name(found[0])}')"})
        yield Content.styled(found[0], "bold $text-accent").stylize(pressed)
        end = found.end()
    yield text[end:]


def _name(key: str) -> str:
    return _NAMES.get(key) or key.replace("^", "ctrl+").lower()
