"""How an undo ended, in a few lines: how much is undone, what stays or failed, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.model.ids import place_of
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import Mark
from wizard.report.progress import Progress
from wizard.text import Words


@dataclass(frozen=True)
class NotUndone:
    """A step that is not undone on a host."""

    step: Step
    host: str
    mark: Mark
    why: Message


@dataclass(frozen=True)
class Undone:
    """An undo that has ended; a step counts once for each of its hosts."""

    steps: int
    left: tuple[NotUndone, ...]
    seconds: float

    @property
    def as_asked(self) -> bool:
        """Whether nothing failed: what is left was to stay."""
        return all(one.mark is Mark.SKIPPED for one in self.left)

    def lines(self, words: Words) -> Iterator[str]:
        """Yield the lines; the first says how much is undone."""
        undone = self.steps - len(self.left)
        yield words.label("undone-steps", undone=undone, all=self.steps, seconds=f"{self.seconds:.1f}")
        for one in self.left:
            place, title = words.say(place_of(one.step.id)), words.say(one.step.title)
            yield f"{one.mark.glyph} {place}  {title}  ({one.host})"
            yield from (f"    {line}" for line in words.say(one.why).splitlines())


def undone(steps: Iterable[Step], progress: Progress, hosts_of: Callable[[Step], Sequence[str]]) -> Undone:
    """Return how an undo of these steps ended, before the hosts are read again."""
    places = [(step, host) for step in steps for host in hosts_of(step)]
    left = []
    for step, host in places:
        record = progress.record(step.id, host)
        if record.mark is not Mark.UNDONE:
            left.append(NotUndone(step, host, record.mark, record.message))
    return Undone(len(places), tuple(left), progress.ended.seconds if progress.ended else 0.0)
