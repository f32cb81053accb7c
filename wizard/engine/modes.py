"""What a run does, and how it and its steps end. Imports nothing: the first screen needs it."""

from __future__ import annotations

from enum import StrEnum


class RunMode(StrEnum):
    """What a run does with the steps."""

    RUN = "run"
    """Does them."""
    DRY_RUN = "dry-run"
    """Shows what would be sent, and sends nothing."""
    CHECK = "check"
    """Says how each step stands."""
    SCAN = "survey"
    """Says how each step stands, and what it would send."""


class Ending(StrEnum):
    """How a whole run ends; headless/replay.py has the exit status for each."""

    DONE = "done"
    FAILED = "failed"
    """A step failed, or it is not known whether it holds."""
    REFUSED = "refused"
    """Something is missing, or is not touched; nothing was changed."""
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    """A host's key is not the known one."""
    DIFFERS = "differs"
    """A check found steps that are not done."""
    INTERRUPTED = "interrupted"
    """The user asked to stop."""


class Status(StrEnum):
    """How a step ended on a host; also the names under which a run counts them."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class StepState(StrEnum):
    """What --check finds of a step on a host."""

    DONE = "done"
    TODO = "todo"
    DIFFERS = "differs"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


SSH_CHECK = "before/ssh"
"""The ID of the check that a host can be reached, beside those of the guide's prerequisites."""
LOCK_CHECK = "before/lock"
"""The ID of the check that no other run is at work on a host."""
