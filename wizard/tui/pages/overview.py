"""4.4.1: what Nova is. Nothing to do but to read."""

from __future__ import annotations

from textual.app import ComposeResult

from wizard.tui.outline import OVERVIEW
from wizard.tui.pages.page import Page
from wizard.tui.widgets.prose import Prose


class OverviewPage(Page):
    """The explanation alone."""

    def compose(self) -> ComposeResult:
        """It scrolls."""
        yield Prose(OVERVIEW)
