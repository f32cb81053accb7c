"""The mark that mdadm leaves on a member of an array: without RAID in the kernel, mdadm itself makes none.

The format is the kernel's version-1 superblock (struct mdp_superblock_1), 4 KiB into the disk: version 1.2.
"""

from __future__ import annotations

import struct
import uuid

POSITION = 4096

DATA_OFFSET = 2048

LAYOUT = "<4I 16s 32s Q i I Q I I I  I Q 4I  4Q 2I 16s 2B H I  3Q 2I 32s 2H"

CHECKSUM_AT = 216


def superblock(disk_size: int, name: str = "controller:0") -> bytes:
    """The superblock of the first of two mirrored members, on a disk of this size."""
    sectors = disk_size // 512 - DATA_OFFSET
    block = struct.pack(
        LAYOUT.replace(" ", ""),
        *(0xA92B4EFC, 1, 0, 0),
        uuid.uuid4().bytes,
        name.encode(),
        *(0, 1, 0, sectors, 0, 2, 0),  # created, RAID1, layout, size, chunk, members, bitmap
        *(0, 0, 0, 0, 0, 0),  # no reshape
        *(DATA_OFFSET, sectors, POSITION // 512, 0),
        *(0, 0, uuid.uuid4().bytes, 0, 0, 0, 0),  # member number 0, and no log of bad blocks
        *(0, 1, 2**64 - 1, 0, 2, b""),  # updated, events, in sync, checksum, roles
        *(0, 1),  # the roles of the two members
    )
    return block[:CHECKSUM_AT] + checksum(block).to_bytes(4, "little") + block[CHECKSUM_AT + 4 :]


def checksum(block: bytes) -> int:
    """The sum of its 32-bit words, what runs over added at the lower end."""
    total: int = sum(struct.unpack(f"<{len(block) // 4}I", block))
    return ((total & 0xFFFFFFFF) + (total >> 32)) & 0xFFFFFFFF
