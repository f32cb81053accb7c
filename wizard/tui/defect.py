"""What is said of a defect of ours: its kind and place. Its message and variables may hold what is secret."""

from __future__ import annotations

import traceback
from pathlib import Path

from wizard.model import Message


def defect(error: BaseException) -> Message:
    """Return what may be said of it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
    return Message("defect", kind=type(error).__name__, place=place)
