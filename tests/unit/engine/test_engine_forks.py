"""A run on more hosts than may be at work at once: how many are, and that none of them waits for ever."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.support.cases import ANSWERS, COMPUTE1
from tests.support.world import EngineWorld, FakeHost, prerequisite, step
from wizard.engine import context, forks
from wizard.engine.events import Event, StepFinished, Waiting, WaitingFor
from wizard.engine.forks import affordable
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.problems import Lost, Problem, Unreachable, UntrustedKey
from wizard.model.role import Role
from wizard.model.steps import Step

MANY = 12
LIMIT = 20
"""Seconds after which a run that hangs is given up."""
CONTROLLER_STEPS = [step("4.4.2/install/1", "a"), step("4.4.2/finish/1", "b")]
COMPUTE_STEPS = [
    step("4.4.3/install/1", "c", on=Role.COMPUTE),
    step("4.4.3/finish/2", "d", on=Role.COMPUTE, after="4.4.2"),
]
VERIFY = [step("4.4.4/2", "v")]
GUIDE = [*CONTROLLER_STEPS, *COMPUTE_STEPS, *VERIFY]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the run look again at once."""
    monkeypatch.setattr(context, "PAUSE", 0.0)


class Counter:
    """Counts how many are in at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def change(self, by: int) -> None:
        """Note that one comes or leaves."""
        with self._lock:
            self._now += by
            self.most = max(self.most, self._now)


class CountedHost(FakeHost):
    """A host that counts its open connection and its work among those of others."""

    connections: Counter
    work: Counter
    is_open = False

    def open(self) -> None:
        """Open it, and count it."""
        super().open()
        if not self.is_open:
            self.is_open = True
            self.connections.change(1)

    def close(self) -> None:
        """Close it, and count that."""
        super().close()
        if self.is_open:
            self.is_open = False
            self.connections.change(-1)

    def run(self, command: Command, *given: Callable[[str], None]) -> Result:
        """Run it as one of those at work."""
        assert self.is_open
        self.work.change(1)
        try:
            return super().run(command, *given)
        finally:
            self.work.change(-1)


def computes(count: int = MANY) -> Answers:
    """Return answers with so many compute nodes."""
    nodes = [replace(COMPUTE1, name=f"compute{at}") for at in range(1, count + 1)]
    return replace(ANSWERS, compute=tuple(nodes))


def world_of(steps: Sequence[Step] = GUIDE, forks: int = 3, **options: object) -> EngineWorld:
    """Return a world with many hosts, which count their connections and their work."""
    answers = computes()
    hosts: dict[str, FakeHost] = {node.name: CountedHost(node) for node in answers.nodes}
    connections, work = Counter(), Counter()
    for host in hosts.values():
        assert isinstance(host, CountedHost)
        host.connections, host.work = connections, work
    return EngineWorld(steps, hosts=hosts, answers=answers, forks=forks, **options)  # type: ignore[arg-type]


def counted(world: EngineWorld) -> tuple[int, int]:
    """Return how many connections were open at once, and how many hosts were at work."""
    host = world.controller
    assert isinstance(host, CountedHost)
    return host.connections.most, host.work.most


def ended(work: Callable[[], object]) -> object:
    """Return what the work returns; a test fails where it does not end."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()), daemon=True)
    thread.start()
    thread.join(LIMIT)
    assert found, "it hangs"
    return found[0]


@pytest.mark.parametrize("forks", [1, 2, 3])
def test_a_run_works_at_so_many_hosts_and_keeps_the_connections_that_hold_its_locks(forks: int) -> None:
    world = world_of(forks=forks)
    together = threading.Barrier(forks, timeout=LIMIT)

    def meets(host: FakeHost, command: Command) -> None:
        together.wait()

    for at in range(1, MANY + 1):
        world.hosts[f"compute{at}"].does["set c 1"] = meets
    assert ended(world.run.run) == "done"
    assert world.counts == {"changed": 2 + 2 * MANY + 1}
    assert counted(world) == (MANY + 1, forks)
    assert all(host.log.count("open") == 1 for host in world.hosts.values())


def test_hosts_that_wait_give_their_places_to_the_others() -> None:
    """The controller ends when all others wait for it, of which one could be at work besides it."""
    world = world_of(forks=2)
    all_wait = threading.Event()
    waiting = itertools.count(1)

    def on_event(event: Event) -> None:
        of_others = isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_HOSTS
        if of_others and next(waiting) == MANY:
            all_wait.set()

    def is_held_up(host: FakeHost, command: Command) -> None:
        assert all_wait.wait(LIMIT)

    world.on_event = on_event
    world.controller.does["set b 1"] = is_held_up
    assert ended(world.run.run) == "done"
    assert counted(world)[1] <= 2


def test_those_who_wait_end_when_the_user_stops() -> None:
    world = world_of(forks=2)
    waiting = itertools.count(1)

    def on_event(event: Event) -> None:
        of_others = isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_HOSTS
        if of_others and next(waiting) == MANY:
            world.run.stop()

    def is_held_up(host: FakeHost, command: Command) -> None:
        assert world.run._stopping.wait(LIMIT)

    world.on_event = on_event
    world.controller.does["set b 1"] = is_held_up
    assert ended(world.run.run) == "interrupted"
    assert [line for line in world.finished if "finish/2" in line] == []
    assert all(host.run_lock is None for host in world.hosts.values())


@pytest.mark.parametrize("forks", [1, 2])
def test_a_host_that_fails_keeps_no_place(forks: int) -> None:
    world = world_of(forks=forks)
    for name in ("compute1", "compute2", "compute3"):
        world.hosts[name].does["set c 1"] = lambda host, command: Result(1)
    assert ended(world.run.run) == "failed"
    assert world.counts == {"changed": 2 + 2 * (MANY - 3) + 1, "failed": 3, "skipped": 3}


def test_a_controller_that_fails_releases_all_who_wait() -> None:
    world = world_of(forks=1)
    world.controller.does["set a 1"] = lambda host, command: Result(1)
    assert ended(world.run.run) == "failed"
    skipped = [line for line in world.finished if "finish/2" in line]
    assert skipped == [f"4.4.3/finish/2 compute{at} skipped section-not-reached" for at in range(1, MANY + 1)]


# --- What changes nothing: connections are opened late and closed early -------------------------------


@pytest.mark.parametrize("mode", ["check", "dry_run"])
def test_what_changes_nothing_has_no_more_connections_than_hosts_at_work(mode: str) -> None:
    world = world_of(forks=3)
    assert ended(getattr(world.run, mode)) == {"check": "differs", "dry_run": "done"}[mode]
    most, at_work = counted(world)
    assert at_work <= 3
    assert most <= 3 + 1, "the controller's is kept for its last section"
    assert [name for name, host in world.hosts.items() if host.log.count("open") != 1] in ([], ["controller"])


def test_a_check_and_a_dry_run_find_on_many_hosts_what_they_find_on_few() -> None:
    few, many = world_of(forks=MANY + 1), world_of(forks=2)
    for world in (few, many):
        world.hosts["compute2"].values["c"] = "1"
        world.run.check()
        checked = sorted(world.checked)
        world.new_run().dry_run()
        world.noted[:] = [(line, "") for line in [*checked, *sorted(world.planned)]]
    assert few.noted == many.noted


@pytest.mark.parametrize(
    ("problem", "ending"),
    [
        (Unreachable("ssh-refused", host="compute2"), "unreachable"),
        (UntrustedKey("key-changed", host="compute2"), "untrusted"),
    ],
)
@pytest.mark.parametrize("mode", ["check", "dry_run"])
def test_a_host_that_cannot_be_reached_hides_nothing_of_the_others(
    mode: str, problem: Problem, ending: str
) -> None:
    world = world_of(forks=2)
    world.hosts["compute2"].opening = [problem]
    assert ended(getattr(world.run, mode)) == ending
    assert world.missing == [f"before/ssh compute2 {problem.message.key}"]
    if mode == "check":
        assert len(world.checked) == 3 + 2 * (MANY - 1)


def test_a_connection_that_breaks_at_the_first_look_is_made_again() -> None:
    world = world_of(forks=2)
    losses = [Lost("connection-lost", host="compute3")]

    def is_lost(host: FakeHost, command: Command) -> None:
        if losses:
            raise losses.pop()

    world.hosts["compute3"].does["read"] = is_lost
    assert ended(world.run.dry_run) == "done"


def test_what_is_missing_is_told_of_each_of_many_hosts() -> None:
    world = world_of(GUIDE, forks=2, prerequisites=[prerequisite("before/project", "p")])
    for name, host in world.hosts.items():
        host.values["p"] = "" if name == "compute7" else "1"
    assert ended(world.run.dry_run) == "refused"
    assert world.missing == ["before/project compute7 before-project"]


# --- Open files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("room", "hosts", "kept", "expected"),
    [
        (10_000, 500, True, 25),
        (10_000, 2, True, 2),
        (245, 500, False, 25),
        (100, 500, False, 9),
        (245, 150, True, 9),
    ],
)
def test_as_many_hosts_are_at_work_as_files_allow(
    monkeypatch: pytest.MonkeyPatch, room: int, hosts: int, kept: bool, expected: int
) -> None:
    monkeypatch.setattr(forks, "room_for", lambda wanted: room)
    assert affordable(25, hosts, kept=kept) == expected


def test_a_run_whose_connections_are_more_than_files_is_refused_before_any_host_is_contacted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = world_of()
    monkeypatch.setattr(forks, "room_for", lambda wanted: 20)
    monkeypatch.setattr(forks, "limit", lambda: 32)
    with pytest.raises(Problem) as raised:
        world.run.run()
    message = raised.value.message
    assert (message.key, message.variables["limit"], message.variables["hosts"]) == (
        "too-few-files",
        32,
        MANY + 1,
    )
    assert world.events == []
    assert all(host.log == [] for host in world.hosts.values())


def test_a_reading_that_would_keep_too_many_connections_closes_them_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = world_of(forks=3, keep_open=True)
    monkeypatch.setattr(forks, "room_for", lambda wanted: 16 + MANY + 1)
    assert ended(world.run.scan) == "differs"
    assert counted(world)[0] <= 3 + 1
    assert len(world.of(StepFinished)) == 0
    assert len(world.checked) == 3 + 2 * MANY
