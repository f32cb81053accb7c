"""Opens the wizard as the command line asks for."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from wizard import process
from wizard.state import state_folder
from wizard.stopping import Stopping
from wizard.text import choose, shows_hangul, words_in
from wizard.tui import preferences
from wizard.tui.app import Wizard
from wizard.tui.ending import INTERRUPTED, Ending, watch_terminal
from wizard.tui.setting import StartOptions

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.model.steps import Guide
    from wizard.simulation import Simulation

LAST = "answers.yaml"
"""In the state folder: the last session's answers."""


def wizard(answers: Path | None, lang: str | None, simulation: Simulation | None = None) -> int:
    """Open the wizard, on the lab where that is asked for, and return its exit status.

    Raises `Problem` for answers that cannot be read.
    """
    setting = setting_for(answers, lang)
    if simulation is None:
        return opened(setting)
    from wizard.tui.lab import on_lab  # noqa: PLC0415 - only where it is asked for

    with on_lab(setting, simulation, fill_in=answers is None) as simulated:
        return opened(simulated)


def setting_for(answers: Path | None, lang: str | None) -> StartOptions:
    """Return what the wizard starts with. Raises `Problem` for answers that cannot be read."""
    draft = _read(answers) if answers else None
    state = state_folder(os.environ)
    chosen = preferences.read(state)
    answered = str(draft.get("language") or "") if draft else ""
    language = choose(lang, answered or chosen.language_in(os.environ), os.environ)
    return StartOptions(
        load=guide,
        draft=lambda: draft or _example(language),
        words=words_in(language),
        state=state,
        environ=dict(os.environ),
        preferences=chosen,
        last=None if answers else state / LAST,
        hangul_missing=not (lang or answers) and not shows_hangul(os.environ),
    )


def opened(setting: StartOptions) -> int:
    """Show the wizard until it is left, and return its exit status."""
    app = Wizard(setting)
    ending = Ending(app)
    with Stopping() as stopping:
        stopping.hand_over(ending.leave, ending.let_go, ending.end_now)
        watch_terminal(stopping.signalled)
        try:
            app.run()
        finally:
            app.jobs.close()
    if stopping.asked:
        return INTERRUPTED
    _say_farewell(app)
    return 1 if app.return_code is None else app.return_code  # it has none where it did not end by itself


def _say_farewell(app: Wizard) -> None:
    """Print what the session has come to, where it has changed or tried anything."""
    if app.has_run:
        from wizard.tui.summary import farewell  # noqa: PLC0415 - only where there is something to say

        width = get_terminal_size().columns if sys.stdout.isatty() else None
        print("\n".join(farewell(app, width)))  # noqa: T201 - the terminal is the user's again


def _read(answers: Path) -> Draft:
    from wizard.answers.draft import Draft  # noqa: PLC0415 - only where it is asked for

    process.hide_memory()
    return Draft.read(answers)


def _example(language: str) -> Draft:
    from wizard.answers.draft import Draft  # noqa: PLC0415 - after the first screen

    process.hide_memory()  # there is no password before there are answers
    return Draft.example(language)


def guide() -> Guide:
    """Load what comes behind the first screen; all that is there then stays, so it is not looked at again."""
    from steps import GUIDE, PREREQUISITES, SECTIONS  # noqa: PLC0415 - slow to import
    from wizard.model.steps import Guide  # noqa: PLC0415

    spare_the_keys()
    return Guide(GUIDE, PREREQUISITES, SECTIONS)


def spare_the_keys() -> None:
    """Tune the garbage collector to short, rare runs: a full one would delay the answer to a key."""
    gc.freeze()
    gc.set_threshold(2_000, 20, 1_000)
    gc.enable()
