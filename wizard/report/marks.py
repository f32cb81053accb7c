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
    """Something else is there; a run changes it."""
    REFUSED = "refused"
    """Something else is there that a run does not touch: a person has to put it right."""
    RUNNING = "running"
    WAITING = "waiting"
    """For other hosts of the run."""
    FAILED = "failed"
    SKIPPED = "skipped"
    UNDONE = "undone"
    """It was taken back, and the host has not been read since."""
    UNKNOWN = "unknown"
    """The host was asked, and it could not be told."""
    UNREAD = "unread"
    """The host has not been asked yet."""

    @property
    def glyph(self) -> str:
        """One character, one cell wide; a space where nothing is known yet."""
        return _GLYPHS[self]

    @property
    def label(self) -> str:
        """The key of the state's word in locale/."""
        return f"mark-{self}"

    @property
    def meaning(self) -> str:
        """The key of the sentence that explains the state."""
        return f"means-{self}"

    @property
    def state(self) -> str:
        """The state's name in files that programs read."""
        return _IN_FILES.get(self, self).value


_GLYPHS: Mapping[Mark, str] = {
    Mark.DONE: "✓",
    Mark.TODO: "○",
    Mark.DIFFERS: "≠",
    Mark.REFUSED: "!",
    Mark.RUNNING: "▶",
    Mark.WAITING: "◌",
    Mark.FAILED: "✗",
    Mark.SKIPPED: "–",
    Mark.UNDONE: "↶",
    Mark.UNKNOWN: "?",
    Mark.UNREAD: " ",
}
_CHANGED = "●"
"""Done just now; where only the result counts, a changed step is a done one."""
_IN_FILES: Mapping[Mark, Mark] = {Mark.REFUSED: Mark.DIFFERS, Mark.UNREAD: Mark.UNKNOWN}

_WORST_FIRST = (
    *(Mark.RUNNING, Mark.FAILED, Mark.REFUSED, Mark.WAITING, Mark.DIFFERS),
    *(Mark.UNKNOWN, Mark.TODO, Mark.UNREAD, Mark.UNDONE, Mark.DONE, Mark.SKIPPED),
)
SETTLED = (Mark.DONE, Mark.SKIPPED)
"""Nothing is left to do there."""
BY_HAND = (Mark.FAILED, Mark.REFUSED)
"""A person has to look at it before a run goes on."""


def mark_of(how: Status | StepState, *, refused: bool = False, undo: bool = False) -> Mark:
    """Return the mark for how a step ended, or for how a check found it; with `undo`, was taken back."""
    if refused:
        return Mark.REFUSED
    if how in (Status.CHANGED, Status.UNCHANGED):
        return Mark.UNDONE if undo else Mark.DONE
    return Mark(how.value)


def glyph_of(how: Status | StepState, *, refused: bool = False) -> str:
    """Return the glyph for how a step ended, which tells changed from unchanged, or for a check's result."""
    return _CHANGED if how is Status.CHANGED else mark_of(how, refused=refused).glyph


def together(marks: Iterable[Mark]) -> Mark:
    """Return the one mark for a step on several hosts, or for several steps."""
    found = set(marks)
    return next((mark for mark in _WORST_FIRST if mark in found), Mark.UNKNOWN)
