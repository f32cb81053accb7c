"""From a run's events to its report: of the run that goes on, or of one that a journal has."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.engine.events import (
    Event,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
)
from wizard.engine.modes import Ending, RunMode, Status
from wizard.engine.origin import Origin
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.model.steps import Step
from wizard.report.marks import Mark
from wizard.report.progress import Progress, StepRecord
from wizard.report.report import Report, RunFacts, gather

_CUT_OFF = (Mark.RUNNING, Mark.WAITING)


def tells_more(started: RunStarted, before: RunStarted | None) -> bool:
    """Whether a session is about this run rather than about the one before: it is no mere reading."""
    return before is None or started.mode is not RunMode.SCAN or before.mode is RunMode.SCAN


class Recorder:
    """Takes events in their order; `report` says at any moment what they amount to.

    Of a session of the wizard, which has many runs and readings, the report says how all steps stand at the
    end, and its facts are those of the last run that may have changed something, if there was one.
    """

    def __init__(self, guide: Sequence[Step]) -> None:
        self._guide = [step for step in guide if step.on is not Role.READER]
        self._ids = {step.id for step in self._guide}
        self._progress = Progress()
        self._missing: dict[tuple[str, str], Missing] = {}
        self._hosts: dict[str, list[str]] = {}
        """The hosts of each step, by its ID."""
        self._started: RunStarted | None = None
        self._began = ""
        self._ended: RunFinished | None = None
        self._in_told_run = False

    def note(self, event: Event, time: str) -> None:
        """Take an event that happened at this time, `2016-04-01T12:00:00Z`."""
        event = event.printable()
        self._progress.note(event)
        if self._progress.reads_to_undo:
            return
        match event:
            case RunStarted():
                self._begin(event, time)
            case RunFinished() if self._in_told_run:
                self._ended = event
            case Missing():
                self._miss(event)
            case Planned() if self._progress.mode is RunMode.DRY_RUN:
                record = self._record(event.id, event.host)
                if record.mark is not Mark.TODO:
                    record.mark, record.message = Mark.TODO, event.message
                record.planned.append(event)
            case Waiting() if self._progress.mode is RunMode.DRY_RUN and event.id in self._ids:
                record = self._record(event.id, event.host)
                record.mark, record.message = Mark.TODO, event.message
            case StepFinished() if event.id in self._ids:
                record = self._record(event.id, event.host)
                if event.status in (Status.CHANGED, Status.FAILED) and record.planned:
                    record.sent = True  # older journals do not say which command was waited for
            case StepStarted() | StepChecked() | Planned() if event.id in self._ids:
                self._place(event.id, event.host)

    def skip(self, step_id: str, reason: str) -> None:
        """Note that the user has skipped a step, and why."""
        self._progress.skips[step_id] = reason

    def report(self, time: str, journal: str) -> Report:
        """Return what is known at this time; `journal` is the run's folder."""
        self._settle()
        steps = [step for step in self._guide if step.id in self._hosts]
        dry = self._started is not None and self._started.mode is RunMode.DRY_RUN
        report = gather(
            steps, self._progress, lambda step: self._hosts[step.id], time, journal, with_plans=dry
        )
        return Report(report.time, report.lines, report.services, journal, self._run(), self._other_missing())

    # --- Events ---

    def _begin(self, event: RunStarted, time: str) -> None:
        self._in_told_run = tells_more(event, self._started)
        self._missing = {}
        if self._in_told_run:
            self._started, self._began, self._ended = event, time, None
        roles = dict(zip(event.hosts, event.roles, strict=False))
        for step in self._guide:
            if step.id in event.ids:
                for host in [host for host, role in roles.items() if role == step.on]:
                    self._place(step.id, host)

    def _miss(self, event: Missing) -> None:
        self._missing[event.id, event.host] = event
        if event.id in self._ids:
            record = self._record(event.id, event.host)
            record.mark, record.message = Mark.REFUSED, event.message

    def _record(self, step_id: str, host: str) -> StepRecord:
        self._place(step_id, host)
        return self._progress.record(step_id, host)

    def _place(self, step_id: str, host: str) -> None:
        hosts = self._hosts.setdefault(step_id, [])
        if host not in hosts:
            hosts.append(host)

    # --- The report ---

    def _settle(self) -> None:
        """Say of each step that has not ended that it was cut off, or that the run did not come to it."""
        for step_id, hosts in self._hosts.items():
            for host in hosts:
                record = self._progress.record(step_id, host)
                unsettled = record.message == Message("not-read-yet")
                if record.mark in _CUT_OFF or (record.mark is Mark.UNKNOWN and unsettled):
                    record.mark, record.message = Mark.UNKNOWN, Message("step-cut-off")
                elif record.mark is Mark.UNREAD and unsettled:
                    record.message = Message("step-not-come-to")

    def _other_missing(self) -> tuple[Missing, ...]:
        return tuple(one for one in self._missing.values() if one.id not in self._ids)

    def _run(self) -> RunFacts | None:
        started = self._started
        if started is None:
            return None
        return RunFacts(
            started.mode,
            tuple(started.hosts),
            Origin(started.version, started.user, started.machine, started.answers),
            started.simulated,
            started.undo,
            self._began,
            self._ended.seconds if self._ended else 0.0,
            Ending(self._ended.status) if self._ended else None,
        )
