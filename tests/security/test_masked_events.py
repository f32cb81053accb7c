"""Every text of every event is masked in one place: where events leave the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.security.hostile_text import every_event
from tests.support.world import EngineWorld, act, step
from wizard.engine.events import Event, Output, Planned, StepFinished, Waiting
from wizard.model.answers import Node
from wizard.model.message import Message
from wizard.model.steps import Action, Step
from wizard.redact import Redactor
from wizard.secret import Secret
from wizard.text import Words

PASSWORD = "hunter2"
A = "4.4.2/install/1"


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts made up for these tests have no translation."""
    monkeypatch.setattr(Words, "strict", False)


def of_a_step(event: Event) -> Event:
    """Return the event with names that hold no password, as those of steps and hosts."""
    of_a_run = {"hosts": ("controller",), "roles": ("controller",), "ids": (A,)}
    names = {"id": A, "host": "controller", "kind": "command", "fingerprint": "", **of_a_run}
    return replace(event, **{name: value for name, value in names.items() if hasattr(event, name)})


@pytest.mark.parametrize("event", every_event(f"said {PASSWORD} here"), ids=lambda event: event.name)
def test_no_text_of_any_event_shows_a_password(event: Event) -> None:
    masked = of_a_step(event).masked(Redactor([Secret("novapass", PASSWORD)]).mask)
    if not isinstance(event, Output):
        assert PASSWORD not in repr(masked)


def test_names_are_left_as_they_are() -> None:
    event = Planned("nova", "nova", "nova", "nova", "nova", Message("said", text="nova"), Message("said"))
    masked = event.masked(lambda text: text.replace("nova", "‹novapass›"))
    assert (masked.id, masked.host, masked.kind) == ("nova", "nova", "nova")
    assert (masked.text, masked.diff) == ("‹novapass›", "‹novapass›")


def noted(found: str) -> Iterator[Action]:
    """Plan an action with the password in its reason and in its note."""
    if found != "1":
        yield replace(act("set a 1", options=PASSWORD), note=Message("conf-missing", options=PASSWORD))


@pytest.mark.parametrize("mode", ["run", "dry_run", "scan"])
def test_the_note_of_an_action_is_masked(mode: str) -> None:
    world = EngineWorld([step(A, "a", noted)])
    getattr(world.run, mode)()
    (planned,) = world.of(Planned)
    assert planned.note.variables == planned.message.variables == {"options": "‹novapass›"}


def test_what_is_to_be_approved_is_masked() -> None:
    world = EngineWorld([step(A, "a", lambda found: iter([act(f"set a {PASSWORD}", options=PASSWORD)]))])
    asked: list[Planned] = []

    def approve(step: Step, node: Node, planned: Sequence[Planned]) -> bool:
        asked.extend(planned)
        return False

    world.approve = approve
    world.run.run()
    assert [event.text for event in asked] == ["set a ‹novapass›"]
    assert PASSWORD not in repr(asked)


def test_what_is_waited_for_and_how_it_ended_are_masked() -> None:
    world = EngineWorld([step(A, "a", lambda found: iter([act(f"set a {PASSWORD}")]))])
    world.run.run()
    assert PASSWORD not in repr(world.of(Waiting))
    assert PASSWORD not in repr(world.of(StepFinished))
    assert "‹novapass›" in repr(world.of(Waiting))


def test_two_lines_of_a_diff_are_no_password() -> None:
    lines, difference = "rabbit\nmitaka-2016", " rabbit\n mitaka-2016"
    event = Planned(A, "controller", "edit", lines, difference, Message("said"))
    mask = Redactor([Secret("novapass", "rabbitmitaka-2016")]).mask
    assert mask(lines) != lines
    masked = event.masked(mask)
    assert (masked.text, masked.diff) == (lines, difference)
