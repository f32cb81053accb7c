"""What the dialogs about an exercise consist of."""

from __future__ import annotations

import time
from collections.abc import Iterator

from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.widgets import Markdown

from wizard.exercises.grading import SETTLING, Grade
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.model.ids import slug
from wizard.plaintext import printable
from wizard.report.marks import mark_of
from wizard.text import Words
from wizard.tui.lab_folder import LabInFolder
from wizard.tui.localized import Localized, LocalizedButton, StaticText
from wizard.tui.prose import Block
from wizard.tui.styles import STYLES


class Work:
    """The exercise, its record and the last check, as all parts of the dialog show them."""

    def __init__(self, lab: LabInFolder, exercise: Exercise, record: Record) -> None:
        self.lab = lab
        self.exercise = exercise
        self.record = record
        self.check_began: float | None = None
        """By the monotonic clock, while a check is on."""

    def grade(self, words: Words) -> Grade | None:
        """Return the grade of the last check, None before there is one of this exercise."""
        checked = self.lab.checked
        if checked is None or checked.exercise != self.exercise:
            return None
        return checked.grade(self.record, words)

    @property
    def price(self) -> int | None:
        """What the next hint costs; None after the last one."""
        following = self.exercise.hints[self.record.hints :]
        return following[0].costs if following else None


class Part(StaticText, Localized):
    """A part of the dialog."""

    def __init__(self, work: Work, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id, classes)
        self._work = work


class Title(Part):
    """The exercise's title."""

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        self.write(Content(printable(self._work.exercise.title.of(self.wizard.words.lang))))


class Counts(Part):
    """The time so far against the time that there is, the hints taken, the points of the last check."""

    def refresh_text(self) -> None:
        """Write them in the app's language."""
        work = self._work
        parts = [
            time_so_far(self.wizard.words, work.exercise, work.record.seconds),
            self._hints(),
            self._points(),
        ]
        self.write(Content("   ").join(parts))

    def _hints(self) -> Content:
        taken, there_are = self._work.record.hints, len(self._work.exercise.hints)
        return Content(self.say("exercise-hints-taken", taken=taken, all=there_are))

    def _points(self) -> Content:
        grade = self._work.grade(self.wizard.words)
        if grade is None:
            return Content.styled(self.say("exercise-points-unknown"), "$text-muted")
        return Content(self.say("exercise-points", points=grade.points, of=grade.of))


class Task(Markdown, Localized):
    """The task, and below it the hints that were taken."""

    def __init__(self, work: Work) -> None:
        super().__init__(open_links=False)
        self._work = work
        self._shown = ""
        self.written = AwaitComplete()
        """Ends when the text stands there."""

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        words, work = self.wizard.words, self._work
        parts = [work.exercise.task.of(words.lang)]
        for number, hint in enumerate(work.exercise.hints[: work.record.hints]):
            head = words.label(
                "exercise-hint-head", number=number + 1, all=len(work.exercise.hints), costs=hint.costs
            )
            parts += [f"**{head}**", hint.of(words.lang)]
        text = printable("\n\n".join(parts))
        if text != self._shown:
            self._shown = text
            self.written = self.update(text)


class Findings(Part):
    """What the check at work does, or what the last one has found: each step, and why it does not hold."""

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        words = self.wizard.words
        began, grade = self._work.check_began, self._work.grade(words)
        lines: list[Content] = []
        if began is not None:
            said = self.say("exercise-checking", seconds=int(time.monotonic() - began), limit=int(SETTLING))
            lines.append(Content.styled(said, "$text-accent"))
        elif grade is not None:
            lines.append(Content.styled(self.say("exercise-found"), "bold $text-accent"))
            lines += found_lines(words, grade, self.content_region.width)
        self.write(Content("\n").join(lines))
        self.display = bool(lines)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.refresh_text()


class HintButton(LocalizedButton):
    """Takes the next hint; its label says what that costs."""

    def __init__(self, work: Work) -> None:
        super().__init__("exercise-take-hint", id="hint")
        self._work = work

    def refresh_text(self) -> None:
        """Write the label in the app's language; after the last hint, there is nothing to take."""
        price = self._work.price
        key = "exercise-no-hint" if price is None else "exercise-take-hint"
        self.label = Content(self.say(key, costs=price or 0))
        self.disabled = price is None


def time_so_far(words: Words, exercise: Exercise, seconds: float) -> Content:
    """Return the minutes against those that there are; what is late is in the colour of warnings."""
    said = words.label("exercise-time", minutes=int(seconds) // 60, of=exercise.minutes or 0)
    late = exercise.minutes is not None and seconds > exercise.minutes * 60
    return Content.styled(said, "$text-warning") if late else Content(said)


def found_lines(words: Words, grade: Grade, width: int) -> Iterator[Content]:
    """Yield what a check has found, in so many cells: each step, its host and points, and what it lacks."""
    for step in grade.steps:
        mark = mark_of(step.state)
        title = next(words.label(key) for key in _titles(step.id) if words.has(key))
        points = words.label("grade-points", points=step.points, of=step.of)
        where = (f"  {step.host}  {points}", "$text-muted")
        yield Content.assemble((mark.glyph, STYLES[mark]), f" {title}", where)
        for line in printable(step.reason).splitlines():
            yield from Block("    ", Content.styled(line, "$text-warning")).lines(width)


def _titles(id_: str) -> Iterator[str]:
    """Yield the keys of what a step or a check of the book's earlier chapters may be called."""
    yield f"title-{slug(id_)}"
    yield id_.replace("before/", "before-check-")
