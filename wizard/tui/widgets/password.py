"""A password: typed twice, shown on request, generated where it is a new one; never shown unasked."""

from __future__ import annotations

import secrets

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input

from wizard.answers.passwords import Kind, Source
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.tui.dialogs.line import Line
from wizard.tui.localized import LocalizedButton
from wizard.tui.questions import name_of
from wizard.tui.widgets.field import Answered, Field
from wizard.tui.widgets.password_input import PasswordInput

_NEW = ("novadbpass", "novapass")
"""The book's passwords that this section sets; the others are there already."""


class PasswordField(Field):
    """Two inputs, masked."""

    def editors(self) -> ComposeResult:
        """The password, once more, and what can be done with it."""
        yield PasswordInput(id="first")
        yield PasswordInput(id="again")
        yield LocalizedButton("password-show", id="show")
        if name_of(self.path) in _NEW:
            yield LocalizedButton("password-generate", id="generate")
        if not self.wizard.setting.guest:
            yield LocalizedButton("password-from", id="from")

    def fill(self) -> None:
        """Fill in what was typed in this session, masked, be it whole or half."""
        first, again = self.wizard.draft.half_typed.get(self.path, (self._typed, self._typed))
        with self.prevent(Input.Changed):
            self._first.value, self._again.value = first, again

    @property
    def _first(self) -> PasswordInput:
        return self.query_one("#first", PasswordInput)

    @property
    def _again(self) -> PasswordInput:
        return self.query_one("#again", PasswordInput)

    @property
    def _typed(self) -> str:
        """The password of the draft, where it was typed."""
        given = self.wizard.draft.get(self.path)
        return given.text if isinstance(given, Source) and given.kind is Kind.TYPED else ""

    @property
    def changed(self) -> bool:
        """Whether anything was typed that is not the password from before."""
        return super().changed or (self._first.value, self._again.value) != (self._typed, self._typed)

    def refresh_text(self) -> None:
        """Say also where the password comes from."""
        super().refresh_text()
        self._show_where(asked=self.has_class("-asked"))

    def _show_where(self, *, asked: bool) -> None:
        """Say where the password comes from in the first field, unless two stand beside each other."""
        self._first.placeholder = self.say("password-new") if asked else self._where()
        self._again.placeholder = self.say("password-again")

    def _where(self) -> str:
        given = self.wizard.draft.get(self.path)
        if not isinstance(given, Source):
            optional = not self.path.startswith("passwords.")
            return self.say("password-optional" if optional else "password-type")
        if given.kind is Kind.ENV:
            key = "password-env-unset" if self._unset(given) else "password-env"
            return self.say(key, variable=given.text)
        return self.say(f"password-{given.kind}")

    def check(self) -> None:
        """Say what is wrong; a password that is there as a whole is locked."""
        typed = self._typed
        for entry in (self._first, self._again):
            entry.complete = bool(typed) and self._first.value == self._again.value == typed
        super().check()

    def hints(self) -> list[Content]:
        """Say also how another password is typed where one is there."""
        how = self.say("password-change") if self._first.locked else f"{self._where()}."
        return [Content(how), *super().hints()]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Make room for two fields."""
        self._show_where(asked=True)

    def _unset(self, source: Source) -> bool:
        return source.kind is Kind.ENV and source.text not in self.wizard.setting.environ

    def on_input_changed(self, event: Input.Changed) -> None:
        """Begin anew where a password that cannot be seen is changed: both are typed again."""
        typed = self._typed
        other = self._again if event.input is self._first else self._first
        if typed and other.password and other.complete and other.value == typed != event.value:
            other.complete = False
            with self.prevent(Input.Changed):
                other.value = ""
            if not event.value:
                self._first.focus()

    def take(self, typed: str) -> None:
        """Put the password into the draft once both are the same; until then the older one stays."""
        first, again = self._first.value, self._again.value
        if first and first == again:
            self.wizard.draft.set(self.path, first)
        elif first or again:
            self.wizard.draft.half_typed[self.path] = first, again
        else:
            self.wizard.draft.half_typed.pop(self.path, None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show it, or make one up."""
        event.stop()
        if event.button.id == "from":
            title = Message("password-from-title", name=name_of(self.path))
            ask = Line(title, Message("password-from-text"), judge=_wrong_source)
            self.app.push_screen(ask, self._take_source)
            return
        if event.button.id == "generate":
            self.wizard.draft.set(self.path, secrets.token_urlsafe(18))
            self.fill()
        self._mask(event.button.id != "generate" and not self._first.password)
        self.check()
        self._first.focus()

    def _take_source(self, line: str | None) -> None:
        if line is None:
            return
        self.wizard.draft.set(self.path, _source(line))
        self.fill()
        self.refresh_text()
        self.post_message(Answered(self.path))

    def _mask(self, masked: bool) -> None:
        for entry in self.query(Input):
            entry.password = masked

    def leave(self) -> None:
        """Whatever was shown is masked again; what was only cleared is there again."""
        self._mask(True)
        self._show_where(asked=False)
        self.fill()
        self.check()


def _source(line: str) -> Source:
    """Return the source that a line names: `env NAME`, `file PATH`, `command LINE`. Raises `Problem`."""
    kind, _, text = line.strip().partition(" ")
    return Source.parse({kind.rstrip(":"): text.strip()})


def _wrong_source(line: str) -> Message | None:
    try:
        _source(line)
    except Problem:
        return Message("password-no-source")
    return None
