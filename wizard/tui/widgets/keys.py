"""The keys, at the foot of every screen, in the user's language."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.content import Content
from textual.style import Style

from wizard.tui.localized import Localized, StaticText


class Keys(StaticText, Localized):
    """What the keys do now, each to be clicked at; leaving comes last.

    Textual's own footer makes a widget of each key anew whenever one of them can or cannot be used.
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.auto_links = False  # a key that can be clicked at looks like a key

    def on_mount(self) -> None:
        """Say it, and again whenever another thing can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh_text())

    def refresh_text(self) -> None:
        """Name the keys that can be used, and dimly those that cannot at the moment."""
        self.write(Content(" ").join(self._key(*key) for key in self._keys()))

    def _keys(self) -> Iterator[tuple[Binding, str, bool]]:
        words = self.wizard.words
        active = [bound for bound in self.screen.active_bindings.values() if bound.binding.show]
        found = {bound.binding.action: bound for bound in active}
        for action in sorted(found, key=lambda action: action == "leave"):
            name = f"key-{action.replace('_', '-')}"
            if words.has(name):
                yield found[action].binding, words.label(name), found[action].enabled

    def _key(self, binding: Binding, label: str, enabled: bool) -> Content:
        key = self.app.get_key_display(binding)
        if not enabled:
            return Content.styled(f"{key} {label}", "$text-disabled")
        pressed = Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"})
        return Content.assemble((key, "bold $text-accent"), f" {label}").stylize(pressed)
