"""What the engine has reported so far, by step and host. Pure: fronts only show it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wizard.engine.events import (
    Event,
    Missing,
    Output,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import Mark, mark_of, together

MOST_LINES = 5000
"""Of a step's output on one host; older ones go. The transcript keeps all."""


Key = tuple[str, str]
"""A step's ID and a host's name."""


@dataclass
class StepRecord:
    """What is known of one step on one host: its state, its plan and its output."""

    mark: Mark = Mark.UNREAD
    message: Message = field(default_factory=lambda: Message("not-read-yet"))
    planned: list[Planned] = field(default_factory=list)
    sent: bool = False
    """What is planned has been sent, by this session."""
    seconds: float = 0.0
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    count: int = 0
    """Of all lines there ever were."""
    read: bool = False
    """The hosts have been asked about it."""
    changed_plan: bool = False
    """The latest reading planned something else than the one before."""
    taken_back: bool = False
    """What was told last of it, it was told while it was taken back."""

    def add(self, line: str) -> None:
        """Add a line of output; of very many, only the last ones stay."""
        self.lines.append(line)
        self.count += 1

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """The text and the diff of each planned action: two plans with equal ones look the same."""
        return [(event.text, event.diff) for event in self.planned]


@dataclass(frozen=True)
class AtWork:
    """What a host is busy with, since when, and for how long at most."""

    id: str
    message: Message
    since: float
    limit: float | None = None
    of_step: bool = True
    """It is at one of the steps; else at what comes before the first."""
    waits: bool = False
    """It does nothing itself: it waits for other hosts of the run."""


class Progress:
    """What the engine's events have said so far, by step and host."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.records: dict[Key, StepRecord] = {}
        self.missing: list[Missing] = []
        self.slow: list[Slow] = []
        """Hosts that the last run found slow."""
        self.services: Sequence[ComputeService] = ()
        self.at_work: dict[str, AtWork] = {}
        self.mode: RunMode | None = None
        """Of the run that goes on: SCAN or RUN."""
        self.ended: RunFinished | None = None
        self.was_read = False
        """A scan has been through."""
        self.scans = 0
        """How many have."""
        self.hosts: Sequence[str] = ()
        """Of the latest run or reading, in the answers' order."""
        self._over: set[Key] = set()
        """The steps that have ended in the latest run."""
        self.began = 0.0
        """When the run or the reading that goes on has begun, by `clock`."""
        self.seconds = 0.0
        """Of all runs of this session that have ended."""
        self.statuses: dict[Key, Status] = {}
        """How each step that a run of this session has tried ended; one that was changed once stays so."""
        self.changed: set[Key] = set()
        """What a run of this session has changed, also where that was taken back later."""
        self.skips: dict[str, str] = {}
        """The steps that the user has chosen to skip, and why."""
        self._fresh: dict[Key, list[Planned]] = {}
        self._mode_before: RunMode | None = None
        self.after_run = False
        """A reading after a run finds other plans because of the run."""
        self.takes_back = False
        """The latest run takes steps back."""
        self.reads_to_undo = False
        """The latest run is a reading for an undo."""
        self.backwards: Progress | None = None
        """What the latest reading for an undo has found: how the steps stand to be taken back."""

    def record(self, step_id: str, host: str) -> StepRecord:
        """Return what is known of a step on a host."""
        return self.records.setdefault((step_id, host), StepRecord())

    def mark(self, step: Step, hosts: Iterable[str]) -> Mark:
        """Return how a step stands on all of its hosts together."""
        if step.id in self.skips:
            return Mark.SKIPPED
        return together(self.record(step.id, host).mark for host in hosts)

    @property
    def spent(self) -> float:
        """The seconds of all runs of this session, with those of the run that goes on."""
        return self.seconds + (self.clock() - self.began if self.mode is RunMode.RUN else 0.0)

    def first_open(self, steps: Iterable[Step], hosts_of: Callable[[Step], Iterable[str]]) -> str:
        """Return the ID of the first of these steps that has not ended on all hosts of the latest run.

        So whoever follows a run goes through the book in its order, whatever host is ahead. Empty where all
        have ended.
        """
        for step in steps:
            hosts = set(hosts_of(step)).intersection(self.hosts)
            if any((step.id, host) not in self._over for host in hosts):
                return step.id
        return ""

    def note(self, event: Event) -> None:
        """Take an event; its text is made printable first, so that it cannot control the terminal.

        A reading for an undo says nothing of how the steps themselves stand: it is kept apart.
        """
        event = event.printable()
        if isinstance(event, RunStarted):
            self.reads_to_undo = event.undo and event.mode is RunMode.SCAN
            self.backwards = Progress(self.clock) if self.reads_to_undo else self.backwards
        if self.reads_to_undo and self.backwards:
            self.backwards.take(event)
        else:
            self.take(event)

    def take(self, event: Event) -> None:
        """Take an event that is printable, of whatever run."""
        match event:
            case RunStarted():
                self._begin(event)
            case Missing():
                self.missing.append(event)
            case Planned():
                self._plan(event)
            case StepChecked():
                self._check(event)
            case StepStarted():
                self._start(event)
            case Waiting():
                self._wait(event)
            case Output():
                self.record(event.id, event.host).add(event.line)
            case StepFinished():
                self._finish(event)
            case Services():
                self.services = event.rows
            case Slow():
                self.slow.append(event)
            case RunFinished():
                self._end(event)

    # --- One event each ---

    def _begin(self, event: RunStarted) -> None:
        if event.mode is RunMode.RUN:
            self.slow = []  # the reading that comes after a run leaves what the run has found
        self.began = self.clock()
        self.after_run = self._mode_before is RunMode.RUN
        self.mode = self._mode_before = event.mode
        self.takes_back = event.undo
        self.hosts = event.hosts
        self._over = set()
        self.ended = None
        self.missing = []
        self.at_work = {}
        self._fresh = {}

    def _plan(self, event: Planned) -> None:
        key = (event.id, event.host)
        planned = self._fresh.setdefault(key, [])
        if event not in planned:
            planned.append(event)
        if self.mode is RunMode.RUN:
            self.record(*key).planned = planned

    def _check(self, event: StepChecked) -> None:
        key = (event.id, event.host)
        record = self.record(*key)
        planned = self._fresh.pop(key, [])
        before = record.shapes
        if planned or not record.sent:
            record.planned, record.sent = planned, False
        record.changed_plan = record.read and not self.after_run and record.shapes != before
        mark = mark_of(event.state, refused=event.refused)
        if record.mark is not Mark.FAILED or record.taken_back or mark in (Mark.DONE, Mark.REFUSED):
            record.mark, record.message = mark, event.message
        if record.taken_back:
            self.statuses.pop(key, None)
            record.taken_back = False
        record.read = True

    def _start(self, event: StepStarted) -> None:
        record = self.record(event.id, event.host)
        record.mark = Mark.RUNNING
        record.changed_plan = False
        self._fresh.pop((event.id, event.host), None)
        self.at_work = {host: work for host, work in self.at_work.items() if work.of_step}
        self.at_work[event.host] = AtWork(event.id, event.title, self.clock())

    def _wait(self, event: Waiting) -> None:
        before = self.at_work.get(event.host)
        waits = event.reason is WaitingFor.OTHER_HOSTS
        of_step = waits or (before is not None and before.of_step)
        self.at_work[event.host] = AtWork(event.id, event.message, self.clock(), event.limit, of_step, waits)
        if (waits or (event.id, event.host) in self.records) and self.mode is RunMode.RUN:
            record = self.record(event.id, event.host)
            record.mark = Mark.WAITING if waits else record.mark
            if event.reason is WaitingFor.COMMAND:
                record.sent = True
                for line in f"$ {event.command}".replace("\n", "\n> ").splitlines():
                    record.add(line)
            else:
                record.message = event.message

    def _finish(self, event: StepFinished) -> None:
        record = self.record(event.id, event.host)
        record.mark = mark_of(event.status, undo=self.takes_back) if event.tried else Mark.TODO
        record.taken_back = self.takes_back
        record.message = event.message
        record.seconds = event.seconds
        record.read = True
        self._over.add((event.id, event.host))
        stays = self.statuses.get((event.id, event.host)) is Status.CHANGED and not self.takes_back
        if event.tried and not stays:
            self.statuses[event.id, event.host] = event.status
        if event.status is Status.CHANGED:
            self.changed.add((event.id, event.host))
        self.at_work.pop(event.host, None)

    def _end(self, event: RunFinished) -> None:
        scanned = self.mode is RunMode.SCAN
        self.seconds += event.seconds if self.mode is RunMode.RUN else 0.0
        self.was_read |= scanned and event.status not in (Ending.UNREACHABLE, Ending.UNTRUSTED)
        self.scans += scanned
        self.mode = None
        self.ended = event
        self.at_work = {}
        for record in self.records.values():
            if record.mark in (Mark.RUNNING, Mark.WAITING):
                record.mark = Mark.UNKNOWN
                record.message = Message("not-read-yet")
