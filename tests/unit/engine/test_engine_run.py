"""A run over all hosts: what comes before the first change, the sections' order, and the four modes."""

from __future__ import annotations

import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator
from typing import ClassVar, Self

import pytest

from tests.support.printed import compute_service
from tests.support.world import EngineWorld, FakeHost, Value, act, prerequisite, setting, step
from wizard.engine import context
from wizard.engine.events import (
    Event,
    RunFinished,
    RunStarted,
    Services,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.facts.compute_services import ComputeServices
from wizard.model.answers import Answers, Node
from wizard.model.commands import Command, Dial, Result
from wizard.model.facts import Facts, ServedFact
from wizard.model.problems import Lost, Pending, Problem, Refused, Skipped, Unknown, Unreachable, UntrustedKey
from wizard.model.role import Role
from wizard.model.steps import Action, Source, Step

CONTROLLER_STEPS = [step("4.4.2/install/1", "a"), step("4.4.2/install/2", "b")]
COMPUTE_STEPS = [step("4.4.3/install/1", "c", on=Role.COMPUTE), step("4.4.3/finish/1", "d", on=Role.COMPUTE)]
VERIFY = [step("4.4.4/2", "v")]
GUIDE = [step("4.4.1", "r", on=Role.READER), *CONTROLLER_STEPS, *COMPUTE_STEPS, *VERIFY]
MODES = ["run", "dry_run", "check", "scan"]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the run look again at once."""
    monkeypatch.setattr(context, "PAUSE", 0.0)


def raising(problem: Problem) -> Callable[[str], Iterator[Action]]:
    """Return a plan that raises a problem."""

    def plans(found: str) -> Iterator[Action]:
        raise problem
        yield

    return plans


def fails(host: FakeHost, command: Command) -> Result:
    """Let a command end with status 1."""
    return Result(1)


def goes_away(host: FakeHost, command: Command) -> None:
    """Lose the connection, and let nobody connect again."""
    host.opening = [Unreachable("ssh-closed", host=host.node.name)] * 9
    raise Lost("connection-lost", host=host.node.name)


def sent(world: EngineWorld) -> dict[str, list[str]]:
    """Return the scripts that were sent to each host, without hosts that were sent nothing."""
    return {name: host.sent for name, host in world.hosts.items() if host.sent}


# --- All of it --------------------------------------------------------------------------------------


def test_a_whole_run() -> None:
    world = EngineWorld(GUIDE)
    assert world.run.run() == "done"
    assert sent(world) == {
        "controller": ["set a 1", "set b 1", "set v 1"],
        "compute1": ["set c 1", "set d 1"],
        "compute2": ["set c 1", "set d 1"],
    }
    assert world.counts == {"changed": 7}
    started, *_, finished = world.events
    assert isinstance(started, RunStarted)
    assert (started.mode, started.hosts, started.steps) == ("run", ["controller", "compute1", "compute2"], 7)
    assert isinstance(finished, RunFinished)
    assert finished.status == "done"


def test_a_second_run_sends_nothing() -> None:
    world = EngineWorld(GUIDE)
    world.run.run()
    before = sent(world)
    assert world.new_run().run() == "done"
    assert sent(world) == before
    assert world.counts == {"unchanged": 7}


def test_of_two_compute_nodes_one_fails_and_the_other_goes_on() -> None:
    world = EngineWorld(GUIDE)
    world.hosts["compute1"].does["set c 1"] = fails
    assert world.run.run() == "failed"
    assert sent(world)["compute2"] == ["set c 1", "set d 1"]
    assert [line for line in world.finished if "compute1" in line] == [
        "4.4.3/install/1 compute1 failed command-failed",
        "4.4.3/finish/1 compute1 skipped not-reached",
    ]
    assert world.finished[-1] == "4.4.4/2 controller changed holds-4-4-4-2"


def test_verification_has_no_patience_where_something_failed() -> None:
    looks: list[str] = []

    def never(found: str) -> Iterator[Action]:
        looks.append(found)
        raise Pending("services-no-list", said="x")
        yield

    world = EngineWorld([CONTROLLER_STEPS[0], step("4.4.4/2", "v", never, settle_timeout=10**6)])
    world.controller.does["set a 1"] = fails
    assert world.run.run() == "failed"
    assert len(looks) == 1


class Table(ServedFact, Value):
    """A table of a server's that other hosts fill."""

    key = "table"
    told: ClassVar[list[str]] = []

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        cls.told.append("told")
        return cls("1")


@pytest.mark.parametrize(("done", "told"), [("1", 1), ("", 2)], ids=["all done", "a node changed"])
def test_the_verification_reads_again_where_something_was_changed(done: str, told: int) -> None:
    def verify(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        assert facts[Table].value == "1"
        yield from ()

    Table.told.clear()
    verification = Step("4.4.4/2", Role.CONTROLLER, Source.GUIDE, (Table,), verify)
    world = EngineWorld([CONTROLLER_STEPS[0], COMPUTE_STEPS[0], verification])
    world.controller.values["a"] = "1"
    for name in ("compute1", "compute2"):
        world.hosts[name].values["c"] = done
    assert world.run.run() == "done"
    assert len(Table.told) == told


def test_a_section_that_verifies_asks_the_servers_at_once() -> None:
    def verify(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        assert facts[Table].value == "1"
        yield from ()

    Table.told.clear()
    first = step("4.4.4/1", "v", lambda found: iter(()))
    table = Step("4.4.4/2", Role.CONTROLLER, Source.GUIDE, (Table,), verify)
    world = EngineWorld([CONTROLLER_STEPS[0], first, table])
    told_by: list[int] = []

    def note(event: Event) -> None:
        if isinstance(event, StepFinished) and event.id == "4.4.4/1":
            told_by.append(len(Table.told))

    world.on_event = note
    assert world.run.run() == "done"
    assert told_by == [len(Table.told)] == [2], "once to look, once after the change"


def test_a_host_that_is_lost_when_its_verification_begins_is_connected_again() -> None:
    world = EngineWorld([CONTROLLER_STEPS[0], step("4.4.4/1", "v", lambda found: iter(()))])
    losses = [Lost("connection-lost", host="controller")] * 2

    def is_lost(host: FakeHost, command: Command) -> None:
        if losses and any(event.id == "4.4.4/1" for event in world.of(StepStarted)):
            raise losses.pop()

    world.controller.does["read"] = is_lost
    assert world.run.run() == "done"
    assert losses == []
    assert world.controller.log.count("open") == 2


def test_a_host_that_stays_away_is_not_tried_again_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.engine.attempt.RECONNECT_TIMEOUT", 0.0)
    first = CONTROLLER_STEPS[0]
    world = EngineWorld([first, step("4.4.4/1", "v", lambda found: iter(()))])
    world.controller.does["set a 1"] = goes_away
    assert world.run.run() == "failed"
    ends = [(event.id, event.status, event.message.key, event.tried) for event in world.of(StepFinished)]
    assert ends == [
        (first.id, "unknown", "host-gone-amid", True),
        ("4.4.4/1", "skipped", "host-gone-before", False),
    ]
    assert world.controller.log.count("open") == 2


def test_of_a_host_that_went_before_anything_was_sent_it_is_not_said_that_a_command_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wizard.engine.attempt.RECONNECT_TIMEOUT", 0.0)
    world = EngineWorld([CONTROLLER_STEPS[0], step("4.4.4/1", "v", lambda found: iter(()))])

    def is_gone(host: FakeHost, command: Command) -> None:
        if any(event.id == "4.4.4/1" for event in world.of(StepStarted)):
            goes_away(host, command)

    world.controller.does["read"] = is_gone
    assert world.run.run() == "failed"
    assert world.of(StepFinished)[-1].message.key == "host-gone"


def test_only_the_hosts_that_have_steps_are_used() -> None:
    world = EngineWorld(COMPUTE_STEPS)
    assert world.run.run() == "done"
    assert world.controller.log == []
    (started,) = world.of(RunStarted)
    assert (started.hosts, started.steps) == (["compute1", "compute2"], 4)


@pytest.mark.parametrize("keep_open", [False, True])
def test_connections_are_closed_unless_they_are_to_stay(keep_open: bool) -> None:
    world = EngineWorld(GUIDE, keep_open=keep_open)
    world.run.run()
    assert [host.log.count("close") for host in world.hosts.values()] == [int(not keep_open)] * 3


@pytest.mark.parametrize("mode", MODES)
def test_connections_are_closed_also_where_the_program_has_a_defect(mode: str) -> None:
    def fails(event: Event) -> None:
        if isinstance(event, StepChecked) or (isinstance(event, Waiting) and event.message.key == "looking"):
            raise ZeroDivisionError

    world = EngineWorld(GUIDE, on_event=fails)
    with pytest.raises(ZeroDivisionError):
        getattr(world.run, mode)()
    assert world.controller.log[-1] == "close"


def test_stopping_ends_all_hosts() -> None:
    world = EngineWorld(GUIDE)
    together = threading.Barrier(2, timeout=20)

    def stops(host: FakeHost, command: Command) -> None:
        together.wait()
        world.run.stop()
        together.wait()

    for name in ("compute1", "compute2"):
        world.hosts[name].does["set c 1"] = stops
    assert world.run.run() == "interrupted"
    assert (sent(world)["compute1"], sent(world)["compute2"]) == (["set c 1"], ["set c 1"])
    (end,) = world.of(RunFinished)
    assert end.status == "interrupted"


# --- Before the first change ------------------------------------------------------------------------


def test_all_that_is_missing_is_told_at_once_and_nothing_is_sent() -> None:
    checks = [prerequisite("before/one", "p"), prerequisite("before/two", "q", "before-role")]
    refusing = step("4.4.3/prepare/2a", "d", raising(Refused("disk-absent", disk="x")), on=Role.COMPUTE)
    world = EngineWorld([*CONTROLLER_STEPS, refusing, *VERIFY], checks)
    world.hosts["compute2"].values["p"] = "1"
    assert world.run.run() == "refused"
    assert world.missing == [
        "before/one controller before-project",
        "before/two controller before-role",
        "before/one compute1 before-project",
        "before/two compute1 before-role",
        "4.4.3/prepare/2a compute1 disk-absent",
        "before/two compute2 before-role",
        "4.4.3/prepare/2a compute2 disk-absent",
    ]
    assert sent(world) == {}
    assert world.finished == []
    assert [host.log for host in world.hosts.values()] == [
        ["open", "acquire", "read", "release", "close"]
    ] * 3


def test_the_same_words_are_told_once_a_host() -> None:
    refused = raising(Refused("before-token", path="x", said="y"))
    world = EngineWorld([step("4.4.2/prepare/2", "a", refused), step("4.4.2/prepare/3a", "b", refused)])
    assert world.run.run() == "refused"
    assert world.missing == ["4.4.2/prepare/2 controller before-token"]


def test_a_check_that_cannot_be_made_is_missing() -> None:
    check = prerequisite("before/one", "p")

    def unknown(*_: object) -> Iterator[object]:
        raise Unknown("database-unreachable", said="hunter2")
        yield

    object.__setattr__(check, "missing", unknown)
    world = EngineWorld(CONTROLLER_STEPS, [check])
    assert world.run.run() == "refused"
    assert world.missing == ["before/one controller database-unreachable"]
    assert "hunter2" not in repr(world.events)


@pytest.mark.parametrize(
    "problem",
    [Unknown("fact-cut-short", fact="x"), Pending("units-settling", units="x"), Skipped("no-disk")],
    ids=lambda problem: type(problem).__name__,
)
def test_what_is_no_refusal_does_not_keep_a_run_from_starting(problem: Problem) -> None:
    world = EngineWorld([*CONTROLLER_STEPS, step("4.4.2/install/4", "x", raising(problem))])
    world.run.run()
    assert world.controller.sent == ["set a 1", "set b 1"]


def test_the_verification_is_not_asked_before_its_time() -> None:
    world = EngineWorld([CONTROLLER_STEPS[0], step("4.4.4/2", "v", raising(Refused("two-services", ids="")))])
    assert world.run.run() == "failed"
    assert world.controller.sent == ["set a 1"]


UNREACHABLE = Unreachable("host-unreachable", host="compute1")
UNTRUSTED = UntrustedKey("host-key-unknown", host="compute2")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("problems", "ended"),
    [
        ({"compute1": UNREACHABLE}, "unreachable"),
        ({"compute2": UNTRUSTED}, "untrusted"),
        ({"compute1": UNREACHABLE, "compute2": UNTRUSTED}, "untrusted"),
    ],
    ids=["unreachable", "untrusted", "both"],
)
def test_a_barred_way_ends_every_mode_and_the_other_hosts_are_looked_at(
    mode: str, problems: dict[str, Exception], ended: str
) -> None:
    world = EngineWorld(GUIDE, [prerequisite("before/one", "p")])
    for name, problem in problems.items():
        world.hosts[name].opening = [problem]
    assert getattr(world.run, mode)() == ended
    assert sent(world) == {}
    assert [line for line in world.missing if "before/ssh" in line] == [
        f"before/ssh {name} {problem.message.key}"  # type: ignore[attr-defined]
        for name, problem in problems.items()
    ]
    assert "before/one controller before-project" in world.missing
    assert (world.finished, world.checked) == ([], [])


@pytest.mark.parametrize("mode", ["run", "dry_run", "scan"])
def test_a_host_that_is_lost_while_it_is_looked_at_is_unreachable(mode: str) -> None:
    world = EngineWorld(GUIDE)

    def lost(host: FakeHost, command: Command) -> Result:
        raise Lost("host-lost", host="compute2")

    world.hosts["compute2"].does["read"] = lost
    assert getattr(world.run, mode)() == "unreachable"
    assert world.missing == ["before/ssh compute2 host-lost"]
    assert sent(world) == {}


def test_a_connection_that_breaks_at_the_first_look_is_closed_before_it_is_made_again() -> None:
    world = EngineWorld(CONTROLLER_STEPS[:1])

    def lost_once(host: FakeHost, command: Command) -> None:
        if host.log.count("read") == 1:
            raise Lost("host-lost", host="controller")

    world.controller.does["read"] = lost_once
    assert world.run.run() == "done"
    assert world.controller.log == [
        "open",
        "acquire",
        "read",
        "close",
        "open",
        "acquire",
        "read",
        "set a 1",
        "read",
        "release",
        "close",
    ]


def test_each_wait_shows_its_limit() -> None:
    world = EngineWorld(CONTROLLER_STEPS[:1])
    world.run.run()
    waits = [(event.id, event.host, event.message.key, event.limit) for event in world.of(Waiting)]
    assert waits == [
        ("before/ssh", "controller", "connecting", 60.0),
        ("before", "controller", "looking", 300.0),
        ("4.4.2/install/1", "controller", "running", 120.0),
    ]


# --- Dry run, check, scan -----------------------------------------------------------------------------


def every_way() -> list[Step]:
    """A step for each way in which a step may stand."""
    return [
        step("4.4.2/prepare/1a", "done"),
        step("4.4.2/prepare/1b", "a"),
        step("4.4.2/prepare/1c", "other"),
        step(
            "4.4.2/prepare/1d",
            "mixed",
            lambda found: iter([act("set a 1"), act("set b 1", "conf-differs", replaces=True)]),
        ),
        step("4.4.2/prepare/2", "x", raising(Skipped("no-disk"))),
        step("4.4.2/prepare/3a", "x", raising(Unknown("fact-cut-short", fact="x"))),
        step("4.4.2/prepare/3b", "x", raising(Pending("units-settling", units="x"))),
        step("4.4.2/prepare/3c", "x", raising(Refused("two-services", ids="x"))),
    ]


def test_check_says_how_each_step_stands_and_changes_nothing() -> None:
    world = EngineWorld(every_way())
    world.controller.values.update(done="1", other="2")
    assert world.run.check() == "failed"
    assert world.checked == [
        "4.4.2/prepare/1a controller done holds-4-4-2-prepare-1a",
        "4.4.2/prepare/1b controller todo conf-missing",
        "4.4.2/prepare/1c controller differs conf-missing",
        "4.4.2/prepare/1d controller differs conf-differs",
        "4.4.2/prepare/2 controller skipped no-disk",
        "4.4.2/prepare/3a controller unknown fact-cut-short",
        "4.4.2/prepare/3b controller todo units-settling",
        "4.4.2/prepare/3c controller differs two-services",
    ]
    assert world.controller.sent == []
    assert (world.planned, world.finished) == ([], [])
    assert [event.id for event in world.of(StepChecked) if event.refused] == ["4.4.2/prepare/3c"]
    assert all("refused" not in event.json(str) for event in world.of(StepChecked))


@pytest.mark.parametrize(
    ("left", "ended"),
    [
        ([0], "done"),
        ([0, 4], "done"),
        ([0, 1], "differs"),
        ([2], "differs"),
        ([0, 6], "differs"),
        ([7], "differs"),
        ([1, 5], "failed"),
    ],
)
def test_how_a_check_ends(left: list[int], ended: str) -> None:
    world = EngineWorld([every_way()[at] for at in left])
    world.controller.values.update(done="1", other="2")
    assert world.run.check() == ended


def settling(after: int) -> Callable[[str], Iterator[Action]]:
    """Return a plan that holds when it is asked for the so-many-th time."""
    asked = itertools.count(1)

    def plans(found: str) -> Iterator[Action]:
        if next(asked) < after:
            raise Pending("units-settling", units="x")
        yield from ()

    return plans


@pytest.mark.parametrize(
    ("first", "ended", "waits"), [("done", "done", ["4.4.2/prepare/1b", "4.4.4/1"]), ("left", "differs", [])]
)
def test_a_check_waits_as_a_run_does_as_long_as_all_holds(first: str, ended: str, waits: list[str]) -> None:
    """So right after a start it does not say `to do` of what is done."""
    world = EngineWorld(
        [
            step("4.4.2/prepare/1a", first),
            step("4.4.2/prepare/1b", "x", settling(3), settle_timeout=60.0),
            step("4.4.4/1", "x", settling(3), settle_timeout=60.0),
        ]
    )
    world.controller.values.update(done="1")
    assert world.run.check() == ended
    settled = [event.id for event in world.of(Waiting) if event.reason is WaitingFor.SETTLING]
    assert settled == waits


def test_a_scan_also_shows_what_would_be_sent() -> None:
    world = EngineWorld(every_way(), [prerequisite("before/one", "p")])
    world.controller.values.update(done="1", other="2")
    assert world.run.scan() == "failed"
    assert world.missing == [
        "before/one controller before-project",
        "4.4.2/prepare/3c controller two-services",
    ]
    assert world.planned == ["set a 1", "set other 1", "set a 1", "set b 1"]
    assert len(world.checked) == 8
    assert world.controller.sent == []


def test_a_dry_run_shows_all_that_would_be_sent_and_sends_nothing() -> None:
    world = EngineWorld([*GUIDE[:3], step("4.4.2/install/4", "e", setting("e", "2")), *COMPUTE_STEPS])
    world.controller.values["b"] = "1"
    world.hosts["compute1"].values.update(c="1", d="1")
    assert world.run.dry_run() == "done"
    assert world.planned == ["set a 1", "set e 2", "set c 1", "set d 1"]
    assert world.finished == [
        "4.4.2/install/2 controller unchanged holds-4-4-2-install-2",
        "4.4.3/install/1 compute1 unchanged holds-4-4-3-install-1",
        "4.4.3/finish/1 compute1 unchanged holds-4-4-3-finish-1",
    ]
    assert sent(world) == {}


def test_a_dry_run_tells_what_a_run_would_wait_for() -> None:
    services = raising(Pending("services-no-list", said="x"))
    world = EngineWorld([step("4.4.4/2", "v", services, settle_timeout=120.0)])
    assert world.run.dry_run() == "done"
    waiting = [event for event in world.of(Waiting) if event.reason is WaitingFor.SETTLING]
    assert [(event.id, event.host, event.message.key, event.limit) for event in waiting] == [
        ("4.4.4/2", "controller", "services-no-list", 120.0)
    ]
    assert world.finished == []


def test_a_dry_run_of_a_run_that_would_be_refused() -> None:
    world = EngineWorld(every_way())
    assert world.run.dry_run() == "refused"
    assert [line.split()[2] for line in world.finished] == ["skipped", "unknown", "failed"]


# --- The table of services --------------------------------------------------------------------------


def with_services(text: str) -> EngineWorld:
    """Return a world with one step, which shows this list of services."""

    def plan(*_: object) -> Iterator[Action]:
        yield from ()

    listing = Step("4.4.4/2", Role.CONTROLLER, Source.GUIDE, (ComputeServices,), plan, shows=ComputeServices)
    world = EngineWorld([listing])

    def reads(host: FakeHost, command: Command) -> Result:
        (marker,) = re.findall("fact-[0-9a-f]{16}", command.stdin.wire())
        return Result(0, f"{text}\n\n{marker} 0\n".encode())

    world.controller.does["read"] = reads
    return world


ROW = json.dumps(compute_service(7, "nova-compute", "compute1"))


@pytest.mark.parametrize("mode", ["run", "check"])
def test_the_services_are_told_at_the_end(mode: str) -> None:
    world = with_services(f"[{ROW}]")
    assert getattr(world.run, mode)() == "done"
    assert isinstance(world.events[-2], Services)
    assert [row.host for row in world.events[-2].rows] == ["compute1"]


def test_no_services_are_told_where_none_were_asked_for() -> None:
    world = EngineWorld(CONTROLLER_STEPS)
    world.run.run()
    assert world.of(Services) == []


def test_a_node_is_used_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def approve(step: Step, node: Node, actions: object) -> bool:
        asked.append(f"{step.id} {node.name}")
        return True

    world = EngineWorld(COMPUTE_STEPS[:1])
    world.approve = approve
    world.run.run()
    assert sorted(asked) == ["4.4.3/install/1 compute1", "4.4.3/install/1 compute2"]
