"""The lab's lines on standard input, and their end, after which no lab may remain."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

from wizard.lab import limits


def follow(loop: asyncio.AbstractEventLoop, take: Callable[[str], object]) -> threading.Event:
    """Hand each line of standard input to `take` in the loop, and an empty one at the end.

    The end is that of standard input, or SIGTERM, by which the keeper tells that its own parent has gone: a
    process that the parent had started may keep the pipe open. Where the loop does not set the event that is
    returned in time, this process ends at once.
    """
    gone, ending = threading.Event(), threading.Event()

    def tell(line: str) -> None:
        try:
            loop.call_soon_threadsafe(take, line)
        except RuntimeError:
            gone.set()  # the loop has been closed

    def read() -> None:
        while line := sys.stdin.readline():
            tell(line)
        gone.set()

    def watch() -> None:
        gone.wait()
        tell("")
        if not ending.wait(limits.GRACE):
            os._exit(1)

    signal.signal(signal.SIGTERM, lambda *_: gone.set())
    for target in (read, watch):
        threading.Thread(target=target, daemon=True).start()
    return ending
