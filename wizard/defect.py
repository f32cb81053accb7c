"""What may be said of an unexpected exception: its kind and place. Its message may hold secrets."""

from __future__ import annotations

import traceback
from pathlib import Path


def kind_and_place(error: BaseException) -> dict[str, str]:
    """Return the variables `kind` and `place` (`file.py:LINE`) for the messages about an exception."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
    return {"kind": type(error).__name__, "place": place}
