"""From the command line to the wizard."""

from __future__ import annotations

import os
from pathlib import Path

from wizard.answers.draft import Draft
from wizard.journal import state_folder
from wizard.text import Words, choose, shows_hangul
from wizard.tui.app import Wizard
from wizard.tui.setting import Setting

LAST = "answers.yaml"
"""In the state folder: the last session's answers."""


def wizard(answers: Path | None, lang: str | None) -> int:
    """Open the wizard and return its exit status. Raises `Problem` for answers that cannot be read."""
    from steps import GUIDE, PREREQUISITES  # noqa: PLC0415 - with the first paint still to come

    draft = Draft.read(answers) if answers else None
    language = choose(lang, str(draft.get("language") or "") if draft else None, os.environ)
    app = Wizard(
        Setting(
            guide=GUIDE,
            prerequisites=PREREQUISITES,
            draft=draft or Draft.example(language),
            words=Words(language),
            state=state_folder(os.environ),
            environ=dict(os.environ),
            last=None if answers else state_folder(os.environ) / LAST,
            hangul_missing=not (lang or draft) and not shows_hangul(os.environ),
        )
    )
    return app.run() or 0
