"""From the command line to the wizard."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from steps import GUIDE, PREREQUISITES
from wizard.answers.draft import Draft
from wizard.journal import state_folder
from wizard.text import Words, choose, shows_hangul
from wizard.tui.app import Wizard
from wizard.tui.setting import Setting
from wizard.tui.work import Point, as_they_are

if TYPE_CHECKING:
    from wizard.simulation import Simulation

LAST = "answers.yaml"
"""In the state folder: the last session's answers."""


def wizard(answers: Path | None, lang: str | None, simulation: Simulation | None = None) -> int:
    """Open the wizard, on the lab where that is asked for, and return its exit status.

    Raises `Problem` for answers that cannot be read.
    """
    draft = Draft.read(answers) if answers else None
    language = choose(lang, str(draft.get("language") or "") if draft else None, os.environ)
    if simulation is None:
        return _opened(answers, draft or Draft.example(language), Words(language), lang)
    from wizard.tui.lab import (  # noqa: PLC0415 - only where it is asked for
        LabSite,
        fill_in_nodes,
        fill_in_passwords,
    )

    if draft is None:
        draft = Draft.example(language)
        fill_in_passwords(draft)
    if simulation.compute_nodes is not None:
        fill_in_nodes(draft, simulation.compute_nodes)
    with closing(LabSite(simulation)) as site:
        return _opened(answers, draft, Words(language), lang, site.point)


def _opened(
    answers: Path | None, draft: Draft, words: Words, lang: str | None, point: Point | None = None
) -> int:
    last = None if answers or point else state_folder(os.environ) / LAST
    app = Wizard(
        Setting(
            guide=GUIDE,
            prerequisites=PREREQUISITES,
            draft=draft,
            words=words,
            state=state_folder(os.environ),
            environ=dict(os.environ),
            last=last,
            point=point or as_they_are,
            simulated=point is not None,
            hangul_missing=not (lang or answers) and not shows_hangul(os.environ),
        )
    )
    try:
        app.run()
    finally:
        app.jobs.work.close()
    return app.return_code or 0
