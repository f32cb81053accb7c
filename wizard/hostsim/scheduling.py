"""Shares the loop fairly: work that runs long is interrupted, and goes on when it is its turn.

A program of the lab is plain Python without regard to time: it may loop, sort or match a regular expression
for minutes. So each step of a task runs in a greenlet. After a slice the alarm's handler, which Python calls
between two instructions and also in the midst of a match, switches back to the loop; later the greenlet goes
on in the handler, and from there where it was interrupted. A cancelled task gets its CancelledError there.

Without `enable` (or setitimer, which Windows lacks) tasks run as asyncio runs them.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, coroutine
from typing import Any, Final, NoReturn, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from wizard.hostsim import limits

RETRY = 0.00005
"""Seconds until the next attempt, where work must not be interrupted; twice as long after each one, up to a
slice: looking through the calls takes time itself.
"""
STATE = ("journal", "network", "openfiles", "storage", "streams", "systemd", "terminal", "tree")
UNINTERRUPTED = {
    *("_weakrefset", "asyncio", "importlib", "logging", "weakref"),
    *(f"wizard.hostsim.{name}" for name in STATE),
}
"""Packages and modules whose functions run to their end: others would meet their state half changed.

Exceptions out of a weak reference's callback are dropped by Python, so a cancellation would be lost there.
"""
INTERRUPTED: Final = object()
T = TypeVar("T")
STATM = Path("/proc/self/statm")


class Group:
    """The tasks of one login or connection, which have their limits together (a control group)."""

    def __init__(self, *, of_service: bool = False) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self.used = 0.0
        self.of_service = of_service
        self.allowed = float("inf") if of_service else limits.CPU
        """Seconds of processor time: a service runs for days."""
        self.processes = 0
        self.refused = 0
        self.batch = 1
        self.unwatched = 0.0
        """Seconds used since the memory was looked at."""
        self._used_before = 0.0
        self._insisting = False

    def rested(self) -> None:
        """Begin anew with what may be used: a person was waited for."""
        self.used = self._used_before = self.unwatched = 0.0
        self.allowed = limits.CPU if self.allowed else 0.0

    @property
    def waits(self) -> bool:
        """Whether its tasks have to wait for the group's next turn."""
        return self.used > limits.INTERACTIVE and self.used - self._used_before > limits.SLICE

    def begin_turn(self) -> int:
        """Return how many tasks may go on: more, the less those of the last turn have used."""
        short = self.used - self._used_before < limits.SLICE / 2
        self.batch = min(self.batch * 2, limits.LOGIN_PROCESSES) if short else max(self.batch // 2, 1)
        self._used_before = self.used
        return self.batch

    def has_room(self) -> bool:
        """Whether there may be one more process. Who does not stop asking is killed."""
        if self.processes >= limits.LOGIN_PROCESSES:
            self.refused += 1
            if self.refused > limits.REFUSED_FORKS:
                self.kill()
            return False
        return True

    def grows(self) -> bool:
        """Whether it runs while memory is short; looked at after each half slice that it has used."""
        if self.unwatched < limits.SLICE / 2:
            return False
        self.unwatched = 0.0
        return memory.short()

    def orphaned(self) -> None:
        """Leave little time to those whose client has gone."""
        self.allowed = min(self.allowed, self.used + limits.ORPHAN_CPU)
        if self.tasks:
            asyncio.get_running_loop().call_later(limits.ORPHAN, self.kill)

    def kill(self) -> None:
        """End all tasks, now and whenever one of them runs again."""
        self.allowed = 0.0
        for task in list(self.tasks):
            task.cancel()
        if self.tasks and not self._insisting:
            self._insisting = True
            asyncio.get_running_loop().call_later(1.0, self._insist)

    def _insist(self) -> None:
        """End those who have caught the cancellation and wait for something else."""
        self._insisting = False
        self.kill()


class Pause:
    """Holds a task at its next step while its process is stopped."""

    def __init__(self) -> None:
        self._over: asyncio.Future[None] | None = None
        self.stopped = False

    def begin(self) -> None:
        """Let the task make no step."""
        self.stopped = True

    def end(self) -> None:
        """Let the task go on."""
        self.stopped = False
        if self._over is not None and not self._over.done():
            self._over.set_result(None)

    def wait(self) -> asyncio.Future[None]:
        """Return what is done when the task may go on."""
        self._over = asyncio.get_running_loop().create_future()
        return self._over


class Work:
    """A task's coroutine, the processor time that it has used, and where matching has to stop."""

    def __init__(self, group: Group, step: Callable[[Any], Any]) -> None:
        self.group = group
        self.used = 0.0
        self.until: float | None = None
        self.retry = RETRY
        self.step = step
        self.argument: Any = None
        """What the coroutine's next step is called with."""
        self.worker: greenlet | None = None

    def slice(self, switch: Callable[..., Any], *arguments: object) -> Any:
        """Run up to the next wait, the end, or the end of the slice."""
        global _running, _guests_work  # noqa: PLW0603 - one thread runs all tasks
        if not self.group.of_service:
            _guests_work += 1
        began = time.thread_time()
        _running = self
        self.retry = RETRY
        signal.setitimer(signal.ITIMER_REAL, limits.SLICE)
        try:
            return switch(*arguments)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            _running = None
            used = time.thread_time() - began
            self.used += used
            self.group.used += used
            self.group.unwatched += used
            if self.group.used > self.group.allowed or self.group.grows():
                self.group.kill()


class MatchingTooLong(Exception):
    """A regular expression has used the time that matching may take."""


class Turns:
    """Lets one of the groups that wait go on in each turn of the loop."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.waiting: OrderedDict[Group, deque[asyncio.Future[None]]] = OrderedDict()

    def wait(self, group: Group) -> asyncio.Future[None]:
        """Return what is done when it is the group's turn."""
        loop = asyncio.get_running_loop()
        if self.loop is not loop:
            self.loop = loop
            self.waiting.clear()
        if not self.waiting:
            loop.call_soon(self._next)
        future = loop.create_future()
        self.waiting.setdefault(group, deque()).append(future)
        return future

    def _next(self) -> None:
        group, futures = self.waiting.popitem(last=False)
        for _ in range(min(group.begin_turn(), len(futures))):
            future = futures.popleft()
            if not future.done():
                future.set_result(None)
        if futures:
            self.waiting[group] = futures
        if self.waiting and self.loop is not None:
            self.loop.call_soon(self._next)


class Memory:
    """Watches how much memory the lab's process has."""

    def __init__(self) -> None:
        self.ceiling = limits.LAB_MEMORY

    def short(self) -> bool:
        """Whether there is more in use than there should be, and more than after the last time."""
        try:
            resident = int(STATM.read_text().split()[1]) * 4096
        except OSError:
            return False  # not Linux: the limit of the address space remains
        short = resident > self.ceiling
        margin = resident + 64 * limits.MIB
        self.ceiling = max(limits.LAB_MEMORY, margin if short else min(self.ceiling, margin))
        return short


memory = Memory()
turns = Turns()
_running: Work | None = None
_enabled = False
_whole = False


def enable(uninterrupted: Iterable[str] = ()) -> None:
    """Interrupt work that runs long from now on; to be called in the main thread.

    `uninterrupted` are more packages and modules whose functions run to their end.
    """
    global _enabled  # noqa: PLW0603 - one process has one alarm
    UNINTERRUPTED.update(uninterrupted)
    sys.setrecursionlimit(limits.FRAMES)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _alarm)
        _enabled = True


def _alarm(number: int, frame: FrameType | None) -> None:
    work = _running
    if work is None or work.worker is None or getcurrent() is not work.worker:
        return
    if _whole or _uninterrupted(frame):
        signal.setitimer(signal.ITIMER_REAL, work.retry)
        work.retry = min(work.retry * 2, limits.SLICE)
        return
    parent = work.worker.parent
    assert parent is not None  # noqa: S101 - whoever runs the slice
    parent.switch(INTERRUPTED)
    if work.until is not None and work.used > work.until:
        work.until = None
        raise MatchingTooLong


def _uninterrupted(frame: FrameType | None) -> bool:
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module in UNINTERRUPTED or module.partition(".")[0] in UNINTERRUPTED:
            return True
        frame = frame.f_back
    return False


@contextmanager
def whole() -> Iterator[None]:
    """Let what is inside, which must be short and not wait, run to its end."""
    global _whole  # noqa: PLW0603 - one thread runs all tasks
    _whole = True
    try:
        yield
    finally:
        _whole = False


@contextmanager
def matching() -> Iterator[None]:
    """Bound the time of what is inside, which must not wait; raises MatchingTooLong."""
    work = _running
    if work is None:
        yield
        return
    work.until = work.used + limits.MATCHING
    try:
        yield
    finally:
        work.until = None


def _step() -> tuple[BaseException | None, Any]:
    """Let the running work go on to its next wait; return what it raised, or what it waits for."""
    work = _running
    assert work is not None  # noqa: S101 - set by whoever switches here
    try:
        return None, work.step(work.argument)
    except GreenletExit:
        raise  # nobody waits for this greenlet any more
    except BaseException as error:
        return error, None


def _steps() -> NoReturn:
    parent = getcurrent().parent
    assert parent is not None  # noqa: S101 - whoever runs the slice
    while True:
        parent.switch(_step())


_guests_work = 0


def guests_work() -> int:
    """Return how often work of somebody who is logged in has run, or work done for such a client.

    While the number stays the same, nothing on the hosts changes but by what the services do by themselves.
    """
    return _guests_work


_workers: list[greenlet] = []
"""Greenlets that wait for a step: to start one takes longer than most steps do."""


async def shared(task: Coroutine[Any, Any, T], group: Group, pause: Pause | None = None) -> T:
    """Run a coroutine, which is all that the current task does, in slices and within its group's limits.

    While `pause` lasts it makes no step; without `enable` it is not paused.
    """
    return await _shared(task, group, pause)  # asyncio makes no task of the generator itself


@coroutine
def _shared(task: Coroutine[Any, Any, T], group: Group, pause: Pause | None) -> Generator[Any, Any, T]:
    if not _enabled:
        return (yield from task.__await__())
    current = asyncio.current_task()
    assert current is not None  # noqa: S101 - tasks alone run coroutines
    group.tasks.add(current)
    try:
        return (yield from _slices(task, Work(group, task.send), pause or Pause()))
    finally:
        group.tasks.discard(current)


def _slices(task: Coroutine[Any, Any, T], work: Work, pause: Pause) -> Generator[Any, Any, T]:
    while True:
        try:
            while pause.stopped:
                yield from pause.wait()
            if work.group.waits:
                yield from turns.wait(work.group)
        except BaseException as error:
            work.step, work.argument = task.throw, error
        worker = work.worker = _workers.pop() if _workers else greenlet(_steps)
        worker.gr_context = getcurrent().gr_context
        outcome = work.slice(worker.switch)
        while outcome is INTERRUPTED:
            try:
                yield from turns.wait(work.group)
                while pause.stopped:
                    yield from pause.wait()
            except BaseException as error:
                outcome = work.slice(worker.throw, error)
            else:
                outcome = work.slice(worker.switch)
        work.worker = None
        _workers.append(worker)
        raised, value = outcome
        if isinstance(raised, StopIteration):
            result: T = raised.value
            return result
        if raised is not None:
            raise raised
        try:
            work.step, work.argument = task.send, (yield value)
        except BaseException as error:
            work.step, work.argument = task.throw, error
