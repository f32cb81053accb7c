"""What is said of a defect of ours: its kind and place. Its message and variables may hold what is secret."""

from __future__ import annotations

from wizard.defect import kind_and_place
from wizard.model import Message


def defect(error: BaseException) -> Message:
    """Return what may be said of it."""
    return Message("defect", **kind_and_place(error))
