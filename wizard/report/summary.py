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
_FAILED = {Status.FAILED, Status.UNKNOWN}


@dataclass(frozen=True)
class Left:
    """A step that does not hold, with the host that says why."""

    step: Step
    mark: Mark
    host: str
    why: Message


@dataclass(frozen=True)
class Summary:
    """How many of the guide's steps hold, what this session's runs did, and in how many seconds.

    A step that was changed once counts as changed; each of the others is failed, skipped or left as it was.
    """

    steps: int
    changed: int
    skipped: int
    failed: int
    seconds: float
    left: tuple[Left, ...]
    services: tuple[ComputeService, ...]

    @property
    def unchanged(self) -> int:
        """How many steps were left as they were."""
        return self.steps - self.changed - self.skipped - self.failed

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
            failed=self.failed,
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
    left = [one for step in found if (one := _left(step, progress, hosts_of(step)))]
    open_ids = {one.step.id for one in left}
    changed = {id_ for id_, _ in progress.changed}
    ended: dict[str, set[Status]] = {step.id: set() for step in found if step.id not in changed}
    for (id_, _), status in progress.statuses.items():
        if id_ in ended:
            ended[id_].add(status)
    return Summary(
        len(found),
        sum(step.id in changed for step in found),
        sum(id_ in progress.skips or statuses == {Status.SKIPPED} for id_, statuses in ended.items()),
        sum(id_ in open_ids and not _FAILED.isdisjoint(statuses) for id_, statuses in ended.items()),
        progress.seconds,
        tuple(left),
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
