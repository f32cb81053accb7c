"""The second disk of a compute node: a loop device that its host knows as /dev/sdb, in any state."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from . import raid
from .machine import Machine
from .tools import run

GIB = 1 << 30

BLOCK = 1 << 16

STILL = "-o noinit_itable"
"""ext4 finishes what mkfs left undone while it is mounted, unless it is told not to."""

REMOVAL = """\
findmnt --raw --noheadings --output TARGET,SOURCE | awk '$2 ~ "^/dev/sd" {print $1}' | xargs -r umount
sed -i '\\#^/dev/sd#d' /etc/fstab
systemctl stop 'disk-nodes@*.path' disk-nodes.timer
mkdir -p /run/disks
rm -f /run/disks/*
test ! -L /dev/sdb || rm /dev/sdb
systemctl start disk-nodes.service
"""


class Disk:
    """/dev/sdb of a host; every state is reached with the real tools, from an empty disk."""

    def __init__(self, machine: Machine, like: Disk | None = None) -> None:
        self.machine = machine
        self.image = machine.directory / "sdb.img"
        self._loop: Path | None = None
        if like is not None and like._loop is None:
            return
        if like is not None:
            run("cp", "--sparse=always", like.image, self.image)
            self._attach()
            # A container's systemd leaves the devices of /etc/fstab alone.
            machine.run("mount --all")
        else:
            self.empty()

    # -- its states --

    def empty(self, size: int = GIB, name: str = "sdb") -> None:
        """A new disk without a byte on it."""
        self.absent()
        with self.image.open("wb") as image:
            image.truncate(size)
        self._attach(name)

    def too_small(self) -> None:
        """A disk that ends before the sector at which the book's partition begins."""
        self.empty(size=2048 * 512)

    def partitioned(self) -> None:
        """A table with one partition, as the book's, with nothing in it."""
        self.empty()
        self._partition("label: dos\n2048,,83\n")

    def gpt(self) -> None:
        """A table of the other kind, with one partition."""
        self.empty()
        self._partition("label: gpt\n2048,,L\n")

    def empty_gpt(self) -> None:
        """A table of the other kind, and no partition."""
        self.empty()
        self._partition("label: gpt\n")

    def with_file_system(self) -> None:
        """A file system on the whole disk, without a table."""
        self.empty()
        self.machine.run("mkfs.ext4 -q -F /dev/sdb")

    def with_partition_and_file_system(self, kind: str = "ext4") -> None:
        """One partition and a file system in it: of ext4, as the book's steps leave the disk."""
        self.partitioned()
        self.machine.run(f"mkfs.{kind} -q /dev/sdb1")

    def mounted(self, at: str = "/mnt/data") -> None:
        """A partition with a file system that is mounted, with a file in it."""
        self.with_partition_and_file_system()
        self.machine.run(f"mkdir -p {at}; mount {STILL} /dev/sdb1 {at}; echo precious > {at}/file; sync")

    def in_fstab(self, at: str = "/mnt/data") -> None:
        """An empty disk that /etc/fstab names all the same."""
        self.empty()
        self.machine.run(f"echo '/dev/sdb1 {at} ext4 defaults 0 0' >> /etc/fstab")

    def lvm(self) -> None:
        """A physical volume of LVM, with a volume group on it."""
        self.empty()
        self.machine.run("pvcreate --quiet --yes /dev/sdb; vgcreate --quiet data /dev/sdb")

    def swap(self) -> None:
        """Make the whole disk swap space."""
        self.empty()
        self.machine.run("mkswap --quiet /dev/sdb")

    def raid(self) -> None:
        """A member of a RAID array."""
        self.empty()
        assert self._loop is not None
        with self._loop.open("r+b") as disk:
            disk.seek(raid.POSITION)
            disk.write(raid.superblock(GIB))

    def lost_table(self) -> None:
        """A partition with a file system whose table is gone: the files can still be had back."""
        self.with_partition_and_file_system()
        self.machine.run("dd if=/dev/zero of=/dev/sdb bs=512 count=1 conv=fsync")
        self.machine.run("blockdev --rereadpt /dev/sdb")

    def raw_data(self) -> None:
        """Data of a program that uses the disk as it is."""
        self.empty()
        self.machine.run("dd if=/dev/urandom of=/dev/sdb bs=4096 seek=3 count=9 conv=fsync")

    def symlink(self) -> None:
        """A link to an empty disk of another name."""
        self.empty(name="sdc")
        self.machine.run("ln -s sdc /dev/sdb")

    def holds_root(self) -> None:
        """The disk that holds /, as the host's list of mounts tells it."""
        self.with_partition_and_file_system()
        # Processes stay on the root they have: a mount on top of it shows in the list of mounts only.
        self.machine.run(f"mount {STILL} /dev/sdb1 /; sync")

    def absent(self) -> None:
        """No disk at all, and nothing that names it."""
        self.machine.run(REMOVAL)
        if self._loop is not None:
            run("losetup", "--detach", self._loop)
            self._loop = None
        self.image.unlink(missing_ok=True)

    # -- what is on it --

    def checksum(self) -> str:
        """What is written on the disk, as a number; a hole and zeros are the same."""
        if self._loop is None:
            return ""
        run("blockdev", "--flushbufs", self._loop)
        total = hashlib.sha256(str(self.image.stat().st_size).encode())
        for position, block in self._blocks():
            if block.strip(b"\0"):
                total.update(position.to_bytes(8, "big") + block)
        return total.hexdigest()

    def made_of(self) -> str:
        """Its partitions and file systems, each with its identifier.

        ext4 goes on writing by itself while it is mounted: `checksum` says nothing of such a disk.
        """
        return self.machine.run("sfdisk --dump /dev/sdb; blkid -p /dev/sdb*", check=False).stdout

    def _blocks(self) -> Iterator[tuple[int, bytes]]:
        image = os.open(self.image, os.O_RDONLY)
        try:
            position = 0
            while True:
                position = os.lseek(image, position, os.SEEK_DATA) // BLOCK * BLOCK
                yield position, os.pread(image, BLOCK, position)
                position += BLOCK
        except OSError:
            return
        finally:
            os.close(image)

    # -- how it comes there --

    def _attach(self, name: str = "sdb") -> None:
        self._loop = Path(run("losetup", "--find", "--show", "--partscan", self.image).strip())
        serial = uuid.uuid4().hex[:16].upper()
        self.machine.run(
            f"mkdir -p /run/disks; echo {self._loop.name} {serial} > /run/disks/{name}; "
            f"systemctl start disk-nodes.service disk-nodes@{name}.path disk-nodes.timer"
        )

    def _partition(self, table: str) -> None:
        self.machine.run("sfdisk --quiet /dev/sdb", stdin=table)
