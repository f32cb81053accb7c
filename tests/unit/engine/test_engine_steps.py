"""A step's way: read, plan, approve, apply, read again; and every way in which it may end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.support.world import EngineWorld, FakeHost, act, setting, step
from wizard.actions.command import RunCommand
from wizard.engine import context, planning
from wizard.engine.events import Event, Output, Planned, StepChecked, StepFinished, StepStarted, Waiting
from wizard.model.answers import Node
from wizard.model.commands import Command, Result
from wizard.model.message import Message
from wizard.model.problems import Lost, Pending, Problem, Refused, Skipped, Unknown, Unreachable, UntrustedKey
from wizard.model.role import Role
from wizard.model.steps import Action, Step
from wizard.text import Words

A, B = "4.4.2/install/1", "4.4.2/install/2"


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


def answers(*results: Result | Exception | None) -> Callable[[FakeHost, Command], Result | None]:
    """What a command does the first, the second, … time; afterwards, as usual."""
    left = list(results)

    def does(host: FakeHost, command: Command) -> Result | None:
        result = left.pop(0) if left else None
        if isinstance(result, Exception):
            raise result
        return result

    return does


LOST = Lost("host-lost", host="controller")


# --- The statuses -----------------------------------------------------------------------------------


def test_unchanged_sends_nothing_and_reads_once() -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.values.update(a="1", b="1")
    assert world.run.run() == "done"
    assert world.controller.log == ["open", "acquire", "read", "release", "close"]
    assert world.finished == [
        f"{A} controller unchanged holds-4-4-2-install-1",
        f"{B} controller unchanged holds-4-4-2-install-2",
    ]
    assert world.counts == {"unchanged": 2}


def test_the_same_facts_are_planned_by_once() -> None:
    seen: list[str] = []
    plans = setting("a")

    def counted(found: str) -> Iterator[Action]:
        seen.append(found)
        yield from plans(found)

    world = EngineWorld([step(A, "a", counted)])
    assert world.run.run() == "done"
    assert seen == ["", "", "1"]  # a look for refusals before the first change, the plan, and what holds


def test_changed_is_planned_sent_and_read_again() -> None:
    world = EngineWorld([step(A, "a")])
    assert world.run.run() == "done"
    assert world.controller.log == ["open", "acquire", "read", "set a 1", "read", "release", "close"]
    assert world.finished == [f"{A} controller changed holds-4-4-2-install-1"]
    kinds = [type(event) for event in world.events if not isinstance(event, Waiting)]
    assert kinds[1:-1] == [StepStarted, Planned, Output, StepFinished]
    assert world.noted == [("controller", "0")] * 3


def test_after_a_change_every_fact_is_read_again() -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.does["set a 1"] = lambda host, command: host.values.update(b="1")
    world.run.run()
    assert world.finished[1] == f"{B} controller unchanged holds-4-4-2-install-2"
    assert world.controller.sent == ["set a 1"]


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (Refused("two-services", ids="1"), "failed"),
        (Pending("units-settling", units="x"), "failed"),
        (Unknown("fact-cut-short", fact="x"), "unknown"),
        (Skipped("no-disk"), "skipped"),
    ],
)
def test_a_problem_is_a_status_and_ends_the_hosts_steps_unless_skipped(problem: Problem, status: str) -> None:
    world = EngineWorld([step("4.4.4/1", "a", raising(problem)), step("4.4.4/2", "b")])
    skipped = status == "skipped"
    assert world.run.run() == ("done" if skipped else "failed")
    key = problem.message.key
    rest = "changed holds-4-4-4-2" if skipped else "skipped not-reached"
    assert world.finished == [f"4.4.4/1 controller {status} {key}", f"4.4.4/2 controller {rest}"]
    reached = world.of(StepFinished)[1].message
    assert reached.key != "not-reached" or reached.variables["id"] == "4.4.4/1"


def test_exit_status_non_zero_and_the_facts_hold() -> None:
    world = EngineWorld([step(A, "a")])

    def fails_but_works(host: FakeHost, command: Command) -> Result:
        host.values["a"] = "1"
        return Result(1, b"warning\n")

    world.controller.does["set a 1"] = fails_but_works
    assert world.run.run() == "done"
    assert world.finished == [f"{A} controller changed holds-4-4-2-install-1"]


@pytest.mark.parametrize(
    ("result", "key", "said"),
    [
        (Result(3, b"one\ntwo hunter2\n"), "command-failed", {"status": "3", "said": "one\ntwo ‹novapass›"}),
        (Result(3), "command-failed", {"status": "3", "said": Message("nothing-printed")}),
        (Result(None), "command-killed", {"said": Message("nothing-printed")}),
        (Result(0, b"fine\n"), "still-missing", {"text": "set a 1"}),
    ],
    ids=["fails", "fails silently", "signal", "zero, and it does not hold"],
)
def test_what_does_not_hold_afterwards_has_failed(
    result: Result, key: str, said: dict[str, str | Message]
) -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.does["set a 1"] = lambda host, command: result
    assert world.run.run() == "failed"
    assert world.finished == [f"{A} controller failed {key}", f"{B} controller skipped not-reached"]
    assert world.controller.sent == ["set a 1"]
    message = world.of(StepFinished)[0].message
    assert {name: message.variables[name] for name in said} == said


def test_a_failed_command_is_explained_by_what_is_missing_now() -> None:
    """As of a service: its command only says that it failed, its own last lines are among the facts."""

    def plans(found: str) -> Iterator[Action]:
        yield RunCommand("start a", reason=Message("units-down", units=f"a: {found}"))

    def fails(host: FakeHost, command: Command) -> Result:
        host.values["a"] = "no-queue"
        return Result(1, b"see journalctl\n")

    world = EngineWorld([step(A, "a", plans)])
    world.controller.does["start a"] = fails
    assert world.run.run() == "failed"
    message = world.of(StepFinished)[0].message
    assert message.key == "command-failed-because"
    said = Words("en").say(message)
    assert "see journalctl" in said and "a: no-queue" in said


def test_output_is_masked_as_it_comes() -> None:
    world = EngineWorld([step(A, "a")])

    def prints(host: FakeHost, command: Command) -> Result:
        host.values["a"] = "1"
        return Result(0, b"password hunter2\n")

    world.controller.does["set a 1"] = prints
    world.run.run()
    assert [event.line for event in world.of(Output)] == ["password ‹novapass›"]


def test_only_the_last_lines_of_a_failing_command_are_said() -> None:
    world = EngineWorld([step(A, "a")])
    lines = [f"line {number}" for number in range(30)]
    world.controller.does["set a 1"] = lambda host, command: Result(1, "\n".join(lines).encode())
    world.run.run()
    assert world.of(StepFinished)[0].message.variables["said"] == "\n".join(lines[-10:])
    assert [event.line for event in world.of(Output)] == lines


def test_of_several_actions_the_first_that_fails_is_the_last() -> None:
    def plans(found: str) -> Iterator[Action]:
        if found != "3":
            yield from (act("set a 1"), act("set a 2"), act("set a 3"))

    world = EngineWorld([step(A, "a", plans)])
    world.controller.does["set a 2"] = lambda host, command: Result(1)
    assert world.run.run() == "failed"
    assert world.controller.sent == ["set a 1", "set a 2"]


def test_a_step_may_find_something_more_to_do() -> None:
    def plans(found: str) -> Iterator[Action]:
        following = {"": "set a 1", "1": "set a 2", "2": "set a 3"}
        if found in following:
            yield act(following[found])

    world = EngineWorld([step(A, "a", plans)])
    assert world.run.run() == "done"
    assert world.controller.sent == ["set a 1", "set a 2", "set a 3"]


def test_a_step_that_always_finds_more_to_do_ends() -> None:
    world = EngineWorld([step(A, "a", lambda found: iter([act(f"set a {len(found)}{found}")]))])
    assert world.run.run() == "failed"
    assert world.finished == [f"{A} controller failed no-end"]
    assert world.of(StepFinished)[0].message.variables == {"rounds": len(world.controller.sent)}


# --- The plan that was shown is the plan that is sent -----------------------------------------------


def test_declined_is_skipped_and_sends_nothing() -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.approve = lambda step, node, actions: step.id == B
    assert world.run.run() == "done"
    assert world.finished[0] == f"{A} controller skipped declined"
    assert world.controller.sent == ["set b 1"]


def test_facts_that_changed_before_the_approval_are_planned_and_shown_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "FRESH", -1.0)  # facts are at once too old to be acted upon
    asked: list[list[str]] = []

    def approve(step: Step, node: Node, actions: Sequence[Planned]) -> bool:
        asked.append([action.text for action in actions])
        if len(asked) == 1:
            world.controller.values["a"] = "other"
        return True

    def plans(found: str) -> Iterator[Action]:
        if found != "1":
            yield act("set a 1", options=found)
            if found:
                yield act("set b 1")

    world = EngineWorld([step(A, "a", plans)])
    world.approve = approve
    assert world.run.run() == "done"
    assert asked == [["set a 1"], ["set a 1", "set b 1"]]
    assert world.planned == ["set a 1", "set a 1", "set b 1"]
    assert world.controller.sent == ["set a 1", "set b 1"]


def test_what_somebody_else_did_before_the_approval_is_not_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "FRESH", -1.0)
    asked: list[int] = []

    def approve(step: Step, node: Node, actions: Sequence[Planned]) -> bool:
        asked.append(len(actions))
        world.controller.values["a"] = "1"
        return True

    world = EngineWorld([step(A, "a")])
    world.approve = approve
    assert world.run.run() == "done"
    assert asked == [1]
    assert world.controller.sent == []
    assert world.finished == [f"{A} controller unchanged holds-4-4-2-install-1"]


def test_facts_that_are_too_old_are_read_once_more_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "FRESH", -1.0)
    world = EngineWorld([step(A, "a")])

    def somebody_else(host: FakeHost, command: Command) -> Result | None:
        if host.log.count("read") == 2:
            host.values["a"] = "1"
        return None

    world.controller.does["read"] = somebody_else
    assert world.run.run() == "done"
    assert world.controller.sent == []
    assert world.finished == [f"{A} controller unchanged holds-4-4-2-install-1"]


@pytest.mark.parametrize(("seconds", "reads"), [(29.0, 0), (31.0, 1)])
def test_facts_may_be_half_a_minute_old_when_actions_are_planned(
    monkeypatch: pytest.MonkeyPatch, seconds: float, reads: int
) -> None:
    """The compute node's facts are read before the controller's step, which takes some seconds."""
    now = 0.0
    monkeypatch.setattr("wizard.engine.reader.time.monotonic", lambda: now)
    world = EngineWorld([step(A, "a"), step("4.4.3/install/1", "c", on=Role.COMPUTE)])
    compute = world.hosts["compute1"]

    def takes_time(host: FakeHost, command: Command) -> None:
        nonlocal now
        now += seconds

    def on_event(event: Event) -> None:
        if isinstance(event, Planned) and event.host == "compute1":
            compute.log.append("planned")

    world.controller.does["set a 1"] = takes_time
    world.on_event = on_event
    assert world.run.run() == "done"
    assert compute.log == [
        *("open", "acquire", "read"),
        *["read"] * reads,
        "planned",
        "set c 1",
        "read",
        "release",
        "close",
    ]


@pytest.mark.parametrize(("seconds", "reads"), [(29.0, 0), (31.0, 1)])
def test_facts_may_be_half_a_minute_old_when_actions_are_approved(
    monkeypatch: pytest.MonkeyPatch, seconds: float, reads: int
) -> None:
    now = 0.0
    monkeypatch.setattr("wizard.engine.reader.time.monotonic", lambda: now)
    world = EngineWorld([step(A, "a")])

    def approve(step: Step, node: Node, actions: Sequence[Planned]) -> bool:
        nonlocal now
        now += seconds
        return True

    world.approve = approve
    assert world.run.run() == "done"
    assert world.controller.log == [
        "open",
        "acquire",
        "read",
        *["read"] * reads,
        "set a 1",
        "read",
        "release",
        "close",
    ]


@pytest.mark.parametrize("mode", ["run", "dry_run", "scan"])
def test_the_note_of_an_action_is_shown_with_it(mode: str) -> None:
    note = Message("note-prompt")

    def plans(found: str) -> Iterator[Action]:
        if found != "1":
            yield RunCommand("set a 1", reason=Message("conf-missing", options="a"), note=note)

    world = EngineWorld([step(A, "a", plans), step(B, "b")])
    getattr(world.run, mode)()
    assert [(event.text, event.note) for event in world.of(Planned)] == [("set a 1", note), ("set b 1", None)]


def test_what_runs_is_what_was_previewed() -> None:
    steps = [step(A, "a"), step(B, "b", setting("b", "2"))]
    world = EngineWorld(steps)
    assert world.run.dry_run() == "done"
    previewed = world.planned
    assert world.controller.sent == []
    world.new_run().run()
    assert world.controller.sent == previewed == world.planned


# --- Patience ---------------------------------------------------------------------------------------


def settling(until: int) -> Callable[[str], Iterator[Action]]:
    """Return a plan that is `Pending` until the facts have been read that often."""
    looks: list[str] = []

    def plans(found: str) -> Iterator[Action]:
        looks.append(found)
        if len(looks) < until:
            raise Pending("units-settling", units="hunter2")
        yield from ()

    return plans


def test_what_settles_is_waited_for_and_told_once() -> None:
    world = EngineWorld([step("4.4.4/2", "a", settling(4), settle_timeout=60)])
    assert world.run.run() == "done"
    assert world.finished == ["4.4.4/2 controller unchanged holds-4-4-4-2"]
    (waited,) = [event for event in world.of(Waiting) if event.id == "4.4.4/2"]
    assert (waited.message.key, waited.limit) == ("units-settling", 60)
    assert waited.message.variables == {"units": "‹novapass›"}
    assert world.controller.log.count("read") == 4


@pytest.mark.parametrize("mode", ["run", "dry_run", "check"])
def test_without_patience_one_look_is_enough(mode: str) -> None:
    world = EngineWorld([step("4.4.4/2", "a", settling(9))])
    getattr(world.run, mode)()
    assert world.controller.log.count("read") == 1


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 20))
    monkeypatch.setattr("wizard.engine.attempt.time.monotonic", lambda: float(next(clock)))
    world = EngineWorld([step("4.4.4/2", "a", settling(99), settle_timeout=60)])
    assert world.run.run() == "failed"
    assert world.finished == ["4.4.4/2 controller failed units-settling"]


def test_stopping_ends_the_waiting() -> None:
    world = EngineWorld([step("4.4.4/2", "a", settling(10**9), settle_timeout=10**6)])
    world.on_event = lambda event: (
        world.run.stop() if isinstance(event, Waiting) and event.id == "4.4.4/2" else None
    )
    assert world.run.run() == "interrupted"


# --- Lost in the middle -----------------------------------------------------------------------------


def loses(after: bool) -> Callable[[FakeHost, Command], Result | None]:
    """The connection breaks the first time: after the command did its work, or before."""
    done: list[bool] = []

    def does(host: FakeHost, command: Command) -> Result | None:
        if not done:
            done.append(True)
            if after:
                host.values["a"] = "1"
            raise LOST
        return None

    return does


@pytest.mark.parametrize(("after", "times"), [(True, 1), (False, 2)], ids=["it was done", "it was not"])
def test_a_lost_connection_is_made_again_and_the_facts_decide(after: bool, times: int) -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.does["set a 1"] = loses(after)
    assert world.run.run() == "done"
    assert world.controller.sent == ["set a 1"] * times + ["set b 1"]
    assert world.finished[0] == f"{A} controller changed holds-4-4-2-install-1"
    log = world.controller.log
    lost = log.index("set a 1")
    assert log[lost : lost + 5] == ["set a 1", "close", "open", "acquire", "read"]
    assert ("controller", "unknown") in world.noted


def test_a_host_that_comes_back_late_is_waited_for() -> None:
    world = EngineWorld([step(A, "a")])
    world.controller.does["set a 1"] = loses(after=True)
    gone = Unreachable("host-unreachable", host="controller")
    world.controller.opening = [None, gone, gone, None]
    assert world.run.run() == "done"
    assert world.controller.log.count("open") == 4


def test_a_host_that_does_not_come_back_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 25))
    monkeypatch.setattr("wizard.engine.attempt.time.monotonic", lambda: float(next(clock)))
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.does["set a 1"] = loses(after=True)
    world.controller.opening = [None, *[Unreachable("host-unreachable", host="controller")] * 99]
    assert world.run.run() == "failed"
    assert world.finished == [f"{A} controller unknown host-gone-amid", f"{B} controller skipped not-reached"]


def test_a_host_that_comes_back_as_another_one_is_unknown() -> None:
    world = EngineWorld([step(A, "a")])
    world.controller.does["set a 1"] = loses(after=True)
    world.controller.opening = [None, UntrustedKey("host-key-changed", host="controller")]
    assert world.run.run() == "failed"
    assert world.finished == [f"{A} controller unknown host-key-changed"]


def test_a_connection_that_breaks_again_and_again_is_unknown() -> None:
    world = EngineWorld([step(A, "a")])
    world.controller.does["set a 1"] = answers(LOST, LOST, LOST, LOST, LOST, LOST)
    assert world.run.run() == "failed"
    assert world.finished == [f"{A} controller unknown host-lost"]
    assert world.controller.sent == ["set a 1"] * 3


def test_a_connection_that_breaks_while_facts_are_read_is_made_again() -> None:
    world = EngineWorld([step(A, "a")])
    world.controller.does["read"] = answers(None, LOST)
    assert world.run.run() == "done"
    assert world.controller.sent == ["set a 1"]
    first, again = ["open", "acquire", "read", "set a 1", "read"], ["open", "acquire", "read"]
    assert world.controller.log == [*first, "close", *again, "release", "close"]


def test_stopping_ends_the_way_back() -> None:
    world = EngineWorld([step(A, "a")])

    def stopped_and_lost(host: FakeHost, command: Command) -> Result:
        world.run.stop()
        raise LOST

    world.controller.does["set a 1"] = stopped_and_lost
    assert world.run.run() == "interrupted"
    assert world.controller.log.count("open") == 1


# --- Stopping ---------------------------------------------------------------------------------------


def test_stopping_lets_the_command_at_work_end_and_sends_no_other() -> None:
    def plans(found: str) -> Iterator[Action]:
        if found != "2":
            yield from (act("set a 1"), act("set a 2"))

    world = EngineWorld([step(A, "a", plans), step(B, "b")])
    world.controller.does["set a 1"] = lambda host, command: world.run.stop()
    assert world.run.run() == "interrupted"
    assert world.controller.sent == ["set a 1"]
    assert world.controller.log[-1] == "close"
    assert world.controller.values == {"a": "1"}


@pytest.mark.parametrize("mode", ["run", "dry_run", "check"])
def test_stopping_before_the_first_step_ends_every_mode(mode: str) -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.run.stop()
    assert getattr(world.run, mode)() == "interrupted"
    assert world.controller.sent == []
    assert (world.finished, world.checked, world.planned) == ([], [], [])


@pytest.mark.parametrize("mode", ["dry_run", "check"])
def test_stopping_ends_what_only_looks(mode: str) -> None:
    world = EngineWorld([step(A, "a"), step(B, "a")])  # one fact, so that nothing is read for the second
    world.on_event = lambda event: world.run.stop() if isinstance(event, Planned | StepChecked) else None
    assert getattr(world.run, mode)() == "interrupted"
    assert len(world.planned) + len(world.checked) == 1


@pytest.mark.parametrize(("waits_for", "done"), [("connecting", []), ("looking", ["open"])])
def test_once_stopping_no_host_is_opened_or_read(waits_for: str, done: list[str]) -> None:
    world = EngineWorld([step(A, "a")])
    world.on_event = lambda event: (
        world.run.stop() if isinstance(event, Waiting) and event.message.key == waits_for else None
    )
    assert world.run.scan() == "interrupted"
    # The connection is closed at the end, and perhaps by the stop before.
    assert [call for call in world.controller.log if call != "close"] == done


def test_stopping_lets_go_of_a_host_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    world = EngineWorld([step(A, "a")])
    closed = threading.Event()
    monkeypatch.setattr(world.controller, "close", closed.set)

    def hangs(host: FakeHost, command: Command) -> Result:
        world.run.stop()
        assert closed.wait(60), "nobody closed the connection"
        raise LOST

    world.controller.does["read"] = hangs
    assert world.run.run() == "interrupted"


def test_stopping_does_not_let_go_of_a_host_that_is_changed() -> None:
    world = EngineWorld([step(A, "a")])

    def stopped(host: FakeHost, command: Command) -> None:
        world.run.stop()
        for thread in threading.enumerate():
            if thread.name == "stop":
                thread.join(60)
        assert "close" not in host.log

    world.controller.does["set a 1"] = stopped
    assert world.run.run() == "done"
    assert world.finished == [f"{A} controller changed holds-4-4-2-install-1"]
