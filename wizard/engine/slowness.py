"""Hosts that are slow by themselves, not because this program or the machine it runs on has much to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from wizard.engine.reader import FactReader
from wizard.model.problems import Problem

_MOST = 25
"""Hosts that are asked again; where more looked slow, it was not for them."""


def slow_hosts(readers: Mapping[str, FactReader]) -> Iterator[tuple[str, float]]:
    """Yield the hosts that are slow, with the seconds that they take for a command that does nothing.

    Those that looked slow are asked again, one after the other: to be called when nothing else is at work.
    Raises `Interrupted` where the user asked to stop.
    """
    looked = {name: reader.shortest for name, reader in readers.items() if reader.looks_slow}
    for name in sorted(looked, key=lambda name: -looked[name])[:_MOST]:
        with suppress(Problem):
            if seconds := readers[name].slowness():
                yield name, seconds
