"""The card at the end of the guide: on the screen, on the report's page, and on the terminal on leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.report.html_page import as_html
from wizard.report.report import Report, gather
from wizard.report.summary import Summary, summarize
from wizard.saving import is_there, replace
from wizard.tui.protocol import WizardApp

REPORT_FILE, TRANSCRIPT_FILE = "report.html", "transcript.log"
"""In the session's folder, beside the journal."""


def summary_of(app: WizardApp) -> Summary:
    """Return how the guide stands."""
    return summarize(app.outline.steps, app.progress, app.hosts_of)


def report_of(app: WizardApp) -> Report:
    """Return the report of all that is known."""
    folder = app.jobs.work.journal_folder
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return gather(app.outline.steps, app.progress, app.hosts_of, now, str(folder or ""))


def report_keeper(app: WizardApp) -> Callable[[], None]:
    """Return what keeps the present report beside the journal; it blocks, and may be called in a thread.

    Where the report cannot be written, the card leaves it out.
    """
    report, folder, lang = report_of(app), app.jobs.work.journal_folder, app.words.lang

    def keep() -> None:
        if folder:
            with suppress(Problem, OSError):
                replace(folder / REPORT_FILE, as_html(report, lang))

    return keep


def card(app: WizardApp, width: int | None = None) -> Iterator[str]:
    """Yield the lines of the card: how the guide stands, where everything is, what to do next."""
    yield from summary_of(app).lines(app.words, width)
    yield from ["", *files(app), "", next_step(app)]


def next_step(app: WizardApp, go_on: str = "summary-go-on") -> str:
    """Return what to do next; `go_on` is the key of the sentence where something is left."""
    return app.words.label("summary-next-chapter" if summary_of(app).all_hold else go_on)


def files(app: WizardApp) -> Iterator[str]:
    """Yield where the report, the transcript and the answers are."""
    if folder := app.jobs.work.journal_folder:
        for key, name in (("summary-report", REPORT_FILE), ("summary-transcript", TRANSCRIPT_FILE)):
            if is_there(folder / name):
                yield app.words.label(key, file=str(folder / name))
    last = app.setting.last
    yield app.words.say(
        Message("summary-answers", file=str(last))
        if last and is_there(last)
        else Message("summary-answers-unsaved")
    )


def farewell(app: WizardApp, width: int | None = None) -> Iterator[str]:
    """Keep the report, and yield the card's lines for a terminal of so many cells."""
    report_keeper(app)()
    yield from card(app, width)
