"""What is shown of a run on many hosts: a line for those that ended alike, and one for each that differs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from steps import GUIDE
from wizard.engine.events import (
    Event,
    HostLeftOut,
    LookedAt,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.facts.compute_services import ComputeService
from wizard.headless.front import Front
from wizard.headless.live import Live
from wizard.headless.plain import Plain
from wizard.model.message import Message
from wizard.report.folding import MANY, folded
from wizard.text import Words

STEP, OTHER = (
    next(step for step in GUIDE if step.id == id_) for id_ in ("4.4.3/install/1", "4.4.3/finish/2")
)
HOSTS = [f"compute{at}" for at in range(1, 21)]
FRONTS = {"plain": Plain, "rich": Live}


def began(mode: RunMode = RunMode.RUN, hosts: Sequence[str] = HOSTS) -> RunStarted:
    """Return the beginning of a run of one step on hosts."""
    return RunStarted(mode, hosts, len(hosts), roles=["compute"] * len(hosts))


def ended(status: Ending = Ending.DONE) -> RunFinished:
    """Return the end of a run."""
    return RunFinished(status, 20, 0, 0, 0, 0, 3.0)


def finished(host: str, status: Status = Status.CHANGED, seconds: float = 1.0) -> StepFinished:
    """Return the end of the step on a host."""
    return StepFinished(STEP.id, host, status, seconds, STEP.holds)


def shown(events: Iterable[Event], kind: str = "plain") -> list[str]:
    """Return the lines that a front writes."""
    out = io.StringIO()
    front: Front = FRONTS[kind](Words("en"), GUIDE, out)
    for event in events:
        front.show(event)
    front.close()
    return out.getvalue().splitlines()


def steps_in(lines: Iterable[str]) -> list[list[str]]:
    """Return status, ID and host of the lines about the step."""
    found = (re.match(rf"\W*(\w+) +({STEP.id}) +(\S+)", line) for line in lines)
    return [list(match.groups()) for match in found if match]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["controller"], "controller"),
        (["compute7"], "compute7"),
        (["compute1", "compute2"], "compute[1-2]"),
        (["controller", "compute3", "compute1", "compute2", "compute9"], "controller,compute[1-3,9]"),
        (["node01", "node02"], "node0[1-2]"),
        (["a", "b", "c1"], "a,b,c1"),
        ([f"compute{at}" for at in range(1, 501)], "compute[1-500]"),
    ],
)
def test_names_are_folded(names: list[str], text: str) -> None:
    assert folded(names) == text


def test_very_many_different_names_are_counted() -> None:
    text = folded([f"{letter}-host" for letter in "abcdefghijklmnop"])
    assert text.endswith("… (16)")
    assert len(text) < 70


@pytest.mark.parametrize("kind", FRONTS)
def test_hosts_on_which_a_step_ended_alike_have_one_line(kind: str) -> None:
    lines = shown([began(), *(finished(host) for host in HOSTS), ended()], kind)
    assert steps_in(lines) == [["changed", STEP.id, "compute[1-20]"]]
    assert "compute[1-20]: 1 of 1 steps hold." in lines


def test_it_is_told_when_the_last_of_them_is_through_with_the_longest_time() -> None:
    *earlier, last = [finished(host, seconds=at) for at, host in enumerate(HOSTS)]
    assert steps_in(shown([began(), *earlier])) == []
    (line,) = (line for line in shown([began(), *earlier, last]) if STEP.id in line)
    assert line.endswith("19.0")


def test_a_host_that_differs_has_a_line_of_its_own() -> None:
    events = [finished(host, Status.UNCHANGED if host == "compute7" else Status.CHANGED) for host in HOSTS]
    lines = shown([began(), *events, ended()])
    assert steps_in(lines) == [
        ["changed", STEP.id, "compute[1-6,8-20]"],
        ["unchanged", STEP.id, "compute7"],
    ]


def test_failures_are_told_at_once_and_then_together() -> None:
    why = Message("command-killed", text="yum", said="x")
    failures = [StepFinished(STEP.id, host, Status.FAILED, 1.0, why) for host in HOSTS]
    assert steps_in(shown([began(), *failures[:1]])) == [["failed", STEP.id, "compute1"]]
    lines = steps_in(shown([began(), *failures, ended(Ending.FAILED)]))
    assert [host for _, _, host in lines] == ["compute1", "compute2", "compute3", "compute[4-20]"]


def test_what_was_not_told_is_told_at_the_end() -> None:
    events = [finished(host) for host in HOSTS[:5]]
    assert steps_in(shown([began(), *events, ended(Ending.INTERRUPTED)])) == [
        ["changed", STEP.id, "compute[1-5]"]
    ]


def test_a_check_names_all_that_stand_alike() -> None:
    def checked(host: str) -> StepChecked:
        if host == "compute2":
            return StepChecked(STEP.id, host, StepState.DIFFERS, Message("conf-missing", options="x"))
        return StepChecked(STEP.id, host, StepState.TODO, Message("packages-missing", packages="x"))

    lines = shown([began(RunMode.CHECK), *map(checked, HOSTS), ended(Ending.DIFFERS)])
    assert steps_in(lines) == [["todo", STEP.id, "compute[1,3-20]"], ["differs", STEP.id, "compute2"]]


@pytest.mark.parametrize("kind", FRONTS)
def test_equal_plans_are_shown_once(kind: str) -> None:
    def plan(host: str) -> Planned:
        text = "vi nova.conf" if host == "compute2" else "yum -y install x"
        return Planned(STEP.id, host, "command", text, "", Message("packages-missing", packages="x"))

    text = "\n".join(shown([began(RunMode.DRY_RUN), *map(plan, HOSTS), ended()], kind))
    assert text.count("yum -y install x") == text.count("vi nova.conf") == 1


def test_what_is_missing_alike_is_told_together_also_at_the_end() -> None:
    lack = [Missing("before/ssh", host, Message("ssh-frozen", host=host, address="x")) for host in HOSTS]
    out = [HostLeftOut(event.id, event.host, event.message) for event in lack]
    lines = shown([began(), *lack, StepStarted("4.4.2/install/1", "controller", STEP.title), *out, ended()])
    assert [line.split()[-1] for line in lines if "before/ssh" in line] == ["compute[1-20]"] * 2
    assert any(line.startswith("    compute[1-20]") for line in lines), "the reason names them too"
    assert "without the hosts that were left out" in lines[-1]


def test_waiting_for_others_is_told_of_the_first_alone() -> None:
    why = Message("waiting-for-section", section="4.4.2", hosts="controller")
    waits = [Waiting(OTHER.id, host, why, 0.0, WaitingFor.OTHER_HOSTS) for host in HOSTS]
    assert len([line for line in shown([began(), *waits]) if OTHER.id in line]) == 1


def test_the_service_table_has_a_row_for_services_that_stand_alike() -> None:
    row = ComputeService("nova-compute", "", "nova", enabled=True, up=True, id="", updated="2016")
    rows = [replace(row, host=host, id=str(at)) for at, host in enumerate(HOSTS)]
    rows[4] = replace(rows[4], up=False)
    lines = [line for line in shown([began(), Services(rows)]) if "nova-compute" in line]
    assert [line.split("|")[3].strip() for line in lines] == ["compute[1-4,6-20]", "compute5"]


def test_few_hosts_are_told_one_by_one() -> None:
    hosts = HOSTS[:MANY]
    lines = steps_in(shown([began(hosts=hosts), *(finished(host) for host in hosts)]))
    assert [host for _, _, host in lines] == hosts


@pytest.mark.parametrize("kind", FRONTS)
def test_what_was_only_looked_at_is_said(kind: str) -> None:
    holds = Message("left-alone-holds", section="4.4.2", host="controller")
    text = "\n".join(shown([began(hosts=["compute1"]), LookedAt("4.4.2", "controller", holds)], kind))
    assert "4.4.2 holds on controller, which this run only looks at." in text
