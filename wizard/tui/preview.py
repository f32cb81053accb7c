"""What a run of some steps would send to which hosts, by what was read of them last. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.engine.events import Planned
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import SETTLED, Mark
from wizard.report.progress import Progress

ERASED = ("disk-erase", "undo-disk", "undo-databases")
"""The keys of the reasons that actions have which erase data."""
_EDITED = re.compile(r"^\+\+\+ (.+)$", re.MULTILINE)

HostsOf = Callable[[Step], Sequence[str]]
"""Returns the names of the hosts that a step is done on."""


class Seen:
    """The actions that were on the screen when the user said go: they are sent without asking."""

    def __init__(self, planned: Iterable[Planned] = ()) -> None:
        self._removed = {_place(event): _removed(event) for event in planned}

    def has(self, event: Planned) -> bool:
        """Return whether the action was there, with all settings that it takes out of a file.

        What comes to a file with a package was not there yet, so other lines of a diff may differ.
        """
        known = self._removed.get(_place(event))
        return known is not None and _removed(event) <= known


@dataclass
class OnHost:
    """What would be done on one host."""

    host: str
    steps: list[Step] = field(default_factory=list)
    """Those that do not hold there."""
    commands: int = 0
    edits: int = 0
    files: set[str] = field(default_factory=set)
    """The paths that the edits change."""

    def add(self, step: Step, planned: Iterable[Planned]) -> None:
        """Count a step and its actions."""
        self.steps.append(step)
        for event in planned:
            if event.diff:
                self.edits += 1
                self.files.update(_EDITED.findall(event.diff))
            else:
                self.commands += 1


@dataclass(frozen=True)
class Sent:
    """What would be sent for a step to some hosts, to each of them the same."""

    step: Step
    planned: Mapping[str, Sequence[Planned]]
    """The actions by the host's name."""


class Preview:
    """What would be sent for some steps, but for those that hold already."""

    def __init__(self, steps: Iterable[Step], progress: Progress, hosts_of: HostsOf) -> None:
        self.sent: list[Sent] = []
        """In the guide's order."""
        self.refused: dict[tuple[str, Message], list[str]] = {}
        """By host and reason the IDs of the steps that a host is not in the state for: a run ends there."""
        by_host: dict[str, OnHost] = {}
        for step in steps:
            same: dict[tuple[object, ...], dict[str, Sequence[Planned]]] = {}
            for host in hosts_of(step):
                record = progress.record(step.id, host)
                on_host = by_host.setdefault(host, OnHost(host))
                if record.mark in SETTLED:
                    continue
                planned = tuple(record.planned)
                on_host.add(step, planned)
                if record.mark is Mark.REFUSED:
                    self.refused.setdefault((host, record.message), []).append(step.id)
                if planned:
                    same.setdefault(tuple(map(_as_shown, planned)), {})[host] = planned
            self.sent += (Sent(step, planned) for planned in same.values())
        self.hosts: Sequence[OnHost] = [on_host for on_host in by_host.values() if on_host.steps]

    @property
    def steps(self) -> int:
        """How many steps do not hold on all of their hosts."""
        return len({step.id for on_host in self.hosts for step in on_host.steps})

    @property
    def planned(self) -> list[Planned]:
        """All actions on all hosts."""
        return [event for sent in self.sent for planned in sent.planned.values() for event in planned]

    @property
    def seen(self) -> Seen:
        """All actions, once they were shown."""
        return Seen(self.planned)

    @property
    def erased(self) -> list[Planned]:
        """The actions that erase a disk, or drop databases."""
        return [event for event in self.planned if event.message.key in ERASED]


def _place(event: Planned) -> tuple[str, str, str]:
    return event.id, event.host, event.printable().text


def _removed(event: Planned) -> frozenset[str]:
    """Return the lines that a diff takes away, but for comments."""
    lines = event.printable().diff.splitlines()
    gone = (line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---"))
    return frozenset(line for line in gone if line and not line.startswith("#"))


def _as_shown(event: Planned) -> tuple[object, ...]:
    return event.text, event.diff, event.message, event.note
