"""4.4.1: what Nova is. There is nothing to do here."""

from __future__ import annotations

from textual.app import ComposeResult

from wizard.tui.outline import OVERVIEW
from wizard.tui.pages.page import Page
from wizard.tui.widgets.prose import Prose


class OverviewPage(Page):
    """The page of 4.4.1, which has nothing but its explanation."""

    def compose(self) -> ComposeResult:
        """Yield the explanation, which scrolls by itself."""
        yield Prose(OVERVIEW)
