"""What of the planned actions has been on the screen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.engine.events import Planned

_Key = tuple[str, str, str, str]


class Shown:
    """The actions that have been on the screen: their commands, and the changes of files."""

    VIEWS = ("commands", "diff")

    def __init__(self) -> None:
        self._keys: dict[str, set[_Key]] = {view: set() for view in self.VIEWS}

    def add(self, planned: Sequence[Planned], *views: str) -> None:
        """Note that these views of the actions are on the screen, of `VIEWS`."""
        for view in views:
            self._keys[view].update(map(_key, planned))

    def has(self, planned: Iterable[Planned]) -> bool:
        """Return whether each of these was there: its command, and its diff where it has one."""
        return all(
            _key(event) in self._keys[view]
            for event in planned
            for view in (self.VIEWS if event.diff else ("commands",))
        )


def _key(event: Planned) -> _Key:
    return event.id, event.host, event.text, event.diff
