"""The second disk of a compute node: a loop device that its host knows as /dev/sdb."""

from __future__ import annotations

from pathlib import Path

from .machine import Machine


class Disk:
    """/dev/sdb of a host."""

    def __init__(self, machine: Machine, like: Disk | None = None) -> None:
        self.machine = machine
        self.image: Path = machine.directory / "sdb.img"
