"""What a measurement leaves, and how a median is taken."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something measured beside a reference, and the ratio that is the goal."""

    name: str
    measured: float
    against: str
    reference: float
    goal: float | None = None
    unit: str = "ms"
    """Of a thousandth: the measured are seconds, or gigabytes shown as MB."""

    @property
    def ratio(self) -> float:
        """How many times the reference it takes."""
        return self.measured / self.reference

    @property
    def missed(self) -> bool:
        """Whether there is a goal, and the ratio is above it."""
        return self.goal is not None and self.ratio > self.goal


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def medians(ways: Mapping[str, Callable[[], object]], rounds: int, burst: int = 1) -> dict[str, float]:
    """Return the median seconds of each way; in each round all of them, so that they see the same machine.

    In a round each way is done `burst` times, one right after the other; the order is another each round.
    """
    for work in ways.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways.items())
    for _ in range(rounds):
        random.shuffle(order)
        for name, work in order:
            began = time.perf_counter()
            for _ in range(burst):
                work()
            taken[name].append((time.perf_counter() - began) / burst)
    return {name: statistics.median(times) for name, times in taken.items()}
