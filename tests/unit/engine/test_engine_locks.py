"""The run locks as a run takes them: before it reads, in one order, and given back however it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from tests.support.world import EngineWorld, FakeHost, act, setting, step
from wizard.engine import locks
from wizard.engine.events import Event, Missing, Planned, RunFinished, StepFinished, Waiting, WaitingFor
from wizard.engine.locks import RunLocks
from wizard.engine.reader import FactReader
from wizard.hosts import Claim
from wizard.model.commands import Command
from wizard.model.message import Message
from wizard.model.problems import Lost, Problem, Refused, Unreachable
from wizard.model.role import Role

HELD = Message("run-lock-held", host="controller", owner="kim@desk (pid 7)", since="09:00")
AT_WORK = Message("command-at-work", host="controller")
GUIDE = [step("4.4.2/install/1", "a"), step("4.4.3/install/1", "c", on=Role.COMPUTE)]
OTHER = Claim("0b", "kim@desk (pid 7)")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the run try again at once."""
    monkeypatch.setattr(locks, "PAUSE", 0.001)


def waits(world: EngineWorld) -> list[str]:
    """Return `HOST KEY` of each wait for another run."""
    return [
        f"{event.host} {event.message.key}"
        for event in world.of(Waiting)
        if event.reason is WaitingFor.OTHER_RUN
    ]


def free(world: EngineWorld) -> bool:
    """Whether no host has a run lock taken."""
    return all(host.run_lock is None and host.claim is None for host in world.hosts.values())


def lost_once(host: FakeHost, command: Command) -> None:
    """Break the connection at the first reading of facts."""
    if host.log.count("read") == 1:
        raise Lost("connection-lost", host=host.node.name)


def test_it_is_had_before_anything_is_read() -> None:
    world = EngineWorld(GUIDE)
    assert world.run.run() == "done"
    for host in world.hosts.values():
        assert host.log.index("acquire") < host.log.index("read")


@pytest.mark.parametrize("mode", ["dry_run", "check", "scan"])
def test_whoever_changes_nothing_neither_takes_it_nor_waits(mode: str) -> None:
    world = EngineWorld(GUIDE)
    for host in world.hosts.values():
        host.run_lock = OTHER
    getattr(world.run, mode)()
    assert world.of(StepFinished) or world.planned or world.checked
    assert all("acquire" not in host.log for host in world.hosts.values())
    assert waits(world) == []
    assert world.controller.run_lock == OTHER


@pytest.mark.parametrize("mode", ["dry_run", "scan"])
def test_nor_where_the_connection_is_made_again(mode: str) -> None:
    world = EngineWorld(GUIDE)
    world.controller.does["read"] = lost_once
    getattr(world.run, mode)()
    assert world.controller.log.count("open") == 2
    assert "acquire" not in world.controller.log


def test_another_run_that_came_while_the_connection_was_broken_at_the_first_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locks, "AGAIN_LIMIT", 0.0)
    world = EngineWorld(GUIDE)
    world.controller.locking = [None, HELD]
    world.controller.does["read"] = lost_once
    assert world.run.run() == "refused"
    assert world.missing == ["before controller run-lock-not-had"]
    assert world.controller.sent == []


def test_whoever_waits_is_told_for_whom_and_goes_on_then() -> None:
    world = EngineWorld(GUIDE)
    world.controller.locking = [HELD, HELD, AT_WORK, HELD, None]
    assert world.run.run() == "done"
    assert waits(world) == [
        "controller run-lock-held",
        "controller command-at-work",
        "controller run-lock-held",
    ]
    (first, *_) = [event for event in world.of(Waiting) if event.reason is WaitingFor.OTHER_RUN]
    assert (first.message, first.limit) == (HELD, locks.LIMIT)


def test_what_comes_later_is_given_back_while_one_waits() -> None:
    world = EngineWorld(GUIDE)
    compute1, compute2 = world.hosts["compute1"], world.hosts["compute2"]
    compute1.locking = [Message("run-lock-held", host="compute1", owner="lee", since="09:00")]
    seen: list[tuple[bool, bool]] = []

    def look(event: Event) -> None:
        if isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_RUN:
            seen.append((world.controller.run_lock is not None, compute2.run_lock is not None))

    world.on_event = look
    assert world.run.run() == "done"
    assert seen == [(True, False)]
    assert free(world)


def test_it_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "LIMIT", 0.0)
    world = EngineWorld(GUIDE)
    world.controller.run_lock = OTHER
    assert world.run.run() == "refused"
    (told,) = world.of(Missing)
    assert (told.id, told.host, told.message.key) == ("before/lock", "controller", "run-lock-not-had")
    assert told.message.variables["why"].variables["owner"] == OTHER.owner
    assert all("read" not in host.log and host.sent == [] for host in world.hosts.values())


def test_stopping_ends_the_waiting() -> None:
    world = EngineWorld(GUIDE)
    world.controller.run_lock = OTHER
    world.on_event = lambda event: (
        world.run.stop() if isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_RUN else None
    )
    assert world.run.run() == "interrupted"
    assert all(host.sent == [] for host in world.hosts.values())
    world.controller.run_lock = None
    assert free(world)


def test_a_connection_that_breaks_meanwhile_is_made_again() -> None:
    world = EngineWorld(GUIDE)
    world.controller.locking = [Lost("connection-lost", host="controller")]
    assert world.run.run() == "done"
    assert world.controller.log[:5] == ["open", "acquire", "close", "open", "acquire"]


def test_a_connection_that_is_let_go_of_while_stopping_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = EngineWorld(GUIDE)

    def let_go(claim: Claim) -> None:
        world.run.stop()
        raise Lost("connection-lost", host="controller")

    monkeypatch.setattr(world.controller, "acquire", let_go)
    assert world.run.run() == "interrupted"
    assert world.controller.log.count("open") == 1


@pytest.mark.parametrize(
    ("problem", "ended", "told"),
    [
        (Refused("run-lock-unsafe", host="compute1", path="/run/x", found="-"), "refused", "before/lock"),
        (Unreachable("ssh-no-session", host="compute1", reason="-"), "unreachable", "before/ssh"),
    ],
)
def test_where_it_cannot_be_had_nothing_is_done(problem: Problem, ended: str, told: str) -> None:
    world = EngineWorld(GUIDE)
    world.hosts["compute1"].locking = [problem]
    assert world.run.run() == ended
    assert world.missing == [f"{told} compute1 {problem.message.key}"]
    assert all(host.sent == [] for host in world.hosts.values())
    assert free(world)


# --- Endings ----------------------------------------------------------------------------------------


def failing(found: str) -> Iterator[object]:
    """Plan something that changes another value, so that the step never holds."""
    yield act("set other 1")


def refusing(found: str) -> Iterator[object]:
    """Refuse, as for a disk that is not there."""
    raise Refused("disk-absent", disk="/dev/sdb")
    yield


class Defect(Exception):
    """Something that should not happen."""


@pytest.mark.parametrize("keep_open", [False, True], ids=["closed", "left open"])
@pytest.mark.parametrize("ending", ["done", "failed", "refused", "interrupted", "defect"])
def test_it_is_free_after_each_ending(ending: str, keep_open: bool) -> None:
    plans = {"failed": failing, "refused": refusing}.get(ending, setting("a"))
    steps = [step("4.4.2/install/1", "a", plans), step("4.4.2/install/2", "b")]  # type: ignore[arg-type]
    world = EngineWorld(steps, keep_open=keep_open)
    if ending == "interrupted":
        world.on_event = lambda event: world.run.stop() if isinstance(event, Planned) else None
    if ending == "defect":
        world.approve = lambda step, node, actions: (_ for _ in ()).throw(Defect)
        with pytest.raises(Defect):
            world.run.run()
    else:
        assert world.run.run() == ending
    assert free(world)
    assert "release" in world.controller.log
    assert world.controller.log.count("close") == (not keep_open)


# --- Losing it --------------------------------------------------------------------------------------


def test_a_command_whose_run_has_lost_it_is_not_done() -> None:
    world = EngineWorld(GUIDE)

    def steal(event: Event) -> None:
        if isinstance(event, Waiting) and event.message.key == "running":
            world.controller.token = OTHER.token

    world.on_event = steal
    assert world.run.run() == "failed"
    assert world.finished[0] == "4.4.2/install/1 controller failed run-lock-gone"
    assert world.controller.sent == []


def test_another_run_that_came_while_the_connection_was_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for, not for long; what the last command did stays unknown."""
    monkeypatch.setattr(locks, "AGAIN_LIMIT", 0.0)
    world = EngineWorld(GUIDE)

    def lose(host: object, command: object) -> None:
        world.controller.locking = [HELD] * 5
        raise Lost("connection-lost", host="controller")

    world.controller.does["set a 1"] = lose
    assert world.run.run() == "failed"
    assert world.finished[0] == "4.4.2/install/1 controller unknown run-lock-not-had"
    assert waits(world) == ["controller run-lock-held"]
    assert world.controller.sent == ["set a 1"]


def test_facts_are_read_again_after_another_run_was_there() -> None:
    """It did what was to be done."""
    world = EngineWorld(GUIDE)

    def lose(host: object, command: object) -> None:
        world.controller.does.clear()
        world.controller.locking = [HELD]
        world.controller.values["a"] = "1"
        raise Lost("connection-lost", host="controller")

    world.controller.does["set a 1"] = lose
    assert world.run.run() == "done"
    assert world.controller.sent == ["set a 1"]


# --- Several runs on several hosts ------------------------------------------------------------------


class Shared:
    """The run locks of some hosts, as several runs see them."""

    def __init__(self) -> None:
        self.owners: dict[str, Claim] = {}
        self.guard = threading.Lock()

    def readers(self, names: Sequence[str]) -> Mapping[str, FactReader]:
        return {name: cast(FactReader, End(self, name)) for name in names}


class End:
    """One run's end at a host."""

    def __init__(self, shared: Shared, name: str) -> None:
        self.shared = shared
        self.name = name
        self.claim: Claim | None = None

    def acquire(self, claim: Claim) -> Message | None:
        with self.shared.guard:
            owner = self.shared.owners.setdefault(self.name, claim)
        if owner != claim:
            return Message("run-lock-held", host=self.name, owner=owner.owner, since="09:00")
        self.claim = claim
        return None

    def release(self) -> None:
        with self.shared.guard:
            if self.claim and self.shared.owners.get(self.name) == self.claim:
                del self.shared.owners[self.name]
        self.claim = None


def test_runs_on_overlapping_hosts_come_through_one_by_one() -> None:
    shared = Shared()
    at_work: set[str] = set()
    clashes: list[str] = []
    sites = [["controller", "a", "b", "c"], ["a", "b"], ["b", "c"], ["controller", "c"]]

    def work(names: list[str]) -> Sequence[str]:
        for _ in range(15):
            run = RunLocks(names, shared.readers(names), lambda event: None, threading.Event())
            assert run.take(names) == {}
            with shared.guard:
                clashes.extend(at_work & set(names))
                at_work.update(names)
            with shared.guard:
                at_work.difference_update(names)
            run.give_back()
        return names

    with ThreadPoolExecutor(len(sites)) as pool:
        done: list[Callable[[], Sequence[str]]] = [pool.submit(work, names).result for names in sites]
    assert [result() for result in done] == sites
    assert clashes == []
    assert shared.owners == {}


def test_the_order_is_the_controller_first_then_by_name() -> None:
    world = EngineWorld(GUIDE)
    assert list(world.run._locks._order) == ["controller", "compute1", "compute2"]
    assert world.run.run() == "done"
    assert world.of(RunFinished)
