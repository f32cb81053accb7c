"""The report as one HTML file: both languages in it, nothing loaded from elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path

from wizard.facts.compute_services import ComputeService
from wizard.model.ids import number_of, slug
from wizard.model.steps import Source, Step
from wizard.plaintext import printable
from wizard.report.report import OnHost, Report, ReportLine
from wizard.report.wording import (
    mark_word,
    report_title,
    run_lines,
    section_title,
    time_word,
    would_send,
)
from wizard.text import LANGUAGES, Words, words_in


def as_html(report: Report, language: str) -> str:
    """Return the page; it opens in this language, and the other one is a click away."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    page = two_languages(report_title(report), style, language, lambda words: _main(report, words))
    return printable("\n".join(page)) + "\n"


def two_languages(
    title: str, style: str, language: str, main: Callable[[Words], Iterable[str]]
) -> Iterator[str]:
    """Yield a page that has in it what `main` returns in each language.

    `title` is a key of locale/; the page opens in `language`.
    """
    yield f'<!DOCTYPE html>\n<html lang="{language}">\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(words_in(language).label(title))}</title>\n<style>\n{style}</style>"
    for other in LANGUAGES:
        checked = " checked" if other == language else ""
        name = escape(words_in(other).label("language-name"))
        yield f'<input type="radio" name="lang" id="{other}"{checked}><label for="{other}">{name}</label>'
    for other in LANGUAGES:
        yield f'<main class="{other}" lang="{other}">'
        yield from main(words_in(other))
        yield "</main>"
    yield "</html>"


def _main(report: Report, words: Words) -> Iterator[str]:
    yield f"<h1>{escape(words.label(report_title(report)))}</h1>"
    yield from _run(report, words)
    yield f"<p>{escape(words.label('report-time', time=time_word(report.time)))}<br>"
    takes_back = report.takes_back
    tally = (
        f"{mark_word(mark, words, takes_back=takes_back)} {count}" for mark, count in report.tally.items()
    )
    yield f"{escape(' · '.join(tally))}</p>"
    yield from _missing(report, words)
    for section in report.sections:
        yield f"<h2>{escape(section_title(section, words))}</h2>"
        for part, lines in report.by_part(section):
            if part != section:
                yield f"<h3>{escape(words.label(f'part-{number_of(part)}'))}</h3>"
            yield "<table>"
            for line in lines:
                yield from _step(line, words)
            yield "</table>"
    if report.services:
        yield f"<h2>{escape(words.label('services-title'))}</h2>"
        yield from _services(report.services)
    yield f"<p><small>{escape(words.label('report-journal', folder=report.journal or '-'))}</small></p>"


def _run(report: Report, words: Words) -> Iterator[str]:
    rows = [
        f"<tr><th>{escape(name)}<td>{escape(value)}</td></tr>" for name, value in run_lines(report, words)
    ]
    if rows:
        yield "\n".join(['<table class="run">', *rows, "</table>"])


def _missing(report: Report, words: Words) -> Iterator[str]:
    if not report.missing:
        return
    yield f"<h2>{escape(words.label('report-missing'))}</h2>\n<ul>"
    for missing in report.missing:
        said = escape(words.say(missing.message)).replace("\n", "<br>")
        yield f'<li class="refused"><b>{escape(missing.host)}</b> {escape(missing.id)}: {said}</li>'
    yield "</ul>"


def _step(line: ReportLine, words: Words) -> Iterator[str]:
    number = line.step.number
    source = words.label(f"source-{line.step.source}")
    title = escape(words.say(line.step.title))
    yield f'<tr><td class="n">{number}</td><td>{title} <small>{escape(source)}</small>'
    if line.step.source is Source.CORRECTED:
        printed = f"{escape(words.label('source-printed'))} <s>{escape(line.step.misprint)}</s>"
        yield f"<br><small>{printed} {escape(words.label(f'why-{slug(line.step.id)}'))}</small>"
    if line.skipped:
        yield f"<br>{escape(words.label('skipped-because', reason=line.skipped))}"
    for host in line.hosts:
        yield from _host(line.step, host, words)
    word = escape(mark_word(line.mark, words, takes_back=line.step.takes_back))
    yield f'</td><td class="mark {line.mark}">{line.mark.glyph} {word}</td></tr>'


def _host(step: Step, line: OnHost, words: Words) -> Iterator[str]:
    said = escape(words.say(line.message)).replace("\n", "<br>")
    glyph = f'<span class="{line.mark}">{line.mark.glyph}</span>'
    yield f"<br>{glyph} <b>{escape(line.host)}</b> <small>{said}</small>"
    if line.would_send:
        yield f"<br><small>{escape(words.label(would_send(step)))}</small>"
    for sent in (*line.sent, *line.would_send):
        yield f"<pre>{escape(sent.text)}</pre>"
        if sent.diff:
            yield f"<pre>{escape(sent.diff)}</pre>"


def _services(rows: tuple[ComputeService, ...]) -> Iterator[str]:
    yield "<table><tr><th>Id<th>Binary<th>Host<th>Zone<th>Status<th>State<th>Updated At</tr>"
    for row in rows:
        cells = (row.id, row.binary, row.host, row.zone)
        status, state = "enabled" if row.enabled else "disabled", "up" if row.up else "down"
        yield (
            "<tr>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in (*cells, status, state, row.updated))
            + "</tr>"
        )
    yield "</table>"
