"""A step on one host: what would be sent, the changes of files, what came back, how it ended."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from wizard.engine.events import Planned
from wizard.model.steps import Step
from wizard.prose import when_it_fails
from wizard.report.marks import Mark
from wizard.report.progress import StepRecord
from wizard.tui import diff
from wizard.tui.hits import marked, span_of
from wizard.tui.localized import Localized, StaticText
from wizard.tui.prose import blocks
from wizard.tui.styles import STYLES
from wizard.tui.widgets.lines import Lines

VIEWS = ("commands", "diff", "output", "result")


class HostColumn(Localized):
    """One host's column, one of its four views at a time."""

    def __init__(self, host: str, step: Step, view: str, several: bool) -> None:
        super().__init__()
        self.host = host
        self._step = step
        self._view = view
        self._head_line = StaticText(classes="column-head")
        self._head_line.display = several
        self._text = StaticText()
        self._scroll = VerticalScroll(self._text)
        self._log = Lines()
        self._written = 0
        self._position = ""
        """Such as `2/3`, where not all hosts are shown."""

        self._pattern: re.Pattern[str] | None = None
        self._current: tuple[str, int] | None = None
        """The hit that the search is at: its view, and its number there."""

    def compose(self) -> ComposeResult:
        """A head where there are several hosts; then text, or the lines of the output."""
        yield self._head_line
        yield self._scroll
        yield self._log

    def show(self, view: str) -> None:
        """Show another view, from its beginning."""
        if view != self._view:
            self._view = view
            self._scroll.scroll_home(animate=False)
            self.call_after_refresh(self._show_hit)
        self.show_progress()

    def on_resize(self) -> None:
        """Let the hint say what F5 does now: with more room, all of a plan may be on the screen."""
        self.call_after_refresh(self.wizard.show_hint)

    def tell_position(self, at: int, count: int) -> None:
        """Say which of so many hosts this is; of none, where all of them are shown."""
        self._position = f"  {at}/{count}  [ ]" if count else ""

    def take(self, step: Step) -> None:
        """Show another step."""
        self._step = step
        self._written = 0
        self._log.clear()

    def refresh_text(self) -> None:
        """Show everything in the app's language."""
        self.show_progress()

    def show_progress(self) -> None:
        """Show what is known now, where that has changed."""
        if not self.is_attached:
            return
        record = self.wizard.progress.record(self._step.id, self.host)
        self._log.display = self._view == "output" and record.count > 0
        self._scroll.display = not self._log.display
        self._head_line.write(self._head(record))
        if self._log.display:
            self._add_output(record)
        else:
            self._text.write(marked(self._content(self._view, record), self._pattern, self._number))

    def _head(self, record: StepRecord) -> Content:
        mark = record.mark
        return Content.assemble(
            (f" {self.host} ", "bold"),
            (f" {mark.glyph} {self.say(mark.label)}", STYLES[mark]),
            (self._position, "$text-muted"),
        )

    # --- Searching ---

    def count(self, view: str, pattern: re.Pattern[str]) -> int:
        """Return how many hits a view has."""
        record = self.wizard.progress.record(self._step.id, self.host)
        if view == "output":
            self._add_output(record)
            return self._log.count(pattern)
        return sum(1 for _ in pattern.finditer(self._content(view, record).plain))

    def mark(self, pattern: re.Pattern[str] | None, current: tuple[str, int] | None) -> None:
        """Show all hits of a pattern, and bring one into sight, by its view and its number there."""
        self._pattern, self._current = pattern, current
        self.show_progress()
        self._show_hit()

    def shows(self, view: str) -> bool:
        """Return whether this view is the one that is shown."""
        return view == self._view

    @property
    def _number(self) -> int | None:
        """The number of the hit that the search is at, where that is in the view that is shown."""
        return self._current[1] if self._current and self._current[0] == self._view else None

    def _show_hit(self) -> None:
        if self._view == "output":
            self._log.mark(self._pattern, self._number)
        elif self._number is not None:
            self.call_after_refresh(self._scroll_to_hit)

    def _scroll_to_hit(self) -> None:
        content = self._text.content
        if isinstance(content, Content) and (span := span_of(content.plain, self._pattern, self._number)):
            above = content[: span[1]].wrap(max(self._text.size.width, 2))
            self._scroll.scroll_to_region(
                Region(0, len(above) - 1, 1, 1), center=True, animate=False, immediate=True
            )

    # --- The four views ---

    def _content(self, view: str, record: StepRecord) -> Content:
        match view:
            case "commands":
                return self._commands(record)
            case "diff":
                return self._diff(record)
            case "output":
                return Content.styled(self.say("output-none"), "$text-muted")
            case _:
                return self._result(record)

    def _commands(self, record: StepRecord) -> Content:
        words = self.wizard.words
        if not record.planned:
            said = Content.styled(words.say(record.message), "$text-muted")
            if not self._step.book_commands:
                return said
            printed = Content.styled("\n".join(self._step.book_commands), "$text-primary")
            return Content("\n\n").join([said, Content(self.say("commands-book")), printed])
        key = "commands-sent" if record.sent else "commands-to-send"
        parts = [Content.styled(self.say(key), "$text-muted")]
        for event in record.planned:
            reason = "\n".join(f"# {line}" for line in self._why(event))
            parts.append(Content.assemble((reason, "$text-muted"), "\n", (event.text, "bold $text-primary")))
        return Content("\n\n").join(parts)

    def _why(self, event: Planned) -> list[str]:
        words = self.wizard.words
        said = [words.say(event.message), *([words.say(event.note)] if event.note else [])]
        return [line for text in said for line in text.splitlines()]

    def _diff(self, record: StepRecord) -> Content:
        diffs = [diff.shown(event.diff) for event in record.planned if event.diff]
        return Content("\n\n").join(diffs) if diffs else Content.styled(self.say("diff-none"), "$text-muted")

    def _add_output(self, record: StepRecord) -> None:
        new = min(record.count - self._written, len(record.lines))
        if new > 0:
            self._log.add(list(record.lines)[-new:])
        self._written = record.count

    def _result(self, record: StepRecord) -> Content:
        words = self.wizard.words
        mark = record.mark
        head = Content.assemble((f"{mark.glyph} {self.say(mark.label)}", STYLES[mark]))
        parts = [head, Content(words.say(record.message))]
        if record.seconds:
            seconds = f"{record.seconds:.1f}"
            key = "result-at-once" if seconds == "0.0" else "result-seconds"
            parts.append(Content.styled(self.say(key, seconds=seconds), "$text-muted"))
        if mark in (Mark.FAILED, Mark.UNKNOWN, Mark.DIFFERS) and record.read:
            parts += self._advice()
        return Content("\n\n").join(parts)

    def _advice(self) -> list[Content]:
        advice = when_it_fails(self.wizard.words, self._step.id)
        if not advice:
            return []
        head = Content.styled(self.say("result-advice"), "bold")
        retry = Content.styled(self.say("result-retry"), "$text-accent")
        said = [Content.assemble(block.mark, block.text) for block in blocks(advice)]
        return [head, *said, retry]
