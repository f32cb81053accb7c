"""Working on several hosts at once, and being asked to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
_LOOK = 0.25
"""Seconds."""


class Interrupted(Exception):
    """Raised where a run stops because the user asked for it; a command at work ends first."""


def in_parallel(items: Sequence[K], work: Callable[[K], T], at_once: int | None = None) -> list[T]:
    """Do the work for each item, in at most `at_once` threads; return the results in the items' order.

    Waits until all have ended, then raises what the first of them in that order raised, if any did.
    Where the system does not give so many threads, no more work is begun, what has begun is waited for, and
    RuntimeError or MemoryError is raised.
    """
    with ThreadPoolExecutor(max_workers=max(min(at_once or len(items), len(items)), 1)) as pool:
        try:
            futures = [pool.submit(work, item) for item in items]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        wait_for_all(futures)
    return [future.result() for future in futures]


def wait_for_all(futures: Sequence[Future[T]]) -> None:
    """Wait until all have ended."""
    # Not until the end at once: a signal that came just before would get its handler only then.
    while wait(futures, _LOOK).not_done:
        pass
