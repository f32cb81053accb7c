"""Guests' wizards take turns: one of a place at a time, and nobody waits for who only waits itself."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.tui.guest_turns import LONGEST, Turns

HOLDS = """
import sys
from wizard.tui.guest_turns import Turns
with open(sys.argv[1], "r+b") as file, Turns(file.fileno(), int(sys.argv[2])).turn():
    print("has it", flush=True)
    sys.stdin.read()
"""


class Places:
    """The file with a class's places, and the threads that take turns at them."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor
        self.threads: list[threading.Thread] = []

    def turns(self, place: int, longest: float = LONGEST) -> Turns:
        """Return a guest's turns at a place."""
        return Turns(self.descriptor, place, longest)

    def take(self, turns: Turns) -> threading.Event:
        """Take a turn in a thread; return what is set once it is had."""
        had = threading.Event()

        def work() -> None:
            with turns.turn():
                had.set()

        self.threads.append(threading.Thread(target=work))
        self.threads[-1].start()
        return had

    @contextmanager
    def another_at(self, place: int) -> Iterator[subprocess.Popen[str]]:
        """Have another guest's wizard have its turn."""
        command = [sys.executable, "-c", HOLDS, str(self.path), str(place)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "has it\n"
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """A class's places."""
    with (tmp_path / "places").open("w+b") as file:
        found = Places(tmp_path / "places", file.fileno())
        yield found
        for thread in found.threads:
            thread.join(30)


@pytest.mark.parametrize("killed", [False, True])
def test_a_turn_waits_for_whoever_has_the_place(places: Places, killed: bool) -> None:
    with places.another_at(0) as process:
        had = places.take(places.turns(0))
        assert places.take(places.turns(1)).wait(30)  # the other place is free
        assert not had.is_set()
        if killed:
            process.kill()
        elif process.stdin:
            process.stdin.close()
        assert had.wait(30)


def test_a_wizards_own_hosts_wait_for_each_other(places: Places) -> None:
    turns = places.turns(0, longest=30)
    with turns.turn():
        had = places.take(turns)
        assert places.take(places.turns(1)).wait(30)
        assert not had.is_set()
    assert had.wait(30)


def test_nobody_waits_for_long(places: Places) -> None:
    """As for a service that never starts."""
    turns = places.turns(0, longest=0.01)
    with turns.turn():
        assert places.take(turns).wait(30)
    assert places.take(turns).wait(30)
