"""Disks, partition tables, file systems and where they are mounted: what is on a disk, not its bytes."""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from wizard.hostsim import limits
from wizard.hostsim.streams import Endless, Stream, os_error, zeros
from wizard.hostsim.superblock import superblock
from wizard.hostsim.tree import Device, Directory, FileSystem, Symlink, Tree

SECTOR = 512
GIB = 2**30
ERASED_BY_ZEROS = 65536
"""How many bytes at a disk's beginning hold every signature that is played here."""


def new_uuid() -> str:
    """Return a new random UUID."""
    return str(uuid.uuid4())


@dataclass(slots=True)
class Content:
    """What a signature on a device belongs to: a file system, swap, LVM or md."""

    kind: str
    uuid: str = field(default_factory=new_uuid)
    label: str = ""
    system: FileSystem | None = None

    @property
    def usage(self) -> str:
        """libblkid's word for what it is."""
        if self.kind in ("LVM2_member", "linux_raid_member"):
            return "raid"
        return "other" if self.kind == "swap" else "filesystem"

    @property
    def offset(self) -> int:
        """The byte at which the signature lies on the device."""
        return {"ext4": 0x438, "xfs": 0, "swap": 0xFF6, "LVM2_member": 0x218}.get(self.kind, 0x1000)


@dataclass(slots=True)
class Volume:
    """A block device: a disk, a partition or a logical volume."""

    name: str
    size: int
    major: int
    minor: int
    content: Content | None = None
    path: str = ""

    def __post_init__(self) -> None:
        self.path = self.path or f"/dev/{self.name}"

    @property
    def kind(self) -> str:
        """The TYPE that lsblk prints for it."""
        return "lvm" if self.name.startswith("dm-") else "disk"


@dataclass(slots=True)
class Partition(Volume):
    """A partition of a disk, in sectors."""

    number: int = 1
    start: int = 0
    type: str = "83"
    bootable: bool = False

    @property
    def sectors(self) -> int:
        """Its length in sectors of 512 bytes."""
        return self.size // SECTOR

    @property
    def kind(self) -> str:
        """The TYPE that lsblk prints for it."""
        return "part"


@dataclass(slots=True)
class Disk(Volume):
    """A disk with, perhaps, a partition table."""

    serial: str = ""
    label: str = ""
    """The kind of its table: dos, gpt or none."""
    identifier: int = 0
    partitions: list[Partition] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    """Logical volumes by the device under them."""

    @property
    def sectors(self) -> int:
        """Its length in sectors of 512 bytes."""
        return self.size // SECTOR

    def partition_name(self, number: int) -> str:
        """Return the name of a partition."""
        return f"{self.name}p{number}" if self.name[-1].isdigit() else f"{self.name}{number}"


class Storage:
    """The block devices of a node, what is on them, and what uses them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.disks: dict[str, Disk] = {}
        self.volumes: dict[str, Volume] = {}
        self.swaps: dict[str, int] = {}

    def add_disk(self, name: str, size: int, *, minor: int, serial: str) -> Disk:
        """Put a blank disk into the node."""
        disk = Disk(name, size, 8, minor, serial=serial)
        self.disks[name] = disk
        self.publish()
        return disk

    def all(self) -> Iterator[Volume]:
        """Give every block device, each disk before its partitions, these before what is made of them."""
        for disk in self.disks.values():
            yield disk
            for partition in disk.partitions:
                yield partition
                yield from (
                    self.volumes[name] for name, under in disk.holders.items() if under == partition.name
                )

    def find(self, path: str) -> Volume | None:
        """Return the device that a path leads to, if it is one."""
        inode = self.tree.find(path)
        if not isinstance(inode, Device) or not inode.block:
            return None
        return next((volume for volume in self.all() if volume.name == inode.name), None)

    def volume_of(self, system: FileSystem) -> Volume | None:
        """Return the device that a file system is on; a tmpfs is on none."""
        return next((one for one in self.all() if one.content and one.content.system is system), None)

    def disk_of(self, volume: Volume) -> Disk:
        """Return the disk that a device is, or is on."""
        for disk in self.disks.values():
            if volume is disk or volume in disk.partitions or volume.name in disk.holders:
                return disk
        raise KeyError(volume.name)

    def mounted_at(self, volume: Volume) -> list[str]:
        """Return where a device is mounted."""
        if volume.content is None or volume.content.system is None:
            return []
        return [path for path, system in self.tree.mounts.items() if system is volume.content.system]

    def in_use(self, volume: Volume) -> bool:
        """Whether something has the device open: a mount, swap, LVM."""
        disk = self.disk_of(volume)
        held = volume.name in disk.holders.values() or f"/dev/{volume.name}" in self.swaps
        return held or bool(self.mounted_at(volume))

    def table_in_use(self, disk: Disk) -> bool:
        """Whether a partition of the disk is in use."""
        return any(self.in_use(partition) for partition in disk.partitions)

    def make_partition(
        self, disk: Disk, number: int, start: int, sectors: int, kind: str = "83"
    ) -> Partition:
        """Return a partition; what stood on those sectors shows in it."""
        name = disk.partition_name(number)
        return Partition(
            name, sectors * SECTOR, disk.major, disk.minor + number, number=number, start=start, type=kind
        )

    def make_file_system(self, volume: Volume, kind: str, label: str = "") -> Content:
        """Make a file system on a device."""
        system = FileSystem(volume.path, kind, device=volume.major << 8 | volume.minor)
        system.options = "rw,seclabel,relatime" + (",data=ordered" if kind == "ext4" else "")
        if kind == "ext4":
            system.root.entries["lost+found"] = Directory(0o700)
        volume.content = Content(kind, label=label, system=system)
        return volume.content

    def erase(self, volume: Volume) -> None:
        """Remove the signature from a device, and the kind of partition table from a disk."""
        volume.content = None
        if isinstance(volume, Disk):
            volume.label = ""
            self.publish()

    def reread(self, volume: Volume) -> None:
        """Let the kernel read a disk's table again: without one, it has no partitions."""
        if isinstance(volume, Disk) and not volume.label:
            volume.partitions.clear()
        self.publish()

    def open(self, name: str) -> Stream:
        """Open a device for reading or writing."""
        volume = next(volume for volume in self.all() if volume.name == name)
        return RawDevice(self, volume)

    # --- /dev and /sys

    def publish(self) -> None:
        """Let /dev and /sys show what there is, as udev and the kernel do."""
        tree = self.tree
        for path in ("/sys/block", "/sys/dev/block", "/dev/mapper", "/proc"):
            tree.makedirs(path)
        wanted = {f"/dev/{volume.name}": volume for volume in self.all()}
        dev = tree.directory("/dev").entries
        for name in [name for name, inode in dev.items() if isinstance(inode, Device) and inode.block]:
            if f"/dev/{name}" not in wanted:
                del dev[name]
        for path, volume in wanted.items():
            if tree.find(path) is None:
                device = Device(
                    0o660, gid=6, name=volume.name, block=True, major=volume.major, minor=volume.minor
                )
                tree.make(path, device)
            if volume.path != path:
                tree.make(volume.path, Symlink(0o777, target=f"../{volume.name}"))
        tree.directory("/sys/block").entries.clear()
        tree.directory("/sys/dev/block").entries.clear()
        for volume in wanted.values():
            self._publish_in_sys(volume)
        swaps = "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n"
        for path, size in self.swaps.items():
            swaps += f"{path:<40}partition\t{size // 1024}\t0\t-1\n"
        tree.write("/proc/swaps", swaps)

    def _publish_in_sys(self, volume: Volume) -> None:
        tree = self.tree
        directory = f"/sys/block/{volume.name}"
        if isinstance(volume, Partition):
            directory = f"/sys/block/{self.disk_of(volume).name}/{volume.name}"
            tree.write(f"{directory}/partition", f"{volume.number}\n")
            tree.write(f"{directory}/start", f"{volume.start}\n")
        elif isinstance(volume, Disk):
            tree.write(f"{directory}/device/model", "QEMU HARDDISK   \n")
            tree.write(f"{directory}/device/vendor", "ATA     \n")
            tree.write(f"{directory}/device/serial", f"{volume.serial}\n")
            tree.write(f"{directory}/removable", "0\n")
        else:
            tree.write(f"{directory}/dm/name", f"{volume.path.rpartition('/')[2]}\n")
        tree.write(f"{directory}/size", f"{volume.size // SECTOR}\n")
        tree.write(f"{directory}/dev", f"{volume.major}:{volume.minor}\n")
        tree.write(f"{directory}/ro", "0\n")
        tree.makedirs(f"{directory}/holders")
        for name, under in self.disk_of(volume).holders.items():
            if under == volume.name:
                tree.make(f"{directory}/holders/{name}", Symlink(0o777, target=f"/sys/block/{name}"))
        target = "../../" + directory.removeprefix("/sys/")
        tree.make(f"/sys/dev/block/{volume.major}:{volume.minor}", Symlink(0o777, target=target))


class RawDevice(Stream):
    """An open block device: it reads as zeros, but for the superblock of a file system.

    What is written at its beginning takes signatures away.
    """

    def __init__(self, storage: Storage, volume: Volume) -> None:
        super().__init__()
        self.storage = storage
        self.volume = volume
        self.zeros = Endless(random=False)
        self.offset = 0

    async def peek(self, beyond: int = 0) -> bytes:
        return await self.zeros.peek(beyond)

    def consume(self, count: int) -> None:
        self.offset += count

    async def read(self, limit: int) -> bytes:
        data = zeros(max(0, min(limit, limits.BLOCK, self.volume.size - self.offset)))
        content, at = self.volume.content, self.offset
        if content and content.system and at <= content.offset < at + len(data):
            start = content.offset - at
            block = superblock(self.volume.size, content.system).digest[: len(data) - start]
            data = data[:start] + block + data[start + len(block) :]
        self.offset += len(data)
        return data

    async def write(self, data: bytes) -> None:
        if self.offset >= self.volume.size:
            raise os_error(errno.ENOSPC)
        if self.offset < ERASED_BY_ZEROS:
            self.storage.erase(self.volume)
        self.offset += len(data)
