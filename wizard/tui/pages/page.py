"""What all pages have in common."""

from __future__ import annotations

from textual.binding import Binding
from textual.widget import Widget

from wizard.tui.localized import Localized
from wizard.tui.sight import SCROLL_KEYS, scroll_text


class Page(Localized):
    """The base class of the pages: each shows places of the contents, and what is known of their steps."""

    BINDINGS = [Binding(key, f"scroll_text('{key}')", show=False) for key in SCROLL_KEYS]  # noqa: RUF012

    def action_scroll_text(self, key: str) -> None:
        """Scroll what is read on the page, whatever has the focus."""
        scroll_text(self, key)

    def focus_answer(self, path: str) -> None:
        """Show the field of an answer and focus it, where the page asks for it."""

    def show(self, place_id: str) -> None:
        """Show a place of this page."""

    def show_progress(self) -> None:
        """Show what has become known since."""

    def open_tab(self, number: int) -> None:
        """Show a tab, where the page has tabs."""

    def follow(self, place_id: str) -> None:
        """Show a place of this page where a run is at work, with the output."""
        self.show(place_id)

    def has_shown_all(self) -> bool:
        """Return whether all that the step's plan sends has been on the screen, as it is planned now."""
        return False

    def take_focus(self) -> None:
        """Focus the first widget that can have the focus."""
        first = next((widget for widget in self.query("*") if widget.focusable), None)
        if isinstance(first, Widget):
            first.focus()
