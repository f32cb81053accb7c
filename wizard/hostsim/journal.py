"""The journal of a host: what its kernel, systemd and services have said, boot by boot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import uuid4

from wizard.hostsim import limits
from wizard.hostsim.streams import Waiters

KERNEL = "kernel"


@dataclass(frozen=True, slots=True)
class Entry:
    """A message: when by the host's clock, in which boot, of which unit if any, by whom, and its text."""

    moment: float
    boot: str
    unit: str
    program: str
    pid: int
    message: str

    @property
    def own(self) -> bool:
        """Whether the unit said it itself; otherwise systemd says it of the unit."""
        return self.program != "systemd"

    def line(self, host: str) -> str:
        """Return it as journalctl prints it by default."""
        stamp = time.strftime("%b %d %H:%M:%S", time.gmtime(self.moment))
        writer = self.program if self.program == KERNEL else f"{self.program}[{self.pid}]"
        return f"{stamp} {host} {writer}: {self.message}"


class Journal:
    """The entries in their order. It outlives boots; the oldest entries go when there are too many."""

    def __init__(self) -> None:
        self.boots = [uuid4().hex]
        """The boot IDs, the present one last."""
        self.entries: list[Entry] = []
        self.added = 0
        """How many entries there ever were: a reader that follows sees by it what is new."""
        self.changed = Waiters()

    def new_boot(self) -> None:
        """Let what comes belong to a new boot."""
        self.boots = [*self.boots[-limits.BOOTS + 1 :], uuid4().hex]

    def add(self, entry: Entry) -> None:
        """Add an entry and wake those who follow."""
        self.entries.append(entry)
        del self.entries[: -limits.JOURNAL]
        self.added += 1
        self.changed.wake()

    def since(self, count: int) -> list[Entry]:
        """Return the entries that came after the first `count` ones, as far as they are still there."""
        new = self.added - count
        return self.entries[-new:] if new > 0 else []

    def of_unit(self, name: str) -> list[Entry]:
        """Return a unit's entries."""
        return [entry for entry in self.entries if entry.unit == name]
