"""The events as JSON: the contract's names and fields, and nothing that JSON has no word for."""

from __future__ import annotations

import json

import pytest

from wizard.engine.events import (
    Event,
    HostLeftOut,
    LookedAt,
    Missing,
    Output,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message

SAID = Message("no-disk")
ROW = ComputeService("nova-compute", "compute1", "nova", True, False, "7", "2016-08-12T12:10:56.000000")

EVENTS: list[tuple[Event, dict[str, object]]] = [
    (
        RunStarted(
            RunMode.RUN,
            ["controller"],
            3,
            version="0.1.0",
            user="root (sudo: kim)",
            machine="workstation",
            answers="5a",
            roles=["controller"],
            ids=["4.4.2/install/1"],
        ),
        {
            "event": "run.started",
            "mode": "run",
            "hosts": ["controller"],
            "steps": 3,
            "simulated": False,
            "version": "0.1.0",
            "user": "root (sudo: kim)",
            "machine": "workstation",
            "answers": "5a",
        },
    ),
    (
        Missing("before/name", "compute1", SAID),
        {"event": "prerequisite", "id": "before/name", "host": "compute1", "message": "said no-disk"},
    ),
    (
        Planned("4.4.2/install/1", "controller", "command", "yum", "", SAID),
        {
            "event": "plan",
            "id": "4.4.2/install/1",
            "host": "controller",
            "kind": "command",
            "text": "yum",
            "diff": "",
            "message": "said no-disk",
            "note": None,
        },
    ),
    (
        Planned("4.4.2/install/3a", "controller", "edit", "vi", "-a\n+b", SAID, Message("note-prompt")),
        {
            "event": "plan",
            "id": "4.4.2/install/3a",
            "host": "controller",
            "kind": "edit",
            "text": "vi",
            "diff": "-a\n+b",
            "message": "said no-disk",
            "note": "said note-prompt",
        },
    ),
    (
        StepStarted("4.4.2/install/1", "controller", SAID),
        {"event": "step.started", "id": "4.4.2/install/1", "host": "controller"},
    ),
    (
        Waiting("4.4.4/2", "controller", SAID, 120.0, WaitingFor.SETTLING),
        {
            "event": "waiting",
            "id": "4.4.4/2",
            "host": "controller",
            "message": "said no-disk",
            "limit": 120.0,
        },
    ),
    (
        Output("4.4.2/install/1", "controller", "설치"),
        {"event": "output", "id": "4.4.2/install/1", "host": "controller", "line": "설치"},
    ),
    (
        StepFinished("4.4.2/install/1", "controller", Status.CHANGED, 1.5, SAID),
        {
            "event": "step.finished",
            "id": "4.4.2/install/1",
            "host": "controller",
            "status": "changed",
            "seconds": 1.5,
            "message": "said no-disk",
        },
    ),
    (
        StepChecked("4.4.2/install/1", "controller", StepState.TODO, SAID),
        {
            "event": "check",
            "id": "4.4.2/install/1",
            "host": "controller",
            "state": "todo",
            "message": "said no-disk",
        },
    ),
    (
        Services([ROW]),
        {
            "event": "services",
            "rows": [
                {
                    "binary": "nova-compute",
                    "host": "compute1",
                    "zone": "nova",
                    "enabled": True,
                    "up": False,
                    "id": "7",
                    "updated": "2016-08-12T12:10:56.000000",
                }
            ],
        },
    ),
    (
        LookedAt("4.4.2", "controller", SAID),
        {"event": "looked.at", "id": "4.4.2", "host": "controller", "message": "said no-disk"},
    ),
    (
        HostLeftOut("before/ssh", "compute1", SAID),
        {"event": "host.left-out", "id": "before/ssh", "host": "compute1", "message": "said no-disk"},
    ),
    (
        Slow("compute1", SAID),
        {"event": "host.slow", "host": "compute1", "message": "said no-disk"},
    ),
    (
        RunFinished(Ending.FAILED, 1, 2, 3, 4, 5, 6.75),
        {
            "event": "run.finished",
            "status": "failed",
            "changed": 1,
            "unchanged": 2,
            "skipped": 3,
            "failed": 4,
            "unknown": 5,
            "seconds": 6.75,
        },
    ),
]


@pytest.mark.parametrize(("event", "expected"), EVENTS, ids=[type(event).__name__ for event, _ in EVENTS])
def test_json(event: Event, expected: dict[str, object]) -> None:
    found = event.json(lambda message: f"said {message.key}")
    assert json.loads(json.dumps(found)) == expected
    assert list(found) == list(expected)


def test_every_event_is_among_them() -> None:
    assert {type(event) for event, _ in EVENTS} == set(Event.__subclasses__())


def test_the_contracts_words() -> None:
    assert [status.value for status in Status] == ["changed", "unchanged", "skipped", "failed", "unknown"]
    assert sorted(state.value for state in StepState) == ["differs", "done", "skipped", "todo", "unknown"]
