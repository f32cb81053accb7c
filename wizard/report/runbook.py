"""The runbook: the chapter for some answers on paper, to be done by hand and signed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from wizard.model.ids import number_of, slug
from wizard.model.steps import Source, Step
from wizard.plaintext import printable
from wizard.prose import prose
from wizard.report import markup
from wizard.report.html_page import two_languages
from wizard.report.markdown import escaped, fenced, sent_blocks, table
from wizard.report.marks import Mark
from wizard.report.report import OnHost, Report, ReportLine
from wizard.report.wording import time_word
from wizard.text import Words

BOX = "[ ]"
"""A task of a list, as GitHub and GitLab have it; on paper it is a box."""
_HEADING = re.compile("^## ", re.MULTILINE)
_FOUND = {
    Mark.DONE: "runbook-holds",
    Mark.FAILED: "runbook-refused",
    Mark.REFUSED: "runbook-refused",
    Mark.SKIPPED: "runbook-skipped",
    Mark.TODO: "runbook-now",
}
"""How a step was found where there is nothing to send for it; any other is unknown."""


def runbook_markdown(report: Report, words: Words) -> str:
    """Return the runbook as Markdown; `report` is that of a dry run."""
    return printable("\n".join(_runbook(report, words))) + "\n"


def runbook_html(report: Report, language: str) -> str:
    """Return the runbook as one HTML file for printing, in both languages; it opens in this one."""
    folder = Path(__file__).parent
    style = "".join((folder / name).read_text(encoding="utf-8") for name in ("report.css", "runbook.css"))

    def main(words: Words) -> Iterator[str]:
        page = markup.html(runbook_markdown(report, words))
        yield page.replace(f"<li>{BOX}", '<li class="box">☐')

    return printable("\n".join(two_languages("runbook-title", style, language, main))) + "\n"


def _runbook(report: Report, words: Words) -> Iterator[str]:
    yield f"# {words.label('runbook-title')}\n"
    yield f"{escaped(words.label('runbook-about', time=time_word(report.time)))}\n"
    if report.missing:
        yield f"## {words.label('runbook-before')}\n"
        for missing in report.missing:
            yield f"- {BOX} **{escaped(missing.host)}** {escaped(words.say(missing.message))}"
        yield ""
    for section in report.sections:
        yield f"## {section} {words.label(f'place-{slug(section)}')}\n"
        yield f"{_introduction(words, section)}\n"
        for part, lines in report.by_part(section):
            if part != section:
                yield f"### {words.label(f'part-{number_of(part)}')}\n"
            for line in lines:
                yield from _step(line, words)
        yield from _sign_off(words)


def _introduction(words: Words, section: str) -> str:
    """Return what the section's explanation says before its first heading."""
    return _HEADING.split(prose(words, section), maxsplit=1)[0].strip()


def _step(line: ReportLine, words: Words) -> Iterator[str]:
    step = line.step
    yield f"#### {step.id} {escaped(words.say(step.title))}\n"
    if step.source is Source.CORRECTED:
        why = escaped(words.label(f"why-{slug(step.id)}"))
        yield f"{words.label('source-printed')} ~~{escaped(step.misprint)}~~ {why}\n"
    yield f"{_HEADING.sub('##### ', prose(words, step.id)).strip()}\n"
    for _, hosts in groupby(sorted(line.hosts, key=lambda host: _order(line.hosts, host)), key=_alike):
        yield from _hosts(step, list(hosts), words)


def _alike(host: OnHost) -> object:
    """Return what hosts have in common for which the runbook says the same."""
    return host.mark, host.would_send or host.message, host.would_send


def _order(hosts: Sequence[OnHost], host: OnHost) -> int:
    """Return where the first of the hosts stands that are like this one."""
    return next(at for at, other in enumerate(hosts) if _alike(other) == _alike(host))


def _hosts(step: Step, hosts: Sequence[OnHost], words: Words) -> Iterator[str]:
    first = hosts[0]
    yield f"**{escaped(', '.join(host.host for host in hosts))}**\n"
    if first.would_send:
        yield from _said(words.say(first.message))
        yield from sent_blocks(first.would_send)
    else:
        yield from _said(
            words.label(_FOUND.get(first.mark, "runbook-unknown"), said=words.say(first.message))
        )
    if step.book_commands:
        yield fenced("\n".join(step.book_commands), "sh")
    if first.mark is Mark.SKIPPED:
        return
    yield from _said(words.label("runbook-expected", said=words.say(step.holds)))
    for host in hosts:
        yield f"- {BOX} {escaped(words.label('runbook-done-on', host=host.host))}"
    yield ""


def _said(text: str) -> Iterator[str]:
    """Yield the first line of a text as a paragraph, the others, which a program has printed, as they are."""
    first, _, others = text.partition("\n")
    yield f"{escaped(first)}\n"
    if others.strip():
        yield fenced(others, "")


def _sign_off(words: Words) -> Iterable[str]:
    head = [words.label(f"runbook-{name}") for name in ("role", "name", "date", "signature")]
    yield f"**{words.label('runbook-signed')}**\n"
    rows = [(words.label(f"runbook-{who}"), "", "", "") for who in ("performed", "checked")]
    yield from table(head, rows)
