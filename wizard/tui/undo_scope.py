"""What an undo takes back, by what was read for it: the steps asked for, and what has to go first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wizard.engine.inverse import RECORD, inverse, undone_before, undone_with
from wizard.model.message import Message
from wizard.model.steps import Guide, Step
from wizard.report.marks import SETTLED, Mark
from wizard.report.progress import Progress
from wizard.tui.outline import Outline
from wizard.tui.preview import HostsOf
from wizard.tui.scope import Scope


@dataclass(frozen=True)
class Kept:
    """A step that is not taken back on a host, or of which that cannot be told, and why."""

    step: Step
    host: str
    why: Message


def asked_at(place: str, step: Step | None, outline: Outline) -> list[Step]:
    """Return what an undo at a place is asked to take back.

    That is the step, or the one that it is taken back with; at a head all that is below it; elsewhere all.
    """
    if step:
        found = undone_with(step, outline.steps)
        return [found] if found else []
    return [step for step in outline.within(place) or outline.steps if step.inverse]


class UndoScope(Scope):
    """The steps of an undo, backwards, but for those of which nothing is left."""

    def __init__(self, asked: Sequence[Step], guide: Guide, progress: Progress, hosts_of: HostsOf) -> None:
        """`progress` is what was read for the undo; `guide` the guide, forwards."""
        ids = {step.id for step in asked if progress.mark(step, hosts_of(step)) not in SETTLED}
        acting = [step for step in guide.steps if step.id in ids]
        before = {
            step.id
            for step in undone_before(acting, guide.steps)
            if progress.mark(step, hosts_of(step)) not in SETTLED
        }
        every = in_order(guide)
        super().__init__(
            [("undo", [step for step in every if step.id in ids | before])], every, progress, hosts_of, True
        )
        self.before = [step for step in every if step.id in before]
        """What was not asked for, and has to be taken back first."""
        self.covered = [
            step
            for step in guide.steps
            if (other := undone_with(step, guide.steps)) and other is not step and other.id in ids | before
        ]
        """What has no inverse of its own and goes with them."""
        asked_ids = {step.id for step in asked}
        self._asked = [step for step in every if step.id in asked_ids]
        self._read = progress

    @property
    def todo_before(self) -> list[Step]:
        """Nothing else goes along."""
        return []

    @property
    def stays(self) -> list[Kept]:
        """What was asked for and is left as it is."""
        return list(self._kept(self._asked, Mark.SKIPPED))

    @property
    def unknown(self) -> list[Kept]:
        """The steps of which it cannot be told what is left."""
        return list(self._kept(self.steps, Mark.UNKNOWN))

    def _kept(self, steps: Iterable[Step], mark: Mark) -> Iterable[Kept]:
        for step in steps:
            for host in self._hosts_of(step):
                record = self._read.record(step.id, host)
                if record.mark is mark:
                    yield Kept(step, host, record.message)


def in_order(guide: Guide) -> list[Step]:
    """Return the guide's steps taken back, in the order in which an undo does them."""
    backwards = inverse(guide)
    return [
        step
        for section in backwards.sections
        for step in backwards.steps
        if step.section == section.id and section.id != RECORD.id
    ]
