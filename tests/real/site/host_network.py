"""Hosts and their network under one name; nothing of them stays when their process ends."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .cache import CACHE, locked, remove
from .machine import Machine
from .network import Network
from .tools import cgroup2, run, wait_for

RUNNING = CACHE / "running"
_numbers = itertools.count(1)


class HostNetwork:
    """Hosts joined by a network, all removed on the way out, or at the next start if this one is killed."""

    def __init__(self) -> None:
        self.name = f"nw{os.getpid()}n{next(_numbers)}"
        self.directory = RUNNING / self.name
        self.network = Network(self.name)
        self.hosts: dict[str, Machine] = {}

    def __enter__(self) -> Self:
        with locked("running"):
            remove_dead_networks()
            self.directory.mkdir(parents=True)
            (self.directory / "owner").write_text(_identity(os.getpid()))
        self.network.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for host in self.hosts.values():
            host.kill()
        _remove_network(self.name)

    def host(self, name: str, address: str, layers: Sequence[Path]) -> Machine:
        """Add a host, its root mounted, not booted."""
        machine = Machine(name, address, self.network, self.directory / name, layers)
        machine.mount()
        self.hosts[name] = machine
        return machine


def _identity(pid: int) -> str:
    """A process by its number and its start, which no later process of the same number shares."""
    try:
        return f"{pid} {Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[19]}"
    except FileNotFoundError:
        return f"{pid} gone"


def remove_dead_networks() -> None:
    """Remove the networks whose owner process has ended."""
    for owner in RUNNING.glob("*/owner"):
        identity = owner.read_text()
        if identity != _identity(int(identity.split()[0])):
            _remove_network(owner.parent.name)


def _remove_network(name: str) -> None:
    directory = RUNNING / name
    groups = list((cgroup2() or Path("/")).glob(f"{name}-*"))
    for group in groups:
        # A host is a process tree of its own, which outlives the program that booted it.
        (group / "cgroup.kill").write_text("1")
    for group in groups:
        _remove_group(group)
    for line in run("losetup", "--list", "--noheadings", "--raw", "--output", "NAME,BACK-FILE").splitlines():
        device, _, image = line.partition(" ")
        if Path(image).is_relative_to(directory):
            run("losetup", "--detach", device)
    Network(name).close()
    remove(directory)


def _remove_group(group: Path) -> None:
    wait_for(f"the end of {group.name}", lambda: "populated 0" in (group / "cgroup.events").read_text())
    for child in sorted(group.rglob("*/"), reverse=True):
        child.rmdir()
    group.rmdir()
