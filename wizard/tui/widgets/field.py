"""A question: its name, what is answered, and what is wrong with it while one types."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message as Posted
from textual.widget import Widget
from textual.widgets import Input

from wizard.model.message import Message
from wizard.tui.line_input import LineInput, PastedInPart
from wizard.tui.localized import Localized, StaticText
from wizard.tui.questions import host_of, name_of, said_of_field


class Answered(Posted):
    """An answer was given and left: what depends on it can be planned anew."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class Judged(Posted):
    """An answer is wrong, or is no longer."""


class Field(Localized):
    """One answer of the draft, edited in place."""

    BINDINGS = [Binding("escape,ctrl+z", "undo", show=False)]  # noqa: RUF012 - Textual's form

    def __init__(self, path: str, show_host: bool = False) -> None:
        super().__init__(classes="field")
        self.path = path
        self._show_host = show_host
        self._before: Any = None
        self._pasted = 0
        """Lines that were pasted at last, where only the first was taken."""

    def compose(self) -> ComposeResult:
        """The name, the field, then what it means or what is wrong with it."""
        with Horizontal(classes="field-line"):
            yield StaticText(classes="field-name")
            yield from self.editors()
        yield StaticText(classes="field-hint")
        yield StaticText(classes="field-wrong")

    def editors(self) -> ComposeResult:
        """Where one types."""
        yield LineInput(compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Show what the draft says."""
        with suppress(NoMatches):  # it has been taken away before it came up
            self.refill()

    def refill(self) -> None:
        """Show what the draft says now."""
        self._before = self.wizard.draft.get(self.path)
        self.fill()
        self.check()

    def fill(self) -> None:
        """Put the draft's answer where one types."""
        given = self.wizard.draft.get(self.path)
        with self.prevent(Input.Changed):
            self.query_one(Input).value = "" if given is None else str(given)

    def take_focus(self) -> None:
        """Focus the first widget that can have the focus."""
        first = next((widget for widget in self.query("*").results(Widget) if widget.focusable), None)
        if first is not None:
            first.focus(scroll_visible=False)

    # --- Texts ---

    def refresh_text(self) -> None:
        """Say the name, the meaning, and what is wrong."""
        name = self.say(f"field-{name_of(self.path).replace('_', '-')}")
        if self._show_host and (host := host_of(self.path)):
            name = f"{self.wizard.draft.get(f'{host}.name') or host}  {name}"
        self.query_one(".field-name", StaticText).write(Content(name))
        self.check()

    def check(self) -> None:
        """Say what is wrong with the answer, and what can be done."""
        wrong = self.wizard.draft.problem(self.path, self.wizard.setting.opened_from)
        self.complain(said_of_field(wrong) if wrong else None)
        self.query_one(".field-hint", StaticText).write(Content(" ").join(self.hints()))

    def complain(self, wrong: Message | None) -> None:
        """Say this, or that nothing is wrong."""
        shown = self.query_one(".field-wrong", StaticText)
        shown.write(Content(f"✗ {self.wizard.words.say(wrong)}" if wrong else ""))
        if wrong or self.has_class("-wrong"):
            self.post_message(Judged())
        self.set_class(wrong is not None, "-wrong")

    def hints(self) -> list[Content]:
        """Return what was left out of a paste, how a change is taken back, and what the answer means."""
        hints = []
        if self._pasted:
            said = self.say("pasted-in-part", count=self._pasted)
            hints.append(Content.styled(said, "$text-warning"))
        if self.changed:
            hints.append(Content(self.say("field-undo")))
        return [*hints, Content(self.say(f"answers-note-{name_of(self.path)}").replace("\n", " "))]

    # --- Changes ---

    @property
    def changed(self) -> bool:
        """Whether the answer is another one than when the field was entered."""
        return bool(self.wizard.draft.get(self.path) != self._before)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to others where there is nothing to take back."""
        return self.changed if action == "undo" else True

    def action_undo(self) -> None:
        """Take back what was changed since the field was entered."""
        self.undo()
        self._pasted = 0
        self.fill()
        self.check()

    def undo(self) -> None:
        """Give the draft the answer from before."""
        self.wizard.draft.set(self.path, self._before)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what is typed, right or not yet."""
        event.stop()
        self._pasted = 0
        self.take(event.value)
        self.check()

    def on_pasted_in_part(self, event: PastedInPart) -> None:
        """Say that a field has one line."""
        event.stop()
        self._pasted = event.count
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
        self.keep_in_sight()

    def on_resize(self, event: events.Resize) -> None:
        """Keep what the field says in sight when that takes more room."""
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll to the whole field while it is asked."""
        if self.has_class("-asked"):
            self.call_after_refresh(self.scroll_visible, animate=False)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """When the field is left, what depends on it is planned anew."""
        self.call_after_refresh(self._left)

    def _left(self) -> None:
        inside = self.screen.focused
        if isinstance(inside, Widget) and self in inside.ancestors:
            return
        self.remove_class("-asked")
        self._pasted = 0
        self.leave()
        given = self.wizard.draft.get(self.path)
        if given != self._before:
            self._before = given
            self.post_message(Answered(self.path))

    def leave(self) -> None:
        """The focus has left."""
