"""What all written reports say in the same words: the run, its end, how a step stands on a host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.engine.modes import Ending, RunMode, Status
from wizard.report.report import OnHost, Report
from wizard.text import Words

_TIME = re.compile(r"^([\d-]+)T([\d:]+)Z$")


def run_lines(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what is known of the run as names and values; nothing where the report is of no one run."""
    run = report.run
    if run is None:
        return
    simulated = f" ({words.label('run-on-lab')})" if run.simulated else ""
    yield words.label("run-mode"), mode_word(run.mode, words) + simulated
    yield words.label("run-began"), time_word(run.began)
    yield words.label("run-ended"), ending_word(run.ending, words)
    if run.ending is not None:
        yield words.label("run-seconds"), f"{run.seconds:.1f}"
    yield words.label("run-hosts"), ", ".join(run.hosts)
    for name, value in vars(run.origin).items():
        if value:
            yield words.label(f"run-{name}"), value


def mode_word(mode: RunMode, words: Words) -> str:
    """Return what a run does, in a word or two."""
    return words.label(f"mode-{mode}")


def ending_word(ending: Ending | None, words: Words) -> str:
    """Return how a run ended; None stands for an end that was not recorded."""
    return words.label(f"result-{ending or 'none'}")


def time_word(time: str) -> str:
    """Return `2016-04-01T12:00:00Z` as people read it."""
    return _TIME.sub(r"\1 \2 UTC", time)


def state_word(line: OnHost, words: Words) -> str:
    """Return how a step stands on a host: its mark, or that the run has changed it."""
    return words.label("mark-changed" if line.status is Status.CHANGED else line.mark.label)
