"""What the superblock of a file system says: how much of it is free, and when it was last written to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.hostsim.tree import Directory, FileSystem, Inode

BLOCK = 4096
"""Bytes."""
OVERHEAD = {"ext4": 0.016, "xfs": 0.005}
"""The part of a device that its file system keeps for itself."""
_FOR_AN_INODE = 16384
"""Bytes of a device for which mke2fs makes an inode."""


@dataclass(frozen=True, slots=True)
class Superblock:
    """The numbers of a file system on a device."""

    blocks: int
    free_blocks: int
    inodes: int
    free_inodes: int
    written: float
    """Seconds since the epoch: the newest change of a file."""

    @property
    def digest(self) -> bytes:
        """Stands for the superblock's bytes on the device: other numbers give other bytes."""
        return hashlib.sha256(repr(self).encode()).digest()


def superblock(device: int, system: FileSystem) -> Superblock:
    """Return the numbers of the file system on a device of so many bytes."""
    size = int(device * (1 - OVERHEAD.get(system.kind, 0)))
    free = size - system.used if system.free is None else system.free
    found = list(_inodes(system.root))
    inodes = device // _FOR_AN_INODE
    written = max(inode.mtime for inode in found)
    return Superblock(size // BLOCK, max(free, 0) // BLOCK, inodes, inodes - len(found), written)


def _inodes(root: Directory) -> Iterator[Inode]:
    pending: list[Inode] = [root]
    while pending:
        inode = pending.pop()
        yield inode
        if isinstance(inode, Directory):
            pending += inode.entries.values()
