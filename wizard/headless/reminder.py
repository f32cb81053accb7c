"""Says every so often what a run has been at for long: a log that is silent for minutes looks like a hang."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from wizard.engine.events import Event, Output, Planned, RunFinished
from wizard.engine.modes import RunMode
from wizard.report.progress import AtWork, Progress

EVERY = 30.0
"""Seconds."""
MOST = 5
"""Hosts that are named; where more are at work, these are the ones that have been longest."""

Busy = tuple[str, AtWork, float]
"""A host, what it is at, and for how many seconds."""


class Reminder:
    """Calls `remind` with the hosts that have been at the same for `every` seconds, from a thread."""

    def __init__(self, remind: Callable[[Sequence[Busy]], None], every: float = EVERY) -> None:
        self._remind = remind
        self._every = every
        self._progress = Progress()
        self._at_work: Mapping[str, AtWork] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="reminder", daemon=True)

    def note(self, event: Event) -> None:
        """Take note of an event of a run. The first one starts the thread, the last one ends it."""
        if isinstance(event, Output | Planned):
            return  # does not change who is at work, and there may be very many
        self._progress.note(event)
        self._at_work = dict(self._progress.at_work)
        if isinstance(event, RunFinished):
            self.end()
        elif self._progress.mode is RunMode.RUN and not self._thread.ident:
            self._thread.start()

    def end(self) -> None:
        """Say nothing more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            now = time.monotonic()
            busy = [(host, work, now - work.since) for host, work in self._at_work.items() if not work.waits]
            long = [one for one in busy if one[2] >= self._every]
            if long:
                self._remind(sorted(long, key=lambda one: one[1].since)[:MOST])
