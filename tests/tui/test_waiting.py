"""A test of the screens that fails does so soon, and says why."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui import conftest
from tests.tui.conftest import Patience, perform, surveyed, until

HELD_UP = "4.4.2/prepare/1b"


async def test_what_never_comes_is_named_with_the_screen(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "Patience", lambda screen: Patience(screen, quiet=0.2))
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        with pytest.raises(pytest.fail.Exception) as failed:
            await until(pilot, lambda: app.place == "nowhere")
        assert 'app.place == "nowhere"' in str(failed.value)
        assert "4.4.1 Overview of the Compute service" in str(failed.value)


async def test_a_test_that_fails_while_a_command_is_held_up_ends(world: HoldingHosts, state: Path) -> None:
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state)
    with pytest.raises(AssertionError, match="on purpose"):
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            perform(app, app.outline.within(HELD_UP))
            await until(pilot, lambda: HELD_UP in str(app.progress.at_work))
            raise AssertionError("on purpose")
    assert gate.is_set()


@pytest.mark.parametrize(("shown", "ends"), [("page " + "x" * 9, False), ("00:", True)])
def test_patience_lasts_while_more_than_seconds_changes(shown: str, ends: bool) -> None:
    seconds = itertools.count()
    now = 0.0

    def screen() -> str:
        return f"{shown}{next(seconds)}" if ends else shown * next(seconds)

    patience = Patience(screen, quiet=10.0, clock=lambda: now)
    found = []
    for _ in range(30):
        now += 1.0
        found.append(patience.is_over())
    assert any(found) == ends
