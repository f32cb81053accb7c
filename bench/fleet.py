"""Checking hundreds of hosts on the embedded lab: time and memory, and how they grow with the hosts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.lab import MB, replayed, written
from bench.row import Measurement
from wizard.lab import Lab

FEW, MANY = 100, 500
GROWTH_GOAL = 1.2 * MANY / FEW
"""Times as long as for `FEW`."""
MEMORY_GOAL = 2**30
"""Bytes."""
TO_DO = 5
"""The exit status of a check that finds something to do."""


def rows() -> list[Measurement]:
    """Measure a check of hosts on which nothing is done yet."""
    few, few_memory = checked(FEW)
    many, many_memory = checked(MANY)
    one = f"{FEW} ({few_memory / MB:.0f} MB)"
    memory = Measurement(
        f"the wizard's memory, checking {MANY}", many_memory / 1e9, "1 GiB", MEMORY_GOAL / 1e9, 1.0, "MB"
    )
    return [Measurement(f"checking {MANY} compute nodes", many, one, few, GROWTH_GOAL), memory]


def checked(compute_nodes: int) -> tuple[float, int]:
    """Return the seconds of a check, and the memory that it took."""
    with tempfile.TemporaryDirectory(prefix="bench") as home, Lab(compute_nodes=compute_nodes) as lab:
        return replayed(written(Path(home), lab), "--check", status=TO_DO)
