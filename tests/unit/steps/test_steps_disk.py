"""4.4.3/prepare/2 and 4.4.3/finish/3: the disk for instances."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steps.facts import Fstab, InstancesDisk, Mounted
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
from wizard.model.commands import Result

PART, MKFS, MOUNT, BOOT = "4.4.3/prepare/2a", "4.4.3/prepare/2b", "4.4.3/finish/3a", "4.4.3/finish/3b"

FREE = printed(disk())
OURS = printed(disk(*FORMATTED))
LINKED = "/data/nova/instances"
"""Where INSTANCES is, where /var/lib/nova is a link."""
MOUNTED_OURS = printed(disk(*IN_PLACE))
NVME = replace(COMPUTE1, disk="/dev/nvme0n1")
NVME_PARTED = printed(
    disk(
        *DOS,
        "sfdisk /dev/nvme0n1p1 : start=        2048, size=   209713152, type=83",
        "partblock",
        *(line.replace("sdb1", "nvme0n1p1") for line in EXT4),
        path="/dev/nvme0n1",
    )
)
OLD_LVM = printed(
    disk(
        *DOS,
        "sfdisk /dev/sdb1 : start=     2048, size=   409600, Id=83, bootable",
        "sfdisk /dev/sdb2 : start=   411648, size=209303552, Id=8e",
        "partblock",
        "inside sdb1 TYPE=xfs",
    )
)
IDENTITY = InstancesDisk.parse(OLD_LVM).identity
MAY_ERASE = replace(COMPUTE1, erase=IDENTITY)
WHOLE_XFS = printed(
    disk(
        "wipefs 0x0                 xfs   [filesystem]",
        "blkid UUID=3f1c",
        "blkid TYPE=xfs",
        "blkid USAGE=filesystem",
    )
)

UNREAD = printed(disk(*PARTED, "kernel 63 209713152", "partraw 3018728591 15728640"))
READ = printed(disk(*PARTED, "kernel 2048 209713152"))
"""The table has the guide's partition, and the kernel has not read it, or has."""

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


def filled(*lines: str) -> Result:
    """The disk with the guide's partition, and an ext4 in which something stands."""
    return printed(disk(*FORMATTED, *lines))


PHOTOS = filled("entry photos", "entry holiday.jpg")
UUID = "8f0c2d1e-5a37-4b6e-9c1d-2f3e4a5b6c7d"
THEIRS = {
    "files of somebody": PHOTOS,
    "files, last mounted elsewhere": filled("lastmount /srv", f"entry {UUID}"),
    "files beside Nova's, last mounted there": filled(
        f"lastmount {INSTANCES}", "entry _base", "entry backup"
    ),
    "names that only look like Nova's": filled(f"lastmount {INSTANCES}", f"entry {UUID}.bak"),
    "files, never mounted": filled("entry locks"),
    "a journal that was not replayed": filled("unclean"),
    "files in lost+found, as fsck leaves them": filled("entry lost+found/#12"),
    "a partition with data that no tool knows": printed(disk(*PARTED, "partraw 3018728591 15728640")),
    "a directory that cannot be listed": printed(disk(*FORMATTED[:-3])),
}
"""Nobody may take these for the guide's."""
NOVAS = {
    "instances": filled(f"lastmount {INSTANCES}", f"entry {UUID}", f"entry {UUID}_resize", "entry _base"),
    "instances, where /var/lib/nova is a link": filled(
        "directory /data/nova/instances", "lastmount /data/nova/instances", f"entry {UUID}"
    ),
    "instances, not unmounted": filled(
        f"lastmount {INSTANCES}", "unclean", "entry locks", "entry compute_nodes"
    ),
}
CASES = [
    # Whose data it is
    *(
        Case(step, name, {InstancesDisk: theirs, **given})
        for step, given in BARRED.items()
        for name, theirs in THEIRS.items()
    ),
    *(
        Case(step, name, {InstancesDisk: novas, **given}, holds=step in (PART, MKFS))
        for step, given in BARRED.items()
        for name, novas in NOVAS.items()
    ),
    *(
        Case(
            step,
            "files of somebody, and the answers let them go",
            {InstancesDisk: PHOTOS, **given},
            node=replace(COMPUTE1, erase=InstancesDisk.parse(PHOTOS).identity),
        )
        for step, given in BARRED.items()
    ),
    Case(
        MOUNT,
        "files of somebody, mounted there",
        {
            InstancesDisk: printed(disk(*IN_PLACE, "listed", "entry holiday.jpg")),
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner lee:users\nowner root:root\n"),
        },
    ),
    Case(
        MOUNT,
        "files beside Nova's, mounted there and Nova's own",
        {InstancesDisk: printed(disk(*IN_PLACE, "listed", "entry backup")), Mounted: MOUNTED},
        holds=True,
    ),
    # What bars every step
    *(
        case
        for step, given in BARRED.items()
        for case in (
            Case(step, "a node without a disk", {InstancesDisk: printed(), **given}, node=COMPUTE2),
            Case(
                step,
                "a link",
                {InstancesDisk: printed("disk /dev/sdb\nlink /dev/sdc\nblock\nsize 107374182400\n"), **given},
            ),
            Case(step, "no such device", {InstancesDisk: printed("disk /dev/sdb\n"), **given}),
            Case(step, "a partition", {InstancesDisk: printed(disk("partition")), **given}),
            Case(step, "a logical volume", {InstancesDisk: printed(disk("virtual")), **given}),
            Case(step, "half a GiB", {InstancesDisk: printed(disk(size=GIB // 2)), **given}),
            Case(
                step,
                "its partition is mounted",
                {InstancesDisk: printed(disk(*PARTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/srv"')), **given},
            ),
            Case(
                step,
                "it is swap",
                {
                    InstancesDisk: printed(
                        disk("swap /dev/sdb2                               partition\t2097148\t0\t-1")
                    ),
                    **given,
                },
            ),
            Case(
                step, "it is in an LVM", {InstancesDisk: printed(disk("holder dm-2", "holder dm-3")), **given}
            ),
            Case(
                step,
                "fstab names it",
                {InstancesDisk: printed(disk("fstab /dev/sdb2 /srv xfs defaults 0 0")), **given},
            ),
        )
    ),
    # The partition
    Case(PART, "free", {InstancesDisk: FREE}),
    Case(PART, "free, nvme", {InstancesDisk: printed(disk(path="/dev/nvme0n1"))}, node=NVME),
    Case(PART, "ours", {InstancesDisk: OURS}, holds=True),
    Case(PART, "free, larger than the table reaches", {InstancesDisk: printed(disk(size=3072 * GIB))}),
    Case(PART, "ours, mounted", {InstancesDisk: MOUNTED_OURS}, holds=True),
    Case(PART, "ours, nvme, by util-linux 2.38", {InstancesDisk: NVME_PARTED}, holds=True, node=NVME),
    Case(
        PART,
        "ours, 4 TiB: an MBR ends at 2 TiB",
        {
            InstancesDisk: printed(
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
    Case(PART, "ours, and no device yet", {InstancesDisk: printed(disk(*PARTED[:3]))}),
    Case(PART, "ours, and another one to the kernel", {InstancesDisk: UNREAD}),
    Case(MKFS, "ours, and another one to the kernel", {InstancesDisk: UNREAD}),
    Case(PART, "ours, to the kernel too", {InstancesDisk: READ}, holds=True),
    Case(PART, "another partition", {InstancesDisk: OLD_LVM}),
    Case(
        PART,
        "another partition, and the answers name another disk",
        {InstancesDisk: OLD_LVM},
        node=replace(COMPUTE1, erase="sdb-107374182400-000000000000"),
    ),
    Case(PART, "data that no tool knows", {InstancesDisk: printed(disk("raw 3018728591 16777216"))}),
    Case(PART, "another partition, and the answers let it go", {InstancesDisk: OLD_LVM}, node=MAY_ERASE),
    Case(
        PART,
        "half of the disk only",
        {
            InstancesDisk: printed(
                disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=104857600, Id=83", "partblock")
            )
        },
    ),
    Case(PART, "a file system without a partition", {InstancesDisk: WHOLE_XFS}),
    Case(PART, "signatures that contradict each other", {InstancesDisk: printed(disk("blkid AMBIVALENT=1"))}),
    Case(
        PART,
        "a GPT",
        {
            InstancesDisk: printed(
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
    Case(MKFS, "an empty partition", {InstancesDisk: printed(disk(*PARTED))}),
    Case(MKFS, "no partition yet", {InstancesDisk: FREE}),
    Case(MKFS, "ext4", {InstancesDisk: OURS}, holds=True),
    Case(MKFS, "ext4, mounted", {InstancesDisk: MOUNTED_OURS}, holds=True),
    Case(MKFS, "xfs", {InstancesDisk: printed(disk(*PARTED, "inside sdb1 TYPE=xfs"))}),
    Case(
        MKFS,
        "a partition table in the partition",
        {InstancesDisk: printed(disk(*PARTED, "inside sdb1 PTTYPE=dos"))},
    ),
    Case(MKFS, "a disk that may not be erased", {InstancesDisk: WHOLE_XFS}),
    # The mount
    Case(MOUNT, "formatted", {InstancesDisk: OURS, Mounted: NOTHING_MOUNTED}),
    Case(MOUNT, "free, no package yet", {InstancesDisk: FREE, Mounted: printed()}),
    Case(MOUNT, "mounted, nova's", {InstancesDisk: MOUNTED_OURS, Mounted: MOUNTED}, holds=True),
    Case(
        MOUNT,
        "mounted, nova's, where /var/lib/nova is a link",
        {
            InstancesDisk: printed(disk(*IN_PLACE, f"directory {LINKED}").replace(INSTANCES, LINKED)),
            Mounted: printed(f"at {LINKED}\nmount /dev/sdb1 {LINKED}\nowner nova:nova\nowner nova:nova\n"),
        },
        holds=True,
    ),
    Case(
        MOUNT,
        "mounted, root's",
        {
            InstancesDisk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner root:root\nowner root:root\n"),
        },
    ),
    Case(
        MOUNT,
        "mounted, lost+found is root's",
        {
            InstancesDisk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner nova:nova\nowner root:root\n"),
        },
    ),
    Case(
        MOUNT,
        "mounted elsewhere",
        {
            InstancesDisk: printed(
                disk(*FORMATTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/mnt"', *FORMATTED[7:])
            ),
            Mounted: NOTHING_MOUNTED,
        },
    ),
    Case(
        MOUNT,
        "another device is mounted there",
        {InstancesDisk: OURS, Mounted: printed(f"mount /dev/sdc1 {INSTANCES} xfs rw 0 0\nowner nova:nova\n")},
    ),
    Case(
        MOUNT,
        "instances are in the directory",
        {
            InstancesDisk: OURS,
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
        {InstancesDisk: printed(disk(*PARTED, "inside sdb1 TYPE=xfs")), Mounted: NOTHING_MOUNTED},
    ),
    Case(MOUNT, "somebody else's disk", {InstancesDisk: WHOLE_XFS, Mounted: NOTHING_MOUNTED}),
    # /etc/fstab
    Case(
        BOOT,
        "xfs on the partition",
        {InstancesDisk: printed(disk(*PARTED, "inside sdb1 TYPE=xfs")), Fstab: fstab()},
    ),
    Case(BOOT, "somebody else's disk", {InstancesDisk: WHOLE_XFS, Fstab: fstab()}),
    Case(BOOT, "no line", {InstancesDisk: MOUNTED_OURS, Fstab: fstab()}),
    Case(
        BOOT,
        "no line, and no line ending",
        {InstancesDisk: MOUNTED_OURS, Fstab: printed(file("/dev/sda1 / xfs defaults 0 0", "/etc/fstab"))},
    ),
    Case(BOOT, "a commented line", {InstancesDisk: MOUNTED_OURS, Fstab: fstab("# " + FSTAB_LINE)}),
    Case(
        BOOT,
        "the line",
        {InstancesDisk: printed(disk(*IN_PLACE, f"fstab {FSTAB_LINE}")), Fstab: fstab(FSTAB_LINE)},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, its directory with a slash at the end",
        {InstancesDisk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1 {INSTANCES}/ ext4 defaults 0 0")},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, with tabs",
        {InstancesDisk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1\t{INSTANCES}\text4\tnoatime\t0 2")},
        holds=True,
    ),
    Case(
        BOOT,
        "the line, by UUID",
        {
            InstancesDisk: printed(
                disk(*IN_PLACE, f"fstab UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0")
            ),
            Fstab: fstab(f"UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0"),
        },
        holds=True,
    ),
    Case(
        BOOT,
        "another UUID",
        {InstancesDisk: MOUNTED_OURS, Fstab: fstab(f"UUID=3f1c {INSTANCES} ext4 defaults 0 0")},
    ),
    Case(
        BOOT,
        "the whole disk",
        {
            InstancesDisk: printed(disk(*IN_PLACE, f"fstab /dev/sdb {INSTANCES} ext4 defaults 0 0")),
            Fstab: fstab(f"/dev/sdb {INSTANCES} ext4 defaults 0 0"),
        },
    ),
    Case(
        BOOT,
        "another device",
        {InstancesDisk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE.replace("sdb1", "sdc1"))},
    ),
    *(
        Case(BOOT, name, {InstancesDisk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1 {INSTANCES} {rest}")})
        for name, rest in {
            "xfs over ext4": "xfs defaults 0 0",
            "not at boot": "ext4 noauto,noatime 0 0",
            "read only": "ext4 ro 0 0",
            "checked before the root file system": "ext4 defaults 0 1",
            "no numbers": "ext4 defaults x y",
        }.items()
    ),
    *(
        Case(
            BOOT,
            f"by {source}",
            {
                InstancesDisk: printed(disk(*IN_PLACE, f"fstab {source} {INSTANCES}", *links)),
                Fstab: fstab(f"{source} {INSTANCES} ext4 defaults 0 2"),
            },
            holds=True,
        )
        for source, links in {
            f'UUID="{PARTITION_UUID}"': (),
            f"/dev/disk/by-uuid/{PARTITION_UUID}": (
                f"fstablink /dev/disk/by-uuid/{PARTITION_UUID} /dev/sdb1",
            ),
            "/dev/disk/by-id/scsi-1-part1": ("fstablink /dev/disk/by-id/scsi-1-part1 /dev/sdb1",),
        }.items()
    ),
    *(
        Case(
            BOOT,
            f"{source}, which mount does not find",
            {
                InstancesDisk: printed(disk(*IN_PLACE, f"fstab {source} {INSTANCES}")),
                Fstab: fstab(f"{source} {INSTANCES} ext4 defaults 0 2"),
            },
        )
        for source in (f"UUID={PARTITION_UUID.upper()}", f"uuid={PARTITION_UUID}")
    ),
    Case(BOOT, "two fields only", {InstancesDisk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1 {INSTANCES}")}),
    Case(
        BOOT,
        "by a link to another disk",
        {
            InstancesDisk: printed(disk(*IN_PLACE, "fstablink /dev/disk/by-id/x /dev/sdc1")),
            Fstab: fstab(f"/dev/disk/by-id/x {INSTANCES} ext4 defaults 0 0"),
        },
    ),
    Case(BOOT, "twice", {InstancesDisk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE, FSTAB_LINE)}),
]

TABLE = Table("disk", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_disk(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
