"""What is to be run: how far, and what of the steps before that goes along. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.model.steps import Step
from wizard.report.marks import SETTLED
from wizard.report.progress import Progress
from wizard.tui.preview import HostsOf, Preview

End = tuple[str, Sequence[Step]]
"""The key of what the end of a run is called, and the steps up to there."""


class Scope:
    """The steps of a run, as they are being chosen."""

    def __init__(
        self,
        ends: Sequence[End],
        guide: Sequence[Step],
        progress: Progress,
        hosts_of: HostsOf,
        alone: bool = False,
    ) -> None:
        """At first it goes to the first end, and unless `alone` it takes along what is to do before."""
        self._ends = ends
        self._guide = guide
        self._progress = progress
        self._hosts_of = hosts_of
        self._alone = alone
        self._end = 0
        self._way = 0

    @property
    def ends(self) -> int:
        """How many ends there are to choose from."""
        return len(self._ends)

    @property
    def end(self) -> str:
        """The key of what the chosen end is called."""
        return self._ends[self._end][0]

    def change_end(self, by: int) -> None:
        """Take the next end, or the one before."""
        self._end = (self._end + by) % len(self._ends)
        self._way = 0

    @property
    def todo_before(self) -> list[Step]:
        """The steps before the end that are to do, and belong neither to the run nor to what is skipped."""
        chosen = {step.id for step in self._chosen}
        return [
            step
            for step in self._up_to_end
            if step.id not in chosen and self._progress.mark(step, self._hosts_of(step)) not in SETTLED
        ]

    @property
    def skipped(self) -> list[Step]:
        """The steps up to the end that the user skips."""
        return [step for step in self._up_to_end if step.id in self._progress.skips]

    @property
    def ways(self) -> list[tuple[str, list[Step]]]:
        """What can be taken along: the key of what that is called, and the steps."""
        todo, skipped = self.todo_before, self.skipped
        ways: list[tuple[str, list[Step]]] = [("sheet-none-too", [])]
        if todo:
            ways.insert(self._alone, ("sheet-todo-too", todo))
        if skipped:
            ways.append(("sheet-skipped-too", [*todo, *skipped]))
        return ways

    @property
    def way(self) -> str:
        """The key of what is taken along."""
        return self.ways[self._way][0]

    def change_way(self) -> None:
        """Take something else along."""
        self._way = (self._way + 1) % len(self.ways)

    @property
    def steps(self) -> list[Step]:
        """The steps of the run, in the guide's order."""
        left_out = {step.id for step in self.skipped}
        ids = {step.id for step in self._chosen if step.id not in left_out}
        ids |= {step.id for step in self.ways[self._way][1]}
        return [step for step in self._guide if step.id in ids]

    @property
    def preview(self) -> Preview:
        """What a run of these steps sends."""
        return Preview(self.steps, self._progress, self._hosts_of)

    @property
    def _chosen(self) -> Sequence[Step]:
        return self._ends[self._end][1]

    @property
    def _up_to_end(self) -> Sequence[Step]:
        last = max((self._guide.index(step) for step in self._chosen), default=-1)
        return self._guide[: last + 1]
