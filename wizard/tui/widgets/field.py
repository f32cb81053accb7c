"""A question: its name, what is answered, and what is wrong with it while one types."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message as Posted
from textual.widget import Widget
from textual.widgets import Input

from wizard.model import Message
from wizard.tui.localized import Localized, StaticText
from wizard.tui.questions import host_of, name_of


class Answered(Posted):
    """An answer was given and left: what depends on it can be planned anew."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class Field(Localized):
    """One answer of the draft, edited in place."""

    def __init__(self, path: str, show_host: bool = False) -> None:
        super().__init__(classes="field")
        self.path = path
        self._show_host = show_host
        self._before: object = None

    def compose(self) -> ComposeResult:
        """The name, the field, then what it means or what is wrong with it."""
        with Horizontal(classes="field-line"):
            yield StaticText(classes="field-name")
            yield from self.editors()
        yield StaticText(classes="field-hint")
        yield StaticText(classes="field-wrong")

    def editors(self) -> ComposeResult:
        """Where one types."""
        yield Input(compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Show what the draft says."""
        self.refill()

    def refill(self) -> None:
        """Show what the draft says now."""
        given = self.wizard.draft.get(self.path)
        self._before = given
        with self.prevent(Input.Changed):
            self.query_one(Input).value = "" if given is None else str(given)
        self.check()

    def refresh_text(self) -> None:
        """Say the name, the meaning, and what is wrong."""
        name = self.say(f"field-{name_of(self.path).replace('_', '-')}")
        if self._show_host and (host := host_of(self.path)):
            name = f"{self.wizard.draft.get(f'{host}.name') or host}  {name}"
        self.query_one(".field-name", StaticText).write(Content(name))
        hint = self.say(f"answers-note-{name_of(self.path)}").replace("\n", " ")
        self.query_one(".field-hint", StaticText).write(Content(hint))
        self.check()

    def check(self) -> None:
        """Say what is wrong with the answer."""
        self.complain(self.wizard.draft.problem(self.path))

    def complain(self, wrong: Message | None) -> None:
        """Say this, or that nothing is wrong."""
        shown = self.query_one(".field-wrong", StaticText)
        shown.write(Content(f"✗ {self.wizard.words.say(wrong)}" if wrong else ""))
        self.set_class(wrong is not None, "-wrong")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what is typed, right or not yet."""
        event.stop()
        self.take(event.value)
        self.check()

    def take(self, typed: str) -> None:
        """Put what is typed into the draft."""
        self.wizard.draft.set(self.path, typed)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next question."""
        event.stop()
        self.screen.focus_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show what the question means, and what can be done."""
        self.add_class("-asked")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """When the field is left, what depends on it is planned anew."""
        self.call_after_refresh(self._left)

    def _left(self) -> None:
        inside = self.screen.focused
        if isinstance(inside, Widget) and self in inside.ancestors:
            return
        self.remove_class("-asked")
        self.leave()
        given = self.wizard.draft.get(self.path)
        if given != self._before:
            self._before = given
            self.post_message(Answered(self.path))

    def leave(self) -> None:
        """The focus has left."""
