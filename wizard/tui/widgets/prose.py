"""A place's explanation."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from wizard.model import Message
from wizard.tui.localized import Localized
from wizard.tui.prose import Block, blocks, laid_out, prose


class Prose(VerticalScroll, Localized):
    """The explanation of one place; it scrolls."""

    def __init__(self, place_id: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, can_focus=True)
        self._place_id = place_id
        self._added: Sequence[Message] = ()

    def compose(self) -> ComposeResult:
        """All of it is one widget."""
        yield Paragraphs()

    def show(self, place_id: str, added: Sequence[Message] = ()) -> None:
        """Explain another place, from its beginning; what is added stands below the first paragraph."""
        if place_id != self._place_id:
            self._place_id = place_id
            self._added = added
            self.scroll_home(animate=False)
            self.refresh_text()

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        if self._place_id:
            words = self.wizard.words
            first, *others = prose(words, self._place_id).splitlines()
            lines = [first, *map(words.say, self._added), *others]
            for paragraphs in self.query(Paragraphs):
                paragraphs.write("\n".join(lines))


class Paragraphs(Widget):
    """Headings, paragraphs and lists, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: Sequence[Block] = ()
        self._laid_out: dict[int, Content] = {}

    def write(self, text: str) -> None:
        """Show another text."""
        self._blocks = blocks(text)
        self._laid_out = {}
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes in so many cells."""
        return self._in(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Lay it out in the room there is."""
        return self._in(self.content_size.width)

    def _in(self, width: int) -> Content:
        if width not in self._laid_out:
            self._laid_out = {width: laid_out(self._blocks, width)}
        return self._laid_out[width]
