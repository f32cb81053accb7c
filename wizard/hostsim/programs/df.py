"""df, as coreutils 8.22 has it."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.programs.files import problem
from wizard.hostsim.superblock import OVERHEAD
from wizard.hostsim.table import program
from wizard.hostsim.tree import FileSystem

MEMORY = 3_992_296 * 1024
"""Bytes of a tmpfs: half of the host's memory."""
SYSTEM = 1_132 * 2**20
"""Bytes of an installed system, of which the tree has the names only."""
RESERVED = {"ext4": 0.05}
"""The part that only root may fill."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How full a file system is, in bytes."""

    size: int
    used: int
    available: int

    @property
    def percent(self) -> str:
        """What is used, rounded up."""
        whole = self.used + self.available
        return f"{-(-self.used * 100 // whole)}%" if whole else "-"


def usage(node: Node, path: str, system: FileSystem) -> Usage:
    """Return how full a file system is that is mounted at a path."""
    volume = node.storage.volume_of(system)
    size = int(volume.size * (1 - OVERHEAD.get(system.kind, 0))) if volume else MEMORY
    used = system.used + (SYSTEM if path == "/" else 0)
    if system.free is not None:
        return Usage(size, size - system.free, system.free)
    return Usage(size, used, max(size - used - int(size * RESERVED.get(system.kind, 0)), 0))


@program("df")
async def df(process: Process) -> int:
    """df: tell how full the file systems are."""
    options, names = process.options(
        "PhkTBmHaliBt:x:",
        "output=",
        "block-size=",
        "human-readable",
        "print-type",
        "portability",
        "local",
        "all",
    )
    node = process.node
    mounts = [(path, system) for path, system in node.tree.mounts.items() if system.kind != "proc"]
    status = 0
    if names:
        wanted = []
        for name in names:
            try:
                inode_system = node.tree.resolve(process.path(name)).system
                node.tree.get(process.path(name), process.user)
            except OSError as error:
                problem(process, name, error)
                status = 1
                continue
            wanted += [mount for mount in mounts if mount[1] is inode_system][-1:]
        mounts = wanted
    if kind := options.get("-t"):
        mounts = [mount for mount in mounts if mount[1].kind == kind]
    human = {"-h", "--human-readable", "-H"} & options.keys()
    typed = {"-T", "--print-type"} & options.keys()
    unit = 2**20 if "-m" in options else 2**10
    title = (
        "Size" if human else "1024-blocks" if "-P" in options else "1M-blocks" if unit > 1024 else "1K-blocks"
    )
    available = "Avail" if human else "Available"
    full = "Capacity" if "-P" in options else "Use%"
    head = ["Filesystem", *(["Type"] if typed else []), title, "Used", available, full, "Mounted on"]
    rows = [head]
    for path, system in mounts:
        found = usage(node, path, system)
        sizes = [
            _human(value) if human else str(-(-value // unit))
            for value in (found.size, found.used, found.available)
        ]
        rows.append([system.source, *([system.kind] if typed else []), *sizes, found.percent, path])
    if len(rows) > 1:
        process.out("".join(_aligned(rows, typed=bool(typed))))
    return status


def _aligned(rows: list[list[str]], *, typed: bool) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    widths[0] = max(widths[0], 14)
    left = 2 if typed else 1
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column < left else cell.rjust(max(width, 5 if column < len(row) - 2 else 4))
            for column, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        lines.append(" ".join([*cells, row[-1]]) + "\n")
    return lines


def _human(size: int) -> str:
    """Return a size in the unit that fits, rounded up, as `df -h` does."""
    value = float(size)
    for unit in ("", "K", "M", "G", "T"):
        if value < 1024 or unit == "T":
            break
        value /= 1024
    if not unit:
        return str(size)
    if value < 10:
        tenths = -int(-value * 10 // 1)
        return f"{tenths / 10:.1f}{unit}"
    return f"{-int(-value // 1)}{unit}"
