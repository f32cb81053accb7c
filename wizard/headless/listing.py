"""A run of before as lines of a terminal: as plain output has them, the run's facts above. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from wizard.plaintext import printable
from wizard.report.marks import SETTLED, Mark
from wizard.report.past import PastRun
from wizard.report.report import Report
from wizard.report.services import services_table
from wizard.report.wording import ending_word, mode_word, run_lines, time_word
from wizard.text import Words

MOST_HOSTS = 4
"""Hosts that the list of runs names; more are counted."""


def run_list(runs: Sequence[PastRun], words: Words) -> Iterator[str]:
    """Yield a line for each run: ID, time, mode, how it ended, hosts."""
    rows = [
        (
            run.id,
            time_word(run.began),
            mode_word(run.mode, words, undo=run.undo),
            ending_word(run.ending, words),
            _hosts(run.hosts),
        )
        for run in runs
    ]
    yield from columns(rows)


def run_text(report: Report, words: Words) -> Iterator[str]:
    """Yield the run's facts, what was missing, and a line for each step and host with the reason below it."""
    yield from columns([(name, value) for name, value in run_lines(report, words)])
    yield ""
    for missing in report.missing:
        yield f"missing    {missing.id}  {missing.host}"
        yield from _indented(words.say(missing.message))
    places = [(line, host) for line in report.lines for host in line.hosts]
    rows = [
        (
            host.status or host.mark.state,
            line.step.id,
            host.host,
            words.say(line.step.title),
            f"{host.seconds:.1f}",
        )
        for line, host in places
    ]
    for (_, host), row in zip(places, columns(rows), strict=True):
        yield row
        if host.mark not in (*SETTLED, Mark.UNDONE):
            yield from _indented(words.say(host.message))
    if report.services:
        yield from ["", *services_table(report.services)]
    yield from ["", words.label("report-journal", folder=report.journal)]


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows with their cells below each other, two spaces apart."""
    shown = [[printable(cell).replace("\n", " ") for cell in row] for row in rows]
    wide = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, wide, strict=True))
        yield "  ".join(cells).rstrip()


def _hosts(hosts: Sequence[str]) -> str:
    more = len(hosts) - MOST_HOSTS
    named = ", ".join(hosts[:MOST_HOSTS])
    return f"{named} +{more}" if more > 0 else named


def _indented(text: str) -> Iterator[str]:
    for line in printable(text).splitlines():
        yield f"    {line}".rstrip()
