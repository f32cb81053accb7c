"""The events of many hosts as few: hosts on which a step ended alike are told together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from wizard.engine.events import (
    Event,
    HostLeftOut,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    StepChecked,
    StepFinished,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import RunMode, Status
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.folding import MANY, folded

_AT_ONCE = 3
"""Failures alike that are told at once."""

OfHost = Missing | HostLeftOut | Planned | StepChecked | StepFinished | Waiting
E = TypeVar("E", bound=OfHost)


class Gathering:
    """Takes the events of one run, and returns those to show; those of a run on few hosts are the same.

    Otherwise a step is told once it is over on all of its hosts: `host` of an event then names all on which
    it ended alike, and `seconds` is the longest. The first failures alike are told at once.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        self._roles = {step.id: step.on.value for step in steps}
        self._many = False
        self._mode = RunMode.RUN
        self._hosts: Mapping[str, int] = {}
        """How many there are of each role."""
        self._steps: dict[str, list[OfHost]] = {}
        """What waits to be told, by step."""
        self._over: dict[str, int] = {}
        """On how many hosts a step is over."""
        self._failures: dict[OfHost, int] = {}
        self._missing: list[OfHost] = []
        """What is missing on the hosts, up to now."""
        self._waits: set[str] = set()
        """Steps of which it was told that they wait for other hosts."""

    def take(self, event: Event) -> Iterator[Event]:  # noqa: PLR0912 - one short branch an event
        """Yield the events to show now."""
        if isinstance(event, RunStarted):
            self._begin(event)
        if not self._many:
            yield event
            return
        if isinstance(event, Missing | HostLeftOut):
            self._missing.append(event)
            return
        if not isinstance(event, Waiting) or event.reason is WaitingFor.OTHER_HOSTS:
            yield from together(self._missing)
            self._missing.clear()
        match event:
            case StepFinished() | StepChecked():
                yield from self._step(event)
            case Planned():
                self._steps.setdefault(event.id, []).append(event)
            case Waiting() if event.reason is WaitingFor.OTHER_HOSTS:
                if event.id not in self._waits:
                    self._waits.add(event.id)
                    yield event
            case Waiting() if event.reason is WaitingFor.SETTLING and self._mode is RunMode.DRY_RUN:
                self._steps.setdefault(event.id, []).append(event)
            case Services():
                yield replace(event, rows=_few(event.rows))
            case RunFinished():
                for events in self._steps.values():
                    yield from together(events)
                yield event
            case _:
                yield event

    def _begin(self, event: RunStarted) -> None:
        self._many = len(event.hosts) > MANY
        self._mode = event.mode
        self._hosts = Counter(event.roles)

    def _step(self, event: StepFinished | StepChecked) -> Iterator[Event]:
        waiting = self._steps.setdefault(event.id, [])
        shape = _shape(event)
        failed = isinstance(event, StepFinished) and event.status in (Status.FAILED, Status.UNKNOWN)
        self._failures[shape] = self._failures.get(shape, 0) + failed
        if failed and self._failures[shape] <= _AT_ONCE:
            yield event
        else:
            waiting.append(event)
        self._over[event.id] = self._over.get(event.id, 0) + 1
        if self._over[event.id] == self._hosts.get(self._roles.get(event.id, "")):
            yield from together(self._steps.pop(event.id))


def together(events: list[E]) -> Iterator[E]:
    """Yield the events, one for those that differ in nothing but the host and the time."""
    alike: dict[OfHost, list[E]] = {}
    for event in events:
        alike.setdefault(_shape(event), []).append(event)
    for found in alike.values():
        first = found[0]
        if len(found) > 1:
            name = folded(list(dict.fromkeys(event.host for event in found)))
            first = replace(first, host=name, message=_renamed(first, name))
        if isinstance(first, StepFinished):
            first = replace(first, seconds=max(getattr(event, "seconds", 0.0) for event in found))
        yield first


def _shape(event: OfHost) -> OfHost:
    """Return the event without its host and its time."""
    shape = replace(event, host="", message=_renamed(event, ""))
    return replace(shape, seconds=0.0) if isinstance(shape, StepFinished) else shape


def _renamed(event: OfHost, name: str) -> Message:
    """Return the event's message with another name for its host."""
    return event.message.mapped(lambda text: name if text == event.host else text)


def _few(rows: Sequence[ComputeService]) -> list[ComputeService]:
    """Return a row for all hosts on which a service stands alike, with the latest of their times."""
    alike: dict[ComputeService, list[ComputeService]] = {}
    for row in rows:
        alike.setdefault(replace(row, host="", id="", updated=""), []).append(row)
    return [
        replace(shape, host=folded([row.host for row in found]), updated=max(row.updated for row in found))
        if len(found) > 1
        else found[0]
        for shape, found in alike.items()
    ]
