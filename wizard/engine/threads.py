"""Working on several hosts at once, and being asked to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")


class Interrupted(Exception):
    """The user asked to stop after the command at work."""


def at_once(items: Sequence[K], work: Callable[[K], T]) -> list[T]:
    """Do the work in a thread for each item; raises what the first of them raised, when all have ended."""
    with ThreadPoolExecutor(max_workers=max(len(items), 1)) as pool:
        futures = [pool.submit(work, item) for item in items]
    return [future.result() for future in futures]
