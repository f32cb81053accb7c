"""The compute node's disk for instances: what is on it, and whether it is free."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from wizard.facts.lines import Found, fields, integer, odd, pairs
from wizard.model import Answers, Message, Node, Result, ShellFact
from wizard.secret import Text

FIRST_SECTOR = 2048
"""Where the book's partition begins."""
HEAD = 16 << 20
"""Bytes that are zeros where a disk is empty: what stood behind a lost partition table begins in them too."""
_DOS_SECTORS = 1 << 32
_ALIGNMENT = 2048
_MOST = 1000
"""Names of one directory that are read."""
UNLISTED = "?"
"""Stands for names that could not be listed."""
_SHOWN = 8
"""Names that are shown of these."""
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
class Disk(ShellFact):
    """Everything that tells whether a disk may be written to (4.4.3/prepare/2).

    Empty strings and tuples stand for what was not found. For example, an empty disk:

        Disk(path="/dev/sdb", there=True, size=10737418240, sector=512, serial="naa.5000c500a1b2c3d4")

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
    """Names in its root directory, but for lost+found; `UNLISTED` stands for those that cannot be listed."""
    serial: str = ""

    directory: ClassVar[str] = ""
    """Where a guide mounts the first partition."""
    keeps: ClassVar[re.Pattern[str]] = re.compile("")
    """The names that may stand in that directory."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print all of it behind words of our own; nothing for a node without a disk of its own."""
        if node.disk is None:
            return Text(":\n")
        disk, partition = shlex.quote(node.disk), shlex.quote(partition_of(node.disk))
        directory = f'echo "directory $(readlink -f {cls.directory})"\n' if cls.directory else ""
        return Text(f"disk={disk}; part={partition}; head={HEAD}; most={_MOST}\n{directory}{_SCRIPT}")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact; whatever was not printed is a finding.

        Raises `Unreadable` for values in no known form.
        """
        found = Found(result.text)
        blkid = [line for line in found.all("blkid") if "=" in line]
        on_disk = dict(line.split("=", 1) for line in blkid)
        on_partition = dict(line.split("=", 1) for line in found.all("partblkid") if "=" in line)
        on_whole = (f"{tag}={on_disk[tag]}" for tag in ("UUID", "LABEL") if on_disk.get(tag))
        names = {_comparable(name) for name in (*found.all("name"), *on_whole)}
        links = {link: target for link, _, target in (one.partition(" ") for one in found.all("fstablink"))}
        path = found.one("disk")
        if found.has("block") and not path.startswith("/"):
            raise odd("disk", path)
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
            signatures=found.all("wipefs"),
            low_level=tuple(blkid),
            raw=found.one("raw"),
            label=on_disk.get("PTTYPE", ""),
            partitions=tuple(_partitions(found.all("sfdisk"))),
            partition_there=found.has("partblock"),
            by_kernel=_by_kernel(found.one("kernel")),
            filesystem=on_partition.get("TYPE", on_partition.get("PTTYPE", "")),
            filesystem_label=on_partition.get("LABEL", ""),
            last_mounted=cls._own(found, found.one("lastmount")),
            partition_raw=found.one("partraw"),
            inside=found.all("inside"),
            entries=tuple(_entries(found, on_partition.get("TYPE", ""))),
            serial=found.one("serial"),
        )

    @classmethod
    def _own(cls, found: Found, at: str) -> str:
        """Return the guide's name of its directory, where this is what the name leads to."""
        return cls.directory if at and at == found.one("directory") else at

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
        parts += [self._filesystem_content] if self.filesystem else []
        known = "\n".join([*self.signatures, *parts]) or "\n".join(self.low_level)
        return Message("partition-raw", found=known) if self.partition_raw else known

    @property
    def _filesystem_content(self) -> str:
        """The first partition's file system, where it was last mounted, and some of the names in it."""
        words = [partition_of(self.path), self.filesystem, self.filesystem_label, self.last_mounted]
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
        holds nothing but what belongs there.
        """
        if not self.has_our_partition or not self.filesystem:
            return self.has_our_partition and self.partition_raw != ""
        if self.filesystem != "ext4":
            return True
        if self.last_mounted == self.directory:
            return bool(self.other_entries)
        return bool(self.entries) and f"on {self.directory}" not in {
            mount.partition(" ")[2] for mount in self.mounts
        }

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

        Other content gives another word, so that an answer that permits erasing does not cover what came
        later.
        """
        content = [self.serial, *self.signatures, *self.low_level, *map(str, self.partitions)]
        content += [one for one in (self.raw, self.partition_raw) if one]
        content += [self._filesystem_content] if self.filesystem else []
        content += self.inside
        digest = hashlib.sha256("\n".join(content).encode("utf-8", "surrogateescape")).hexdigest()
        return f"{self.path.removeprefix('/dev/').replace('/', '-')}-{self.size}-{digest[:12]}"


_SCRIPT = r"""
echo "disk $disk"
if [ -L "$disk" ]; then echo "link $(readlink -f "$disk")"; fi
if [ ! -b "$disk" ]; then exit 0; fi
echo block
sys=/sys/dev/block/$(printf '%d:%d' "0x$(stat -L -c %t "$disk")" "0x$(stat -L -c %T "$disk")")
[ ! -e "$sys/partition" ] || echo partition
if [ -e "$sys/dm" ] || [ -e "$sys/md" ]; then echo virtual; fi
for holder in "$sys"/holders/* "$sys"/*/holders/*; do
  [ ! -e "$holder" ] || echo "holder ${holder##*/}"
done
echo "size $(blockdev --getsize64 "$disk")"
echo "sector $(blockdev --getss "$disk")"
echo "serial $(cat "$sys/device/wwid" "$sys/device/serial" 2>/dev/null | head -n 1)"
lsblk -P -o NAME,MOUNTPOINT "$disk" 2>/dev/null | sed 's/^/lsblk /'
sed 's/^\([^ ]* [^ ]*\).*/mount \1/' /proc/mounts
sed -n 's/^\//swap \//p' /proc/swaps
sed -n 's/^[[:space:]]*\([^#[:space:]][^[:space:]]*[[:space:]]*[^[:space:]]*\).*/fstab \1/p' \
  /etc/fstab 2>/dev/null
sed -n 's/^[[:space:]]*\(\/dev\/disk\/[^[:space:]]*\).*/\1/p' /etc/fstab 2>/dev/null |
while read -r link; do echo "fstablink $link $(readlink -f "$link")"; done
told=$(blkid -p -o export "$disk" 2>/dev/null)
[ $? -ne 8 ] || echo 'blkid AMBIVALENT=1'
printf '%s\n' "$told" | sed -e '/^DEVNAME=/d' -e '/^$/d' -e 's/^/blkid /'
told=$(wipefs -n "$disk" 2>/dev/null)
printf '%s\n' "$told" | sed -e '/^offset/d' -e '/^-/d' -e '/^DEVICE/d' -e '/^$/d' -e 's/^/wipefs /'
if [ -z "$told" ]; then
  cmp -s -n "$head" "$disk" /dev/zero || echo "raw $(head -c "$head" <"$disk" | cksum)"
fi
for partition in "$sys"/*/partition; do
  [ -e "$partition" ] || continue
  device=${partition%/partition}; device=${device##*/}
  told=$(blkid -p -o export "/dev/$device" 2>/dev/null)
  printf '%s\n' "$told" | sed -e '/^DEVNAME=/d' -e '/^PART_ENTRY_DISK=/d' -e '/^$/d' -e "s/^/inside $device /"
  printf '%s\n' "$told" | sed -n -e 's/^UUID=/name &/p' -e 's/^LABEL=/name &/p' \
    -e 's/^PART_ENTRY_UUID=/name PARTUUID=/p' -e 's/^PART_ENTRY_NAME=/name PARTLABEL=/p'
done
sfdisk -d "$disk" 2>/dev/null | sed -n 's/^\/dev/sfdisk &/p'
if [ -b "$part" ] && (: <"$part") 2>/dev/null; then
  echo partblock
  echo "kernel" $(cat "$sys/${part##*/}/start" "$sys/${part##*/}/size" 2>/dev/null)
  told=$(blkid -p -o export "$part" 2>/dev/null)
  [ $? -ne 8 ] || echo 'partblkid TYPE=AMBIVALENT'
  printf '%s\n' "$told" | sed -e '/^DEVNAME=/d' -e '/^$/d' -e 's/^/partblkid /'
  case $(printf '%s\n' "$told" | sed -n 's/^TYPE=//p') in ext[234])
    dumpe2fs -h "$part" 2>/dev/null | sed -n \
      -e 's/^Last mounted on: *\(\/.*\)/lastmount \1/p' \
      -e 's/^Filesystem features:.*needs_recovery.*/unclean/p'
    at=$(sed -n "s#^$part \([^ ]*\) .*#\1#p" /proc/mounts | head -n 1)
    if [ -n "$at" ]; then
      at=$(printf '%b' "$at")
      if names=$(ls -A "$at" 2>/dev/null); then
        echo listed; printf '%s\n' "$names" | head -n "$most" | sed 's/^/entry /'
        ls -A "$at/lost+found" 2>/dev/null | head -n 1 | sed 's#^#entry lost+found/#'
      fi
    else
      debugfs -R 'ls -p /' "$part" 2>/dev/null | head -n "$most" | sed -n \
        -e '/^\/[0-9]*\/[0-7]*\/[0-9]*\/[0-9]*\/.*\/[0-9]*\/$/!s/..*/unclean/p' \
        -e 's#^/[1-9][0-9]*/[0-7]*/[0-9]*/[0-9]*/\(..*\)/[0-9]*/$#entry \1#p'
      debugfs -R 'ls -p /lost+found' "$part" 2>/dev/null | head -n "$most" | sed -n \
        -e '/\/\.\.*\/\/$/d' -e 's#^/[1-9][0-9]*/[0-7]*/[0-9]*/[0-9]*/\(..*\)/[0-9]*/$#entry lost+found/\1#p'
    fi ;;
  '') blank=$((head - 2048 * $(blockdev --getss "$disk")))
    cmp -s -n "$blank" "$part" /dev/zero || echo "partraw $(head -c "$blank" <"$part" | cksum)" ;;
  esac
fi
:
"""
_ESCAPE = re.compile(r"\\([0-7]{3})")
"""A character of a field in /etc/fstab that would end it."""
_SFDISK = re.compile(
    r"(?P<device>/dev/[!-~]+)\s*:\s*start=\s*(?P<start>[0-9]+),\s*size=\s*(?P<size>[0-9]+),"
    r"\s*(?:Id|type)=\s*(?P<type>[^,\s]+)"
)


def _partitions(lines: tuple[str, ...]) -> Iterator[Partition]:
    for line in lines:
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
