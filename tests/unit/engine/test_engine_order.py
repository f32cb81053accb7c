"""Hosts that work at the same time: who meets whom, who waits for whom, and that nobody waits for ever."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from steps import GUIDE as BOOK
from steps import SECTIONS
from tests.support.world import EngineWorld, FakeHost, step
from wizard.engine import context, host_run
from wizard.engine.events import Event, RunFinished, StepFinished, StepStarted, Waiting, WaitingFor
from wizard.engine.order import Order
from wizard.model.commands import Command, Result
from wizard.model.problems import Lost, Pending
from wizard.model.role import Role
from wizard.model.steps import Action, Guide, Section, Step

COMPUTE = ("compute1", "compute2")
CONTROLLER_STEPS = [step("4.4.2/install/1", "a"), step("4.4.2/finish/1", "b")]
START = step("4.4.3/finish/2", "d", on=Role.COMPUTE, after="4.4.2")
COMPUTE_STEPS = [
    step("4.4.3/install/1", "c", on=Role.COMPUTE),
    START,
    step("4.4.3/finish/3a", "e", on=Role.COMPUTE),
]
VERIFY = [step("4.4.4/2", "v")]
GUIDE = [*CONTROLLER_STEPS, *COMPUTE_STEPS, *VERIFY]
LIMIT = 20
"""Seconds after which a test that hangs is given up."""


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the run look again at once."""
    monkeypatch.setattr(context, "PAUSE", 0.0)


def fails(host: FakeHost, command: Command) -> Result:
    """Let a command end with status 1."""
    return Result(1)


def meets(barrier: threading.Barrier, host: FakeHost, command: Command) -> None:
    """Let a command go on when the others are there too."""
    barrier.wait()


def waits(world: EngineWorld) -> list[tuple[str, str, object]]:
    """Return step, host and the hosts that were waited for of each wait for other hosts."""
    return [
        (event.id, event.host, event.message.variables["hosts"])
        for event in world.of(Waiting)
        if event.reason is WaitingFor.OTHER_HOSTS
    ]


def when_waiting(world: EngineWorld, do: Callable[[], object], hosts: int = 2) -> None:
    """Do something once so many hosts wait for others."""
    waiting = itertools.count(1)

    def on_event(event: Event) -> None:
        of_others = isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_HOSTS
        if of_others and next(waiting) == hosts:
            do()

    world.on_event = on_event


def held_up(world: EngineWorld, script: str = "set b 1") -> None:
    """Hold the controller up in a command until both compute nodes wait for it."""
    both_wait = threading.Event()
    when_waiting(world, both_wait.set)

    def is_held_up(host: FakeHost, command: Command) -> None:
        assert both_wait.wait(LIMIT)

    world.controller.does[script] = is_held_up


def indexes(world: EngineWorld, wanted: Callable[[Event], bool]) -> list[int]:
    """Return where among the events such ones are."""
    return [at for at, event in enumerate(world.events) if wanted(event)]


# --- At the same time ---------------------------------------------------------------------------------


def test_the_controller_and_the_compute_nodes_work_at_the_same_time() -> None:
    world = EngineWorld(GUIDE)
    together = threading.Barrier(3, timeout=LIMIT)
    world.controller.does["set a 1"] = partial(meets, together)
    for name in COMPUTE:
        world.hosts[name].does["set c 1"] = partial(meets, together)
    assert world.run.run() == "done"
    assert world.counts == {"changed": 9}


def test_each_host_does_its_steps_in_the_books_order() -> None:
    world = EngineWorld(GUIDE)
    assert world.run.run() == "done"
    assert {name: host.sent for name, host in world.hosts.items()} == {
        "controller": ["set a 1", "set b 1", "set v 1"],
        "compute1": ["set c 1", "set d 1", "set e 1"],
        "compute2": ["set c 1", "set d 1", "set e 1"],
    }


def test_the_verification_begins_when_all_hosts_are_through() -> None:
    world = EngineWorld(GUIDE)
    assert world.run.run() == "done"
    (verifying,) = indexes(world, lambda event: isinstance(event, StepStarted) and event.id == "4.4.4/2")
    ended = indexes(world, lambda event: isinstance(event, StepFinished) and event.id != "4.4.4/2")
    assert max(ended) < verifying


def test_a_step_that_comes_after_a_section_waits_until_it_holds() -> None:
    world = EngineWorld(GUIDE)
    held_up(world)
    assert world.run.run() == "done"
    assert sorted(waits(world)) == [("4.4.3/finish/2", name, "controller") for name in COMPUTE]
    (last,) = indexes(world, lambda event: isinstance(event, StepFinished) and event.id == "4.4.2/finish/1")
    started = indexes(world, lambda event: isinstance(event, StepStarted) and event.id == "4.4.3/finish/2")
    assert last < min(started)


def test_what_holds_already_is_not_waited_for() -> None:
    one, other = CONTROLLER_STEPS
    order = Order([(one, "controller"), (other, "controller")], threading.Event())
    order.done(one, "controller", changed=False)
    assert order.waits_for("4.4.2") == ["controller"]
    order.done(other, "controller", changed=False)
    order.leave("controller")
    assert order.waits_for("4.4.2") == []
    for section in ("4.4.2", "4.4.9"):
        assert order.is_told(section)
        assert order.why_not(section) is None


@pytest.mark.parametrize(
    "steps",
    [COMPUTE_STEPS, [START], [*COMPUTE_STEPS, *VERIFY]],
    ids=["the section alone", "the step alone", "from the section on"],
)
def test_without_the_section_in_the_run_nothing_is_waited_for(steps: list[Step]) -> None:
    world = EngineWorld(steps)
    assert world.run.run() == "done"
    assert waits(world) == []


def test_a_part_of_the_section_is_waited_for_too() -> None:
    world = EngineWorld([CONTROLLER_STEPS[1], *COMPUTE_STEPS])
    held_up(world)
    assert world.run.run() == "done"
    assert len(waits(world)) == 2


def test_a_step_that_is_declined_or_skipped_keeps_nobody_waiting() -> None:
    world = EngineWorld(GUIDE)
    world.approve = lambda step, node, planned: step.id != "4.4.2/finish/1"
    assert world.run.run() == "done"
    assert world.counts == {"changed": 8, "skipped": 1}


# --- What was read before the wait --------------------------------------------------------------------


def falls_over(world: EngineWorld) -> None:
    """Let what the compute nodes' last steps set be gone when the controller's last command ends."""
    for host in world.hosts.values():
        host.values |= {"c": "1", "d": "1", "e": "1"}
    held_up(world)
    is_held_up = world.controller.does["set b 1"]

    def falls(host: FakeHost, command: Command) -> None:
        is_held_up(host, command)
        for name in COMPUTE:
            world.hosts[name].values["d"] = ""

    world.controller.does["set b 1"] = falls


def test_what_was_read_before_the_wait_does_not_say_that_nothing_is_to_do() -> None:
    world = EngineWorld(GUIDE)
    falls_over(world)
    assert world.run.run() == "done"
    assert [world.hosts[name].sent for name in COMPUTE] == [["set d 1"]] * 2


@pytest.mark.parametrize(("fresh", "reads"), [(0.0, 3), (1e9, 1)], ids=["a long wait", "a short one"])
def test_where_nothing_was_changed_all_is_read_again_after_a_long_wait_alone(
    monkeypatch: pytest.MonkeyPatch, fresh: float, reads: int
) -> None:
    """Each of the compute nodes' last two steps reads what it needs."""
    monkeypatch.setattr(host_run, "FRESH", fresh)
    monkeypatch.setattr(context, "PAUSE", 0.01)
    both_wait = threading.Event()

    def settles(found: str) -> Iterator[Action]:
        if not both_wait.is_set():
            raise Pending("units-settling", units="x")
        yield from ()

    world = EngineWorld([step("4.4.2/finish/1", "b", settles, settle_timeout=LIMIT), *COMPUTE_STEPS])
    for name in COMPUTE:
        world.hosts[name].values |= dict.fromkeys("cde", "1")
    when_waiting(world, both_wait.set)
    assert world.run.run() == "done"
    assert world.counts == {"unchanged": 7}
    assert [world.hosts[name].log.count("read") for name in COMPUTE] == [reads] * 2


# --- What fails ---------------------------------------------------------------------------------------


def test_where_the_controller_fails_the_compute_nodes_go_on_up_to_what_needs_it() -> None:
    world = EngineWorld(GUIDE)
    world.controller.does["set a 1"] = fails
    assert world.run.run() == "failed"
    assert [world.hosts[name].sent for name in COMPUTE] == [["set c 1"]] * 2
    assert world.counts == {"failed": 1, "skipped": 5, "changed": 3}
    for name in COMPUTE:
        assert [line for line in world.finished if name in line] == [
            f"4.4.3/install/1 {name} changed holds-4-4-3-install-1",
            f"4.4.3/finish/2 {name} skipped section-not-reached",
            f"4.4.3/finish/3a {name} skipped section-not-reached",
        ]
    assert [event.tried for event in world.of(StepFinished) if event.id == "4.4.3/finish/2"] == [False] * 2
    assert world.finished[-1] == "4.4.4/2 controller changed holds-4-4-4-2"
    assert world.of(RunFinished)[0].status == "failed"


def test_a_failure_wakes_those_who_wait() -> None:
    world = EngineWorld(GUIDE)
    held_up(world)
    is_held_up = world.controller.does["set b 1"]

    def fails_then(host: FakeHost, command: Command) -> Result:
        is_held_up(host, command)
        return Result(1)

    world.controller.does["set b 1"] = fails_then
    assert world.run.run() == "failed"
    assert len(waits(world)) == 2
    assert world.counts == {"changed": 4, "failed": 1, "skipped": 4}


def test_a_failing_compute_node_stops_nobody() -> None:
    world = EngineWorld(GUIDE)
    world.hosts["compute1"].does["set c 1"] = fails
    assert world.run.run() == "failed"
    assert world.controller.sent == ["set a 1", "set b 1", "set v 1"]
    assert world.hosts["compute2"].sent == ["set c 1", "set d 1", "set e 1"]
    assert [line for line in world.finished if "compute1" in line] == [
        "4.4.3/install/1 compute1 failed command-failed",
        "4.4.3/finish/2 compute1 skipped not-reached",
        "4.4.3/finish/3a compute1 skipped not-reached",
    ]


def breaks(error: BaseException, host: FakeHost, command: Command) -> None:
    """Break in with an exception."""
    raise error


@pytest.mark.parametrize("error", [ZeroDivisionError, MemoryError, KeyboardInterrupt])
def test_whatever_ends_a_host_releases_the_others(error: type[BaseException]) -> None:
    world = EngineWorld(GUIDE)
    held_up(world)
    is_held_up = world.controller.does["set b 1"]

    def breaks_then(host: FakeHost, command: Command) -> None:
        is_held_up(host, command)
        raise error

    world.controller.does["set b 1"] = breaks_then
    with pytest.raises(error):
        world.run.run()
    for name in COMPUTE:
        assert f"4.4.3/finish/2 {name} skipped section-not-reached" in world.finished
    assert world.of(RunFinished)[0].status == "failed"


def test_a_controller_that_is_lost_for_good_releases_the_others() -> None:
    world = EngineWorld(GUIDE)
    world.controller.does["set a 1"] = partial(breaks, Lost("host-lost", host="controller"))
    assert world.run.run() == "failed"
    assert "4.4.2/install/1 controller unknown host-lost" in world.finished
    assert "4.4.3/finish/2 compute1 skipped section-not-reached" in world.finished


def test_stopping_ends_those_who_wait_at_once() -> None:
    """The controller's command ends only when they have ended."""
    world = EngineWorld(GUIDE)
    held_up(world)
    both_wait = world.controller.does["set b 1"]
    both_left = threading.Event()
    leave, left = Order.leave, itertools.count(1)

    def leaves(self: Order, *hosts: str) -> None:
        leave(self, *hosts)
        if next(left) == 2:
            both_left.set()

    def stops(host: FakeHost, command: Command) -> None:
        both_wait(host, command)
        world.run.stop()
        assert both_left.wait(LIMIT)

    world.controller.does["set b 1"] = stops
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Order, "leave", leaves)
        assert world.run.run() == "interrupted"
    assert [line for line in world.finished if "finish/2" in line] == []
    assert world.controller.sent == ["set a 1", "set b 1"]


def test_where_there_are_too_few_threads_the_others_do_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The controller begins first and waits for two nodes, and gives its thread to the second."""
    world = EngineWorld(
        [step("4.4.2/install/1", "a", on=Role.COMPUTE), step("4.4.3/install/1", "b", after="4.4.2")]
    )
    refused = threading.Event()
    start = threading.Thread.start

    def is_held_up(host: FakeHost, command: Command) -> None:
        assert refused.wait(LIMIT)

    def starts(thread: threading.Thread) -> None:
        looked = [event for event in world.of(Waiting) if event.message.key == "looking"]
        if len(looked) == len(world.hosts) and thread.name.endswith("_2"):
            refused.set()
            raise RuntimeError("can't start new thread")
        start(thread)

    world.hosts["compute1"].does["set a 1"] = is_held_up
    monkeypatch.setattr(threading.Thread, "start", starts)
    assert world.run.run() == "done"
    assert refused.is_set()
    assert world.counts == {"changed": 3}


# --- What the guide may ask for -----------------------------------------------------------------------


@pytest.mark.parametrize("after", ["4.4.9", "4.4.3", "4.4.4"], ids=["not declared", "its own", "a later one"])
def test_a_guide_in_which_a_step_would_wait_for_ever_is_refused(after: str) -> None:
    with pytest.raises(ValueError, match=r"4\.4\.3/finish/2 would wait for ever"):
        Guide((*CONTROLLER_STEPS, replace(START, after=after)), (), SECTIONS)


def test_a_section_that_verifies_comes_after_all_others_and_is_not_waited_for() -> None:
    sections = (Section("4.4.2", verifies=True), Section("4.4.3"))
    with pytest.raises(ValueError, match="would wait for ever"):
        Guide((*CONTROLLER_STEPS, START), (), sections)


def test_in_the_book_the_start_of_nova_compute_alone_waits_for_the_controller() -> None:
    assert {one.id: one.after for one in BOOK if one.after} == {"4.4.3/finish/2": "4.4.2"}
