"""Rates: how long to wait so that no more than so many bytes a second go by."""

from __future__ import annotations

import time


class Bucket:
    """Lets `burst` bytes by at once, and `rate` a second after that."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._then = time.monotonic()

    def take(self, size: int) -> float:
        """Count these bytes; return the seconds to wait before more are let by."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._then) * self._rate) - size
        self._then = now
        return max(0.0, -self._left / self._rate)
