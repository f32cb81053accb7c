"""The card at the end of the guide, as a dialog."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from wizard.model.message import Message
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.localized import Localized, LocalizedButton, LocalizedLabel, StaticText
from wizard.tui.outline import REPORT
from wizard.tui.protocol import WizardApp
from wizard.tui.summary import card, summary_of


class Card(StaticText, Localized):
    """The lines of the card; its first says how the guide stands."""

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to do."""
        return summary_of(self.wizard).all_hold

    def lines(self, width: int | None) -> Iterator[str]:
        """Yield the lines, for so many cells."""
        yield from card(self.wizard, width)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the card in the app's language."""
        first, *others = self.lines(self.content_region.width or None)
        colour = "$text-success" if self.is_well else "$text-warning"
        self.write(Content("\n").join([Content.styled(first, f"bold {colour}"), *map(Content, others)]))


class SummaryDialog(Dialog[bool]):
    """Shows the card; the result says whether to go to the report."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("left,up", "app.focus_previous", "", show=False),
        Binding("right,down", "app.focus_next", "", show=False),
    ]

    def __init__(self, title: Message, card: Card) -> None:
        super().__init__()
        self._title, self._card = title, card

    def compose(self) -> ComposeResult:
        """Title, card, buttons."""
        with Vertical(classes="dialog -large"):
            yield LocalizedLabel(self._title, classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield self._card
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton("answer-ok", id="ok", variant="primary")
                yield LocalizedButton("summary-to-report", id="to-report")
            yield DialogKeys(Message("card-keys"), id="card-keys")

    def on_mount(self) -> None:
        """Enter closes the card."""
        self.query_one("#ok").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close the card, and go to the report where that is asked for."""
        self.dismiss(event.button.id == "to-report")


def show_card(app: WizardApp, dialog: SummaryDialog | None = None) -> None:
    """Show a card over the screen, that of the guide's end; from there one may go on to the report."""

    def go_on(to_report: bool | None) -> None:
        if to_report:
            app.call_later(app.go, REPORT)

    app.push_screen(dialog or SummaryDialog(Message("summary-title"), Card()), go_on)
