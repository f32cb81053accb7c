"""A session of the wizard with an undo in it: what its events say of the steps at each moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.unit.reported import AT, RUN_AGAIN, finished, started
from tests.unit.test_headless import FINISH, INSTALL, SOME
from wizard.engine.events import Event, Missing, Planned, StepChecked, StepFinished, StepStarted
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.model.message import Message
from wizard.report.marks import Mark
from wizard.report.progress import Progress
from wizard.report.recorder import Recorder
from wizard.report.report import Report
from wizard.report.undone import undone
from wizard.text import Words

PLACE = FINISH.id, "compute1"
STOP = Planned(*PLACE, "command", "systemctl stop libvirtd", "", Message("undo-running", units="libvirtd"))
REFUSED = Message("undo-unrecorded", actions="systemctl stop libvirtd")
READ_TO_UNDO: Sequence[Event] = [
    replace(started(RunMode.SCAN), undo=True),
    Missing(*PLACE, REFUSED),
    STOP,
    StepChecked(*PLACE, StepState.TODO, STOP.message),
    StepChecked(INSTALL.id, "controller", StepState.SKIPPED, Message("undo-packages-stay", packages="nova")),
    finished(Ending.DIFFERS),
]


def undo(status: Status, message: Message) -> list[Event]:
    """Return the events of an undo of one step."""
    return [
        replace(started(RunMode.RUN), undo=True),
        StepStarted(*PLACE, FINISH.title),
        STOP,
        StepFinished(*PLACE, status, 1.0, message),
        finished(Ending.DONE),
    ]


READ_AGAIN: Sequence[Event] = [
    started(RunMode.SCAN),
    StepChecked(*PLACE, StepState.TODO, Message("units-down", units="libvirtd")),
    finished(Ending.DIFFERS),
]


def progress_of(*events: Event) -> Progress:
    """Return what these events say."""
    progress = Progress()
    for event in (*RUN_AGAIN, *events):
        progress.note(event)
    return progress


def report_of(*events: Event) -> Report:
    """Return the report of a session with these events."""
    recorder = Recorder(SOME)
    for event in (*RUN_AGAIN, *events):
        recorder.note(event, AT)
    return recorder.report(AT, "/journal")


def test_a_reading_for_an_undo_is_kept_apart() -> None:
    progress = progress_of(*READ_TO_UNDO)
    assert progress.record(*PLACE).mark is Mark.DONE
    assert (progress.missing, progress.mode) == ([], None)
    assert progress.backwards
    assert progress.backwards.record(*PLACE).mark is Mark.TODO
    assert progress.backwards.record(*PLACE).planned == [STOP]
    report, before = report_of(*READ_TO_UNDO), report_of()
    assert (report.lines, report.run, report.missing) == (before.lines, before.run, before.missing)


def test_what_is_undone_is_to_do_once_it_is_read_again() -> None:
    done = undo(Status.CHANGED, Message("taken-back"))
    progress = progress_of(*READ_TO_UNDO, *done)
    assert progress.record(*PLACE).mark is Mark.UNDONE
    assert progress.statuses[PLACE] is Status.CHANGED
    for event in READ_AGAIN:
        progress.note(event)
    assert progress.record(*PLACE).mark is Mark.TODO
    assert PLACE not in progress.statuses
    marks = {line.step.id: line.mark for line in report_of(*READ_TO_UNDO, *done).lines}
    assert (marks[FINISH.id], marks[INSTALL.id]) == (Mark.UNDONE, Mark.DONE)


def test_an_undo_that_failed_leaves_no_failed_step_of_the_guide() -> None:
    failed = undo(Status.FAILED, Message("command-failed", text="systemctl stop", status="1", said="busy"))
    progress = progress_of(*READ_TO_UNDO, *failed)
    assert progress.record(*PLACE).mark is Mark.FAILED
    ended = undone([FINISH], progress, lambda step: ["compute1"])
    assert not ended.as_asked
    lines = list(ended.lines(Words("en")))
    assert lines[0].startswith("0 of 1 steps are undone")
    assert "busy" in "\n".join(lines)
    for event in READ_AGAIN:
        progress.note(event)
    assert progress.record(*PLACE).mark is Mark.TODO
