"""How a step stands: one word and one glyph for all fronts. Colours are each front's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from wizard.engine.modes import Status, StepState


class Mark(StrEnum):
    """The state of a step as all fronts show it, whether it comes from a run or from a check."""

    DONE = "done"
    TODO = "todo"
    DIFFERS = "differs"
    RUNNING = "running"
    WAITING = "waiting"
    """For other hosts of the run."""
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"

    @property
    def glyph(self) -> str:
        """One character, one cell wide."""
        return _GLYPHS[self]

    @property
    def label(self) -> str:
        """The key of the state's word in locale/."""
        return f"mark-{self}"


_GLYPHS: Mapping[Mark, str] = {
    Mark.DONE: "✓",
    Mark.TODO: "○",
    Mark.DIFFERS: "≠",
    Mark.RUNNING: "▶",
    Mark.WAITING: "◌",
    Mark.FAILED: "✗",
    Mark.SKIPPED: "–",
    Mark.UNKNOWN: "?",
}
_CHANGED = "●"
"""Done just now; where only the result counts, a changed step is a done one."""

_WORST_FIRST = (
    *(Mark.RUNNING, Mark.FAILED, Mark.WAITING, Mark.DIFFERS),
    *(Mark.UNKNOWN, Mark.TODO, Mark.DONE, Mark.SKIPPED),
)


def mark_of(how: Status | StepState) -> Mark:
    """Return the mark for how a step ended, or for how a check found it."""
    return Mark.DONE if how in (Status.CHANGED, Status.UNCHANGED) else Mark(how.value)


def glyph_of(how: Status | StepState) -> str:
    """Return the glyph for how a step ended, which tells changed from unchanged, or for a check's result."""
    return _CHANGED if how is Status.CHANGED else mark_of(how).glyph


def together(marks: Iterable[Mark]) -> Mark:
    """Return the one mark for a step on several hosts, or for several steps."""
    found = set(marks)
    return next((mark for mark in _WORST_FIRST if mark in found), Mark.UNKNOWN)
