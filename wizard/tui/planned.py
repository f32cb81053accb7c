"""Planned actions as they are shown before they are sent: why, what, and the changes of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from wizard.engine.events import Planned
from wizard.text import Words
from wizard.tui import diff


def shown_actions(words: Words, planned: Iterable[Planned]) -> Content:
    """Return the actions with their diffs, as printable content."""
    parts = [part for event in planned for part in _parts(words, event.printable())]
    return Content("\n").join(parts)


def _parts(words: Words, event: Planned) -> Iterator[Content]:
    said = [words.say(event.message), *([words.say(event.note)] if event.note else [])]
    why = [f"# {line}" for text in said for line in text.splitlines()]
    yield Content.styled("\n".join(why), "$text-muted")
    yield Content.styled(event.text, f"bold ${'text-error' if event.takes_away else 'text-primary'}")
    if event.diff:
        yield diff.shown(event.diff)
