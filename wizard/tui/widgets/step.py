"""A step: its title and where it comes from, then explanation, answers, commands, diff, output, result."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Tab, Tabs

from wizard.model.ids import slug
from wizard.model.steps import Source, Step
from wizard.report.at_once import waits
from wizard.report.marks import Mark
from wizard.tui.localized import Localized, StaticText
from wizard.tui.preview import Preview
from wizard.tui.questions import questions
from wizard.tui.shown import Shown
from wizard.tui.styles import STYLES
from wizard.tui.widgets.answers import AnswersPane
from wizard.tui.widgets.column import VIEWS, HostColumn
from wizard.tui.widgets.prose import Prose

TABS = ("explain", "answers", *VIEWS)
ROOM_FOR_TWO = 124
"""Cells in which the explanation fits beside the rest."""
ROOM_BELOW = (60, 28)
"""Cells and lines in which it fits above the rest."""
ROOM_FOR_FIRST_LINES = 14
"""Lines in which the first lines of the commands fit below the explanation."""
LEAST_COLUMN = 36
"""Cells of a host's column; narrower ones are shown one at a time."""


class StepView(Localized):
    """One step of the guide, on all of its hosts."""

    def __init__(self) -> None:
        super().__init__(id="step")
        self._step: Step | None = None
        self._tab = "explain"
        self._hosts: list[str] = []
        self._shown_host = ""
        """The chosen host that the columns were arranged for."""

    def compose(self) -> ComposeResult:
        """The head, the tabs, and what they show."""
        yield StaticText(id="step-title")
        yield StaticText(id="step-source")
        yield Tabs(*(Tab(name, id=f"tab-{name}") for name in TABS), id="step-tabs")
        with Horizontal(id="step-body"):
            yield Prose(id="explain")
            yield AnswersPane()
            yield Horizontal(id="columns")

    # --- What is shown ---

    def show(self, step: Step, tab: str = "explain") -> None:
        """Show a step in one of the tabs: its explanation, above the first lines of its commands."""
        self._note_shown()
        self._step = step
        self._tab = tab
        self.query_one(Tabs).active = f"tab-{tab}"
        self.query_one(Prose).show(step.id)
        asked = questions(step, self.wizard.draft)
        self.query_one(AnswersPane).ask(asked)
        tabs = self.query_one(Tabs)
        (tabs.show if asked else tabs.hide)("tab-answers")
        self._make_columns(step)
        self._arrange()
        self._speak_head()

    def _make_columns(self, step: Step) -> None:
        hosts = self.wizard.hosts_of(step)
        if hosts == self._hosts:
            for column in self.query(HostColumn):
                column.take(step)
            return
        self._hosts = hosts
        columns = self.query_one("#columns")
        columns.remove_children()
        view = self._tab if self._tab in VIEWS else "commands"
        columns.mount(*(HostColumn(host, step, view, len(hosts) > 1) for host in hosts))

    def refresh_text(self) -> None:
        """Name the tabs and the step."""
        for at, name in enumerate(TABS, 1):
            self.query_one(f"#tab-{name}", Tab).label = Content(f"{at} {self.say(f'tab-{name}')}")
        self._speak_head()

    def show_progress(self) -> None:
        """Show how the step stands on each host."""
        self._speak_head()
        if self._shown_host != self.wizard.host:
            self._note_shown()
            self._shown_host = self.wizard.host
            self._arrange()
        for column in self.query(HostColumn):
            column.show_progress()

    def take_focus(self) -> None:
        """Where one reads on."""
        self.query_one(Tabs).focus()

    def _speak_head(self) -> None:
        step = self._step
        if step is None:
            return
        mark = self.wizard.mark(step)
        title = self.wizard.words.say(step.title)
        number = step.number
        self.query_one("#step-title", StaticText).tooltip = self.say(mark.meaning)
        self.query_one("#step-title", StaticText).write(
            Content.assemble(
                (f"{number}  {title}  ", "bold"), (f"{mark.glyph} {self.say(mark.label)}", STYLES[mark])
            )
        )
        self.query_one("#step-source", StaticText).write(self._provenance(step, mark))

    def _provenance(self, step: Step, mark: Mark) -> Content:
        parts: list[str | tuple[str, str]] = [
            (f" {self.say(f'source-{step.source}')} ", f"reverse ${_COLOURS[step.source]}"),
            "  ",
        ]
        if step.source is Source.CORRECTED:
            printed = " ".join(step.misprint.split("\n"))
            parts += [self.say("source-printed"), " ", (printed, "strike $text-error"), "  "]
            parts.append((self.say(f"why-{slug(step.id)}"), "$text-muted"))
        else:
            parts.append((self.say(f"source-{step.source}-note"), "$text-muted"))
        if waiting := waits(step, self.wizard.outline.steps):
            parts += ["\n", self.wizard.words.say(waiting)]
        if reason := self.wizard.progress.skips.get(step.id):
            parts += ["\n", (self.say("skipped-because", reason=reason), "$text-warning")]
        return Content.assemble(*parts)

    # --- Tabs and columns ---

    @property
    def tab(self) -> str:
        """The tab that is open: `explain`, `answers`, or one of the views of the columns."""
        return self._tab

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """Show what the tab is for."""
        event.stop()
        self._note_shown()
        # Not the event's tab: another one may have been chosen since.
        self._tab = self.query_one(Tabs).active.removeprefix("tab-")
        self._arrange()

    def open(self, name: str) -> None:
        """Choose a tab."""
        tab = self.query_one(f"#tab-{name}", Tab)
        if tab.display:
            self.query_one(Tabs).active = f"tab-{name}"
            self._note_shown()
            self._tab = name
            self._arrange()  # at once: the next key must not go into a field that is put away

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        self._arrange()

    def _arrange(self) -> None:
        if self._step is None:
            return
        beside = self.size.width >= ROOM_FOR_TWO
        above = not beside and self.size.width >= ROOM_BELOW[0] and self.size.height >= ROOM_BELOW[1]
        self.set_class(beside, "-beside")
        self.set_class(above, "-above")
        together = beside or above
        tabs = self.query_one(Tabs)
        if together and self._tab == "explain":
            self._tab = "commands"
            tabs.active = "tab-commands"
        (tabs.hide if together else tabs.show)("tab-explain")
        first_lines = self._tab == "explain" and self.size.height >= ROOM_FOR_FIRST_LINES
        self.set_class(first_lines, "-first-lines")
        self.query_one("#explain").display = together or self._tab == "explain"
        self.query_one(AnswersPane).display = self._tab == "answers"
        self.query_one("#columns").display = self._tab in VIEWS or first_lines
        self._arrange_columns(beside)
        self.call_after_refresh(self.wizard.show_hint)

    def _arrange_columns(self, beside: bool) -> None:
        """Show as many hosts as there is room for, the chosen one among them."""
        columns = list(self.query(HostColumn))
        width = self.size.width * 3 // 5 if beside else self.size.width
        room = max(width // LEAST_COLUMN, 1)
        chosen = self._hosts.index(self.wizard.host) if self.wizard.host in self._hosts else 0
        first = min(chosen, max(len(columns) - room, 0))
        for at, column in enumerate(columns):
            column.display = first <= at < first + room
            column.tell_position(at + 1, len(columns) if len(columns) > room else 0)
            if self._tab in VIEWS:
                column.show(self._tab)
            elif self._tab == "explain":
                column.show("commands")

    # --- What has been on the screen ---

    def has_shown_all(self) -> bool:
        """Return whether all that the step sends has been on the screen, as it is planned now."""
        self._note_shown()
        if self._step is None:
            return False
        app = self.wizard
        return app.shown.has(Preview([self._step], app.progress, app.hosts_of).planned)

    def _note_shown(self) -> None:
        """Note what each column shows to its end."""
        step = self._step
        view = "commands" if self._tab == "explain" else self._tab
        if step is None or view not in Shown.VIEWS or self.screen is not self.app.screen:
            return
        for column in self.query(HostColumn):
            in_sight = [scroll for scroll in column.query(VerticalScroll) if scroll.region]
            if in_sight and in_sight[0].is_vertical_scroll_end:
                self.wizard.shown.add(self.wizard.progress.record(step.id, column.host).planned, view)


_COLOURS = {
    Source.GUIDE: "primary",
    Source.CORRECTED: "warning",
    Source.RESTORED: "accent",
    Source.ADDED: "secondary",
}
