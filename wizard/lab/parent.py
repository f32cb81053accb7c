"""The lab's parent: its lines on standard input, and its end, after which no lab may remain."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable

from wizard.lab import limits


def follow(loop: asyncio.AbstractEventLoop, take: Callable[[str], object], folder: str) -> None:
    """Hand each line of standard input to `take` in the loop, and an empty one when the parent has gone.

    It has gone when standard input has ended, or when this process has got another parent (a process that
    the parent had started may keep the pipe open). If the loop then does not end in time, the folder is
    removed and this process ends at once. The kernel's signal for this (PR_SET_PDEATHSIG) would come already
    when the thread ends that started the lab.
    """
    gone = threading.Event()

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
        parent = os.getppid()
        while not gone.wait(limits.PARENT_CHECK) and os.getppid() == parent:
            pass
        tell("")
        time.sleep(limits.GRACE)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    for target in (read, watch):
        threading.Thread(target=target, daemon=True).start()
