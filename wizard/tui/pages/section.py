"""4.4.2: the controller. Shows a step, or the section's introduction."""

from __future__ import annotations

from textual.app import ComposeResult

from wizard.model.ids import section_of
from wizard.model.message import Message
from wizard.report.at_once import at_once
from wizard.tui.pages.page import Page
from wizard.tui.protocol import wizard_of
from wizard.tui.widgets.answers import AnswersPane
from wizard.tui.widgets.prose import Prose
from wizard.tui.widgets.step import TABS, StepView


class SectionPage(Page):
    """A section's introduction and its steps, one of them at a time."""

    def compose(self) -> ComposeResult:
        """Yield the introduction and the step's view; `show` hides one of them."""
        yield Prose(id="intro")
        yield StepView()

    def show(self, place_id: str) -> None:
        """Show the introduction for the ID of a section or a part, and the step for a step's."""
        self._show(place_id, "explain")

    def follow(self, place_id: str) -> None:
        """Show a step with its output."""
        self._show(place_id, "output")

    def _show(self, place_id: str, tab: str) -> None:
        step = wizard_of(self).outline[place_id].step
        self.query_one("#intro").display = step is None
        self.query_one(StepView).display = step is not None
        if step:
            self.query_one(StepView).show(step, tab)
        else:
            section = section_of(place_id)
            self.query_one("#intro", Prose).show(section, self._at_once(section))

    def _at_once(self, section: str) -> list[Message]:
        """Return what a run of the guide does at the same time as this section."""
        sentences = at_once(wizard_of(self).outline.steps)
        return [message for message in sentences if message.variables["section"] == section]

    def show_progress(self) -> None:
        """Show how the step stands."""
        if wizard_of(self).step:
            self.query_one(StepView).show_progress()
            self.query_one(AnswersPane).show_progress()

    def open_tab(self, number: int) -> None:
        """Show a tab of the step."""
        self.query_one(StepView).open(TABS[number - 1])

    def focus_answer(self, path: str) -> None:
        """Open the step's answers at one of them."""
        self.screen.remove_class("-contents")
        self.query_one(StepView).open("answers")
        self.query_one(AnswersPane).focus_answer(path)

    def has_shown_all(self) -> bool:
        """Return whether all that the step sends has been on the screen."""
        return self.query_one(StepView).has_shown_all()

    def take_focus(self) -> None:
        """Focus the step, or the introduction where that is shown."""
        if wizard_of(self).step:
            self.query_one(StepView).take_focus()
        else:
            self.query_one("#intro").focus()
