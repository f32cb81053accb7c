"""The card at the end of an undo."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.model.message import Message
from wizard.report.undone import Undone
from wizard.tui.dialogs.summary import Card, SummaryDialog, show_card
from wizard.tui.protocol import WizardApp
from wizard.tui.summary import files


class UndoneCard(Card):
    """The lines of the card; its first says how much is undone."""

    def __init__(self, undone: Undone) -> None:
        super().__init__()
        self._undone = undone

    @property
    def is_well(self) -> bool:
        """Whether nothing failed."""
        return self._undone.as_asked

    def lines(self, width: int | None) -> Iterator[str]:
        """Yield the lines, whatever room there is."""
        words = self.wizard.words
        yield from self._undone.lines(words)
        next_step = words.label("undone-next" if self.is_well else "undone-next-failed")
        yield from ["", *files(self.wizard), "", next_step]


def show_undone(app: WizardApp, undone: Undone) -> None:
    """Show the card over the screen."""
    title = Message("undone-title" if undone.as_asked else "undone-title-failed")
    show_card(app, SummaryDialog(title, UndoneCard(undone)))
