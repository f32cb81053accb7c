"""The questions of a step."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll

from wizard.tui.localized import Localized
from wizard.tui.questions import name_of
from wizard.tui.widgets.field import Answered, Field
from wizard.tui.widgets.flag import FlagField
from wizard.tui.widgets.password import PasswordField


def field_for(path: str, show_host: bool = False) -> Field:
    """Return the field that fits an answer."""
    if path.startswith("passwords.") or name_of(path) == "password":
        return PasswordField(path, show_host)
    if name_of(path) == "disk":
        from wizard.tui.widgets.disk import DiskField  # noqa: PLC0415 - only where a disk is asked for

        return DiskField(path, show_host)
    if name_of(path) == "sudo":
        return FlagField(path, show_host)
    return Field(path, show_host)


class AnswersPane(VerticalScroll, Localized):
    """The fields of some answers."""

    def __init__(self, id: str = "answers") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, can_focus=False)
        self._paths: tuple[str, ...] = ()

    def ask(self, paths: Sequence[str]) -> None:
        """Ask for these answers."""
        if tuple(paths) == self._paths:
            for field in self.query(Field):
                if field.is_mounted:
                    field.refill()
            return
        self._paths = tuple(paths)
        self.remove_children()
        self.mount(*(field_for(path, show_host=True) for path in paths))

    def on_answered(self, event: Answered) -> None:
        """Plan anew what depends on it."""
        event.stop()
        self.wizard.answer_changed()
