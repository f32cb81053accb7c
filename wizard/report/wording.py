"""What all written reports say in the same words: the run, its end, how a step stands on a host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.engine.modes import Ending, RunMode, Status
from wizard.model.ids import slug
from wizard.model.steps import Step
from wizard.report.marks import Mark
from wizard.report.report import OnHost, Report
from wizard.text import Words

_TIME = re.compile(r"^([\d-]+)T([\d:]+)Z$")


def run_lines(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what is known of the run as names and values; nothing where the report is of no one run."""
    run = report.run
    if run is None:
        return
    simulated = f" ({words.label('run-on-lab')})" if run.simulated else ""
    yield words.label("run-mode"), mode_word(run.mode, words, undo=run.undo) + simulated
    yield words.label("run-began"), time_word(run.began)
    yield words.label("run-ended"), ending_word(run.ending, words)
    if run.ending is not None:
        yield words.label("run-seconds"), f"{run.seconds:.1f}"
    yield words.label("run-hosts"), ", ".join(run.hosts)
    for name, value in vars(run.origin).items():
        if value:
            yield words.label(f"run-{name}"), value


def mode_word(mode: RunMode, words: Words, *, undo: bool = False) -> str:
    """Return what a run does, in a word or two; with `undo`, where it takes steps back."""
    return words.label(f"mode-undo-{mode}" if undo else f"mode-{mode}")


def report_title(report: Report) -> str:
    """Return the key of the report's title."""
    return "report-title-undo" if report.takes_back else "report-title"


def section_title(section: str, words: Words) -> str:
    """Return the number and the title of a section; what an undo does besides the guide's has no number."""
    title = words.label(f"place-{slug(section)}")
    return f"{section} {title}" if section[:1].isdigit() else title


def would_send(step: Step) -> str:
    """Return the key of the words before what a dry run found to be sent for a step."""
    return "report-undo-would-send" if step.takes_back else "report-would-send"


def ending_word(ending: Ending | None, words: Words) -> str:
    """Return how a run ended; None stands for an end that was not recorded."""
    return words.label(f"result-{ending or 'none'}")


def time_word(time: str) -> str:
    """Return `2016-04-01T12:00:00Z` as people read it."""
    return _TIME.sub(r"\1 \2 UTC", time)


def mark_word(mark: Mark, words: Words, *, takes_back: bool) -> str:
    """Return what a mark is called; with `takes_back`, that of a step that is taken back."""
    to_do = takes_back and mark in (Mark.TODO, Mark.DIFFERS)
    return words.label("mark-to-undo" if to_do else mark.label)


def state_word(step: Step, line: OnHost, words: Words) -> str:
    """Return how a step stands on a host: its mark, or that the run has changed it."""
    changed = line.status is Status.CHANGED and line.mark is not Mark.UNDONE
    return words.label("mark-changed") if changed else mark_word(line.mark, words, takes_back=step.takes_back)
