"""The events of some runs, as the reports of tests are made of them."""

from __future__ import annotations

from collections.abc import Sequence

from steps import GUIDE
from tests.unit.test_headless import DIFF, DISK, FINISH, INSTALL, MY_IP, ROWS, SOME
from wizard.engine.events import (
    Event,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import SSH_CHECK, Ending, RunMode, Status, StepState
from wizard.model.message import Message
from wizard.report.recorder import Recorder
from wizard.report.report import Report

AT = "2016-04-01T12:00:00Z"
YUM = "yum -y install openstack-nova-api"


def started(mode: RunMode, user: str = "kim") -> RunStarted:
    """Return the start of a run of four steps, each on one host."""
    return RunStarted(
        mode,
        ["controller", "compute1"],
        4,
        version="0.1.0",
        user=user,
        machine="workstation",
        answers="5a5a",
        roles=["controller", "compute"],
        ids=[step.id for step in SOME],
    )


def finished(ending: Ending) -> RunFinished:
    """Return the end of a run of two minutes."""
    return RunFinished(ending, 0, 0, 0, 0, 0, 120.0)


def sent(text: str = YUM) -> list[Event]:
    """Return what happens when the packages are installed on the controller."""
    place = INSTALL.id, "controller"
    running = Message("running", command=text)
    return [
        StepStarted(*place, INSTALL.title),
        Planned(*place, "command", text, "", Message("packages-missing", packages="openstack-nova-api")),
        Waiting(*place, running, 3600.0, WaitingFor.COMMAND, text),
        StepFinished(*place, Status.CHANGED, 12.3, INSTALL.holds),
    ]


FAILURE = Message("units-down", units="libvirtd: failed\n<b>*ERROR*</b> \x1b[1m`a` | b")
RUN: Sequence[Event] = [
    started(RunMode.RUN),
    *sent(),
    StepFinished(MY_IP.id, "controller", Status.UNCHANGED, 0.0, MY_IP.holds),
    StepFinished(DISK.id, "compute1", Status.SKIPPED, 0.0, Message("no-disk")),
    StepFinished(FINISH.id, "compute1", Status.FAILED, 90.06, FAILURE),
    Services(ROWS[:1]),
    finished(Ending.FAILED),
]
RUN_AGAIN: Sequence[Event] = [
    started(RunMode.RUN, user="lee"),
    *sent(f"{YUM} openstack-nova-scheduler"),
    StepFinished(MY_IP.id, "controller", Status.UNCHANGED, 0.1, MY_IP.holds),
    StepFinished(DISK.id, "compute1", Status.SKIPPED, 0.1, Message("no-disk")),
    StepFinished(FINISH.id, "compute1", Status.CHANGED, 1.0, FINISH.holds),
    finished(Ending.DONE),
]
CHECK: Sequence[Event] = [
    started(RunMode.CHECK),
    StepChecked(INSTALL.id, "controller", StepState.DONE, INSTALL.holds),
    StepChecked(MY_IP.id, "controller", StepState.DIFFERS, Message("conf-missing", options="my_ip")),
    StepChecked(DISK.id, "compute1", StepState.TODO, Message("conf-missing", options="x")),
    StepChecked(FINISH.id, "compute1", StepState.UNKNOWN, Message("nothing-printed")),
    finished(Ending.FAILED),
]
UNREACHABLE: Sequence[Event] = [
    started(RunMode.RUN),
    Missing(SSH_CHECK, "compute1", Message("ssh-refused", host="compute1", address="10.0.0.31", port=22)),
    Missing(DISK.id, "compute1", Message("conf-missing", options="x")),
    finished(Ending.UNREACHABLE),
]
DRY_RUN: Sequence[Event] = [
    started(RunMode.DRY_RUN),
    StepStarted(INSTALL.id, "controller", INSTALL.title),
    StepFinished(INSTALL.id, "controller", Status.UNCHANGED, 0.0, INSTALL.holds),
    Planned(MY_IP.id, "controller", "edit", "vi x", DIFF, Message("conf-missing", options="[DEFAULT] my_ip")),
    StepStarted(DISK.id, "compute1", DISK.title),
    StepFinished(DISK.id, "compute1", Status.SKIPPED, 0.0, Message("no-disk")),
    Waiting(FINISH.id, "compute1", Message("units-settling", units="x"), 60.0, WaitingFor.SETTLING),
    finished(Ending.DONE),
]


def recorder_of(events: Sequence[Event]) -> Recorder:
    """Return what has taken these events."""
    recorder = Recorder(GUIDE)
    for event in events:
        recorder.note(event, AT)
    return recorder


def report_of(events: Sequence[Event]) -> Report:
    """Return the report of a run with these events."""
    return recorder_of(events).report("2016-04-01T12:02:00Z", "/var/run/1")
