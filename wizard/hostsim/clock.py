"""The lab's clock, which runs faster than the machine's, so that nobody waits long for a service to settle.

Everything inside follows it: the time of day, the times of files, uptimes, sleep and timeout.
"""

from __future__ import annotations

import asyncio
import time
from contextvars import Context, ContextVar, Token, copy_context

SPEED = 10.0
"""How many seconds pass in the lab in one of the machine's."""

_start = time.time()
_start_monotonic = time.monotonic()
_deadlines: ContextVar[tuple[Deadline, ...]] = ContextVar("deadlines", default=())


def uptime() -> float:
    """Return the seconds of the lab since it began."""
    return (time.monotonic() - _start_monotonic) * SPEED


def now() -> float:
    """Return the lab's time of day."""
    return _start + uptime()


def go_on_from(moment: float) -> None:
    """Let no time of day come before `moment`: that of a lab that was kept may lie ahead of the machine's."""
    global _start  # noqa: PLW0603 - one process has one clock
    _start += max(0.0, moment - now())


class Deadline:
    """What `timeout` leaves its command: a budget of waiting, used up by whatever waits inside.

    Work takes the machine's time and waiting the lab's, so a slow machine makes nothing time out
    that would not on a real host.
    """

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.expired = asyncio.Event()
        self._token: Token[tuple[Deadline, ...]] | None = None

    def __enter__(self) -> None:
        self._token = _deadlines.set((*_deadlines.get(), self))

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _deadlines.reset(self._token)


def without_deadlines() -> Context:
    """Return the caller's context without its deadlines, for a task that its `timeout` is not to end."""
    context = copy_context()
    context.run(_deadlines.set, ())
    return context


async def wait(seconds: float) -> None:
    """Let time pass; a `timeout` around the caller that is shorter ends first."""
    deadlines = _deadlines.get()
    allowed = min([seconds, *(deadline.left for deadline in deadlines)])
    await asyncio.sleep(allowed / SPEED)
    for deadline in deadlines:
        deadline.left -= allowed
        if deadline.left <= 0:
            deadline.expired.set()
    if allowed < seconds:
        await asyncio.Event().wait()
