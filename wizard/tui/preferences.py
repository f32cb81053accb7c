"""The colours and the language that the user chose, from one session to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from wizard import saving, trusted
from wizard.model.problems import Problem
from wizard.text import LANGUAGES, locale_name, shows_hangul

FILE = "preferences.json"
"""In the state folder."""
THEMES = ("dark", "light")
_LARGEST = 10_000
_saving = threading.Lock()


@dataclass(frozen=True)
class Preferences:
    """What was chosen, empty where nothing was."""

    theme: str = ""
    language: str = ""
    locale: str = ""
    """The environment's locale when the language was chosen: another one says anew what is spoken."""

    def language_in(self, environ: Mapping[str, str]) -> str | None:
        """Return the language, where the environment is the one it was chosen in and can show it."""
        same = self.locale == locale_name(environ) and shows_hangul(environ)
        return self.language if self.language and same else None


NONE_CHOSEN = Preferences()


def read(state: Path) -> Preferences:
    """Return what was chosen; what cannot be read, or is none of ours, was not."""
    try:
        data = trusted.read(state / FILE, _LARGEST).data
    except (OSError, Problem):
        return NONE_CHOSEN
    import json  # noqa: PLC0415 - the first screen of most users does without

    try:
        found = json.loads(data)
    except ValueError:
        return NONE_CHOSEN
    if not isinstance(found, dict):
        return NONE_CHOSEN
    theme, language, locale = (found.get(name) for name in ("theme", "language", "locale"))
    return Preferences(
        theme if theme in THEMES else "",
        language if language in LANGUAGES else "",
        locale if isinstance(locale, str) else "",
    )


def keep(state: Path, chosen: Callable[[], Preferences]) -> None:
    """Keep what is chosen by now. Blocks; where it cannot be kept, nothing is said."""
    import json  # noqa: PLC0415 - as above

    with _saving, suppress(Problem, OSError):
        trusted.own_folder(state)
        saving.replace(state / FILE, json.dumps(asdict(chosen())) + "\n")
