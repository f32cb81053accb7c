"""The disk: what sfdisk, lsblk, wipefs, blkid and the kernel say, and what it comes to."""
# ruff: noqa: E501 - programs print lines of any length

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from steps.facts import Mounted
from tests.support.printed import (
    DOS,
    FORMATTED,
    FSTAB_LINE,
    GIB,
    IN_PLACE,
    INSTANCES,
    PARTED,
    PARTITION_UUID,
    disk,
    printed,
)
from wizard.facts.disk import Disk
from wizard.facts.disk_probe import Partition, partition_of
from wizard.facts.disks import Disks
from wizard.model.commands import Result
from wizard.model.problems import Unknown

NOTHING = Disk("/dev/sdb")


@dataclass(frozen=True)
class DiskCase:
    """One state of a disk: what is printed, and what counts about it."""

    name: str
    text: str
    empty: bool = False
    has_our_partition: bool = False
    in_use: tuple[str, ...] = ()
    also: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return self.name


STATES = [
    DiskCase("not there", "disk /dev/sdb\n", True, also=(("there", False), ("size", 0))),
    DiskCase("a link", "disk /dev/sdb\nlink /dev/vdb\nblock\nsize 1\n", True, also=(("link", "/dev/vdb"),)),
    DiskCase(
        "free",
        disk(),
        True,
        also=(
            ("there", True),
            ("size", 107374182400),
            ("serial", "VMware_Virtual_disk_6000c29"),
            ("partition_there", False),
            ("part", False),
            ("virtual", False),
        ),
    ),
    DiskCase("data that no tool knows", disk("raw 3018728591 16777216"), False),
    DiskCase("a partition", disk("partition"), True, also=(("part", True),)),
    DiskCase("a logical volume", disk("virtual"), True, also=(("virtual", True),)),
    DiskCase(
        "partitioned by the guide, util-linux 2.23",
        disk(*PARTED),
        has_our_partition=True,
        also=(
            ("label", "dos"),
            ("partitions", (Partition("/dev/sdb1", 2048, 209713152, "83"),)),
            ("filesystem", ""),
            ("partition_there", True),
        ),
    ),
    DiskCase(
        "partitioned by the guide, util-linux 2.38",
        disk(*DOS, "sfdisk /dev/sdb1 : start=        2048, size=   209713152, type=83"),
        has_our_partition=True,
    ),
    DiskCase(
        "partitioned by the guide, and the kernel knows",
        disk(*PARTED, "kernel 2048 209713152"),
        has_our_partition=True,
        also=(("kernel_is_behind", False),),
    ),
    DiskCase(
        "partitioned by the guide, and to the kernel it begins elsewhere",
        disk(*PARTED, "kernel 63 209713152"),
        has_our_partition=True,
        also=(("kernel_is_behind", True),),
    ),
    DiskCase(
        "partitioned by the guide, sectors of 4096 bytes",
        disk(*PARTED, "sector 4096", "kernel 16384 1677705216", size=8 * 107374182400),
        has_our_partition=True,
        also=(("kernel_is_behind", False),),
    ),
    DiskCase("formatted", disk(*FORMATTED), has_our_partition=True, also=(("filesystem", "ext4"),)),
    DiskCase("mounted", disk(*IN_PLACE), has_our_partition=True, in_use=(f"sdb1 on {INSTANCES}",)),
    DiskCase(
        "mounted, by the kernel's word alone",
        disk(*PARTED, f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0"),
        has_our_partition=True,
        in_use=(f"/dev/sdb1 on {INSTANCES}",),
    ),
    DiskCase(
        "in fstab", disk(*FORMATTED, f"fstab {FSTAB_LINE}"), has_our_partition=True, in_use=(FSTAB_LINE,)
    ),
    DiskCase(
        "in fstab by UUID",
        disk(*FORMATTED, f"fstab UUID={PARTITION_UUID} /x ext4 defaults 0 0"),
        has_our_partition=True,
        in_use=(f"UUID={PARTITION_UUID} /x ext4 defaults 0 0",),
    ),
    DiskCase(
        "in fstab by a quoted label",
        disk(*FORMATTED, "inside sdb1 LABEL=inst", 'fstab LABEL="inst" /x ext4 defaults 0 0'),
        has_our_partition=True,
        in_use=('LABEL="inst" /x ext4 defaults 0 0',),
    ),
    DiskCase(
        "in fstab, the label of another disk's partition",
        disk(*FORMATTED, "inside sdb1 LABEL=inst", "fstab PARTLABEL=inst /x ext4 defaults 0 0"),
        has_our_partition=True,
    ),
    DiskCase(
        "in fstab by the UUID of its second partition",
        disk(
            "wipefs 0x1fe dos [partition table]",
            "sfdisk /dev/sdb1 : start=2048, size=10, Id=83",
            "sfdisk /dev/sdb2 : start=4096, size=10, Id=83",
            "inside sdb2 UUID=2f9c-second",
            "fstab UUID=2f9c-second /x ext4 defaults 0 0",
        ),
        in_use=("UUID=2f9c-second /x ext4 defaults 0 0",),
    ),
    DiskCase(
        "in fstab by PARTUUID",
        disk(
            *FORMATTED,
            "inside sdb1 PART_ENTRY_UUID=8a1c9f1e-01",
            "fstab PARTUUID=8a1c9f1e-01 /x ext4 defaults 0 0",
        ),
        has_our_partition=True,
        in_use=("PARTUUID=8a1c9f1e-01 /x ext4 defaults 0 0",),
    ),
    DiskCase(
        "swap",
        disk(*PARTED, "swap /dev/sdb1 partition 2097148 0 -2", "swap /dev/sda3 partition 1 0 -3"),
        has_our_partition=True,
        in_use=("/dev/sdb1 partition 2097148 0 -2",),
    ),
    DiskCase(
        "in an LVM",
        disk(
            "wipefs 0x218               LVM2_member   [raid]",
            "blkid TYPE=LVM2_member",
            "holder dm-2",
            'lsblk NAME="vg-data" MOUNTPOINT="/data dir"',
        ),
        in_use=("vg-data on /data dir", "dm-2"),
    ),
    DiskCase(
        "in a RAID",
        disk(
            "wipefs 0x1000              linux_raid_member   [raid]",
            "blkid TYPE=linux_raid_member",
            "holder md127",
        ),
        in_use=("md127",),
    ),
    DiskCase(
        "a file system without a partition",
        disk("wipefs 0x438               ext4   [filesystem]", "blkid UUID=1", "blkid TYPE=ext4"),
    ),
    DiskCase(
        "contradicting signatures", disk("blkid AMBIVALENT=1"), also=(("low_level", ("AMBIVALENT=1",)),)
    ),
    DiskCase(
        "a GPT",
        disk(
            "wipefs 0x200               gpt   [partition table]",
            "blkid PTTYPE=gpt",
            "sfdisk /dev/sdb1 : start=        2048, size=   209713119, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, uuid=1",
        ),
        also=(
            (
                "partitions",
                (Partition("/dev/sdb1", 2048, 209713119, "0fc63daf-8483-4772-8e79-3d69d8477de4"),),
            ),
        ),
    ),
    DiskCase(
        "a partition of another type", disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=209713152, Id=8e")
    ),
    DiskCase(
        "a bootable one",
        disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=209713152, Id=83, bootable"),
        has_our_partition=True,
    ),
    DiskCase(
        "a partition that begins elsewhere",
        disk(*DOS, "sfdisk /dev/sdb1 : start=       63, size=209715137, Id=83"),
    ),
    DiskCase(
        "a partition of half the disk",
        disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=104857600, Id=83"),
    ),
    DiskCase(
        "two partitions",
        disk(
            *DOS,
            "sfdisk /dev/sdb1 : start=     2048, size=209713152, Id=83",
            "sfdisk /dev/sdb2 : start=209715200, size=1, Id=83",
        ),
    ),
    DiskCase(
        "the second partition only", disk(*DOS, "sfdisk /dev/sdb2 : start=     2048, size=209713152, Id=83")
    ),
    DiskCase("an empty table", disk(*DOS)),
    DiskCase(
        "4 TiB, to the end of what an MBR can name",
        disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=4294965247, Id=83", size=4096 * GIB),
        has_our_partition=True,
    ),
    DiskCase(
        "sectors of 4 KiB",
        disk("sector 4096", *DOS, "sfdisk /dev/sdb1 : start=        2048, size=    26212352, type=83"),
        has_our_partition=True,
        also=(("sector", 4096),),
    ),
    DiskCase(
        "sectors of 4 KiB, half of it",
        disk("sector 4096", *DOS, "sfdisk /dev/sdb1 : start=        2048, size=    13105152, type=83"),
    ),
    DiskCase(
        "4 TiB, half of it",
        disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=2147483648, Id=83", size=4096 * GIB),
    ),
    DiskCase(
        "nvme",
        disk(
            *DOS,
            "sfdisk /dev/nvme0n1p1 : start=        2048, size=   209713152, type=83",
            path="/dev/nvme0n1",
        ),
        has_our_partition=True,
    ),
    DiskCase(
        "nvme, the next namespaces are in use",
        disk("mount /dev/nvme0n10 /a xfs rw 0 0", "mount /dev/nvme0n11p1 /b xfs rw 0 0", path="/dev/nvme0n1"),
        True,
    ),
    DiskCase(
        "nvme, its partition is in use",
        disk("mount /dev/nvme0n1p12 /a xfs rw 0 0", path="/dev/nvme0n1"),
        True,
        in_use=("/dev/nvme0n1p12 on /a",),
    ),
    DiskCase(
        "the neighbours are in use",
        disk(
            "mount /dev/sdbc1 /a xfs rw 0 0",
            "swap /dev/sdb_1 file 1 0 -2",
            "fstab /dev/sda1 /x xfs defaults 0 0",
        ),
        True,
    ),
    DiskCase(
        "mounted twice",
        disk(
            'lsblk NAME="sdb1" MOUNTPOINT="/a"',
            "mount /dev/sdb1 /a xfs rw 0 0",
            "mount /dev/sdb1 /b xfs rw 0 0",
        ),
        True,
        in_use=("sdb1 on /a", "/dev/sdb1 on /b"),
    ),
]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_state(state: DiskCase) -> None:
    found = Disk.parse(printed(state.text))
    assert (found.empty, found.has_our_partition, found.in_use) == (
        state.empty,
        state.has_our_partition,
        state.in_use,
    )
    for name, value in state.also:
        assert getattr(found, name) == value, name


def test_the_identity_is_the_disks_and_its_contents() -> None:
    def identity(text: str) -> str:
        return Disk.parse(printed(text)).identity

    full = disk(*PARTED)
    assert identity(full) == identity(full)
    assert identity(full).startswith("sdb-107374182400-")
    others = [
        disk(),
        disk(*FORMATTED[:-1], "wipefs 0x0 xfs"),
        full.replace("6000c29", "6000c30"),
        disk(*PARTED, size=101 * GIB),
        full.replace("209713152", "209713151"),
    ]
    assert identity(full) not in [identity(other) for other in others]
    assert len({identity(other) for other in others}) == len(others)


@pytest.mark.parametrize(
    ("path", "partition"),
    [
        ("/dev/sdb", "/dev/sdb1"),
        ("/dev/nvme0n1", "/dev/nvme0n1p1"),
        ("/dev/vdc", "/dev/vdc1"),
        ("/dev/mmcblk0", "/dev/mmcblk0p1"),
    ],
)
def test_the_first_partition(path: str, partition: str) -> None:
    assert partition_of(path) == partition


@pytest.mark.parametrize(
    ("text", "mounted"),
    [
        ("", Mounted("", ())),
        ("owner nova:nova\n", Mounted("", ("nova:nova",))),
        (
            f"mount /dev/sdc1 {INSTANCES} xfs rw 0 0\nmount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner root:root\nowner root:root\n",
            Mounted("/dev/sdb1", ("root:root", "root:root")),
        ),
        (f"mount /dev/sdc1 {INSTANCES}/_base xfs rw 0 0\n", Mounted("", ())),
        (
            "owner nova:nova\ninstance 9f5b2b2c-3a43-4b52-9d3c-6f1f3a2e9d11\n",
            Mounted("", ("nova:nova",), ("9f5b2b2c-3a43-4b52-9d3c-6f1f3a2e9d11",)),
        ),
    ],
)
def test_mounted(text: str, mounted: Mounted) -> None:
    assert Mounted.parse(printed(text)) == mounted


# --- All disks --------------------------------------------------------------------------------------


def test_the_disks_are_a_table_with_names_as_they_are_typed() -> None:
    found = Disks.parse(
        printed(
            'NAME="sda" SIZE="40G" TYPE="disk" FSTYPE="" MOUNTPOINT="" MODEL="VMware Virtual S"\n'
            'NAME="sda1" SIZE="40G" TYPE="part" FSTYPE="xfs" MOUNTPOINT="/" MODEL=""\n'
            'NAME="sdb" SIZE="100G" TYPE="disk" FSTYPE="" MOUNTPOINT="" MODEL="VMware Virtual S"\n'
        )
    )
    assert found.lines == [
        "NAME       SIZE  TYPE  FSTYPE  MOUNTPOINT  MODEL",
        "/dev/sda   40G   disk                      VMware Virtual S",
        "/dev/sda1  40G   part  xfs     /",
        "/dev/sdb   100G  disk                      VMware Virtual S",
    ]


def test_no_list_of_disks_is_unknown() -> None:
    with pytest.raises(Unknown, match="disks-unreadable") as problem:
        Disks.parse(Result(127, b"", b"lsblk: not found\n"))
    assert problem.value.message.variables == {"said": "lsblk: not found"}


@pytest.mark.parametrize(
    "line",
    [
        "inside sdb1 UUID=2f9c",
        "inside sdb2 TYPE=xfs",
        "partraw 3018728591 15728640",
        "inside sdb1 TYPE=ext4",
    ],
)
def test_the_identity_covers_what_is_in_every_partition(line: str) -> None:
    before, after = (Disk.parse(printed(disk(*PARTED, *lines))) for lines in ((), (line,)))
    assert before.identity != after.identity


def test_a_label_with_a_blank_in_fstab() -> None:
    found = Disk.parse(printed(disk(*FORMATTED, "inside sdb1 LABEL=my data", r"fstab LABEL=my\040data /x")))
    assert found.in_use
