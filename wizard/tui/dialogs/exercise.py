"""The exercise at work: its task, hints one by one with their price, and a check of what was done."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from contextlib import suppress

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button
from textual.widgets.markdown import MarkdownBlock

from wizard.exercises import record as records
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.dialogs.exercise_parts import Counts, Findings, HintButton, Part, Task, Title, Work
from wizard.tui.in_lab import in_lab
from wizard.tui.lab_folder import LabInFolder
from wizard.tui.localized import Localized, LocalizedButton, LocalizedLabel
from wizard.tui.protocol import wizard_of

BEAT = 1.0
"""Seconds between two looks at the clock and at the record, which `nova-lab hint` writes as well."""


class ExerciseDialog(Dialog[Record]):
    """Shows the exercise; the result is its record where a check has just found it solved."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("f5", "check", "", show=False),
        Binding("left", "app.focus_previous", "", show=False),
        Binding("right", "app.focus_next", "", show=False),
        Binding("up", "scroll_text('pageup')", "", show=False),
        Binding("down", "scroll_text('pagedown')", "", show=False),
    ]
    CSS = """
    #exercise { height: 92%; max-height: 24; }
    #exercise .dialog-title { padding: 0; }
    #exercise #counts { height: auto; padding: 0 0 1 0; }
    #exercise .dialog-body, .-narrow #exercise .dialog-body { height: 1fr; max-height: 100%; }
    #exercise Markdown { padding: 0; background: transparent; }
    #exercise MarkdownBlock:last-of-type { margin-bottom: 1; }
    """

    def __init__(self, lab: LabInFolder, exercise: Exercise, record: Record) -> None:
        super().__init__()
        self._work = Work(lab, exercise, record)

    def compose(self) -> ComposeResult:
        """Title, counts, task with hints and findings, buttons."""
        with Vertical(id="exercise", classes="dialog -large"):
            yield Title(self._work, classes="dialog-title")
            yield Counts(self._work, id="counts")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Task(self._work)
                yield Findings(self._work, id="findings")
            yield LocalizedLabel(id="wrong", classes="wrong")
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton("exercise-check", id="check", variant="primary")
                yield HintButton(self._work)
                yield LocalizedButton("answer-close", id="close")
            yield DialogKeys(Message("exercise-keys"))

    def on_mount(self) -> None:
        """What costs nothing comes first; the clock goes on."""
        self.query_one("#check").focus()
        self.set_interval(BEAT, self._look)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Check, take a hint, or close."""
        if event.button.id == "check":
            self.action_check()
        elif event.button.id == "hint":
            self._begin(self._take_hint())
        else:
            self.dismiss(None)

    def action_check(self) -> None:
        """Have the hosts read, and the work graded; nothing is changed."""
        self._begin(self._check())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        """Do something for which the hosts are read, unless that is done already."""
        if self._work.check_began is not None:
            work.close()
            return
        self._work.check_began = time.monotonic()
        self._say(None)
        self.run_worker(work)

    async def _check(self) -> None:
        checked = await in_lab(wizard_of(self), self._work.lab.check)
        self._work.check_began = None
        if isinstance(checked, Message):
            self._say(checked)
            return
        self._look()
        if checked.grade(self._work.record, wizard_of(self).words).is_solved:
            self.dismiss(self._work.record)
            return
        self.call_after_refresh(self.query_one(Findings).scroll_visible, animate=False, top=True)

    async def _take_hint(self) -> None:
        taken = await in_lab(wizard_of(self), self._work.lab.take_hint)
        self._work.check_began = None
        if isinstance(taken, Message):
            self._say(taken)
            return
        self._work.record = taken
        self._refresh()
        await self.query_one(Task).written
        hint = self.query(MarkdownBlock).last()
        self.call_after_refresh(hint.scroll_visible, animate=False)

    def _look(self) -> None:
        """Show the time, and what another front may have recorded."""
        with suppress(Problem):  # a hint or a check says it
            self._work.record = records.read(self._work.lab.folder) or self._work.record
        self._refresh()

    def _say(self, message: Message | None) -> None:
        self.query_one("#wrong", LocalizedLabel).show_message(message)
        self._refresh()

    def _refresh(self) -> None:
        for shown in self.query("#exercise *").results(Localized):
            if isinstance(shown, Part | Task | HintButton):
                shown.refresh_text()
