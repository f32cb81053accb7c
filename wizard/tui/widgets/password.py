"""A password: typed twice, shown on request, generated where it is a new one; never shown unasked."""

from __future__ import annotations

import secrets

from textual.app import ComposeResult
from textual.widgets import Button, Input

from wizard.answers.passwords import Kind, Source
from wizard.model import Message, Problem
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
        yield LocalizedButton("password-from", id="from")

    def refill(self) -> None:
        """Fill in what was typed in this session, masked; of another source, say where it is."""
        given = self.wizard.draft.get(self.path)
        self._before = given
        typed = given.text if isinstance(given, Source) and given.kind is Kind.TYPED else ""
        with self.prevent(Input.Changed):
            for entry in self.query(Input):
                entry.value = typed
        self.check()

    def refresh_text(self) -> None:
        """Say also where the password comes from."""
        super().refresh_text()
        first, again = self.query_one("#first", Input), self.query_one("#again", Input)
        first.placeholder = self._where()
        again.placeholder = self.say("password-again")

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
        """Say what is wrong: the two differ, or nothing is there."""
        first, again = (entry.value for entry in self.query(Input))
        if first != again:
            self.complain(Message("password-differs") if again else Message("password-repeat"))
            return
        given = self.wizard.draft.get(self.path)
        if isinstance(given, Source) and self._unset(given):
            self.complain(Message("password-missing", variable=given.text))
            return
        super().check()

    def _unset(self, source: Source) -> bool:
        return source.kind is Kind.ENV and source.text not in self.wizard.setting.environ

    def take(self, typed: str) -> None:
        """Put the password into the draft once both are the same; until then the older one stays."""
        first, again = (entry.value for entry in self.query(Input))
        if first and first == again:
            self.wizard.draft.set(self.path, first)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show it, or make one up."""
        event.stop()
        if event.button.id == "from":
            ask = Line(Message("password-from-title", name=name_of(self.path)), Message("password-from-text"))
            self.app.push_screen(ask, self._take_source)
            return
        if event.button.id == "generate":
            made = secrets.token_urlsafe(18)
            for entry in self.query(Input):
                entry.value = made
        self._mask(event.button.id != "generate" and not self.query_one("#first", Input).password)
        self.query_one("#first", Input).focus()

    def _take_source(self, line: str | None) -> None:
        if line is None:
            return
        kind, _, text = line.strip().partition(" ")
        try:
            source = Source.parse({kind.rstrip(":"): text.strip()})
        except Problem as problem:
            self.complain(problem.message)
            return
        self.wizard.draft.set(self.path, source)
        self.refill()
        self.refresh_text()
        self.post_message(Answered(self.path))

    def _mask(self, masked: bool) -> None:
        for entry in self.query(Input):
            entry.password = masked

    def leave(self) -> None:
        """Whatever was shown is masked again."""
        self._mask(True)
