"""fdisk of util-linux 2.23: a partition table, edited by keys and by answers to questions."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.fdisk_questions import Ended, Questions
from wizard.hostsim.programs.fdisk_table import (
    PRIMARY,
    DosTable,
    Entry,
    aligned_within,
    described,
    head,
    listed,
    partitions,
    size_shown,
)
from wizard.hostsim.programs.fdisk_words import (
    BUSY,
    DOS,
    DOS_WARNING,
    EXTENDED,
    FROZEN,
    MENU,
    WELCOME,
    type_list,
    type_name,
)
from wizard.hostsim.storage import SECTOR, Disk
from wizard.hostsim.table import program

MISSING = "bcgGsux"
"""Keys for what the lab's disks do not have."""
LAST = "Last sector, +sectors or +size{K,M,G}"


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
            process.out(described(disk))
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
    except Ended:
        session.status = 1
    return session.status


class FdiskSession:
    """One run of fdisk: the partition table in its memory, and the keys it reads."""

    def __init__(self, process: Process, disk: Disk) -> None:
        self.process = process
        self.disk = disk
        self.table = DosTable(disk)
        self.identifier = disk.identifier
        self.questions = Questions(process)
        self.status = 0
        self.keys: dict[str, Callable[[], Awaitable[None]]] = {
            "a": self._bootable,
            "d": self._delete,
            "n": self._new,
            "t": self._type,
        }

    async def run(self) -> None:
        """Carry out the keys up to `w` or `q`. Raises `Ended` at the end of input."""
        say = self.process.out
        say(WELCOME)
        if self.disk.label != "dos":
            self.process.err("Device does not contain a recognized partition table\n")
            self._empty()
        while True:
            say("\n")
            line = ""
            while not line:
                line = await self.questions.line("Command (m for help): ")
            key = line[0] if line[0] == "G" else line[0].lower()
            if key == "q":
                say("\n")
                return
            if key == "w":
                self._write()
                return
            if key in self.keys:
                await self.keys[key]()
            else:
                self._print(key)

    def _print(self, key: str) -> None:
        """Carry out a key that asks nothing."""
        say, table = self.process.out, self.table
        if key == "p":
            say(head(self.disk, self.identifier) + listed(self.disk, table.entries))
        elif key == "l":
            say(type_list())
        elif key == "v":
            say(f"Remaining {table.unallocated()} unallocated {SECTOR}-byte sectors\n")
        elif key == "o":
            self._empty()
        elif key in MISSING:
            say(f"{key}: not available on the lab's disks, which have DOS partition tables only\n")
        else:
            say(MENU if key == "m" else f"{key}: unknown command\n{MENU}")

    # --- keys

    async def _new(self) -> None:
        say, table = self.process.out, self.table
        free, extended = table.free, table.extended is not None
        if not free:
            if extended:
                say("All primary partitions are in use\n")
                await self._logical()
            else:
                say("If you want to create more than four partitions, you must replace a\n")
                say("primary partition with an extended partition first.\n")
            return
        default = "e" if len(free) == 1 and not extended else "p"
        say(f"Partition type:\n   p   primary ({PRIMARY - extended - len(free)} primary, ")
        say(f"{int(extended)} extended, {len(free)} free)\n")
        say("   l   logical (numbered from 5)\n" if extended else "   e   extended\n")
        kind = (await self.questions.line(f"Select (default {default}): "))[:1].lower()
        if not kind:
            kind = default
            say(f"Using default response {kind}\n")
        if kind == "l" and extended:
            await self._logical()
        elif kind == "p" or (kind == "e" and not extended):
            number = await self.questions.number(free, free[0])
            await self._add(number, 0x83 if kind == "p" else 0x05)
        else:
            say(f"Invalid partition type `{kind}'\n")

    async def _logical(self) -> None:
        number = self.table.next_logical
        self.process.out(f"Adding logical partition {number}\n")
        await self._add(number, 0x83)

    async def _add(self, number: int, kind: int) -> None:
        say, table = self.process.out, self.table
        if number in table.entries:
            say(f"Partition {number} is already defined.  Delete it before re-adding it.\n")
            return
        start = await self._first_sector(number)
        limit = table.last_end(number, start)
        if start > limit:
            say("No free sectors available\n")
            return
        stop = limit
        if start != limit:
            stop, sized = await self.questions.sector(LAST, start, limit, limit, start)
            if sized:
                stop = min(aligned_within(stop, start, limit) - 1, limit)
        table.entries[number] = Entry(start, stop - start + 1, kind)
        self.questions.changed = True
        size = size_shown(stop - start + 1)
        say(f"Partition {number} of type {type_name(kind)} and of size {size} is set\n")

    async def _first_sector(self, number: int) -> int:
        """Ask for the first sector until a free one is given; return one behind the limit where none is."""
        table = self.table
        limit, start, typed = table.limit(number), table.begin(number), False
        while True:
            wanted, start = start, table.unused(number, start)
            if start > limit or (typed and start == wanted):
                return start
            if typed:
                self.process.out(f"Sector {wanted} is already allocated\n")
                typed = False
            elif start != wanted:
                continue
            default = table.default_start(number, start)
            start, _ = await self.questions.sector("First sector", start, default, limit)
            typed = True

    async def _chosen(self) -> int:
        """Ask for the number of a partition that there is; 0 where there is none."""
        numbers = sorted(self.table.entries)
        if not numbers:
            self.process.out("No partition is defined yet!\n")
            return 0
        return await self.questions.number(numbers, numbers[-1])

    async def _delete(self) -> None:
        if number := await self._chosen():
            if number in self.table.entries:
                self.table.delete(number)
            self.questions.changed = True
            self.process.out(f"Partition {number} is deleted\n")

    async def _bootable(self) -> None:
        number = await self._chosen()
        if not number:
            self.process.out("a: unknown command\n")
        if (entry := self.table.entries.get(number)) is not None:
            if entry.extended and not entry.bootable:
                self.process.err(f"WARNING: Partition {number} is an extended partition\n")
            entry.bootable = not entry.bootable
            self.questions.changed = True

    async def _type(self) -> None:
        number = await self._chosen()
        if not number:
            return
        text = ""
        while text[:1] in ("", "l", "L"):
            if text:
                self.process.out(type_list())
            text = await self.questions.line("Hex code (type L to list all codes): ")
        known = re.fullmatch("[0-9a-fA-F]{1,8}", text) is not None
        code = int(text, 16) if known else 0
        entry = self.table.entries.get(number, Entry(0, 0, 0))
        before = type_name(entry.type)
        frozen = code != entry.type and (code in EXTENDED or entry.extended)
        if frozen or code > 0xFF:
            self.process.out(FROZEN if frozen else "")
            self.process.out(f"Type of partition {number} is unchanged: {before}\n")
            return
        if code != entry.type and {code, entry.type} & set(DOS):
            self.process.out(DOS_WARNING)
        entry.type = code
        self.questions.changed = True
        after = type_name(code, "unknown") if known else "unknown"
        self.process.out(f"Changed type of partition '{before}' to '{after}'\n")

    def _empty(self) -> None:
        self.table.entries = {}
        self.identifier = secrets.randbits(32)
        self.questions.changed = True
        self.process.err(f"Building a new DOS disklabel with disk identifier 0x{self.identifier:08x}.\n")

    def _write(self) -> None:
        storage = self.process.node.storage
        known = self.disk in storage.disks.values()
        busy = known and (storage.in_use(self.disk) or storage.table_in_use(self.disk))
        self.disk.label, self.disk.identifier = "dos", self.identifier
        self.disk.partitions = partitions(storage, self.disk, self.table.entries)
        self.process.out(
            "The partition table has been altered!\n\nCalling ioctl() to re-read partition table.\n"
        )
        if busy:
            self.process.out(BUSY)
            self.status = 1
        else:
            storage.publish()
        self.process.out("Syncing disks.\n")
