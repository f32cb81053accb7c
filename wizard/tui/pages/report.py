"""The report: what holds on which host, what was sent, what was skipped and why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from wizard.model.ids import number_of, slug
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.report.html_page import as_html
from wizard.report.marks import BY_HAND, Mark
from wizard.report.report import Report, ReportLine, as_json
from wizard.saving import replace, typed_path
from wizard.tui.dialogs.line import Line as Ask
from wizard.tui.dialogs.summary import Card
from wizard.tui.localized import Localized, LocalizedButton, StaticText
from wizard.tui.outline import SECTIONS
from wizard.tui.pages.page import Page
from wizard.tui.protocol import wizard_of
from wizard.tui.styles import STYLES
from wizard.tui.summary import files, next_step, report_of, summary_of


class ReportPage(Page):
    """The report as text, and buttons to save it as HTML or JSON."""

    def compose(self) -> ComposeResult:
        """Yield the buttons, and the report below them."""
        with Horizontal(classes="buttons"):
            yield LocalizedButton("report-html", id="html", variant="primary")
            yield LocalizedButton("report-json", id="json")
        with VerticalScroll(id="report"):
            yield ReportHead(id="card")
            yield ReportText()

    def show(self, place_id: str) -> None:
        """Write the report as things stand now."""
        self.show_progress()

    def show_progress(self) -> None:
        """Write the report as things stand now."""
        for text in self.query("#report > *").results(Localized):
            text.refresh_text()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask for a file's name, and save the report there in the button's format."""
        kind = str(event.button.id)
        title = Message("report-save", kind=kind.upper())
        line = Ask(title, Message("report-save-text"), f"nova-report.{kind}", "save-go")
        self.app.push_screen(line, partial(self._save, kind))

    def _save(self, kind: str, path: str | None) -> None:
        if not path:
            return
        app = wizard_of(self)
        report = report_of(app)
        content = as_html(report, app.words.lang) if kind == "html" else as_json(report)
        try:
            if app.setting.guest:
                app.setting.guest.hand_over(path, content)
            else:
                replace(typed_path(path), content)
        except Problem as problem:
            app.show_message(problem.message, "error")
        else:
            app.show_message(Message("saved", file=path))


class ReportHead(Card):
    """How the guide stands, and what to do next; where the files are stands at the end of the report."""

    def lines(self, width: int | None) -> Iterator[str]:
        """Yield the lines, for so many cells."""
        yield from summary_of(self.wizard).lines(self.wizard.words, width)
        yield from ["", next_step(self.wizard, "summary-go-on-here")]


class ReportText(StaticText, Localized):
    """The report as text: states and what is wrong, without the commands."""

    def refresh_text(self) -> None:
        """Write the report in the app's language."""
        report = report_of(self.wizard)
        parts = [self._tally(report)]
        for section in SECTIONS:
            title = f"{section} {self.say(f'place-{slug(section)}')}"
            head = Content.styled(title, "bold $text-primary")
            parts.append(Content("\n").join([head, *self._section(report, section)]))
        where = Content.styled("\n".join(files(self.wizard)), "$text-muted")
        self.write(Content("\n\n").join([*parts, where]))

    def _tally(self, report: Report) -> Content:
        parts = [
            Content.styled(f"{mark.glyph} {self.say(mark.label)} {report.tally[mark]}", STYLES[mark])
            for mark in Mark
            if report.tally[mark]
        ]
        return Content("   ").join(parts)

    def _section(self, report: Report, section: str) -> Iterator[Content]:
        for part, lines in report.by_part(section):
            if part != section:
                yield Content.styled(f"  {self.say(f'part-{number_of(part)}')}", "bold")
            for line in lines:
                yield from self._step(line)

    def _step(self, line: ReportLine) -> Iterator[Content]:
        title = f" {line.step.number:<3}{self.wizard.words.say(line.step.title)}  "
        word = self.say(line.mark.label)
        yield Content.assemble((line.mark.glyph, STYLES[line.mark]), title, (word, STYLES[line.mark]))
        if line.skipped:
            said = self.say("skipped-because", reason=line.skipped)
            yield Content.styled(f"     {said}", "$text-muted")
            return
        for host in line.hosts:
            if host.sent:
                sent = self.say("report-sent", host=host.host, count=len(host.sent))
                yield Content.styled(f"     {sent}", "$text-muted")
            if host.mark in (*BY_HAND, Mark.DIFFERS, Mark.UNKNOWN):
                said = self.wizard.words.say(host.message).splitlines()[0]
                yield Content.styled(f"     {host.host}: {said}", "$text-warning")
