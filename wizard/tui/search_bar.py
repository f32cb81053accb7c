"""The line in which one types what to look for, and which says what was found."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from wizard.model.message import Message
from wizard.tui.line_input import LineInput, PastedInPart
from wizard.tui.localized import Localized, StaticText
from wizard.tui.pages.page import Page
from wizard.tui.search import Search


class SearchBar(Horizontal, Localized):
    """Looks for what is typed, on the page that is shown: Enter and the arrows go from hit to hit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "", show=False),
        Binding("enter,down", "move(1)", "", show=False, priority=True),
        Binding("up", "move(-1)", "", show=False, priority=True),
    ]

    def __init__(self, focus: Widget | None) -> None:
        super().__init__(id="search")
        self._focus_before = focus
        self._search = Search()

    def compose(self) -> ComposeResult:
        """What is typed, then what was found."""
        yield StaticText(id="search-name")
        yield LineInput(id="search-for", compact=True)
        yield StaticText(id="search-found")

    def on_mount(self) -> None:
        """Take the keys."""
        self._search.begin(self._page_of(self.screen))
        self.refresh_text()
        self.take_focus()

    def take_focus(self) -> None:
        """Go on typing."""
        self.query_one(Input).focus()

    def refresh_text(self) -> None:
        """Say which hit is shown, of how many, and where."""
        self.query_one("#search-name", StaticText).write(Content(f"/ {self.say('search-name')}"))
        self.query_one("#search-found", StaticText).write(Content(self._found()))

    def _found(self) -> str:
        search = self._search
        if search.pattern is None:
            return self.say("search-keys")
        if search.current is None:
            return self.say("search-none")
        where = self.say(f"tab-{search.current.tab}")
        where = " · ".join(filter(None, [where, search.current.host]))
        number = search.hits.index(search.current) + 1
        return self.say("search-found", number=number, count=len(search.hits), where=where)

    @staticmethod
    def _page_of(screen: Screen[object]) -> Page:
        return next(page for page in screen.query(Page) if page.display)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for other words."""
        event.stop()
        self._search.look_for(event.value, self._page_of(self.screen))
        self.refresh_text()

    def on_pasted_in_part(self, event: PastedInPart) -> None:
        """Say that one line was taken."""
        event.stop()
        self.wizard.show_message(Message("pasted-in-part", count=event.count))

    def action_move(self, by: int) -> None:
        """Show the next hit, or the one before."""
        self._search.move(self._page_of(self.screen), by)
        self.refresh_text()

    async def action_close(self) -> None:
        """End the search; what was found stays in sight."""
        for page in self.screen.query(Page):
            self._search.end(page)
        screen, before = self.screen, self._focus_before
        await self.remove()
        if before and before.is_attached and before.focusable:
            before.focus()
        else:
            self._page_of(screen).take_focus()
