"""Plain output: a line a step as it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len

from wizard.engine.events import (
    Event,
    HostLeftOut,
    LookedAt,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepChecked,
    StepFinished,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import RunMode, Status, StepState
from wizard.headless.front import Front, indented
from wizard.headless.reminder import EVERY, Busy, Reminder
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.folding import width_of
from wizard.report.services import services_table
from wizard.text import Words


class Plain(Front):
    """Prints a line `STATUS  ID  HOST  TITLE  SECONDS` for each step; explanations are indented below it."""

    def __init__(self, words: Words, steps: Sequence[Step], out: TextIO, remind: float = EVERY) -> None:
        """`remind` is the time in seconds after which what is still at work is told again."""
        super().__init__(words, steps, out)
        self._reminder = Reminder(self._still_at_work, remind)
        self._mode = RunMode.RUN
        self._wide = max(cell_len(self.title(step.id)) for step in steps)
        self._host = 0

    def note(self, event: Event) -> None:
        """Take note of what is at work."""
        super().note(event)
        self._reminder.note(event)

    def close(self) -> None:
        """Remind of nothing more."""
        self._reminder.end()

    def _still_at_work(self, busy: Sequence[Busy]) -> None:
        for host, work, seconds in busy:
            self._line("running", work.id, host, f"{seconds:.1f}")
            if self.words.say(work.message) != self.title(work.id):
                self.write(*self._said(work.message))

    def _show(self, event: Event) -> None:  # noqa: PLR0912 - one short branch an event
        """Show what a reader of a log wants; the journal has the rest."""
        match event:
            case RunStarted():
                self._begin(event)
            case Missing():
                self.write(f"{'missing':<9}  {event.id:<16}  {event.host}", *self._said(event.message))
            case Waiting() if event.reason in (WaitingFor.OTHER_RUN, WaitingFor.OTHER_HOSTS):
                self.write(f"{'waiting':<9}  {event.id:<16}  {event.host}", *self._said(event.message))
            case Waiting() if event.reason is WaitingFor.SETTLING and self._mode is RunMode.DRY_RUN:
                self._line("waiting", event.id, event.host)
                self.write(*self._said(event.message), *self._looks(event.id, event.host))
            case Planned() if self._mode is RunMode.DRY_RUN:
                self._show_plan(event)
            case StepFinished():
                self._line(event.status.value, event.id, event.host, f"{event.seconds:.1f}")
                if self._mode is RunMode.DRY_RUN:
                    self.write(*self._looks(event.id, event.host))
                if event.status not in (Status.CHANGED, Status.UNCHANGED):
                    self.write(*self._said(event.message))
            case StepChecked():
                self._line(event.state.value, event.id, event.host)
                if event.refused:
                    self.write(*indented(self.words.label("refused-by-hand")))
                if event.state is not StepState.DONE:
                    self.write(*self._said(event.message))
            case Services() if event.rows:
                self.write(*services_table(event.rows))
            case HostLeftOut():
                self.write(f"{'left out':<9}  {event.id:<16}  {event.host}", *self._said(event.message))
            case LookedAt():
                self.write(f"{'holds':<9}  {event.id:<16}  {event.host}", *self._said(event.message))
            case Slow():
                self.warn(event.message)
            case RunFinished():
                ended = self._ledger.lines(self.words, event.status, undo=self._undo)
                self.write(*ended, self.end(self._mode, event))

    def warn(self, message: Message) -> None:
        """A line of its own; what there is to say below it is set in."""
        first, _, others = self.words.say(message).partition("\n")
        self.write(first, *indented(others))

    def _begin(self, event: RunStarted) -> None:
        self._mode = event.mode
        self._host = width_of(event.hosts)
        if event.simulated:
            self.write(self.words.label("simulated"))
        if event.mode is RunMode.DRY_RUN:
            self.write(*self.at_once())

    def _line(self, word: str, id_: str, host: str, seconds: str = "") -> None:
        title = self.title(id_)
        padding = " " * (self._wide - cell_len(title))
        self.write(f"{word:<9}  {id_:<16}  {host:<{self._host}}  {title}{padding}  {seconds}".rstrip())

    def _show_plan(self, event: Planned) -> None:
        note = [f"# {self.words.say(event.note)}"] if event.note else []
        self._line("plan", event.id, event.host)
        self.write(
            *self._looks(event.id, event.host),
            *indented(f"# {self.words.say(event.message)}"),
            *indented("\n".join(note)),
            *indented(event.text),
            *indented(event.diff),
        )

    def _looks(self, id_: str, host: str) -> list[str]:
        return indented(self.book_commands(id_, host))

    def _said(self, message: Message) -> list[str]:
        return indented(self.words.say(message))
