"""The report as Markdown, in one language, as GitHub and GitLab show it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wizard.plaintext import printable
from wizard.report.marks import SETTLED, Mark
from wizard.report.report import OnHost, Report, ReportLine, Sent
from wizard.report.services import services_table
from wizard.report.wording import mark_word, report_title, run_lines, section_title, state_word
from wizard.text import Words

_SYNTAX = re.compile(r"[\\`*\[\]<>|&~]|(?<!\w)_|_(?!\w)")


def as_markdown(report: Report, words: Words) -> str:
    """Return the report: the run, a table for each section, and what was wrong or sent below it."""
    return printable("\n".join(_report(report, words))) + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, in one line."""
    return _SYNTAX.sub(r"\\\g<0>", " ".join(text.split()))


def fenced(text: str, language: str) -> str:
    """Return a block of code; its fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table whose cells are shown as they are, and an empty line."""
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in cells)} |"
    yield ""


def sent_blocks(commands: Iterable[Sent]) -> Iterator[str]:
    """Yield a block of code for each command, and one for its diff."""
    for command in commands:
        yield fenced(command.text, "sh")
        if command.diff:
            yield fenced(command.diff, "diff")


def _report(report: Report, words: Words) -> Iterator[str]:
    yield f"# {words.label(report_title(report))}\n"
    yield from table(("", ""), run_lines(report, words))
    tally = (
        f"{mark.glyph} {mark_word(mark, words, takes_back=report.takes_back)} {count}"
        for mark, count in report.tally.items()
    )
    yield f"{' · '.join(tally)}\n"
    if report.missing:
        yield f"## {words.label('report-missing')}\n"
        for missing in report.missing:
            yield f"- **{escaped(missing.host)}** {missing.id}: {escaped(words.say(missing.message))}"
        yield ""
    for section in report.sections:
        yield f"## {section_title(section, words)}\n"
        yield from _section(report.of(section), words)
    if report.services:
        yield f"## {words.label('services-title')}\n"
        yield fenced("\n".join(services_table(report.services)), "")
    yield words.label("report-journal", folder=f"`{report.journal or '-'}`")


def _section(lines: Sequence[ReportLine], words: Words) -> Iterator[str]:
    head = [words.label(f"column-{name}") for name in ("id", "title", "host", "state", "seconds")]
    yield from table(head, (_row(line, host, words) for line in lines for host in line.hosts))
    for line in lines:
        for host in line.hosts:
            yield from _details(line, host, words)


def _row(line: ReportLine, host: OnHost, words: Words) -> tuple[str, ...]:
    state = f"{host.mark.glyph} {state_word(line.step, host, words)}".strip()
    return line.step.id, words.say(line.step.title), host.host, state, f"{host.seconds:.1f}"


def _details(line: ReportLine, host: OnHost, words: Words) -> Iterator[str]:
    reason = "" if host.mark in (*SETTLED, Mark.UNDONE) else words.say(host.message)
    commands = (*host.sent, *host.would_send)
    if not reason and not commands:
        return
    yield f"### {line.step.id} {escaped(words.say(line.step.title))} ({escaped(host.host)})\n"
    if reason:
        first, _, others = reason.partition("\n")
        yield f"{escaped(first)}\n"
        if others.strip():
            yield fenced(others, "")
    yield from sent_blocks(commands)
