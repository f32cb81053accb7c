"""Where a step is done."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Where a step is done; READER is the person alone (4.4.1)."""

    READER = "reader"
    CONTROLLER = "controller"
    COMPUTE = "compute"
