"""How a step stands, as a glyph, a word and a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Mark(StrEnum):
    """How a step stands."""

    DONE = "done"
    TODO = "todo"
    DIFFERS = "differs"
    RUNNING = "running"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"

    @property
    def glyph(self) -> str:
        """One cell wide."""
        return _LOOKS[self][0]

    @property
    def style(self) -> str:
        """A style of the theme."""
        return _LOOKS[self][1]

    @property
    def label(self) -> str:
        """The key of its word."""
        return f"mark-{self}"


_LOOKS: Mapping[Mark, tuple[str, str]] = {
    Mark.DONE: ("✓", "$text-success"),
    Mark.TODO: ("○", "$text-accent"),
    Mark.DIFFERS: ("≠", "$text-warning"),
    Mark.RUNNING: ("▶", "bold $text-primary"),
    Mark.FAILED: ("✗", "bold $text-error"),
    Mark.SKIPPED: ("–", "$text-muted"),
    Mark.UNKNOWN: ("?", "$text-warning"),
}

_WORST_FIRST = (Mark.RUNNING, Mark.FAILED, Mark.DIFFERS, Mark.UNKNOWN, Mark.TODO, Mark.DONE, Mark.SKIPPED)


def together(marks: Iterable[Mark]) -> Mark:
    """Return the one mark for a step on several hosts, or for several steps."""
    found = set(marks)
    return next((mark for mark in _WORST_FIRST if mark in found), Mark.UNKNOWN)
