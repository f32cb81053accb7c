"""What mke2fs 1.42 prints about the file system that it makes."""

from __future__ import annotations

BLOCK, PER_GROUP, INODE_RATIO, INODES_A_BLOCK, DESCRIPTORS_A_BLOCK, RESERVED = (
    4096,
    32768,
    16384,
    16,
    64,
    1024,
)
LINE = 72
"""Columns of a line of the list of superblocks."""


def report(size: int, label: str) -> str:
    """Return what is printed about a file system of `size` bytes, up to its end."""
    blocks = size // BLOCK
    groups = -(-blocks // PER_GROUP)
    inodes = -(-(size // INODE_RATIO) // groups)
    inodes = -(-inodes // INODES_A_BLOCK) * INODES_A_BLOCK
    descriptors = -(-groups // DESCRIPTORS_A_BLOCK)
    largest = (RESERVED + descriptors) * DESCRIPTORS_A_BLOCK * PER_GROUP
    return (
        f"Filesystem label={label}\nOS type: Linux\nBlock size=4096 (log=2)\nFragment size=4096 (log=2)\n"
        "Stride=0 blocks, Stripe width=0 blocks\n"
        f"{inodes * groups} inodes, {blocks} blocks\n"
        f"{blocks * 5 // 100} blocks (5.00%) reserved for the super user\nFirst data block=0\n"
        f"Maximum filesystem blocks={largest}\n"
        f"{groups} block groups\n{PER_GROUP} blocks per group, {PER_GROUP} fragments per group\n"
        f"{inodes} inodes per group\n"
        f"Superblock backups stored on blocks: {_superblocks(groups)}\n\n"
        "Allocating group tables: done                            \n"
        "Writing inode tables: done                            \n"
        "Creating journal (32768 blocks): done\n"
        "Writing superblocks and filesystem accounting information: done   \n\n"
    )


def _superblocks(groups: int) -> str:
    """Return the blocks of the copies: in group 1, and in the groups of powers of 3, 5 and 7."""
    with_copy = {base**power for base in (3, 5, 7) for power in range(20)}
    text, room = "", 0
    for block in (group * PER_GROUP for group in sorted(with_copy) if group < groups):
        needed = len(str(block)) + 2
        text += ", " if text else ""
        if needed > room:
            text += "\n\t"
            room = LINE
        room -= needed
        text += str(block)
    return text
