"""What a reader notices of its host besides what it reads."""

from __future__ import annotations

import threading
import time
from typing import ClassVar, Self

import pytest

from tests.support.cases import ANSWERS, CONTROLLER
from tests.support.world import FakeHost, Value
from wizard.engine.reader import FactReader
from wizard.engine.slowness import slow_hosts
from wizard.model.answers import Answers
from wizard.model.commands import Command, Dial, Result
from wizard.model.facts import Facts, LoginFact, ServedFact
from wizard.model.problems import Unknown


class NullTranscript:
    """A transcript that nobody reads."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Forget the command."""


@pytest.mark.parametrize(
    ("took", "looks_slow"),
    [
        ([], False),
        ([3.0, 3.0], False),
        ([0.6, 0.5, 0.7, 2.0, 9.0], True),
        ([0.6, 0.5, 0.7, 2.0, 9.0, 0.1], False),
    ],
    ids=["nothing asked", "too little asked", "slow", "one was quick"],
)
def test_a_host_looks_slow_where_its_shortest_command_is(
    took: list[float], looks_slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    left = list(took)

    def wait(host: FakeHost, command: Command) -> None:
        nonlocal clock
        clock += left.pop(0)

    reader = FactReader(ANSWERS, FakeHost(CONTROLLER, does={"set a b": wait}), NullTranscript())
    for _ in took:
        reader.run(Command("set a b"))
    assert reader.looks_slow == looks_slow


@pytest.mark.parametrize(
    ("again", "slowness"),
    [([0.7, 0.5, 0.6], 0.5), ([0.7, 0.1], None)],
    ids=["it is slow by itself", "much else was going on"],
)
def test_a_host_that_looks_slow_is_asked_again(
    again: list[float], slowness: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    left = [9.0] * 5 + again

    def wait(host: FakeHost, command: Command) -> Result:
        nonlocal clock
        clock += left.pop(0)
        return Result(0)

    host = FakeHost(CONTROLLER, does={"set a b": wait, "read": wait})
    reader = FactReader(ANSWERS, host, NullTranscript())
    for _ in range(5):
        reader.run(Command("set a b"))
    assert dict(slow_hosts({"controller": reader})) == (
        {} if slowness is None else {"controller": pytest.approx(slowness)}
    )
    assert left == []
    assert "open" in host.log


def test_a_host_that_does_not_look_slow_is_not_asked_again() -> None:
    host = FakeHost(CONTROLLER)
    assert list(slow_hosts({"controller": FactReader(ANSWERS, host, NullTranscript())})) == []
    assert host.log == []


class Printed(Value):
    """What openrc would be."""

    key = "login"


class Other(Value):
    """What a script alone can tell."""

    key = "other"


class Login(LoginFact):
    """A login by what `Printed` says; it holds for the whole run where that is not empty."""

    needs = (Printed,)
    probes: ClassVar[list[str]] = []

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def lasting(self) -> Self | None:
        return self if self.name else None

    @classmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        cls.probes.append(known[Printed].value)
        return cls(known[Printed].value)


class Served(ServedFact, Value):
    """A value that the login tells, if there is one; else the script."""

    key = "served"
    needs = (Login,)

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        name = known[Login].name
        if name == "broken":
            raise RuntimeError("odd")
        return cls(f"told to {name}") if name else None


@pytest.fixture
def probes() -> list[str]:
    """The logins that were tried."""
    Login.probes.clear()
    return Login.probes


def test_a_server_tells_a_fact_without_its_script(probes: list[str]) -> None:
    host = FakeHost(CONTROLLER, values={"login": "admin", "served": "printed"})
    reader = FactReader(ANSWERS, host, NullTranscript())
    assert reader.facts([Served])[Served].value == "told to admin"
    assert host.log == ["read"]


def test_where_no_server_tells_it_the_script_does(probes: list[str]) -> None:
    host = FakeHost(CONTROLLER, values={"served": "printed"})
    reader = FactReader(ANSWERS, host, NullTranscript())
    assert reader.facts([Served])[Served].value == "printed"
    assert host.log == ["read", "read"]


def test_a_login_that_lasts_is_read_once(probes: list[str]) -> None:
    host = FakeHost(CONTROLLER, values={"login": "admin"})
    reader = FactReader(ANSWERS, host, NullTranscript())
    for _ in range(3):
        assert reader.facts([Served], max_age=0.0)[Served].value == "told to admin"
        reader.run(Command("set a b"))
    assert probes == ["admin"]
    assert host.log == ["read", "set a b", "set a b", "set a b"]


def test_a_login_that_does_not_last_is_tried_again(probes: list[str]) -> None:
    host = FakeHost(CONTROLLER, values={"served": "printed"})
    reader = FactReader(ANSWERS, host, NullTranscript())
    assert reader.facts([Served])[Served].value == "printed"
    reader.run(Command("set login admin"))
    assert reader.facts([Served])[Served].value == "told to admin"
    assert probes == ["", "admin"]


def test_what_breaks_in_a_fact_is_unknown(probes: list[str]) -> None:
    reader = FactReader(ANSWERS, FakeHost(CONTROLLER, values={"login": "broken"}), NullTranscript())
    with pytest.raises(Unknown, match="login-odd"):
        reader.facts([Served])[Served]


@pytest.mark.parametrize(("login", "value"), [("admin", "told to admin"), ("", "printed")])
def test_what_is_wanted_later_is_read_early_only_where_a_server_tells_it(
    probes: list[str], login: str, value: str
) -> None:
    host = FakeHost(CONTROLLER, values={"login": login, "served": "printed"})
    reader = FactReader(ANSWERS, host, NullTranscript())
    assert (Served in reader.facts([Other], if_served=[Served])) == bool(login)
    reads = len(host.log)
    assert reader.facts([Served])[Served].value == value
    assert len(host.log) == (reads if login else reads + 2)  # for the login, and for the fact


def test_servers_are_asked_one_after_the_other_while_the_scripts_run(probes: list[str]) -> None:
    """The scripts end when the server that is asked last has been asked."""
    told = threading.Event()

    class Last(Served):
        """What is asked once a login is known."""

        @classmethod
        def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
            told.set()
            return super().fetch(answers, dial, known)

    class Slow(Value):
        """What a script takes long for."""

        key = "slow"

    def wait(host: FakeHost, command: Command) -> None:
        if "slow" in command.stdin.wire():
            assert told.wait(60)

    host = FakeHost(CONTROLLER, values={"login": "admin", "slow": "1"}, does={"read": wait})
    found = FactReader(ANSWERS, host, NullTranscript()).facts([Slow, Last])
    assert (found[Slow].value, found[Last].value) == ("1", "told to admin")
