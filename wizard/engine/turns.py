"""Hosts that take turns: so many are at work at once, and one that waits for others gives its place away."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from wizard.engine.order import Order
from wizard.engine.threads import wait_for_all

T = TypeVar("T")
Turn = Generator[str, None, T]
"""The work of one host; yields a section's ID where it waits for that, and is resumed once it is told."""


def in_turns(turns: Sequence[Turn[T]], order: Order, at_once: int) -> list[T]:
    """Do the work of all hosts, at most `at_once` at a time; return the results in the hosts' order.

    Waits until all have ended, then raises what the first of them in that order raised, if any did. Where the
    system gives fewer threads, fewer hosts are at work at once; with none at all it raises RuntimeError or
    MemoryError.
    """
    work = _Work(turns, order)
    taking_part: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=max(min(at_once, len(turns)), 1)) as pool:
        try:
            for _ in turns[:at_once]:
                taking_part.append(pool.submit(work.take_part))
        except (RuntimeError, MemoryError):
            if not taking_part:
                raise
        wait_for_all(taking_part)
    return work.results()


class _Work(Generic[T]):
    """The turns that are left, and what came of the others. Shared by threads; the order's lock guards it."""

    def __init__(self, turns: Sequence[Turn[T]], order: Order) -> None:
        self._turns = turns
        self._order = order
        self._left = dict.fromkeys(range(len(turns)), "")
        """The turns that nobody works at, each with the section that it waits for."""
        self._results: dict[int, T] = {}
        self._errors: dict[int, BaseException] = {}

    def take_part(self) -> None:
        """Work at one turn after the other, until none is left that could be gone on with."""
        while (at := self._order.wait_for(self._next)) >= 0:
            try:
                section = next(self._turns[at])
            except StopIteration as end:
                self._results[at] = end.value
            except BaseException as error:  # raised by `results`, in the thread that waits for them
                self._errors[at] = error
            else:
                with self._order.lock:
                    self._left[at] = section

    def _next(self) -> int | None:
        """Return a turn that can be gone on with, -1 where none is left, nothing where all of them wait."""
        if not self._left:
            return -1
        for at, section in self._left.items():
            if not section or self._order.is_told(section):
                del self._left[at]
                if not self._left:
                    self._order.wake()
                return at
        return None

    def results(self) -> list[T]:
        """Return what the turns returned; raises the first error."""
        for at in sorted(self._errors):
            raise self._errors[at]
        return [self._results[at] for at in range(len(self._turns))]
