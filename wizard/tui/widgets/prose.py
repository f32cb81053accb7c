"""A place's explanation."""

from __future__ import annotations

from textual.containers import VerticalScroll

from wizard.tui.prose import prose
from wizard.tui.spoken import Speaks


class Prose(VerticalScroll, Speaks):
    """The Markdown of one place; it scrolls."""

    def __init__(self, place_id: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, can_focus=True)
        self._place_id = place_id

    def show(self, place_id: str) -> None:
        """Explain another place, from its beginning."""
        if place_id != self._place_id:
            self._place_id = place_id
            self.scroll_home(animate=False)
            self.speak()

    def speak(self) -> None:
        """Write it in the app's language, after the screen has been painted."""
        self.call_after_refresh(self._write)

    async def _write(self) -> None:
        if not self._place_id or not self.is_attached:
            return
        from textual.widgets import Markdown  # noqa: PLC0415 - its parser is slow to import

        text = prose(self.wizard.words, self._place_id)
        found = self.query(Markdown)
        if found:
            await found.first().update(text)
        else:
            await self.mount(Markdown(text, open_links=False))
