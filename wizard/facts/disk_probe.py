"""What the tools and the kernel say of the compute node's disk: how one script's lines are read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from wizard.facts.disk_script import SCRIPT
from wizard.facts.lines import Found, fields, integer, odd, pairs
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.secret import Text

HEAD = 16 << 20
"""Bytes that are zeros where a disk is empty: what stood behind a lost partition table begins in them too."""
_MOST = 1000
"""Names of one directory that are read."""
UNLISTED = "?"
"""Stands for names that could not be listed."""
_SECTOR = (512, 1 << 16)
"""The least and the most bytes of a sector."""


def partition_of(disk: str) -> str:
    """Return the device of a disk's first partition: /dev/sdb1, or /dev/nvme0n1p1 of /dev/nvme0n1."""
    return f"{disk}p1" if disk[-1].isdigit() else f"{disk}1"


@dataclass(frozen=True)
class Partition:
    """A line of `sfdisk -d`: start and size are in the disk's sectors, the type is a code such as `83`."""

    device: str
    start: int
    size: int
    type: str


@dataclass(frozen=True)
class ProbedDisk(ShellFact):
    """Everything that tells whether a disk may be written to (4.4.3/prepare/2).

    Empty strings and tuples stand for what was not found. For example, an empty disk:

        ProbedDisk(path="/dev/sdb", there=True, size=10737418240, serial="naa.5000c500a1b2c3d4")

    and one that 4.4.3/prepare/2 is done on has `label="dos"`, `partitions=(Partition("/dev/sdb1", start=2048,
    size=20969472, type="83"),)`, `filesystem="ext4"`.
    """

    path: str
    there: bool = False
    """It is a block device."""
    link: str = ""
    """What the path leads to, where it is a symbolic link."""
    part: bool = False
    """It is itself a partition."""
    virtual: bool = False
    """It is a device-mapper or md device."""
    size: int = 0
    """Bytes."""
    sector: int = 512
    """Bytes."""
    holders: tuple[str, ...] = ()
    """Devices that are made of it: LVM, RAID, multipath."""
    mounts: tuple[str, ...] = ()
    """`DEVICE on DIRECTORY` for it, its partitions and what is made of them."""
    swaps: tuple[str, ...] = ()
    fstab: tuple[str, ...] = ()
    """Device and directory of the lines in /etc/fstab that name it or a partition of it, by device, link,
    UUID or label. The options behind them may hold other people's passwords: they are not read."""
    signatures: tuple[str, ...] = ()
    """`wipefs -n` of the disk, a line each."""
    low_level: tuple[str, ...] = ()
    """`blkid -p` of the disk, a line each."""
    raw: str = ""
    """The checksum of its beginning, where no tool knows it and it is not all zeros."""
    label: str = ""
    """The kind of its partition table: dos, gpt."""
    partitions: tuple[Partition, ...] = ()
    partition_there: bool = False
    """The first partition's device is there, and can be opened."""
    by_kernel: tuple[int, int] | None = None
    """Where the kernel has the first partition: its start and size in sectors of 512 bytes, if it says so."""
    filesystem: str = ""
    """What is on the first partition, by blkid: ext4, LVM2_member, …"""
    filesystem_label: str = ""
    last_mounted: str = ""
    """Where an ext file system on the first partition is mounted, or was last, by its superblock."""
    partition_raw: str = ""
    """The checksum of the first partition's beginning, where no tool knows it and it is not all zeros."""
    inside: tuple[str, ...] = ()
    """`blkid -p` of each partition, a line each behind the partition's name."""
    entries: tuple[str, ...] = ()
    """Names in its root directory, but for lost+found; `UNLISTED` stands for those that cannot be listed.
    Where a file system covers the whole disk, its names."""
    free: str = ""
    """Free blocks and inodes of an ext file system on the first partition, mounted or not: `274657 76878`."""
    states: tuple[str, ...] = ()
    """What changes whenever a file system that is not mounted is written to: numbers of an ext superblock, or
    the checksum of another one's beginning."""
    serial: str = ""

    directory: ClassVar[str] = ""
    """Where a guide mounts the first partition."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print all of it behind words of our own; nothing for a node without a disk of its own."""
        if node.disk is None:
            return Text(":\n")
        disk, partition = shlex.quote(node.disk), shlex.quote(partition_of(node.disk))
        directory = f'echo "directory $(readlink -f {cls.directory})"\n' if cls.directory else ""
        return Text(f"disk={disk}; part={partition}; head={HEAD}; most={_MOST}\n{directory}{SCRIPT}")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact; whatever was not printed is a finding.

        Raises `Unreadable` for values in no known form.
        """
        found = Found(result.text)
        path = found.one("disk")
        if found.has("block") and not path.startswith("/"):
            raise odd("disk", path)
        on_disk = dict(_tags(found.all("blkid")))
        inside = list(_inside(found.all("inside")))
        first = partition_of(path).removeprefix("/dev/") if path else ""
        on_partition = {tag: value for device, tag, value in inside if device == first}
        names = set(_named([*on_disk.items(), *((tag, value) for _, tag, value in inside)]))
        links = {link: target for link, _, target in (one.partition(" ") for one in found.all("fstablink"))}
        return cls(
            path=path,
            there=found.has("block"),
            link=found.one("link"),
            part=found.has("partition"),
            virtual=found.has("virtual"),
            size=integer("size", found.one("size") or "0"),
            sector=integer("sector", found.one("sector") or "512", *_SECTOR),
            holders=found.all("holder"),
            mounts=tuple(
                f"{device} on {cls._own(found, at)}"
                for device, at in _mounts(found.all("lsblk"), found.all("mount"), path)
            ),
            swaps=tuple(line for line in found.all("swap") if _names(line.split()[0], path)),
            fstab=tuple(line for line in found.all("fstab") if _fstab_names(line, path, names, links)),
            signatures=tuple(
                line for line in found.all("wipefs") if not line.startswith(("offset", "-", "DEVICE"))
            ),
            low_level=tuple(f"{tag}={value}" for tag, value in _tags(found.all("blkid"))),
            raw=found.one("raw"),
            label=on_disk.get("PTTYPE", ""),
            partitions=tuple(_partitions(found.all("sfdisk"))),
            partition_there=found.has("partblock"),
            by_kernel=_by_kernel(found.one("kernel")),
            filesystem=on_partition.get("TYPE", on_partition.get("PTTYPE", "")),
            filesystem_label=on_partition.get("LABEL", ""),
            last_mounted=cls._own(found, _directory(found.one("lastmount"))),
            partition_raw=found.one("partraw"),
            inside=tuple(f"{device} {tag}={value}" for device, tag, value in inside),
            entries=tuple(_entries(found, on_partition.get("TYPE", _unmounted_type(found, on_disk)))),
            free=found.one("free"),
            states=found.all("state"),
            serial=found.one("serial"),
        )

    @classmethod
    def _own(cls, found: Found, at: str) -> str:
        """Return the guide's name of its directory, where this is what the name leads to."""
        return cls.directory if at and at == found.one("directory") else at


_ESCAPE = re.compile(r"\\([0-7]{3})")
"""A character of a field in /etc/fstab that would end it."""
_IN_FSTAB = {
    "UUID": "UUID",
    "LABEL": "LABEL",
    "PART_ENTRY_UUID": "PARTUUID",
    "PART_ENTRY_NAME": "PARTLABEL",
}
"""blkid's tags, and what they are called in /etc/fstab."""
_SFDISK = re.compile(
    r"(?P<device>/dev/[!-~]+)\s*:\s*start=\s*(?P<start>[0-9]+),\s*size=\s*(?P<size>[0-9]+),"
    r"\s*(?:Id|type)=\s*(?P<type>[^,\s]+)"
)


def _tags(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the tags that `blkid -p -o export` prints; where the device is tells nothing of its content."""
    for line in lines:
        tag, equals, value = line.partition("=")
        if equals and tag not in ("DEVNAME", "PART_ENTRY_DISK"):
            yield tag, value


def _inside(lines: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield device, tag and value of the partitions."""
    for line in lines:
        device, _, rest = line.partition(" ")
        for tag, value in _tags((rest,)):
            yield device, tag, value


def _named(tags: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the names by which /etc/fstab may call what has these tags."""
    for tag, value in tags:
        if value and tag in _IN_FSTAB:
            yield _comparable(f"{_IN_FSTAB[tag]}={value}")


def _directory(last_mounted: str) -> str:
    """Return what a superblock says; `<not available>` is no directory."""
    return last_mounted if last_mounted.startswith("/") else ""


def _partitions(lines: tuple[str, ...]) -> Iterator[Partition]:
    for line in lines:
        if not line.startswith("/dev"):
            continue
        match = _SFDISK.match(line)
        if not match:
            raise odd("sfdisk", line)
        start, size = integer("start", match["start"]), integer("size", match["size"])
        if size:
            yield Partition(match["device"], start, size, match["type"].lower())


def _by_kernel(told: str) -> tuple[int, int] | None:
    if not told:
        return None
    start, size = fields("kernel", told, 2)[:2]
    return integer("start", start), integer("size", size)


def _entries(found: Found, filesystem: str) -> Iterator[str]:
    """Yield the names in an ext file system; `?` where its directory may have others than were read.

    debugfs lists `.` too. What a journal still holds it does not see.
    """
    if not filesystem.startswith("ext"):
        return
    names = found.all("entry")
    complete = found.has("listed") or ("." in names and not found.has("unclean"))
    yield from (name for name in names if name not in (".", "..", "lost+found"))
    if not complete:
        yield UNLISTED


def _unmounted_type(found: Found, on_disk: Mapping[str, str]) -> str:
    """Return the file system that covers the whole disk, where none of the disk is mounted."""
    return "" if found.all("mount") else on_disk.get("TYPE", "")


def _mounts(lsblk: tuple[str, ...], mounted: tuple[str, ...], disk: str) -> Iterator[tuple[str, str]]:
    """Yield device and directory."""
    seen = set()
    for line in lsblk:
        device = pairs(line)
        if device.get("MOUNTPOINT"):
            seen.add(device["MOUNTPOINT"])
            yield device.get("NAME", "?"), device["MOUNTPOINT"]
    for line in mounted:
        device_path, directory = fields("mount", line, 2)[:2]
        if _names(device_path, disk) and directory not in seen:
            yield device_path, directory


def _names(device: str, disk: str) -> bool:
    """Whether `device` is the disk or a partition of it."""
    stem = partition_of(disk).removesuffix("1") if disk else ""
    return device == disk or (device.startswith(stem) and device.removeprefix(stem).isdigit())


def _fstab_names(line: str, disk: str, names: set[str], links: Mapping[str, str]) -> bool:
    """Whether a line is about the disk: by device, by a link to one in /dev/disk, or by UUID or label."""
    source = _ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields("fstab", line, 1)[0].replace('"', ""))
    return _names(links.get(source, source), disk) or _comparable(source) in names


def _comparable(source: str) -> str:
    """Return a device by its tag with the tag in capitals, and a UUID in small letters."""
    tag, _, value = source.partition("=")
    return f"{tag.upper()}={value.lower() if tag.upper() in ('UUID', 'PARTUUID') else value}"
