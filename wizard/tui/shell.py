"""The frame of the app, independent of its pages: keys, language, theme, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from wizard.model.message import Message
from wizard.text import LANGUAGES, Words, words_in
from wizard.tui import themes
from wizard.tui.defect import defect
from wizard.tui.driver import Terminal
from wizard.tui.localized import Localized, LocalizedLabel
from wizard.tui.sight import in_sight, scroll_to_typing
from wizard.tui.unseen import Unseen


class LocalizedApp(App[int]):
    """A Textual app in English or Korean; `action_language` changes between them at run time."""

    CSS_PATH = "styles.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's form
        (0, "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's form
        (0, "-low"),
        (36, "-high"),
        (54, "-highest"),
    ]
    # What a key is called is looked up by its action. With Hangul input on, the key s arrives as ㄴ.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "help", priority=True, show=False),
        Binding("f2", "contents", "contents"),
        Binding("f3", "back", "back", show=False),
        Binding("f4", "on", "on"),
        Binding("f5", "run_step", "run_step"),
        Binding("f6", "run_on", "run_on"),
        Binding("f7", "skip", "skip"),
        Binding("f8", "stop", "stop"),
        Binding("f9", "language", "language", priority=True),
        Binding("ctrl+r", "read", "read", show=False),
        Binding("ctrl+s", "save", "save"),
        Binding("ctrl+t", "theme", "theme", priority=True, show=False),
        Binding("ctrl+q", "leave", "leave", priority=True),
        Binding("ctrl+n", "next_to_do", "next_to_do"),
        Binding("ctrl+e", "exercise", "exercise", priority=True),
        Binding("ctrl+l", "lab", "lab", priority=True),
        Binding("left_square_bracket", "host(-1)", "host", show=False),
        Binding("right_square_bracket", "host(1)", "host", show=False),
        Binding("slash", "search", "search", show=False),
        Binding("ㅛ", "copy", "copy", show=False),
        Binding("y", "copy", "copy", show=False),
        Binding("ㄴ", "shell", "shell", show=False),
        Binding("s", "shell", "shell", show=False),
        Binding("ㅕ", "undo", "undo", show=False),
        Binding("u", "undo", "undo", show=False),
        *(Binding(str(number), f"tab({number})", "tab", show=False) for number in range(1, 7)),
    ]

    theme: Reactive[str] = Reactive(themes.DARK.name)
    _every_theme: dict[str, Theme] | None = None

    def __init__(self, words: Words) -> None:
        super().__init__(driver_class=Terminal)
        self._unseen = Unseen()
        self.words = words
        self.title = "nova-wizard"

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Return Textual's themes and ours, which are there before the first style is parsed."""
        if self._every_theme is None:  # asked for each style
            self._every_theme = {**super().available_themes, **themes.BY_NAME}
        return self._every_theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filter through which every widget's lines go: Textual's and ours in one."""
        filters = super().get_line_filters()
        if self._unseen.first != filters:
            self._unseen = Unseen(filters)
        return [self._unseen]

    @property
    def main(self) -> Screen[object]:
        """The screen below any open dialog."""
        return self.screen_stack[0]

    async def on_event(self, event: events.Event) -> None:
        """Look, before a key is taken, whether the widget that would get it can be seen."""
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if is_typed and self.screen_stack:
            self.keep_focus_in_sight()
            scroll_to_typing(self.focused, event)
        await super().on_event(event)

    def keep_focus_in_sight(self) -> None:
        """Focus what is shown where what had the focus was put away: Textual leaves it there, or nowhere."""
        focused = self.main.focused
        if focused is None or not in_sight(focused):
            self.main.set_focus(None)
            self.focus_what_is_shown()

    def focus_what_is_shown(self) -> None:
        """Focus something that can be seen."""

    def show_message(self, message: Message | None, severity: SeverityLevel = "information") -> None:
        """Show a message above the keys until the user goes to another place."""
        # Not a toast: Textual cuts Hangul in two where the edge of what is under it runs through.
        for told in self.main.query("#told").results(LocalizedLabel):
            told.set_classes(f"-{severity}")
            told.show_message(message)

    def action_language(self) -> None:
        """Change to the other language; fields, focus and plans stay as they are."""
        other = LANGUAGES[1 - LANGUAGES.index(self.words.lang)]
        self.words = words_in(other)
        for screen in self.screen_stack:
            for widget in screen.query("*").results(Localized):
                if widget.is_mounted:
                    widget.refresh_text()

    def action_help_quit(self) -> None:
        """Say, on Ctrl-C, which keys stop and quit."""
        self.show_message(Message("hint-interrupt"))

    def copy_to_clipboard(self, text: str) -> None:
        """Have the terminal copy a text (OSC 52), and say how much that was."""
        super().copy_to_clipboard(text)
        self.show_message(Message("copied-lines", count=text.count("\n") + 1))

    def action_theme(self) -> None:
        """Change between dark and light."""
        self.theme = (themes.LIGHT if self.theme == themes.DARK.name else themes.DARK).name

    def _fatal_error(self) -> None:
        # Textual's own shows the variables of every frame, passwords among them.
        self.panic(*([Text(self.words.say(defect(self._exception)))] if self._exception else []))

    def get_key_display(self, binding: Binding) -> str:
        """Write keys as keyboards do, F5, ^S, and letters as they are typed."""
        shown = super().get_key_display(binding)
        return shown if len(shown) == 1 else shown.upper()

    def on_app_blur(self) -> None:
        """Mask every password that is shown once the terminal has lost the focus, also below a dialog."""
        for screen in self.screen_stack:
            for entry in screen.query(".secret").results(Input):
                entry.password = True
