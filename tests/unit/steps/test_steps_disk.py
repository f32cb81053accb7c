"""4.4.3/prepare/2 and 4.4.3/finish/3: the disk for instances."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steps.facts import Fstab, Mounted
from tests.support.cases import COMPUTE1, COMPUTE2, Case, Given
from tests.support.printed import (
    DOS,
    EXT4,
    FORMATTED,
    FSTAB_LINE,
    GIB,
    IN_PLACE,
    INSTANCES,
    PARTED,
    PARTITION_UUID,
    disk,
    file,
    printed,
)
from tests.unit.steps.table import Table
from wizard.facts.disk import Disk
from wizard.model import Result

PART, MKFS, MOUNT, BOOT = "4.4.3/prepare/2a", "4.4.3/prepare/2b", "4.4.3/finish/3a", "4.4.3/finish/3b"

FREE = printed(disk())
OURS = printed(disk(*FORMATTED))
MOUNTED_OURS = printed(disk(*IN_PLACE))
NVME = replace(COMPUTE1, disk="/dev/nvme0n1")
NVME_PARTED = printed(
    disk(
        *DOS,
        "sfdisk /dev/nvme0n1p1 : start=        2048, size=   209713152, type=83",
        "partblock",
        *EXT4,
        path="/dev/nvme0n1",
    )
)
OLD_LVM = printed(
    disk(
        *DOS,
        "sfdisk /dev/sdb1 : start=     2048, size=   409600, Id=83, bootable",
        "sfdisk /dev/sdb2 : start=   411648, size=209303552, Id=8e",
        "partblock",
        "partblkid TYPE=xfs",
    )
)
IDENTITY = "sdb-107374182400-6f35499f5eaa"
MAY_ERASE = replace(COMPUTE1, erase=IDENTITY)
WHOLE_XFS = printed(
    disk(
        "wipefs 0x0                 xfs   [filesystem]",
        "blkid UUID=3f1c",
        "blkid TYPE=xfs",
        "blkid USAGE=filesystem",
    )
)

NOTHING_MOUNTED = printed("owner nova:nova\n")
MOUNTED = printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner nova:nova\nowner nova:nova\n")


def fstab(*lines: str) -> Result:
    """/etc/fstab with these lines at its end."""
    return printed(
        file("".join(f"{line}\n" for line in ("/dev/sda1 / xfs defaults 0 0", *lines)), "/etc/fstab")
    )


NO_DISK = "skipped no-disk"
BARRED: dict[str, Given] = {PART: {}, MKFS: {}, MOUNT: {Mounted: NOTHING_MOUNTED}, BOOT: {Fstab: fstab()}}
"""The disk's steps, with what each of them reads besides."""

CASES = [
    # What bars every step
    *(
        case
        for step, given in BARRED.items()
        for case in (
            Case(step, "a node without a disk", {Disk: printed(), **given}, node=COMPUTE2),
            Case(
                step,
                "a link",
                {Disk: printed("disk /dev/sdb\nlink /dev/sdc\nblock\nsize 107374182400\n"), **given},
            ),
            Case(step, "no such device", {Disk: printed("disk /dev/sdb\n"), **given}),
            Case(step, "a partition", {Disk: printed(disk("partition")), **given}),
            Case(step, "a logical volume", {Disk: printed(disk("virtual")), **given}),
            Case(step, "half a GiB", {Disk: printed(disk(size=GIB // 2)), **given}),
            Case(
                step,
                "its partition is mounted",
                {Disk: printed(disk(*PARTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/srv"')), **given},
            ),
            Case(
                step,
                "it is swap",
                {
                    Disk: printed(
                        disk("swap /dev/sdb2                               partition\t2097148\t0\t-1")
                    ),
                    **given,
                },
            ),
            Case(step, "it is in an LVM", {Disk: printed(disk("holder dm-2", "holder dm-3")), **given}),
            Case(
                step,
                "fstab names it",
                {Disk: printed(disk("fstab /dev/sdb2 /srv xfs defaults 0 0")), **given},
            ),
        )
    ),
    # The partition
    Case(PART, "free", {Disk: FREE}),
    Case(PART, "free, nvme", {Disk: printed(disk(path="/dev/nvme0n1"))}, node=NVME),
    Case(PART, "ours", {Disk: OURS}, holds=True),
    Case(PART, "ours, mounted", {Disk: MOUNTED_OURS}, holds=True),
    Case(PART, "ours, nvme, by util-linux 2.38", {Disk: NVME_PARTED}, holds=True, node=NVME),
    Case(
        PART,
        "ours, 4 TiB: an MBR ends at 2 TiB",
        {
            Disk: printed(
                disk(
                    *DOS,
                    "sfdisk /dev/sdb1 : start=     2048, size=4294965247, Id=83",
                    "partblock",
                    size=4096 * GIB,
                )
            )
        },
        holds=True,
    ),
    Case(PART, "ours, and no device yet", {Disk: printed(disk(*PARTED[:3]))}),
    Case(PART, "another partition", {Disk: OLD_LVM}),
    Case(
        PART,
        "another partition, and the answers name another disk",
        {Disk: OLD_LVM},
        node=replace(COMPUTE1, erase="sdb-107374182400-000000000000"),
    ),
    Case(PART, "data that no tool knows", {Disk: printed(disk("raw 3018728591 16777216"))}),
    Case(PART, "another partition, and the answers let it go", {Disk: OLD_LVM}, node=MAY_ERASE),
    Case(
        PART,
        "half of the disk only",
        {Disk: printed(disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=104857600, Id=83", "partblock"))},
    ),
    Case(PART, "a file system without a partition", {Disk: WHOLE_XFS}),
    Case(PART, "signatures that contradict each other", {Disk: printed(disk("blkid AMBIVALENT=1"))}),
    Case(
        PART,
        "a GPT",
        {
            Disk: printed(
                disk(
                    "wipefs 0x200               gpt   [partition table]",
                    "blkid PTTYPE=gpt",
                    "sfdisk /dev/sdb1 : start=        2048, size=   209713119, "
                    "type=0FC63DAF-8483-4772-8E79-3D69D8477DE4",
                    "partblock",
                )
            )
        },
    ),
    # The file system
    Case(MKFS, "an empty partition", {Disk: printed(disk(*PARTED))}),
    Case(MKFS, "no partition yet", {Disk: FREE}),
    Case(MKFS, "ext4", {Disk: OURS}, holds=True),
    Case(MKFS, "ext4, mounted", {Disk: MOUNTED_OURS}, holds=True),
    Case(MKFS, "xfs", {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs"))}),
    Case(MKFS, "a partition table in the partition", {Disk: printed(disk(*PARTED, "partblkid PTTYPE=dos"))}),
    Case(MKFS, "a disk that may not be erased", {Disk: WHOLE_XFS}),
    # The mount
    Case(MOUNT, "formatted", {Disk: OURS, Mounted: NOTHING_MOUNTED}),
    Case(MOUNT, "free, no package yet", {Disk: FREE, Mounted: printed()}),
    Case(MOUNT, "mounted, nova's", {Disk: MOUNTED_OURS, Mounted: MOUNTED}, holds=True),
    Case(
        MOUNT,
        "mounted, root's",
        {
            Disk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner root:root\nowner root:root\n"),
        },
    ),
    Case(
        MOUNT,
        "mounted, lost+found is root's",
        {
            Disk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner nova:nova\nowner root:root\n"),
        },
    ),
    Case(
        MOUNT,
        "mounted elsewhere",
        {
            Disk: printed(disk(*FORMATTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/mnt"', *FORMATTED[7:])),
            Mounted: NOTHING_MOUNTED,
        },
    ),
    Case(
        MOUNT,
        "another device is mounted there",
        {Disk: OURS, Mounted: printed(f"mount /dev/sdc1 {INSTANCES} xfs rw 0 0\nowner nova:nova\n")},
    ),
    Case(
        MOUNT,
        "instances are in the directory",
        {
            Disk: OURS,
            Mounted: printed(
                "owner nova:nova\n"
                "instance 9f5b2b2c-3a43-4b52-9d3c-6f1f3a2e9d11\n"
                "instance 0c4b2b2c-3a43-4b52-9d3c-6f1f3a2e9d12\n"
            ),
        },
    ),
    Case(
        MOUNT,
        "xfs on the partition",
        {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs")), Mounted: NOTHING_MOUNTED},
    ),
    Case(MOUNT, "somebody else's disk", {Disk: WHOLE_XFS, Mounted: NOTHING_MOUNTED}),
    # /etc/fstab
    Case(BOOT, "xfs on the partition", {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs")), Fstab: fstab()}),
    Case(BOOT, "somebody else's disk", {Disk: WHOLE_XFS, Fstab: fstab()}),
    Case(BOOT, "no line", {Disk: MOUNTED_OURS, Fstab: fstab()}),
    Case(
        BOOT,
        "no line, and no line ending",
        {Disk: MOUNTED_OURS, Fstab: printed(file("/dev/sda1 / xfs defaults 0 0", "/etc/fstab"))},
    ),
    Case(BOOT, "a commented line", {Disk: MOUNTED_OURS, Fstab: fstab("# " + FSTAB_LINE)}),
    Case(
        BOOT,
        "the line",
        {Disk: printed(disk(*IN_PLACE, f"fstab {FSTAB_LINE}")), Fstab: fstab(FSTAB_LINE)},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, its directory with a slash at the end",
        {Disk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1 {INSTANCES}/ ext4 defaults 0 0")},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, with tabs",
        {Disk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1\t{INSTANCES}\text4\tnoatime\t0 2")},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, by UUID",
        {
            Disk: printed(disk(*IN_PLACE, f"fstab UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0")),
            Fstab: fstab(f"UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0"),
        },
        holds=True,
    ),
    Case(
        BOOT, "another UUID", {Disk: MOUNTED_OURS, Fstab: fstab(f"UUID=3f1c {INSTANCES} ext4 defaults 0 0")}
    ),
    Case(
        BOOT,
        "the whole disk",
        {
            Disk: printed(disk(*IN_PLACE, f"fstab /dev/sdb {INSTANCES} ext4 defaults 0 0")),
            Fstab: fstab(f"/dev/sdb {INSTANCES} ext4 defaults 0 0"),
        },
    ),
    Case(BOOT, "another device", {Disk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE.replace("sdb1", "sdc1"))}),
    Case(BOOT, "twice", {Disk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE, FSTAB_LINE)}),
]

TABLE = Table("disk", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_disk(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
