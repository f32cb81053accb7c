"""The disk for instances. Each script checks the disk again directly before it writes."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import ClassVar

from wizard.facts.disk import FIRST_SECTOR
from wizard.facts.disk_probe import HEAD, partition_of
from wizard.model.commands import Command
from wizard.model.steps import Action

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
_SETTLE = "if command -v udevadm >/dev/null; then udevadm settle --timeout=30 || :; fi\n"
"""udev reads the table once more after whoever wrote to the disk: partitions go, and come back."""
_WRITTEN = """\
{
  status=$?
  sfdisk -d "$disk" 2>/dev/null | grep -q "^$part *: *start= *%s," || exit $status
}
"""
"""fdisk of CentOS 7 ends with 1 also where it wrote the table and the kernel did not read it."""
_REREAD = """\
tries=10
until said=$(blockdev --rereadpt "$disk" 2>&1); do
  tries=$((tries - 1))
  [ $tries -gt 0 ] || break
  sleep 1
done
if [ $tries -eq 0 ]; then
  echo "$said" >&2
  for open in /proc/[0-9]*/fd/*; do
    device=$(readlink "$open") || continue
    case $device in "$disk" | "$disk"[0-9]* | "$disk"p[0-9]*)
      process=${open#/proc/}; process=${process%%/*}
      echo "$device: open in $(cat "/proc/$process/comm") (pid $process)" >&2 ;;
    esac
  done
  exit 1
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
    def typed(self) -> str:
        """The same with the keys as lines."""
        return "\n".join([f"fdisk {shlex.quote(self.disk)}", *self.keys, ""])

    @property
    def command(self) -> Command:
        """fdisk reads its keys from a pipe, and only where nothing is found on the disk."""
        keys = "".join(f"{key}\\n" for key in self.keys)
        names = f"disk={shlex.quote(self.disk)}; part={shlex.quote(partition_of(self.disk))}"
        looks = f"{_UNUSED}{_EMPTY}{_BLANK}"
        fdisk = f"printf '{keys}' | fdisk \"$disk\" || {_WRITTEN % FIRST_SECTOR}"
        return Command(f"set -eu\n{names}\n{looks}{fdisk}{_SETTLE}")


@dataclass(frozen=True)
class RereadTable(Action):
    """Lets the kernel read a disk's partition table again, which it does not while a partition is open."""

    kind: ClassVar[str] = "disk"

    disk: str

    @property
    def text(self) -> str:
        """The command, `blockdev --rereadpt /dev/sdb`."""
        return f"blockdev --rereadpt {shlex.quote(self.disk)}"

    @property
    def command(self) -> Command:
        """The same command, tried for ten seconds; then it names the processes that are in the way."""
        return Command(f"set -eu\ndisk={shlex.quote(self.disk)}\n{_REREAD}{_SETTLE}")


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
