"""The report: what holds on which host, what was sent, what was skipped and why."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from wizard.tui.pages.page import Page
from wizard.tui.spoken import Push, Speaks


class ReportPage(Page):
    """The report, and the files it can be saved as."""

    def compose(self) -> ComposeResult:
        """Buttons above, the report below."""
        with Horizontal(classes="buttons"):
            yield Push("report-html", id="html", variant="primary")
            yield Push("report-json", id="json")
        with VerticalScroll():
            yield ReportText()

    def show(self, place_id: str) -> None:
        """As things stand now."""
        self.show_progress()

    def show_progress(self) -> None:
        """As things stand now."""
        for text in self.query(ReportText):
            text.speak()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save it."""


class ReportText(Static, Speaks):
    """The report as text."""
