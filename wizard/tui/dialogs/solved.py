"""The card of an exercise that is solved."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from wizard.exercises.grading import Grade
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.model.message import Message
from wizard.plaintext import printable
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.dialogs.exercise_parts import Part, Work, found_lines, time_so_far
from wizard.tui.lab_folder import LabInFolder
from wizard.tui.localized import LocalizedButton, LocalizedLabel
from wizard.tui.protocol import WizardApp

_BAR = 20
"""Cells of the bar of points."""


class SolvedCard(Part):
    """What has come of it: the points with their bar, the time, the hints, and what was put right."""

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        words, work = self.wizard.words, self._work
        checked, grade = work.lab.checked, work.grade(words)
        if checked is None or grade is None:
            return
        points = self.say("exercise-points", points=grade.points, of=grade.of)
        rows = [
            Content(printable(work.exercise.title.of(words.lang))),
            Content(),
            Content.assemble(f"{points}  ", _bar(grade)),
            time_so_far(words, work.exercise, checked.time - work.record.started),
            Content(self.say("exercise-hints-taken", taken=grade.hints, all=len(work.exercise.hints))),
            Content(),
            *found_lines(words, grade, self.content_region.width),
            Content(),
            Content.styled(self.say("exercise-more"), "$text-muted"),
        ]
        self.write(Content("\n").join(rows))


class SolvedDialog(Dialog[None]):
    """The card of an exercise that is solved."""

    CSS = """
    #solved { border: heavy $success; padding: 0 2; }
    #solved .dialog-title { color: $text-success; text-align: center; padding: 1 0; }
    """

    def __init__(self, lab: LabInFolder, exercise: Exercise, record: Record) -> None:
        super().__init__()
        self._work = Work(lab, exercise, record)

    def compose(self) -> ComposeResult:
        """Title, card, button."""
        with Vertical(id="solved", classes="dialog"):
            yield LocalizedLabel(Message("exercise-solved"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield SolvedCard(self._work)
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton("answer-close", id="close", variant="primary")
            yield DialogKeys(Message("reading-keys"))

    def on_mount(self) -> None:
        """Enter closes the card."""
        self.query_one("#close").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close it."""
        self.dismiss(None)


def show_solved(app: WizardApp, lab: LabInFolder, exercise: Exercise, record: Record) -> None:
    """Show the card of an exercise that is solved, then read the hosts: its steps are seen to hold."""
    app.push_screen(SolvedDialog(lab, exercise, record), lambda _: app.action_read())


def _bar(grade: Grade) -> Content:
    full = _BAR * grade.points // max(grade.of, 1)
    return Content.assemble(("█" * full, "$success"), ("░" * (_BAR - full), "$text-muted"))
