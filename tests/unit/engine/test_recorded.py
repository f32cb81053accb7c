"""Events that a journal keeps: each is read back as it was; older and odd records are no trouble."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support.cases import ANSWERS, CONTROLLER
from tests.unit.engine.test_engine_events import EVENTS
from wizard.engine.events import (
    Event,
    Planned,
    RunStarted,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import RunMode, Status, StepState
from wizard.engine.origin import Origin, answers_hash, origin_of
from wizard.engine.recorded import event_of, recorded
from wizard.jsontext import as_json
from wizard.model.message import Message
from wizard.secret import Secret

HELD = Message("at-once", section="4.4.3", hosts=Message("role-compute"), other="4.4.2", others=3, step="x")
MORE = [
    Planned("4.4.2/install/1", "controller", "command", "yum", "", HELD, Message("note-prompt")),
    Waiting("4.4.2/install/1", "controller", HELD, 60.0, WaitingFor.COMMAND, "yum\ny"),
    StepFinished("4.4.2/install/1", "controller", Status.SKIPPED, 1.5, HELD, tried=False),
    StepChecked("4.4.2/install/1", "controller", StepState.DIFFERS, HELD, refused=True),
]


@pytest.mark.parametrize("event", [*(event for event, _ in EVENTS), *MORE], ids=lambda e: type(e).__name__)
def test_an_event_is_read_back_as_it_was(event: Event) -> None:
    record = json.loads(as_json(recorded(event, lambda message: "in some language")))
    assert event_of({"time": "2016-04-01T12:00:00.000000Z", **record}) == event


@pytest.mark.parametrize("event", [event for event, _ in EVENTS], ids=lambda e: type(e).__name__)
def test_the_contracts_fields_are_among_those_of_a_record(event: Event) -> None:
    def say(message: Message) -> str:
        return message.key

    assert event.json(say).items() <= recorded(event, say).items()


def test_a_record_of_before_is_said_as_it_was_said() -> None:
    old = {"event": "step.finished", "id": "4.4.2/install/1", "host": "a", "status": "failed", "seconds": 2}
    event = event_of({**old, "message": "yum failed"})
    said = Message("as-recorded", text="yum failed")
    assert event == StepFinished("4.4.2/install/1", "a", Status.FAILED, 2.0, said)
    started = {"event": "run.started", "mode": "run", "hosts": ["a"], "steps": 2, "simulated": False}
    assert event_of(started) == RunStarted(RunMode.RUN, ["a"], 2)
    assert isinstance(event_of({"event": "step.started", "id": "4.4.2/install/1", "host": "a"}), StepStarted)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"event": "skip", "id": "4.4.2/install/1", "reason": "x"},
        {"event": "run.started", "mode": "sprint", "hosts": ["a"], "steps": 2},
        {"event": "run.started", "mode": "run", "hosts": "a", "steps": 2},
        {"event": "run.started", "mode": "run", "hosts": [1], "steps": 2},
        {"event": "step.started", "id": ["x"], "host": "a"},
        {
            "event": "step.finished",
            "id": "x",
            "host": "a",
            "status": "changed",
            "seconds": "many",
            "message": "",
        },
        {"event": "prerequisite", "id": "x", "host": "a", "message": "", "said": {"message": {"key": 7}}},
        {"event": "prerequisite", "id": "x", "host": "a", "message": "", "said": {"message": "no-disk"}},
        {"event": "services", "rows": [{"binary": "nova-api"}]},
        {"event": "services", "rows": 7},
        {"event": "waiting", "id": "x", "host": "a", "message": "", "limit": 1.0},
    ],
)
def test_what_is_no_record_of_an_event_is_none(record: dict[str, object]) -> None:
    assert event_of(record) is None


def test_the_answers_are_recorded_without_their_passwords() -> None:
    others = replace(ANSWERS.passwords, novapass=Secret("novapass", "another"))
    login = replace(CONTROLLER.login, password=Secret("ssh", "hunter2"))
    for same in (
        replace(ANSWERS, passwords=others),
        replace(ANSWERS, controller=replace(ANSWERS.controller, login=login)),
    ):
        assert answers_hash(same) == answers_hash(ANSWERS)
    for different in (
        replace(ANSWERS, region="RegionTwo"),
        replace(ANSWERS, compute=ANSWERS.compute[:1]),
        replace(ANSWERS, controller=replace(ANSWERS.controller, management_ip="10.0.0.99")),
    ):
        assert answers_hash(different) != answers_hash(ANSWERS)
    assert len(answers_hash(ANSWERS)) == 64


def test_who_runs_it_is_recorded_also_behind_sudo() -> None:
    plain, behind = (origin_of(ANSWERS, environ) for environ in ({}, {"SUDO_USER": "kim"}))
    assert behind == replace(plain, user=f"{plain.user} (sudo: kim)")
    assert all(vars(plain).values())
    assert not any(vars(Origin()).values())
