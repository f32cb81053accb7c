"""Widgets that speak the user's language, and speak anew when it changes."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from wizard.model import Message
from wizard.tui.protocol import WizardApp, wizard_of


class Speaks(Widget):
    """A widget with words in it. `speak` is called when it comes up and whenever the language changes."""

    @property
    def wizard(self) -> WizardApp:
        """The app."""
        return wizard_of(self)

    def on_mount(self) -> None:
        """Say it for the first time."""
        self.speak()

    def speak(self) -> None:
        """Say everything in the app's language."""

    def say(self, key: str, **variables: str | int | float | Message) -> str:
        """Return a text of the app's language."""
        return self.wizard.words.label(key, **variables)


class Text(Static):
    """Text as it stands; the screen is laid out and painted anew only where it has changed."""

    def __init__(self, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, classes=classes, markup=False)

    def write(self, text: Content) -> None:
        """Show this."""
        shown = self.content
        if not (isinstance(shown, Content) and shown.is_same(text)):
            self.update(text)


class Said(Text, Speaks):
    """A line or a paragraph in the user's language."""

    def __init__(self, message: Message | None = None, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id, classes)
        self._message = message

    def tell(self, message: Message | None) -> None:
        """Say something else."""
        self._message = message
        self.speak()

    def speak(self) -> None:
        """Say it."""
        self.write(Content(self.wizard.words.say(self._message) if self._message else ""))
        self.display = self._message is not None


class Push(Button, Speaks):
    """A button with a text of locale/."""

    def __init__(self, key: str, id: str | None = None, variant: ButtonVariant = "default") -> None:  # noqa: A002 - Textual's name
        super().__init__("", id=id, variant=variant, compact=True)
        self._key = key

    def speak(self) -> None:
        """Write its label."""
        self.label = self.say(self._key)
