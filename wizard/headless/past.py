"""Earlier runs on the terminal: --runs and --run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from steps import GUIDE, PREREQUISITES, SECTIONS
from wizard.engine.inverse import inverse
from wizard.headless.listing import run_list, run_text
from wizard.model.steps import Guide
from wizard.report.difference import differences
from wizard.report.files import report_files
from wizard.report.past import past_runs, report_of
from wizard.state import state_folder
from wizard.text import Words


def runs(words: Words) -> Iterator[str]:
    """Yield a line for each earlier run, the oldest first. Raises `Problem`."""
    state = state_folder(os.environ)
    found = past_runs(state)
    if found:
        yield from run_list(found, words)
    else:
        yield words.label("no-runs", folder=str(state))


def run(words: Words, run_id: str, against: str | None, reports: Sequence[Path]) -> Iterator[str]:
    """Write the reports on a run, and yield how it differed from another one; without either, show the run.

    Raises `Problem`.
    """
    state = state_folder(os.environ)
    files = report_files(reports)
    backwards = inverse(Guide(GUIDE, PREREQUISITES, SECTIONS)).steps
    report = report_of(state, run_id, GUIDE, backwards)
    other = report_of(state, against, GUIDE, backwards) if against is not None else None
    for file in files:
        file.write(report, words)
        yield words.label("report-written", file=str(file.path))
    if other:
        yield from list(differences(other, report, words)) or [words.label("no-difference")]
    elif not files:
        yield from run_text(report, words)
