"""The nodes: where they are, how to log in, the passwords; then everything that has to be there."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Tab, Tabs

from wizard.engine.modes import SSH_CHECK
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.report.marks import Mark
from wizard.tui import drafted
from wizard.tui.localized import Localized, LocalizedButton, LocalizedLabel, StaticText
from wizard.tui.missing import of_nodes
from wizard.tui.outline import NODES
from wizard.tui.pages.page import Page
from wizard.tui.protocol import wizard_of
from wizard.tui.questions import PASSWORDS, host_questions, login_questions
from wizard.tui.styles import STYLES
from wizard.tui.widgets.answers import AnswersPane, WrongAnswers
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.step import ROOM_FOR_TWO

_TABS = ("explain", "answers", "checks")
_INDENT = Content(" " * 6)


class NodesPage(Page):
    """Explanation, questions, checks: a tab each; wide screens have the explanation beside the others."""

    _more = False
    """Whether the seldom needed fields of a login are shown."""

    def compose(self) -> ComposeResult:
        """Groups of questions, then the checks of each host."""
        yield Tabs(*(Tab(name, id=f"tab-{name}") for name in _TABS), active="tab-answers")
        with Horizontal(id="nodes-body"):
            yield Prose(NODES, id="explain")
            with Vertical(id="answers"):
                yield WrongAnswers()
                yield from self._groups()
            with VerticalScroll(id="checks"):
                yield Checks()

    def _groups(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield LocalizedLabel(Message("nodes-hosts"), classes="group")
            yield AnswersPane("nodes-hosts", lists_wrong=False)
            with Horizontal(classes="buttons"):
                yield LocalizedButton("nodes-add", id="add")
                yield LocalizedButton("nodes-remove", id="remove")
                yield LocalizedButton("nodes-more", id="more")
            yield LocalizedLabel(Message("nodes-login"), classes="group")
            yield AnswersPane("nodes-login", lists_wrong=False)
            yield LocalizedLabel(Message("nodes-passwords"), classes="group")
            if wizard_of(self).setting.simulated:
                yield LocalizedLabel(Message("lab-passwords"), id="lab-passwords")
            yield AnswersPane("nodes-passwords", lists_wrong=False)
            with Horizontal(classes="buttons"):
                yield LocalizedButton("nodes-read", id="read", variant="primary")

    def on_mount(self) -> None:
        """Ask for the hosts, the login and the passwords."""
        self.show(NODES)

    def refresh_text(self) -> None:
        """Write the tabs' names in the app's language."""
        for at, name in enumerate(_TABS, 1):
            self.query_one(f"#tab-{name}", Tab).label = Content(f"{at} {self.say(f'tab-{name}')}")

    def show(self, place_id: str) -> None:
        """Show the fields for every host, the login and the passwords."""
        draft = wizard_of(self).draft
        self.query_one("#nodes-hosts", AnswersPane).ask(host_questions(draft, self._more))
        self.query_one("#nodes-login", AnswersPane).ask(login_questions(draft, self._more))
        self.query_one("#nodes-passwords", AnswersPane).ask((*PASSWORDS, "openrc"))
        self.query_one(WrongAnswers).refresh_text()
        self._arrange()

    def show_progress(self) -> None:
        """Show the results of the checks, and what is wrong, as they are now."""
        self.query_one(Checks).refresh_text()
        self.query_one(WrongAnswers).refresh_text()
        for pane in self.query(AnswersPane):
            pane.show_progress()

    def open_tab(self, number: int) -> None:
        """Open the tab of that number, counted from 1; others do nothing."""
        if number <= len(_TABS):
            self.query_one(Tabs).active = f"tab-{_TABS[number - 1]}"
            self._arrange()  # at once: the next key must not go into a field that is put away

    def focus_answer(self, path: str) -> None:
        """Show the field of an answer and focus it; where there is none, focus the tabs."""
        self.screen.remove_class("-contents")
        self.open_tab(_TABS.index("answers") + 1)
        self.take_focus()
        for pane in self.query(AnswersPane):
            pane.focus_answer(path)

    def take_focus(self) -> None:
        """Focus the tabs rather than a field, so that no key changes an answer by accident."""
        self.query_one(Tabs).focus()

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """Show the part of the page that belongs to the tab."""
        event.stop()
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the parts for the new size."""
        self._arrange()
        for field in self.query(Field):
            field.keep_in_sight()

    def _arrange(self) -> None:
        beside = self.size.width >= ROOM_FOR_TWO
        self.set_class(beside, "-beside")
        active = str(self.query_one(Tabs).active).removeprefix("tab-")
        shown = "answers" if beside and active == "explain" else active
        (self.query_one(Tabs).hide if beside else self.query_one(Tabs).show)("tab-explain")
        for name in _TABS:
            self.query_one(f"#{name}").display = name == shown or (beside and name == "explain")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add or remove a compute node, or read the hosts."""
        app = wizard_of(self)
        if event.button.id == "read":
            app.action_read()
            return
        count = len(app.draft.get("compute") or [])
        if event.button.id == "more":
            self._more = not self._more
            self.show(NODES)
            return
        if event.button.id == "add":
            app.draft.set(f"compute[{count}].name", f"compute{count + 1}")
        elif count > 1:
            app.draft.remove(f"compute[{count - 1}]")
        self.show(NODES)
        app.show_progress()


class Checks(StaticText, Localized):
    """For each host, which prerequisites hold and what is missing."""

    def on_resize(self) -> None:
        """Wrap what is missing at the new width."""
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write all checks, a line for each."""
        app = self.wizard
        if not app.progress.was_read and not app.progress.missing:
            self.write(Content.styled(self.say("checks-none"), "$text-muted"))
            return
        lines = [line for host in drafted.hosts(app.draft) for line in self._of(*host)]
        self.write(Content("\n").join(lines))

    def _of(self, path: str, name: str) -> list[Content]:
        app = self.wizard
        role = Role.CONTROLLER if path == "controller" else Role.COMPUTE
        missing = [event for event in app.progress.missing if event.host == name]
        lines = [Content.styled(name, "bold")]
        unreachable = any(event.id == SSH_CHECK for event in missing)
        ids = [SSH_CHECK, *(check.id for check in app.guide.prerequisites if role in check.on)]
        for id_ in ids:
            said = [event.message for event in missing if event.id == id_]
            mark = (
                Mark.FAILED
                if said
                else Mark.UNKNOWN
                if unreachable or not app.progress.was_read
                else Mark.DONE
            )
            label = self.say(f"before-check-{id_.removeprefix('before/')}")
            lines.append(Content.assemble("  ", (mark.glyph, STYLES[mark]), f" {label}"))
            lines += [line for message in said for line in self._indented(app.words.say(message))]
        lines += [
            Content.assemble(
                "  ", (Mark.FAILED.glyph, STYLES[Mark.FAILED]), f" {app.words.say(event.message)}"
            )
            for event in of_nodes(app)
            if event.host == name and event.id not in ids
        ]
        return lines

    def _indented(self, text: str) -> list[Content]:
        """Return a text in the lines that it takes below a check."""
        said = Content.styled(text, "$text-warning")
        return [
            _INDENT + line for line in said.wrap(max(self.content_region.width - _INDENT.cell_length, 20))
        ]
