"""fdisk, sfdisk and partprobe, as util-linux 2.23 has them."""

from __future__ import annotations

import secrets

from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.storage import SECTOR, Disk, Partition
from wizard.hostsim.table import program

FIRST = 2048
TYPES = {
    "83": "Linux",
    "82": "Linux swap / Solaris",
    "8e": "Linux LVM",
    "5": "Extended",
    "fd": "Linux raid autodetect",
}


class FdiskEnded(Exception):
    """fdisk's input has ended, or it was told to quit."""


@program("fdisk", directory="/usr/sbin")
async def fdisk(process: Process) -> int:
    """Edit a partition table by keys."""
    options, names = process.options("lub:c:s:")
    storage = process.node.storage
    if "-l" in options:
        disks = [disk for disk in storage.disks.values() if not names or f"/dev/{disk.name}" in names]
        if names and not disks:
            raise Failure(f"cannot open {names[0]}: No such file or directory")
        for disk in disks:
            process.out(_described(disk, disk.partitions))
        return 0
    if len(names) != 1:
        process.err(
            "Usage:\n fdisk [options] <disk>    change partition table\n fdisk [options] "
            "-l <disk> list partition table(s)\n"
        )
        return 1
    volume = storage.find(process.path(names[0]))
    if volume is None:
        there = process.node.tree.find(process.path(names[0])) is not None
        raise Failure(
            f"cannot open {names[0]}: "
            f"{'Inappropriate ioctl for device' if there else 'No such file or directory'}"
        )
    if process.user.uid:
        raise Failure(f"cannot open {names[0]}: Permission denied")
    disk = volume if isinstance(volume, Disk) else Disk(volume.name, volume.size, volume.major, volume.minor)
    session = FdiskSession(process, disk)
    try:
        await session.run()
    except FdiskEnded:
        process.out("\n")
    return session.status


def _described(disk: Disk, partitions: list[Partition]) -> str:
    text = (
        f"\nDisk {disk.path}: {disk.size / 1e9:.1f} GB, {disk.size} bytes, {disk.sectors} sectors\n"
        "Units = sectors of 1 * 512 = 512 bytes\nSector size (logical/physical): 512 bytes / 512 bytes\n"
        "I/O size (minimum/optimal): 512 bytes / 512 bytes\n"
    )
    if disk.label:
        text += f"Disk label type: {disk.label}\nDisk identifier: 0x{disk.identifier:08x}\n\n"
        text += "   Device Boot      Start         End      Blocks   Id  System\n"
    for part in partitions:
        end = part.start + part.sectors - 1
        name = TYPES.get(part.type, "Unknown")
        text += (
            f"/dev/{part.name:<9} {part.start:>11} {end:>11} {part.sectors // 2:>11} {part.type:>4}  {name}\n"
        )
    return text


class FdiskSession:
    """One run of fdisk: the partition table in its memory, and the keys it reads."""

    def __init__(self, process: Process, disk: Disk) -> None:
        self.process = process
        self.disk = disk
        self.partitions = list(disk.partitions) if disk.label == "dos" else []
        self.identifier = disk.identifier or secrets.randbits(32)
        self.status = 0

    async def ask(self, prompt: str) -> str:
        """Print a prompt and return the line that is typed. Raises `FdiskEnded` at the end of input."""
        self.process.out(prompt)
        await self.process.flush()
        line = await self.process.stdin.read_line()
        if not line:
            raise FdiskEnded
        return decode(line).strip()

    async def run(self) -> None:
        """Carry out the keys up to `w` or `q`."""
        out = self.process.out
        out(
            "Welcome to fdisk (util-linux 2.23.2).\n\nChanges will remain in memory "
            "only, until you decide to write them.\n"
            "Be careful before using the write command.\n\n"
        )
        if self.disk.label != "dos":
            out("Device does not contain a recognized partition table\n")
            out(f"Building a new DOS disklabel with disk identifier 0x{self.identifier:08x}.\n")
        keys = {"n": self._new, "d": self._delete, "t": self._type, "p": self._print, "o": self._empty}
        while True:
            key = await self.ask("\nCommand (m for help): ")
            if key == "q":
                return
            if key == "w":
                self._write()
                return
            if key in keys:
                await keys[key]()
            elif key == "m":
                out("Command action\n   d   delete a partition\n   n   add a new partition\n"
                    "   p   print the partition table\n"
                    "   q   quit without saving changes\n   w   write table to disk and exit\n")  # fmt: skip
            elif key:
                out(f"{key[0]}: unknown command\n")

    async def _number(self, prompt: str, low: int, high: int, default: int | None) -> int:
        suggestion = "" if default is None else f", default {default}"
        while True:
            text = await self.ask(f"{prompt} ({low}-{high}{suggestion}): ")
            if not text and default is not None:
                self.process.out(f"Using default value {default}\n")
                return default
            size = self._size(text)
            value = size if size is not None else int(text) if text.isdigit() else None
            if value is not None and low <= value <= high:
                return value
            self.process.out("Value out of range.\n" if text else "")

    def _size(self, text: str) -> int | None:
        """Return the last sector that `+size{K,M,G}` means."""
        units = {"K": 2**10, "M": 2**20, "G": 2**30}
        if not text.startswith("+") or not text[1:-1].isdigit() or text[-1] not in units:
            return None
        return self._first + int(text[1:-1]) * units[text[-1]] // SECTOR - 1

    async def _new(self) -> None:
        used = {part.number for part in self.partitions}
        free = [number for number in range(1, 5) if number not in used]
        if not free:
            self.process.out("You must delete some partition and add an extended partition first\n")
            return
        self.process.out(
            f"Partition type:\n   p   primary ({len(used)} primary, 0 extended, "
            f"{len(free)} free)\n   e   extended\n"
        )
        kind = await self.ask("Select (default p): ") or "p"
        if kind not in ("p", "e"):
            self.process.out(f"Invalid partition type `{kind[0]}'\n")
            return
        number = await self._number("Partition number", free[0], free[-1], free[0])
        if number in used:
            self.process.out(f"Partition {number} is already defined.  Delete it before re-adding it.\n")
            return
        gaps = self._gaps()
        if not gaps:
            self.process.out("No free sectors available\n")
            return
        self._first = gaps[0][0]
        self._first = await self._number("First sector", gaps[0][0], gaps[-1][1], gaps[0][0])
        last = next((end for start, end in gaps if start <= self._first <= end), gaps[-1][1])
        end = await self._number("Last sector, +sectors or +size{K,M,G}", self._first, last, last)
        sectors = end - self._first + 1
        storage = self.process.node.storage
        made = storage.make_partition(self.disk, number, self._first, sectors, "83" if kind == "p" else "5")
        self.partitions.append(made)
        self.process.out(
            f"Partition {number} of type {TYPES[made.type]} and of size {_human(sectors)} is set\n"
        )

    def _gaps(self) -> list[tuple[int, int]]:
        gaps = []
        start = FIRST
        for part in sorted(self.partitions, key=lambda part: part.start):
            if part.start > start:
                gaps.append((start, part.start - 1))
            start = max(start, -(-(part.start + part.sectors) // FIRST) * FIRST)
        if start < self.disk.sectors:
            gaps.append((start, self.disk.sectors - 1))
        return gaps

    async def _choose(self) -> Partition | None:
        if not self.partitions:
            self.process.out("No partition is defined yet!\n")
            return None
        if len(self.partitions) == 1:
            self.process.out(f"Selected partition {self.partitions[0].number}\n")
            return self.partitions[0]
        numbers = [part.number for part in self.partitions]
        number = await self._number("Partition number", min(numbers), max(numbers), max(numbers))
        return next((part for part in self.partitions if part.number == number), None)

    async def _delete(self) -> None:
        chosen = await self._choose()
        if chosen is not None:
            self.partitions.remove(chosen)
            self.process.out(f"Partition {chosen.number} is deleted\n")

    async def _type(self) -> None:
        chosen = await self._choose()
        if chosen is not None:
            chosen.type = (await self.ask("Hex code (type L to list all codes): ")).lower() or chosen.type

    async def _print(self) -> None:
        shown = Disk(self.disk.name, self.disk.size, 8, 0, label="dos", identifier=self.identifier)
        self.process.out(_described(shown, self.partitions))

    async def _empty(self) -> None:
        self.partitions = []
        self.identifier = secrets.randbits(32)
        self.process.out(f"Building a new DOS disklabel with disk identifier 0x{self.identifier:08x}.\n")

    def _write(self) -> None:
        """Write the table; what stands on the disk outside of it stays where it is."""
        storage = self.process.node.storage
        busy = storage.in_use(self.disk) or storage.table_in_use(self.disk)
        old = {(part.start, part.number): part for part in self.disk.partitions}
        for part in self.partitions:
            same = old.get((part.start, part.number))
            if same is not None and part.content is None:
                part.content = same.content
        self.disk.label, self.disk.identifier = "dos", self.identifier
        self.disk.partitions = sorted(self.partitions, key=lambda part: part.number)
        self.process.out(
            "The partition table has been altered!\n\nCalling ioctl() to re-read partition table.\n"
        )
        if busy:
            self.process.err(
                "\nWARNING: Re-reading the partition table failed with error 16: Device or resource busy.\n"
                "The kernel still uses the old table. The new table will be used at\n"
                "the next reboot or after you run partprobe(8) or kpartx(8)\n"
            )
            self.status = 1
        else:
            storage.publish()
        self.process.out("Syncing disks.\n")


def _human(sectors: int) -> str:
    size: float = sectors * SECTOR
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if size == int(size) else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"


@program("sfdisk", directory="/usr/sbin")
async def sfdisk(process: Process) -> int:
    """Dump a partition table, or a size."""
    options, names = process.options("dlsVqu:", "dump", "list", "show-size")
    status = 0
    for name in names:
        volume = process.node.storage.find(process.path(name))
        if volume is None:
            process.err(f"sfdisk: cannot open {name}: No such file or directory\n")
            return 1
        if "-s" in options:
            process.out(f"{volume.size // 1024}\n")
        elif not isinstance(volume, Disk) or volume.label != "dos":
            process.err(
                f"sfdisk: Disk {name}: unrecognized partition table type\nsfdisk: No partitions found\n"
            )
            status = 1
        else:
            process.out(f"# partition table of {name}\nunit: sectors\n\n")
            slots = {part.number: part for part in volume.partitions}
            for number in range(1, max(4, *slots, 4) + 1):
                part = slots.get(number)
                device = f"/dev/{volume.partition_name(number)}"
                start, size, kind = (part.start, part.sectors, part.type) if part else (0, 0, "0")
                process.out(f"{device} : start={start:>9}, size={size:>9}, Id={kind:>2}\n")
    return status


@program("partprobe", "partx", directory="/usr/sbin")
async def partprobe(process: Process) -> int:
    """Let the kernel read the tables again."""
    process.node.storage.publish()
    return 0
