"""Runs on some of the hosts: by --limit, and by --keep-going without those on which something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.cases import CONTROLLER
from tests.support.world import EngineWorld, FakeHost, prerequisite, step
from wizard.engine import context, locks
from wizard.engine.events import HostLeftOut, LookedAt, RunFinished, RunStarted, Waiting, WaitingFor
from wizard.hosts import Claim
from wizard.model.answers import Answers, Node
from wizard.model.commands import Command, Result
from wizard.model.facts import Facts
from wizard.model.problems import Pending, Problem, Unreachable, UntrustedKey
from wizard.model.role import Role
from wizard.model.steps import Action

CONTROLLER_STEPS = [step("4.4.2/install/1", "a"), step("4.4.2/finish/1", "b")]
COMPUTE_STEPS = [
    step("4.4.3/install/1", "c", on=Role.COMPUTE),
    step("4.4.3/finish/2", "d", on=Role.COMPUTE, after="4.4.2"),
]
VERIFY = [step("4.4.4/2", "v")]
GUIDE = [*CONTROLLER_STEPS, *COMPUTE_STEPS, *VERIFY]
BEFORE = prerequisite("before/project", "p")
REFUSED = Unreachable("ssh-refused", host="compute1")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the run look again at once."""
    monkeypatch.setattr(context, "PAUSE", 0.0)


def sent(world: EngineWorld) -> dict[str, list[str]]:
    """Return the scripts that were sent to each host, without hosts that were sent nothing."""
    return {name: host.sent for name, host in world.hosts.items() if host.sent}


def left_out(world: EngineWorld) -> list[str]:
    """Return `ID HOST KEY` of what is told at the end of the hosts that were left out."""
    return [f"{event.id} {event.host} {event.message.key}" for event in world.of(HostLeftOut)]


def all_there(world: EngineWorld, *but: str) -> EngineWorld:
    """Let the prerequisite be there on all hosts but these."""
    for name, host in world.hosts.items():
        host.values["p"] = "" if name in but else "1"
    return world


# --- --limit ------------------------------------------------------------------------------------------


def test_the_steps_of_other_hosts_are_neither_done_nor_counted() -> None:
    world = EngineWorld(GUIDE, limit=["controller"])
    assert world.run.run() == "done"
    assert sent(world) == {"controller": ["set a 1", "set b 1", "set v 1"]}
    (started,) = world.of(RunStarted)
    assert (started.hosts, started.steps) == (["controller"], 3)
    assert all("open" not in world.hosts[name].log for name in ("compute1", "compute2"))


@pytest.mark.parametrize("mode", ["check", "dry_run"])
def test_nor_are_they_shown(mode: str) -> None:
    world = EngineWorld(GUIDE, limit=["compute2"])
    world.controller.values |= {"a": "1", "b": "1"}
    getattr(world.run, mode)()
    told = {event.host for event in world.events if hasattr(event, "host")} - {"controller"}
    assert told == {"compute2"}
    assert len(world.checked) + len(world.planned) == 2


def test_what_a_host_waits_for_elsewhere_is_looked_at_and_left_alone() -> None:
    world = EngineWorld(GUIDE, limit=["compute1"])
    world.controller.values |= {"a": "1", "b": "1"}
    assert world.run.run() == "done"
    assert sent(world) == {"compute1": ["set c 1", "set d 1"]}
    assert [(event.id, event.host, event.message.key) for event in world.of(LookedAt)] == [
        ("4.4.2", "controller", "left-alone-holds")
    ]
    assert "acquire" not in world.controller.log
    assert world.controller.log[-1] == "close"
    assert [event for event in world.of(Waiting) if event.reason is WaitingFor.OTHER_HOSTS] == []


@pytest.mark.parametrize("mode", ["run", "dry_run"])
def test_where_that_does_not_hold_nothing_is_changed(mode: str) -> None:
    world = EngineWorld(GUIDE, limit=["compute1"])
    world.controller.values["a"] = "1"
    assert getattr(world.run, mode)() == "refused"
    assert sent(world) == {}
    assert world.missing == ["4.4.2/finish/1 controller left-alone-not"]


def test_where_it_cannot_be_reached_nothing_is_changed_either() -> None:
    world = EngineWorld(GUIDE, limit=["compute1"])
    world.controller.opening = [Unreachable("ssh-refused", host="controller")]
    assert world.run.run() == "unreachable"
    assert sent(world) == {}
    assert world.missing == ["before/ssh controller ssh-refused"]


def test_with_keep_going_the_steps_before_it_are_done() -> None:
    world = EngineWorld(GUIDE, limit=["compute1"], keep_going=True)
    assert world.run.run() == "failed"
    assert sent(world) == {"compute1": ["set c 1"]}
    assert world.finished[-1] == "4.4.3/finish/2 compute1 skipped section-not-there"
    assert left_out(world) == ["4.4.2/install/1 controller left-alone-not"]


@pytest.mark.parametrize("steps", [[COMPUTE_STEPS[0], *CONTROLLER_STEPS], COMPUTE_STEPS])
def test_what_nobody_waits_for_or_was_not_asked_for_is_not_looked_at(steps: list[object]) -> None:
    world = EngineWorld(steps, limit=["compute1"])  # type: ignore[arg-type]
    assert world.run.run() == "done"
    assert "open" not in world.controller.log


# --- --keep-going -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "ending"), [(REFUSED, "unreachable"), (UntrustedKey("key-changed", host="x"), "untrusted")]
)
def test_a_host_that_cannot_be_reached_is_left_out(problem: Problem, ending: str) -> None:
    world = EngineWorld(GUIDE, keep_going=True)
    world.hosts["compute1"].opening = [problem]
    assert world.run.run() == ending
    assert sent(world) == {
        "controller": ["set a 1", "set b 1", "set v 1"],
        "compute2": ["set c 1", "set d 1"],
    }
    assert world.missing == left_out(world) == [f"before/ssh compute1 {problem.message.key}"]
    last = world.events[-2:]
    assert [type(event) for event in last] == [HostLeftOut, RunFinished]


def test_the_steps_are_told_which_hosts_the_run_goes_on_without() -> None:
    told: set[frozenset[str]] = set()

    def plan(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        told.add(answers.left_out)
        yield from ()

    others = [one for one in GUIDE if one.id != "4.4.4/2"]
    world = EngineWorld([*others, replace(step("4.4.4/2", "v"), plan=plan)], keep_going=True)
    world.hosts["compute1"].opening = [REFUSED]
    assert world.run.run() == "unreachable"
    assert told == {frozenset({"compute1"})}


def test_without_it_nothing_is_changed() -> None:
    world = EngineWorld(GUIDE)
    world.hosts["compute1"].opening = [REFUSED]
    assert world.run.run() == "unreachable"
    assert sent(world) == {}
    assert left_out(world) == []


@pytest.mark.parametrize("mode", ["run", "dry_run"])
def test_a_host_that_lacks_something_is_left_out(mode: str) -> None:
    world = all_there(EngineWorld(GUIDE, [BEFORE], keep_going=True), "compute2")
    assert getattr(world.run, mode)() == "refused"
    assert "compute2" not in sent(world)
    assert left_out(world) == ["before/project compute2 before-project"]
    if mode == "run":
        assert world.counts == {"changed": 5}
        assert world.hosts["compute2"].run_lock is None
    else:
        assert len(world.planned) == 5


def test_a_check_goes_on_without_a_host_that_cannot_be_reached() -> None:
    world = EngineWorld(GUIDE, keep_going=True)
    world.hosts["compute1"].opening = [REFUSED]
    assert world.run.check() == "unreachable"
    assert len(world.checked) == 5
    assert left_out(world) == ["before/ssh compute1 ssh-refused"]


@pytest.mark.parametrize("forks", [1, 25])
@pytest.mark.parametrize("mode", ["run", "check"])
def test_without_a_host_the_verification_waits_for_nothing(mode: str, forks: int) -> None:
    """What it would wait for may never come: the host that is left out."""
    looks: list[str] = []

    def never(found: str) -> Iterator[Action]:
        looks.append(found)
        raise Pending("services-no-list", said="x")
        yield

    steps = [*GUIDE[:-1], step("4.4.4/2", "v", never, settle_timeout=10**6)]
    world = EngineWorld(steps, keep_going=True, forks=forks)
    for host in world.hosts.values():
        host.values |= dict.fromkeys("abcd", "1")
    world.hosts["compute1"].opening = [REFUSED]
    assert getattr(world.run, mode)() == "unreachable"
    assert len(looks) == 1


def test_a_host_in_use_by_another_run_is_left_out_when_it_was_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locks, "LIMIT", 0.0)
    world = EngineWorld(GUIDE, keep_going=True)
    other = Claim("0b", "kim@desk (pid 7)")
    world.hosts["compute1"].run_lock = other
    assert world.run.run() == "refused"
    assert left_out(world) == ["before/lock compute1 run-lock-not-had"]
    assert sorted(sent(world)) == ["compute2", "controller"]
    assert world.hosts["compute1"].run_lock == other
    assert world.hosts["compute2"].run_lock is None


def test_without_the_controller_the_others_go_on_up_to_what_needs_it() -> None:
    world = EngineWorld(GUIDE, keep_going=True)
    world.controller.opening = [Unreachable("ssh-refused", host="controller")] * 2
    assert world.run.run() == "unreachable"
    assert sent(world) == {"compute1": ["set c 1"], "compute2": ["set c 1"]}
    assert world.finished[-1].endswith("skipped section-not-there")


def test_a_controller_that_lacks_something_but_whose_services_run_keeps_nobody() -> None:
    world = all_there(EngineWorld(GUIDE, [BEFORE], keep_going=True), "controller")
    world.controller.values |= {"a": "1", "b": "1"}
    assert world.run.run() == "refused"
    assert sent(world) == {name: ["set c 1", "set d 1"] for name in ("compute1", "compute2")}


def test_where_no_host_is_left_the_run_ends_as_without_it() -> None:
    world = all_there(EngineWorld(GUIDE, [BEFORE], keep_going=True), "controller", "compute1", "compute2")
    assert world.run.run() == "refused"
    assert sent(world) == {}


def test_a_step_that_fails_and_a_host_that_is_unreachable_end_as_unreachable() -> None:
    world = EngineWorld(GUIDE, keep_going=True)
    world.hosts["compute1"].opening = [REFUSED]
    world.hosts["compute2"].does["set c 1"] = fails
    assert world.run.run() == "unreachable"
    (end,) = world.of(RunFinished)
    assert end.failed == 1


def fails(host: FakeHost, command: Command) -> Result:
    """Let a command end with status 1."""
    return Result(1)


def test_nothing_left_out_changes_nothing() -> None:
    world = EngineWorld(GUIDE, keep_going=True)
    assert world.run.run() == "done"
    assert left_out(world) == []
    assert CONTROLLER.name in sent(world)
