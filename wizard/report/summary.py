"""How the guide stands at the end of a session, in a few lines: what holds, what was done, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.engine.modes import Status
from wizard.facts.compute_services import ComputeService
from wizard.model.ids import place_of
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import BY_HAND, SETTLED, Mark
from wizard.report.progress import Progress
from wizard.report.services import services_table
from wizard.text import Words

MOST_NAMED = 5
"""Steps that are named; more are counted."""
_NAMED = (*BY_HAND, Mark.UNKNOWN)
"""States in which a step is named; the others need no more than a run."""


@dataclass(frozen=True)
class Left:
    """A step that does not hold, with the host that says why."""

    step: Step
    mark: Mark
    host: str
    why: Message


@dataclass(frozen=True)
class Summary:
    """How many of the guide's steps hold, what this session's runs did, and in how many seconds."""

    steps: int
    changed: int
    unchanged: int
    skipped: int
    seconds: float
    left: tuple[Left, ...]
    services: tuple[ComputeService, ...]

    @property
    def all_hold(self) -> bool:
        """Whether nothing is left to do."""
        return not self.left

    def lines(self, words: Words, width: int | None = None) -> Iterator[str]:
        """Yield the summary in lines; only the service table keeps to `width` cells."""
        yield words.label(
            "summary-holding",
            holding=self.steps - len(self.left),
            all=self.steps,
            changed=self.changed,
            unchanged=self.unchanged,
            skipped=self.skipped,
            seconds=int(self.seconds),
        )
        named = [left for left in self.left if left.mark in _NAMED][:MOST_NAMED]
        for left in named:
            why = words.say(left.why).splitlines()[0]
            place, title = words.say(place_of(left.step.id)), words.say(left.step.title)
            yield f"  {left.mark.glyph} {place}  {title}  ({left.host}: {why})"
        if others := len(self.left) - len(named):
            yield f"  {words.label('summary-others', count=others)}"
        if self.services:
            yield from ["", *services_table(self.services, width)]


def summarize(
    steps: Iterable[Step], progress: Progress, hosts_of: Callable[[Step], Sequence[str]]
) -> Summary:
    """Return how these steps stand; a step that was changed on one host counts as changed."""
    found = list(steps)
    left = [_left(step, progress, hosts_of(step)) for step in found]
    ended = [{status for (id_, _), status in progress.statuses.items() if id_ == step.id} for step in found]
    return Summary(
        len(found),
        sum(Status.CHANGED in statuses for statuses in ended),
        sum(statuses - {Status.SKIPPED} == {Status.UNCHANGED} for statuses in ended),
        sum(statuses == {Status.SKIPPED} for statuses in ended),
        progress.seconds,
        tuple(one for one in left if one),
        tuple(progress.services),
    )


def _left(step: Step, progress: Progress, hosts: Sequence[str]) -> Left | None:
    """Return what is left to do of a step, told by the host where it stands worst; nothing where it holds."""
    mark = progress.mark(step, hosts)
    if mark in SETTLED:
        return None
    records = {host: progress.record(step.id, host) for host in hosts}
    host = next((host for host, record in records.items() if record.mark is mark), "")
    return Left(step, mark, host, records[host].message if host else Message("not-read-yet"))
