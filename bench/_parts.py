"""Where the seconds of a run went, by its journal and its transcript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from tests.support.ended import Event, RunResult

WAITED_IN = ("4.4.2/finish/1", "4.4.3/finish/2", "4.4.4/2")
"""The steps in which services are waited for."""
COMMANDS = {
    "openstack ": "openstack …",
    "yum ": "yum install",
    "nova-manage ": "nova-manage … sync",
    "systemctl ": "systemctl enable, start",
    "": "other changes",
}
"""What a changing command begins with or has in it, and what it is counted as: the first that fits."""
WAITING, READING, BETWEEN, OUTSIDE = (
    "waiting for services",
    "reading",
    "between commands",
    "the program's start and end",
)
PARTS = (*COMMANDS.values(), WAITING, READING, BETWEEN, OUTSIDE)
"""Where several go on at once, on several hosts, the time counts for the first of them."""


@dataclass(frozen=True)
class Stretch:
    """A part that went on from one time to another."""

    part: str
    start: datetime
    end: datetime


def parts(ended: RunResult, seconds: float) -> dict[str, float]:
    """Return where the seconds of a run went; all together they are its `seconds`."""
    stretches = list(_stretches(ended))
    times = sorted({time for one in stretches for time in (one.start, one.end)})
    spent: dict[str, float] = defaultdict(float)
    for start, end in pairwise(times):
        on = {one.part for one in stretches if one.start <= start and end <= one.end}
        spent[next((part for part in PARTS if part in on), BETWEEN)] += (end - start).total_seconds()
    spent[OUTSIDE] = seconds - sum(spent.values())
    return spent


def _stretches(ended: RunResult) -> Iterator[Stretch]:
    for entry in ended.commands:
        begins = (part for words, part in COMMANDS.items() if words in entry.script)
        yield Stretch(next(begins) if entry.changes else READING, *entry.span)
    for event in ended.told("step.finished"):
        if event["id"] in WAITED_IN:
            yield _event(WAITING, event)
    yield _event(BETWEEN, ended.events[-1])


def _event(part: str, event: Event) -> Stretch:
    """The stretch that an event with a time and seconds ends."""
    end = datetime.fromisoformat(event["time"])
    return Stretch(part, end - timedelta(seconds=event["seconds"]), end)
