"""A compute node's disk: its name is typed, after what is on the node's disks has been shown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Button, Input

from wizard.tui.localized import LocalizedButton
from wizard.tui.widgets.field import Answered, Field


class DiskField(Field):
    """The name, read only: a dialog shows the disks and asks for it."""

    def editors(self) -> ComposeResult:
        """What is answered, and the way to the disks."""
        yield Input(compact=True, disabled=True)
        yield LocalizedButton("disk-look", id="look")
        yield LocalizedButton("disk-none", id="none")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show the disks, or leave the disk's steps out."""
        event.stop()
        if event.button.id == "none":
            self._take(("", ""))
            return
        from wizard.tui.dialogs.disk import ChooseDisk  # noqa: PLC0415 - only when asked for

        self.app.push_screen(ChooseDisk(self.path.rpartition(".")[0]), self._take)

    def _take(self, chosen: tuple[str, str] | None) -> None:
        if chosen is None:
            return
        host = self.path.rpartition(".")[0]
        disk, erase = chosen
        self.wizard.draft.set(self.path, disk)
        self.wizard.draft.set(f"{host}.erase", erase)
        self.refill()
        self.post_message(Answered(self.path))
