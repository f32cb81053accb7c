"""Widgets with texts in the user's language, which are refreshed when it changes."""

from __future__ import annotations

from contextlib import suppress

from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from wizard.model.message import Message
from wizard.tui.protocol import WizardApp, wizard_of


class Localized(Widget):
    """A widget with texts: `refresh_text` is called when it is mounted and when the language changes."""

    @property
    def wizard(self) -> WizardApp:
        """The app that the widget is in."""
        return wizard_of(self)

    def on_mount(self) -> None:
        """Write the texts for the first time."""
        with suppress(NoMatches):  # it has been taken away before it came up
            self.refresh_text()

    def refresh_text(self) -> None:
        """Write all texts anew, in the app's language."""

    def say(self, key: str, **variables: str | int | float | Message) -> str:
        """Return a text of the app's language."""
        return self.wizard.words.label(key, **variables)


class StaticText(Static):
    """A `Static` without markup, laid out and painted again only where its content has changed."""

    def __init__(self, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, classes=classes, markup=False)

    def write(self, text: Content) -> None:
        """Show this content in the place of the present one."""
        shown = self.content
        if not (isinstance(shown, Content) and shown.is_same(text)):
            self.update(text)


class LocalizedLabel(StaticText, Localized):
    """A line or a paragraph in the user's language."""

    def __init__(self, message: Message | None = None, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id, classes)
        self._message = message

    def show_message(self, message: Message | None) -> None:
        """Show another message, or hide the label where there is none."""
        self._message = message
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the message in the app's language."""
        self.write(Content(self.wizard.words.say(self._message) if self._message else ""))
        self.display = self._message is not None


class LocalizedButton(Button, Localized):
    """A button whose label is a text of locale/, by its key."""

    def __init__(self, key: str, id: str | None = None, variant: ButtonVariant = "default") -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, variant=variant, compact=True)
        self._key = key

    def refresh_text(self) -> None:
        """Write the label in the app's language."""
        self.label = Content(self.say(self._key))
