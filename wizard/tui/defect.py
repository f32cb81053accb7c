"""The message for an unexpected exception: its kind and place. Its own text may hold secrets."""

from __future__ import annotations

from wizard.defect import kind_and_place
from wizard.model.message import Message


def defect(error: BaseException) -> Message:
    """Return the message `defect` with the exception's class and place."""
    return Message("defect", **kind_and_place(error))
