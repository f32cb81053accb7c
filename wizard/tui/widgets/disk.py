"""A compute node's disk: its name is typed, after what is on the node's disks has been shown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input

from wizard.tui.localized import LocalizedButton, StaticText
from wizard.tui.unanswered import show_wrong, wrong_answers
from wizard.tui.widgets.field import Answered, Field


class DiskField(Field):
    """The name, read only: a dialog shows the disks and asks for it."""

    def editors(self) -> ComposeResult:
        """What is answered, and the way to the disks."""
        yield Input(compact=True, disabled=True)
        yield LocalizedButton("disk-look", id="look")
        yield LocalizedButton("disk-none", id="none")

    def check(self) -> None:
        """Say what is wrong with the disk, or that all on it will be erased."""
        super().check()
        disk = self.wizard.draft.get(self.path)
        erase = self.wizard.draft.get(self._erase)
        if disk and erase and not self.has_class("-wrong"):
            warning = self.say("disk-will-be-erased", disk=str(disk))
            self.query_one(".field-wrong", StaticText).write(Content(f"! {warning}"))
        self.set_class(bool(disk and erase), "-warned")

    @property
    def _host(self) -> str:
        return self.path.rpartition(".")[0]

    @property
    def _erase(self) -> str:
        return f"{self._host}.erase"

    def refill(self) -> None:
        """Show what the draft says now."""
        self._erase_before = self.wizard.draft.get(self._erase)
        super().refill()

    def undo(self) -> None:
        """Give the draft the disk from before, and whether it may be erased."""
        super().undo()
        self.wizard.draft.set(self._erase, self._erase_before)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show the disks, or leave the disk's steps out."""
        event.stop()
        if event.button.id == "none":
            self._take(("", ""))
            return
        if wrong := wrong_answers(self.wizard):
            self.wizard.call_later(show_wrong, self.wizard, wrong)
            return
        from wizard.tui.dialogs.disk import ChooseDisk  # noqa: PLC0415 - only when asked for

        self.app.push_screen(ChooseDisk(self._host), self._take)

    def _take(self, chosen: tuple[str, str] | None) -> None:
        if chosen is None:
            return
        disk, erase = chosen
        self.wizard.draft.set(self.path, disk)
        self.wizard.draft.set(self._erase, erase)
        self.fill()
        self.check()
        self.post_message(Answered(self.path))
