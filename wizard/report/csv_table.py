"""The report as CSV: a row for each step and host, for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wizard.plaintext import printable
from wizard.report.report import OnHost, Report, ReportLine
from wizard.text import Words

COLUMNS = ("id", "host", "title", "state", "status", "seconds", "message", "commands")
_FORMULA = ("=", "+", "-", "@", "\t")


def as_csv(report: Report, words: Words) -> str:
    """Return the rows below their `COLUMNS`; titles and messages are in one language.

    `state` is one of --check's words, or `failed`, or `missing` for what the book takes for granted; `status`
    one of a run's words. A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(report, words):
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def _rows(report: Report, words: Words) -> Iterator[tuple[str, ...]]:
    for missing in report.missing:
        yield missing.id, missing.host, "", "missing", "", "", words.say(missing.message), ""
    for line in report.lines:
        for host in line.hosts:
            yield _row(line, host, words)


def _row(line: ReportLine, host: OnHost, words: Words) -> tuple[str, ...]:
    said = words.label("skipped-because", reason=line.skipped) if line.skipped else words.say(host.message)
    commands = "\n".join(sent.text for sent in (*host.sent, *host.would_send))
    return (
        line.step.id,
        host.host,
        words.say(line.step.title),
        "skipped" if line.skipped else host.mark.state,
        host.status or "",
        f"{host.seconds:.2f}",
        said,
        commands,
    )


def cell(value: str) -> str:
    """Return a text as a spreadsheet shows it, and never computes it."""
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
