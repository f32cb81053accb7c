"""One host that answers oddly: its own step is unknown, and the run goes on for the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import pytest

from steps import GUIDE, PREREQUISITES
from steps.facts import NovaConf, Units
from tests.security.odd_output import PRINTED, say
from tests.support.cases import ANSWERS
from tests.support.world import EngineWorld, FakeHost, act, prerequisite, setting, step, value
from wizard.actions.command import RunCommand
from wizard.engine.events import Event, Missing, Services, StepChecked, StepFinished
from wizard.engine.modes import StepState
from wizard.engine.reader import FactReader
from wizard.facts.compute_services import ComputeServices
from wizard.headless.replay import EXITS
from wizard.model.answers import Answers
from wizard.model.commands import Command, Dial, Result
from wizard.model.facts import Facts, LoginFact, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Unknown
from wizard.model.role import Role
from wizard.model.steps import Action, Source, Step

ODD: list[Exception] = [
    KeyError("ID"),
    IndexError("hunter2"),
    AttributeError("'list' object has no attribute 'get'"),
    ZeroDivisionError("hunter2"),
    RecursionError("hunter2"),
    MemoryError("hunter2"),
    OverflowError("hunter2"),
    UnicodeEncodeError("utf-8", "hunter2\ud800", 0, 1, "surrogates not allowed"),
    AssertionError("hunter2"),
]
"""What a function may raise that was not written for what a host answers. Messages may hold anything."""
STEP, NEXT, OTHER = "4.4.3/install/1", "4.4.3/install/2a", "4.4.3/finish/2"
each_error = pytest.mark.parametrize("error", ODD, ids=lambda error: type(error).__name__)


def raises(error: Exception) -> Callable[[str], Iterator[Action]]:
    """Plan nothing but an error where the value is `odd`, else what is missing."""

    def plans(found: str) -> Iterator[Action]:
        if found == "odd":
            raise error
        yield from setting("a")(found)

    return plans


def world(*steps: Step, **other: Any) -> EngineWorld:
    """Three hosts, of which compute1 answers oddly."""
    made = EngineWorld(steps, **other)
    made.hosts["compute1"].values["a"] = "odd"
    return made


def told(events: list[Event]) -> str:
    """Return all that is said of the events, in both languages."""
    messages = [event.message for event in events if isinstance(event, StepFinished | StepChecked | Missing)]
    return "\n".join(text for message in messages for text in say(message))


# --- Plans, prerequisites, actions ------------------------------------------------------------------


@each_error
def test_a_plan_that_fails_is_unknown_and_the_other_hosts_go_on(error: Exception) -> None:
    odd = world(
        step(STEP, "a", raises(error), on=Role.COMPUTE), step(OTHER, "b", setting("b"), on=Role.COMPUTE)
    )
    assert EXITS[odd.run.run()] == 1
    assert sorted(odd.finished) == [
        f"{OTHER} compute1 skipped not-reached",
        f"{OTHER} compute2 changed holds-4-4-3-finish-2",
        f"{STEP} compute1 unknown plan-defect",
        f"{STEP} compute2 changed holds-4-4-3-install-1",
    ]
    assert odd.hosts["compute1"].sent == []
    assert odd.hosts["compute2"].sent == ["set a 1", "set b 1"]
    said = told(odd.events)
    assert type(error).__name__ in said
    assert "test_one_odd_host.py:" in said
    assert "hunter2" not in said
    assert "Traceback" not in said


@each_error
def test_a_check_tells_it_and_goes_on(error: Exception) -> None:
    odd = world(step(STEP, "a", raises(error), on=Role.COMPUTE), step(NEXT, "b", on=Role.COMPUTE))
    assert EXITS[odd.run.check()] == 1
    states = {(event.id, event.host): event.state for event in odd.of(StepChecked)}
    assert states[STEP, "compute1"] is StepState.UNKNOWN
    assert [state for place, state in states.items() if place != (STEP, "compute1")] == [StepState.TODO] * 3


@pytest.mark.parametrize("mode", ["dry_run", "scan"])
def test_the_other_modes_go_on_too(mode: str) -> None:
    odd = world(step(STEP, "a", raises(KeyError("ID")), on=Role.COMPUTE), step(NEXT, "b", on=Role.COMPUTE))
    getattr(odd.run, mode)()
    assert sorted(odd.planned) == ["set a 1", "set b 1", "set b 1"]


@each_error
def test_a_prerequisite_that_fails_is_missing(error: Exception) -> None:
    def missing(*_: object) -> Iterator[Message]:
        raise error
        yield

    check = prerequisite("before/x", "a")
    odd = world(
        step(STEP, "a", on=Role.COMPUTE),
        prerequisites=[type(check)(check.id, (Role.COMPUTE,), check.reads, missing)],
    )
    assert odd.run.run() == "refused"
    assert odd.missing == ["before/x compute1 plan-defect", "before/x compute2 plan-defect"]
    assert [host.sent for host in odd.hosts.values()] == [[], [], []]
    assert "hunter2" not in told(odd.events)


@dataclass(frozen=True)
class BrokenCommand(RunCommand):
    """An action that raises where it is shown or sent."""

    part: str = ""

    def _part(self, name: str) -> str:
        if self.part == name:
            raise ValueError("hunter2")
        return ""

    @property
    def text(self) -> str:
        return self._part("text") or super().text

    @property
    def diff(self) -> str:
        return self._part("diff")

    @property
    def command(self) -> Command:
        self._part("command")
        return super().command


@pytest.mark.parametrize("mode", ["run", "check", "dry_run"])
@pytest.mark.parametrize("part", ["text", "diff", "command"])
def test_an_action_that_cannot_be_shown_or_sent_is_not(part: str, mode: str) -> None:
    def plans(found: str) -> Iterator[Action]:
        yield act("set a 1") if found != "odd" else BrokenCommand("x", part=part, reason=Message("no-disk"))

    odd = world(step(STEP, "a", plans, on=Role.COMPUTE))
    getattr(odd.run, mode)()
    assert odd.hosts["compute1"].sent == []
    events = odd.of(StepFinished) + odd.of(StepChecked)
    assert [event.message.key for event in events if event.host == "compute1"] == ["plan-defect"]


# --- Facts ------------------------------------------------------------------------------------------


def unreadable(error: Exception) -> type[ShellFact]:
    """Return the fact of the value a, that cannot be parsed where it is `odd`."""

    class Odd(value("a")):  # type: ignore[misc]
        @classmethod
        def parse(cls, result: Result) -> Self:
            if result.text.startswith("odd"):
                raise error
            return super().parse(result)  # type: ignore[no-any-return]

        @classmethod
        def named(cls) -> Message:
            return NovaConf.named()

    return Odd


def reading(id_: str, kind: type[Any]) -> Step:
    """Return a step that wants 1 of the fact."""

    def plan(answers: Answers, node: object, facts: Facts) -> Iterator[Action]:
        yield from setting("a")(facts[kind].value)

    return Step(id_, Role.COMPUTE, Source.GUIDE, (kind,), plan)


@each_error
def test_a_fact_that_cannot_be_parsed_is_unknown_on_its_host_alone(error: Exception) -> None:
    odd = world(reading(STEP, unreadable(error)))
    assert EXITS[odd.run.run()] == 1
    assert sorted(odd.finished) == [
        f"{STEP} compute1 unknown fact-unreadable",
        f"{STEP} compute2 changed holds-4-4-3-install-1",
    ]
    said = told(odd.events)
    assert "Received: odd" in said
    assert "hunter2" not in said


@each_error
def test_a_login_that_fails_oddly_is_unknown(error: Exception) -> None:
    class Odd(LoginFact):
        @classmethod
        def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
            raise error

    made = EngineWorld([])
    facts = FactReader(ANSWERS, made.controller, made).facts([Odd, value("a")])
    with pytest.raises(Unknown, match="login-odd"):
        facts[Odd]
    assert facts[value("a")].value == ""


# --- The guide itself -------------------------------------------------------------------------------


@dataclass
class Answering(FakeHost):
    """A host whose programs print what those of a real one do, but for some."""

    odd: dict[type[ShellFact], bytes] = field(default_factory=dict)

    def _read(self, script: str) -> Result:
        (marker,) = set(re.findall("fact-[0-9a-f]{16}", script))
        asked = {script.find(kind.script(ANSWERS, self.node).wire()): kind for kind in PRINTED}
        printed = b""
        for place in sorted(place for place in asked if place >= 0):
            kind = asked[place]
            printed += self.odd.get(kind, self._usual(kind)) + b"\n%s 0\n" % marker.encode()
        return Result(0, printed)

    def _usual(self, kind: type[ShellFact]) -> bytes:
        texts = PRINTED[kind]
        return texts[-1 if kind is Units and self.node.role is Role.COMPUTE else 0].encode()


GARBAGE = (b"\xff\x00\x1b[2J[[[[", b'[{"a":' * 50_000, b"sector 0\nclock nan\n", b"9" * 5000)


def guide(odd: dict[type[ShellFact], bytes]) -> EngineWorld:
    """Return the whole guide on hosts of which compute1 answers these facts oddly."""
    made = EngineWorld(GUIDE, PREREQUISITES)
    for name, host in made.hosts.items():
        made.hosts[name] = Answering(host.node, odd=odd if name == "compute1" else {})
    made.new_run()
    return made


KINDS = {kind for step in GUIDE if step.on is Role.COMPUTE for kind in step.reads}


@pytest.mark.parametrize("garbage", GARBAGE, ids=["bytes", "depth", "numbers", "digits"])
@pytest.mark.parametrize("kind", sorted(KINDS & set(PRINTED), key=str), ids=lambda kind: kind.__name__)
def test_the_guide_is_checked_on_all_hosts_where_one_fact_is_garbage(
    kind: type[ShellFact], garbage: bytes
) -> None:
    usual, odd = guide({}), guide({kind: garbage})
    usual.run.check()
    odd.run.check()
    concerned = {(step.id, "compute1") for step in GUIDE if step.on is Role.COMPUTE and kind in step.reads}
    before = {(event.id, event.host): event.state for event in usual.of(StepChecked)}
    after = {(event.id, event.host): event.state for event in odd.of(StepChecked)}
    assert {place for place in before if before[place] is not after[place]} <= concerned
    # An accelerating processor makes 4.4.3/finish/1 done whatever nova.conf is.
    looked_at = {place for place in concerned if kind is not NovaConf or place[0] != "4.4.3/finish/1"}
    assert StepState.DONE not in {after[place] for place in looked_at}
    assert told(odd.events)


@pytest.mark.parametrize("garbage", GARBAGE, ids=["bytes", "depth", "numbers", "digits"])
def test_a_service_list_that_is_garbage_ends_no_run(garbage: bytes) -> None:
    odd = guide({})
    odd.hosts["controller"].odd = {ComputeServices: garbage}  # type: ignore[attr-defined]
    assert odd.run.check() == "failed"
    assert odd.of(Services) == []
