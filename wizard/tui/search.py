"""The search on a page: its explanation, and of a step every view on every host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textual.widget import Widget

from wizard.tui.hits import pattern_of
from wizard.tui.widgets.column import VIEWS, HostColumn
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.step import StepView

EXPLANATION = "explain"


@dataclass(frozen=True)
class Hit:
    """Where a hit is: the tab, the host where the tab has several, and its number there."""

    tab: str
    host: str
    number: int


class Search:
    """What is looked for on a page, its hits in their order, and the one that is shown."""

    def __init__(self) -> None:
        self.pattern: re.Pattern[str] | None = None
        self.hits: list[Hit] = []
        self.current: Hit | None = None
        self._begun_at: dict[StepView, str] = {}
        """The tab that each step showed when the search began."""

    def begin(self, page: Widget) -> None:
        """Note what is shown before anything is found."""
        self._begun_at = {step: step.tab for step in page.query(StepView)}

    def look_for(self, typed: str, page: Widget) -> None:
        """Find all hits of other words, and show the first; one in what is on the screen goes before."""
        self.pattern = pattern_of(typed)
        self.hits = list(self._find(page))
        seen = [hit for hit in self.hits if _is_on_screen(hit, page)]
        self._show(next(iter(seen or self.hits), None), page)
        if not self.hits:
            for step, tab in self._begun_at.items():
                step.open(tab)

    def move(self, page: Widget, by: int) -> None:
        """Show the hit that comes `by` places later, from the last one the first; more may be there now."""
        self.hits = list(self._find(page))
        if self.current in self.hits:
            self._show(self.hits[(self.hits.index(self.current) + by) % len(self.hits)], page)
        else:
            self._show(next(iter(self.hits), None), page)

    def end(self, page: Widget) -> None:
        """Show no hits any more."""
        self.pattern, self.hits = None, []
        self._show(None, page)

    def _find(self, page: Widget) -> Iterator[Hit]:
        if self.pattern is None:
            return
        for prose in _explanations(page):
            yield from (Hit(EXPLANATION, "", number) for number in range(prose.count(self.pattern)))
        for view in VIEWS:
            for column in _columns(page):
                count = column.count(view, self.pattern)
                yield from (Hit(view, column.host, number) for number in range(count))

    def _show(self, hit: Hit | None, page: Widget) -> None:
        self.current = hit
        for prose in _explanations(page):
            prose.mark(self.pattern, hit.number if hit and hit.tab == EXPLANATION else None)
        for column in _columns(page):
            here = hit is not None and hit.host == column.host
            column.mark(self.pattern, (hit.tab, hit.number) if hit and here else None)
        for step in page.query(StepView):
            if hit and step.display:
                step.open(hit.tab)
            if hit and hit.host:
                step.wizard.host = hit.host
                step.show_progress()


def _is_on_screen(hit: Hit, page: Widget) -> bool:
    if hit.tab == EXPLANATION:
        return any(prose.region for prose in _explanations(page))
    return any(
        column.region and column.shows(hit.tab) for column in _columns(page) if column.host == hit.host
    )


def _explanations(page: Widget) -> list[Prose]:
    """Return the explanation of the step, or of what else is shown."""
    steps = [step for step in page.query(StepView) if step.display]
    return list(steps[0].query(Prose)) if steps else [prose for prose in page.query(Prose) if prose.display]


def _columns(page: Widget) -> list[HostColumn]:
    return [column for step in page.query(StepView) if step.display for column in step.query(HostColumn)]
