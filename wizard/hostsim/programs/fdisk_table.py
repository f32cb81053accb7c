"""A DOS partition table as fdisk keeps it in memory: what is where, and where there is room."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim.programs.fdisk_words import EXTENDED, type_name
from wizard.hostsim.storage import SECTOR, Disk, Partition, Storage

FIRST = 2048
"""The first sector that a partition gets, and what partitions are aligned to."""
PRIMARY = 4
LAST_SECTOR = 2**32 - 1
NOWHERE = 2**32


@dataclass(slots=True)
class Entry:
    """A partition in the table: sectors, and the type as a number."""

    start: int
    sectors: int
    type: int
    bootable: bool = False

    @property
    def end(self) -> int:
        """The last sector."""
        return self.start + max(self.sectors - 1, 0)

    @property
    def extended(self) -> bool:
        """Whether logical partitions are in it."""
        return self.type in EXTENDED


class DosTable:
    """The entries by number; those from 5 on are logical partitions."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.entries = {
            part.number: Entry(part.start, part.sectors, int(part.type, 16), part.bootable)
            for part in (disk.partitions if disk.label == "dos" else [])
        }

    @property
    def extended(self) -> Entry | None:
        """The extended partition, where there is one."""
        return next((entry for entry in self.entries.values() if entry.extended), None)

    @property
    def free(self) -> list[int]:
        """The numbers of primary partitions that are not in use."""
        return [number for number in range(1, PRIMARY + 1) if number not in self.entries]

    @property
    def next_logical(self) -> int:
        """The number that the next logical partition gets."""
        return max(PRIMARY, *self.entries) + 1

    def limit(self, number: int) -> int:
        """Return the last sector that a partition of this number may have."""
        if number > PRIMARY and self.extended:
            return self.extended.end
        return min(self.disk.sectors - 1, LAST_SECTOR)

    def begin(self, number: int) -> int:
        """Return the first sector that is thought of for a partition of this number."""
        return FIRST + (self.extended.start if number > PRIMARY and self.extended else 0)

    def taken(self, number: int) -> list[tuple[int, int]]:
        """Return the first and last sectors that a new partition of this number has to leave alone."""
        logical = number > PRIMARY
        return [
            (entry.start, entry.start + entry.sectors - 1 + (FIRST if logical else 0))
            for other, entry in sorted(self.entries.items())
            if not (logical and entry.extended) and (logical or other <= PRIMARY or not self.extended)
        ]

    def unused(self, number: int, sector: int) -> int:
        """Return a sector, or the one behind the partitions that it is in."""
        for start, end in self.taken(number):
            if start <= sector <= end:
                sector = end + 1
        return sector

    def default_start(self, number: int, start: int) -> int:
        """Return the aligned sector that is proposed as a beginning, from an unused one on."""
        limit = self.limit(number)
        default = start
        while True:
            aligned = aligned_within(default, default, limit)
            default = self.unused(number, aligned)
            if default <= aligned or default >= limit:
                return default if default < limit else start

    def last_end(self, number: int, start: int) -> int:
        """Return the last sector up to which nothing is in the way of a partition that begins at `start`."""
        logical = number > PRIMARY
        nearest = [
            entry.start - (FIRST if logical else 0)
            for entry in self.entries.values()
            if entry.start > start and not (logical and entry.extended)
        ]
        return min([self.limit(number), *(sector - 1 for sector in nearest)])

    def delete(self, number: int) -> None:
        """Remove an entry: with an extended partition those in it; logical ones behind it move up."""
        entry = self.entries.pop(number)
        if entry.extended:
            self.entries = {other: one for other, one in self.entries.items() if other <= PRIMARY}
        elif number > PRIMARY:
            self.entries = {other - (other > number): one for other, one in sorted(self.entries.items())}

    def unallocated(self) -> int:
        """Return how many sectors no partition has, as `v` counts them."""
        used = sum(entry.sectors for entry in self.entries.values() if not entry.extended)
        logical = max(1, self.next_logical - PRIMARY - 1) if self.extended else 0
        return self.disk.sectors - used - logical - 1


def aligned(sector: int, *, up: bool = False, down: bool = False) -> int:
    """Return the nearest aligned sector, or the next one up or down."""
    if sector % FIRST == 0:
        return sector
    if sector < FIRST:
        return FIRST
    if up:
        return (sector + FIRST) // FIRST * FIRST
    return (sector if down else sector + FIRST // 2) // FIRST * FIRST


def aligned_within(sector: int, start: int, stop: int) -> int:
    """Return the aligned sector nearest to one, between two others."""
    low, high = aligned(start, up=True), aligned(stop, down=True)
    nearest = aligned(sector)
    return low if nearest < low else min(nearest, high)


def size_shown(sectors: int) -> str:
    """Return a size as fdisk prints it, such as `100 GiB`."""
    size = sectors * SECTOR
    power = max((size.bit_length() - 1) // 10, 0)
    whole, rest = divmod(size, 1024**power)
    tenths = (rest * 1024 // 1024**power + 50) // 100
    if tenths == 10:
        whole, tenths = whole + 1, 0
    unit = " B" if not power else f" {'BKMGTPE'[power]}iB"
    return f"{whole}.{tenths}{unit}" if tenths else f"{whole}{unit}"


def head(disk: Disk, identifier: int | None) -> str:
    """Return what is printed about a disk before its partitions; None is one without a DOS table."""
    megabytes = disk.size // 10**6
    tenths = (megabytes + 50) // 100
    size = f"{megabytes} MB" if megabytes < 10000 else f"{tenths // 10}.{tenths % 10} GB"
    text = (
        f"\nDisk {disk.path}: {size}, {disk.size} bytes, {disk.sectors} sectors\n"
        "Units = sectors of 1 * 512 = 512 bytes\nSector size (logical/physical): 512 bytes / 512 bytes\n"
        "I/O size (minimum/optimal): 512 bytes / 512 bytes\n"
    )
    if identifier is not None:
        text += f"Disk label type: dos\nDisk identifier: 0x{identifier:08x}\n"
    return text + "\n"


def listed(disk: Disk, entries: dict[int, Entry]) -> str:
    """Return the list of partitions."""
    text = f"{'Device':>{len(disk.path) + 1}} Boot      Start         End      Blocks   Id  System\n"
    for number, entry in sorted(entries.items()):
        device = f"/dev/{disk.partition_name(number)}"
        odd = "+" if entry.sectors % 2 else " "
        text += (
            f"{device:<{len(disk.path) + 2}}  {'*' if entry.bootable else ' '} {entry.start:>11} "
            f"{entry.end:>11} {entry.sectors // 2:>11}{odd}  {entry.type:>2x}  {type_name(entry.type)}\n"
        )
    starts = [entry.start for number, entry in sorted(entries.items()) if number <= PRIMARY]
    logical = [entry.start for number, entry in sorted(entries.items()) if number > PRIMARY]
    if starts != sorted(starts) or logical != sorted(logical):
        text += "\nPartition table entries are not in disk order\n"
    return text


def described(disk: Disk) -> str:
    """Return what `fdisk -l` prints about a disk."""
    if disk.label != "dos":
        label = f"Disk label type: {disk.label}\n\n" if disk.label else "\n"
        return head(disk, None).removesuffix("\n") + label
    return head(disk, disk.identifier) + listed(disk, DosTable(disk).entries)


def partitions(storage: Storage, disk: Disk, entries: dict[int, Entry]) -> list[Partition]:
    """Return the partitions of a table that is written; what stands on the disk stays where it is."""
    old = {(part.start, part.number): part.content for part in disk.partitions}
    made = []
    for number, entry in sorted(entries.items()):
        part = storage.make_partition(disk, number, entry.start, entry.sectors, f"{entry.type:x}")
        part.content, part.bootable = old.get((entry.start, number)), entry.bootable
        made.append(part)
    return made
