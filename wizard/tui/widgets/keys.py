"""The keys, at the foot of every screen, in the user's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.style import Style

from wizard.tui.localized import Localized, StaticText
from wizard.tui.outline import OVERVIEW

ORDER = (
    *("run_step", "run_on", "stop", "next_to_do", "exercise", "on", "skip"),
    *("contents", "save", "language", "help", "command_palette", "leave"),
)
"""The actions in the order in which their keys stand there; others stand before the help."""
MOST_NEEDED = (
    *("leave", "help", "run_step", "stop", "exercise", "next_to_do", "command_palette", "run_on"),
    *("contents", "language", "on", "skip", "save"),
)
"""The actions whose keys stay longest where the screen is too narrow for all."""


class Key(NamedTuple):
    """A key that does something now, or cannot at the moment."""

    binding: Binding
    enabled: bool


class Keys(StaticText, Localized):
    """What the keys do now, each to be clicked at; on a narrow screen only those that are needed most.

    Textual's own footer makes a widget of each key anew whenever one of them can or cannot be used.
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.auto_links = False  # a key that can be clicked at looks like a key

    def on_mount(self) -> None:
        """Say it, and again whenever another thing can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh_text())

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        self.refresh_text()

    def refresh_text(self) -> None:
        """Name the keys that can be used, and dimly those that cannot at the moment."""
        found = dict(self._keys())
        room = self.size.width
        shown: list[str] = []
        for action in sorted(found, key=lambda action: (not found[action].enabled, _rank(action))):
            width = cell_len(self._text(action, found[action].binding)) + bool(shown)
            if width <= room:
                shown.append(action)
                room -= width
        ordered = sorted(shown, key=_place)
        self.write(Content(" ").join(self._key(action, found[action]) for action in ordered))

    def _keys(self) -> Iterator[tuple[str, Key]]:
        words = self.wizard.words
        for bound in self.screen.active_bindings.values():
            action = bound.binding.action
            if (action in ORDER or bound.binding.show) and words.has(self._label(action)):
                yield action, Key(bound.binding, bound.enabled)

    def _label(self, action: str) -> str:
        """Return the key of what an action is called; without steps to run, the hosts are read."""
        if action == "run_step" and (self.wizard.place == OVERVIEW or not self.wizard.place[:1].isdigit()):
            return "key-read-hosts"
        return f"key-{action.replace('_', '-')}"

    def _text(self, action: str, binding: Binding) -> str:
        return f"{self.app.get_key_display(binding)} {self.say(self._label(action))}"

    def _key(self, action: str, bound: Key) -> Content:
        text = self._text(action, bound.binding)
        if not bound.enabled:
            return Content.styled(text, "$text-disabled")
        key, _, label = text.partition(" ")
        pressed = Style.from_meta({"@click": f"app.simulate_key('{bound.binding.key}')"})
        return Content.assemble((key, "bold $text-accent"), f" {label}").stylize(pressed)


def _rank(action: str) -> int:
    return _at(MOST_NEEDED, action, len(MOST_NEEDED))


def _place(action: str) -> int:
    return _at(ORDER, action, ORDER.index("language"))


def _at(actions: Sequence[str], action: str, otherwise: int) -> int:
    return actions.index(action) if action in actions else otherwise
