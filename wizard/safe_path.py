"""Keeps the working directory out of where modules are found; each entry module imports it before all else.

`python -m wizard` puts the working directory first on `sys.path`: a `json.py` lying there would run.
"""

from __future__ import annotations

import os
import sys


def _leave_out_working_directory() -> None:
    """Take out what `-m` put in; where this package is found by it alone, put it last."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    if spec is None or spec.name.partition(".")[0] != "wizard" or sys.flags.safe_path or not sys.path:
        return
    here = sys.path.pop(0)
    own = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib is not loaded yet
    if os.path.realpath(here) == own:
        sys.path.append(own)


_leave_out_working_directory()
