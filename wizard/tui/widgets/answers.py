"""The questions of a page, and which of them are missing or wrong."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import AwaitMount

from wizard.tui.localized import Localized, StaticText
from wizard.tui.questions import name_of
from wizard.tui.unanswered import listed, name_in_words
from wizard.tui.widgets.field import Answered, Field, Judged
from wizard.tui.widgets.flag import FlagField
from wizard.tui.widgets.password import PasswordField

MOST_NAMED = 12
"""Answers that are named as missing or wrong; of more, how many there are."""


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

    def __init__(self, id: str = "answers", lists_wrong: bool = True) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, can_focus=False)
        self._lists_wrong = lists_wrong
        self._fields: dict[str, Field] = {}
        self._coming: AwaitMount | None = None
        self._judged = False

    def ask(self, paths: Sequence[str]) -> None:
        """Ask for these answers."""
        if list(paths) == list(self._fields):
            for field in self._fields.values():
                if field.is_mounted:
                    field.refill()
            return
        self._fields = {path: field_for(path, show_host=True) for path in paths}
        self.remove_children()
        above = [WrongAnswers()] if self._lists_wrong else []
        self._coming = self.mount(*above, *self._fields.values())

    def show_progress(self) -> None:
        """Take back what an earlier job has found wrong and a later one has not."""
        for field in self._fields.values():
            if field.has_class("-wrong") and field.is_mounted:
                field.check()

    def focus_answer(self, path: str) -> None:
        """Focus the field of an answer, when it has come up."""
        if path in self._fields:
            self.call_next(self._focus, path)

    async def _focus(self, path: str) -> None:
        if self._coming:
            await self._coming
        if field := self._fields.get(path):
            field.check()
            field.take_focus()

    def on_answered(self, event: Answered) -> None:
        """Plan anew what depends on it."""
        event.stop()
        self.wizard.answer_changed()

    def on_judged(self, event: Judged) -> None:
        """Name what is wrong anew, once for all fields that have just been judged."""
        event.stop()
        if not self._judged:
            self._judged = True
            self.call_after_refresh(self._name_wrong)

    def _name_wrong(self) -> None:
        self._judged = False
        for named in self.screen.query(WrongAnswers):
            named.refresh_text()


class WrongAnswers(StaticText, Localized):
    """Names all answers that are missing or wrong, wherever they are asked for."""

    def refresh_text(self) -> None:
        """Name them, or take no room."""
        app = self.wizard
        wrong = listed(app)
        names = [app.words.say(name_in_words(app, one.path)) for one in wrong[:MOST_NAMED]]
        more = [self.say("answers-more", count=len(wrong) - MOST_NAMED)] if len(wrong) > MOST_NAMED else []
        self.write(Content(self.say("answers-listed", names=" · ".join([*names, *more]))))
        self.display = bool(wrong)
