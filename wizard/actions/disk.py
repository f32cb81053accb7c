"""The disk for instances. Each script checks the disk again directly before it writes."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import ClassVar

from wizard.facts.disk import FIRST_SECTOR, HEAD
from wizard.model import Action, Command

_EMPTY = """\
signatures=$(wipefs -n "$disk")
found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
case $signatures$found$status in
  0 | 2) ;;
  *) echo "$disk: not empty" >&2; exit 77 ;;
esac
"""
"""blkid ends with 0, or with 2 where it found nothing; any other end, such as its 8, tells nothing."""
_BLANK = f"""\
cmp -s -n {HEAD} "$disk" /dev/zero || {{ echo "$disk: not empty" >&2; exit 77; }}
"""
_BLANK_PARTITION = f"""\
cmp -s -n $(({HEAD} - {FIRST_SECTOR} * $(blockdev --getss "$disk"))) "$disk" /dev/zero || {{
  echo "$disk: not empty" >&2; exit 77
}}
"""
"""What `MakePartition` has seen to be blank of it."""
_UNUSED = """\
if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
  echo "$disk: in use" >&2; exit 77
fi
"""
_ZEROS = f"dd if=/dev/zero bs=1M count={HEAD >> 20} conv=fsync"


@dataclass(frozen=True)
class Erase(Action):
    """Removes every signature from a disk whose identity the answers repeat."""

    kind: ClassVar[str] = "disk"

    disk: str
    partitions: tuple[str, ...]

    @property
    def text(self) -> str:
        """The commands: the partitions first, then the disk's own table, then the zeros for what no tool
        knows.
        """
        wipes = [f"wipefs -a {shlex.quote(device)}" for device in (*self.partitions, self.disk)]
        return "\n".join([*wipes, f"{_ZEROS} of={shlex.quote(self.disk)}"])

    @property
    def command(self) -> Command:
        """The same commands, after a check that nothing uses the disk; it exits with 77 otherwise."""
        wipes = "".join(
            f"[ ! -b {word} ] || wipefs -a {word}\n" for word in map(shlex.quote, self.partitions)
        )
        disk = shlex.quote(self.disk)
        return Command(f"set -eu\ndisk={disk}\n{_UNUSED}{wipes}wipefs -a {disk}\n{_ZEROS} of={disk}\n")


@dataclass(frozen=True)
class MakePartition(Action):
    """Makes a partition on a free disk, by what a guide types in fdisk (4.4.3/prepare/2a)."""

    kind: ClassVar[str] = "disk"

    disk: str
    keys: tuple[str, ...]
    """A line each; an empty one takes fdisk's default."""

    @property
    def text(self) -> str:
        """fdisk, and the keys typed in it; ⏎ alone takes its default."""
        return "\n".join([f"fdisk {shlex.quote(self.disk)}", *(f"{key}⏎" for key in self.keys)])

    @property
    def command(self) -> Command:
        """fdisk reads its keys from a pipe, and only where nothing is found on the disk."""
        keys = "".join(f"{key}\\n" for key in self.keys)
        looks = f"{_UNUSED}{_EMPTY}{_BLANK}"
        return Command(f"set -eu\ndisk={shlex.quote(self.disk)}\n{looks}printf '{keys}' | fdisk \"$disk\"\n")


@dataclass(frozen=True)
class MakeFilesystem(Action):
    """Makes ext4 on an empty partition (4.4.3/prepare/2b)."""

    kind: ClassVar[str] = "disk"

    partition: str

    @property
    def text(self) -> str:
        """The book's command, `mkfs.ext4 /dev/sdb1`."""
        return f"mkfs.ext4 {shlex.quote(self.partition)}"

    @property
    def command(self) -> Command:
        """mkfs.ext4 after a check by wipefs and blkid: without a terminal mkfs itself does not ask."""
        return Command(
            f"set -eu\ndisk={shlex.quote(self.partition)}\n{_UNUSED}{_EMPTY}{_BLANK_PARTITION}{self.text}\n",
            timeout=900.0,
        )
