"""4.4.4: the verification, with the table of Nova's services below its steps."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message
from wizard.tui.localized import LocalizedLabel
from wizard.tui.pages.section import SectionPage
from wizard.tui.protocol import wizard_of

ROOM_FOR_IDS = 116
"""Cells in which the whole table fits."""
_HEAD = ("Id", "Binary", "Host", "Zone", "Status", "State")


class VerifyPage(SectionPage):
    """The steps, and under them the table as it is."""

    def compose(self) -> ComposeResult:
        """Yield the steps, then the table, which belongs to the section and not to a step."""
        yield from super().compose()
        yield LocalizedLabel(Message("services-title"), id="services-title")
        yield Static(id="services", markup=False)

    def show_progress(self) -> None:
        """Show the table that was read last."""
        super().show_progress()
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the table, without the IDs where the page is narrow; hide it where it is not known."""
        rows = wizard_of(self).progress.services
        self.query_one("#services").display = bool(rows)
        self.query_one("#services-title").display = bool(rows)
        if rows:
            self.query_one("#services", Static).update(table(rows, self.size.width >= ROOM_FOR_IDS))

    def on_resize(self, event: events.Resize) -> None:
        """Write the table for the new width."""
        self.refresh_text()


def table(rows: Sequence[ComputeService], with_ids: bool) -> Table:
    """Return the rows of `openstack compute service list`; what is not up, or disabled, stands out."""
    shown = Table(*(_HEAD if with_ids else _HEAD[1:]), box=box.ASCII2)
    for row in rows:
        status = Text("enabled") if row.enabled else Text("disabled", "bold red")
        state = Text("up", "green") if row.up else Text("down", "bold red")
        cells = (*map(Text, (row.id, row.binary, row.host, row.zone)), status, state)
        shown.add_row(*(cells if with_ids else cells[1:]))
    return shown
