"""A test of the screens that fails does so soon, and says why."""

from __future__ import annotations

import itertools
import threading
import time
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


def test_patience_lasts_while_the_screen_changes() -> None:
    pages = itertools.count()
    patience = Patience(lambda: "x" * next(pages), quiet=0.2)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        assert not patience.is_over() or time.monotonic() > end
        time.sleep(0.001)


def test_patience_ends_where_only_seconds_are_counted() -> None:
    seconds = itertools.count()
    patience = Patience(lambda: f"00:{next(seconds)}", quiet=0.2)
    while not patience.is_over():
        time.sleep(0.001)
