"""The compute node's disk for instances: whether it is free, and whether it is the guide's."""

from __future__ import annotations

import re
from typing import ClassVar

from wizard.facts.disk_probe import UNLISTED, ProbedDisk, partition_of
from wizard.model.message import Message

FIRST_SECTOR = 2048
"""Where the book's partition begins."""
_DOS_SECTORS = 1 << 32
_ALIGNMENT = 2048
_SHOWN = 8
"""Names in a file system that are shown."""


class Disk(ProbedDisk):
    """What a disk's state means for 4.4.3/prepare/2: empty, in use, done; a guide says what is its own."""

    keeps: ClassVar[re.Pattern[str]] = re.compile("")
    """The names that may stand in the guide's directory."""

    @property
    def empty(self) -> bool:
        """Whether no tool finds anything on it and its first 16 MiB are zeros."""
        return not (self.signatures or self.low_level or self.partitions or self.raw)

    @property
    def content(self) -> str | Message:
        """What is on a disk that is not empty, in the tools' words."""
        if self.raw:
            return Message("disk-raw")
        parts = [f"{part.device} {part.type} {part.size * self.sector}" for part in self.partitions]
        parts += [self._filesystem_content] if self.filesystem or self.entries else []
        known = "\n".join([*self.signatures, *parts]) or "\n".join(self.low_level)
        return Message("partition-raw", found=known) if self.partition_raw else known

    @property
    def _filesystem_content(self) -> str:
        """The file system of the first partition or the disk, where it was last mounted, some names in it."""
        of_partition = [partition_of(self.path), self.filesystem, self.filesystem_label, self.last_mounted]
        words = of_partition if self.filesystem else [self.path]
        shown = [*self.entries[:_SHOWN], *(["…"] if len(self.entries) > _SHOWN else [])]
        return " ".join(filter(None, words)) + (f": {', '.join(shown)}" if shown else "")

    @property
    def reach(self) -> int:
        """Bytes of the disk that a partition table of this kind can describe: 2 TiB with sectors of 512."""
        return min(self.size, _DOS_SECTORS * self.sector)

    @property
    def has_our_partition(self) -> bool:
        """It holds exactly the partition that 4.4.3/prepare/2a makes."""
        if self.label != "dos" or len(self.partitions) != 1:
            return False
        only = self.partitions[0]
        end = self.reach // self.sector
        return (
            only.device == partition_of(self.path)
            and only.start == FIRST_SECTOR
            and only.type == "83"
            and end - (only.start + only.size) < _ALIGNMENT
        )

    @property
    def kernel_is_behind(self) -> bool:
        """Whether the guide's partition is in the table, and the kernel still works by an older table.

        A disk in use is left out: no new table is read then.
        """
        if not self.has_our_partition or self.in_use:
            return False
        only, scale = self.partitions[0], self.sector // 512
        in_table = (only.start * scale, only.size * scale)
        return not self.partition_there or self.by_kernel not in (None, in_table)

    @property
    def has_other_data(self) -> bool:
        """Whether the partition that 4.4.3/prepare/2a would make holds something that is not the guide's.

        The guide's is an ext4 that is empty, or is mounted at its directory, or was last mounted there and
        holds nothing but what belongs there. What somebody has put beside that while it is mounted there is
        left alone.
        """
        if not self.has_our_partition or not self.filesystem:
            return self.has_our_partition and self.partition_raw != ""
        if self.filesystem != "ext4":
            return True
        if any(mount.partition(" ")[2] == f"on {self.directory}" for mount in self.mounts):
            return False
        return bool(self.other_entries if self.last_mounted == self.directory else self.entries)

    @property
    def other_entries(self) -> tuple[str, ...]:
        """The names in the first partition's file system that do not belong in the guide's directory."""
        return tuple(name for name in self.entries if name != UNLISTED and not self.keeps.fullmatch(name))

    @property
    def is_done(self) -> bool:
        """Whether it has the guide's partition, and nobody else's data on it."""
        return self.has_our_partition and not self.has_other_data

    @property
    def in_use(self) -> tuple[str, ...]:
        """The mounts, swaps, holders and lines of fstab for which no answer lets the disk be erased; empty
        for none.
        """
        return (*self.mounts, *self.swaps, *self.holders, *self.fstab)

    @property
    def identity(self) -> str:
        """The disk and what is on it, in one word: `sdb-10737418240-3f2a9c0d1e4b`.

        Whatever is written to it later gives another word, so that an answer that permits erasing does not
        cover it. What is in a volume of LVM, a RAID or swap is not seen.
        """
        import hashlib  # noqa: PLC0415 - slow to import

        content = [self.serial, *self.signatures, *self.low_level, *map(str, self.partitions)]
        content += [one for one in (self.raw, self.partition_raw) if one]
        content += [self._filesystem_content] if self.filesystem else []
        content += [*self.inside, *self.entries, self.free, *self.states]
        digest = hashlib.sha256("\n".join(content).encode("utf-8", "surrogateescape")).hexdigest()
        return f"{self.path.removeprefix('/dev/').replace('/', '-')}-{self.size}-{digest[:12]}"
