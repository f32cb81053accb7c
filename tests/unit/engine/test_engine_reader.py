"""What a reader notices of its host besides what it reads."""

from __future__ import annotations

import time

import pytest

from tests.support.cases import ANSWERS, CONTROLLER
from tests.support.world import FakeHost
from wizard.engine.reader import FactReader
from wizard.model import Command, Result


class NullTranscript:
    """A transcript that nobody reads."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Forget the command."""


@pytest.mark.parametrize(
    ("took", "slowness"),
    [
        ([], None),
        ([3.0, 3.0], None),
        ([0.6, 0.5, 0.7, 2.0, 9.0], 0.5),
        ([0.6, 0.5, 0.7, 2.0, 9.0, 0.1], None),
    ],
    ids=["nothing asked", "too little asked", "slow", "one was quick"],
)
def test_a_host_is_slow_where_its_shortest_command_is(
    took: list[float], slowness: float | None, monkeypatch: pytest.MonkeyPatch
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
    assert reader.slowness == (None if slowness is None else pytest.approx(slowness))
