"""4.4.3/prepare/2 and 4.4.3/finish/3: the disk for instances."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.facts.printed import (
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
from tests.unit.steps.cases import COMPUTE1, COMPUTE2, Case, Given, check
from wizard.facts.disk import Disk, Mounted
from wizard.facts.files import Fstab
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
BARRED: dict[str, Given] = {
    PART: {},
    MKFS: {},
    MOUNT: {Mounted: NOTHING_MOUNTED},
    BOOT: {Fstab: fstab()},
}
"""The disk's steps, with what each of them reads besides."""

CASES = [
    # What bars every step
    *(
        case
        for step, given in BARRED.items()
        for case in (
            Case(step, "a node without a disk", {Disk: printed(), **given}, NO_DISK, node=COMPUTE2),
            Case(
                step,
                "a link",
                {Disk: printed("disk /dev/sdb\nlink /dev/sdc\nblock\nsize 107374182400\n"), **given},
                "refused disk-link: disk = /dev/sdb; target = /dev/sdc",
            ),
            Case(
                step,
                "no such device",
                {Disk: printed("disk /dev/sdb\n"), **given},
                "refused disk-absent: disk = /dev/sdb",
            ),
            Case(
                step,
                "a partition",
                {Disk: printed(disk("partition")), **given},
                "refused disk-partition: disk = /dev/sdb",
            ),
            Case(
                step,
                "a logical volume",
                {Disk: printed(disk("virtual")), **given},
                "refused disk-virtual: disk = /dev/sdb",
            ),
            Case(
                step,
                "half a GiB",
                {Disk: printed(disk(size=GIB // 2)), **given},
                "refused disk-small: disk = /dev/sdb; size = 536870912; least = 1073741824",
            ),
            Case(
                step,
                "its partition is mounted",
                {Disk: printed(disk(*PARTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/srv"')), **given},
                "refused disk-in-use: disk = /dev/sdb; uses = sdb1 on /srv",
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
                "refused disk-in-use: disk = /dev/sdb; uses = /dev/sdb2                               partition\t2097148\t0\t-1",
            ),
            Case(
                step,
                "it is in an LVM",
                {Disk: printed(disk("holder dm-2", "holder dm-3")), **given},
                "refused disk-in-use: disk = /dev/sdb; uses = dm-2\ndm-3",
            ),
            Case(
                step,
                "fstab names it",
                {Disk: printed(disk("fstab /dev/sdb2 /srv xfs defaults 0 0")), **given},
                "refused disk-in-use: disk = /dev/sdb; uses = /dev/sdb2 /srv xfs defaults 0 0",
            ),
        )
    ),
    # The partition
    Case(
        PART,
        "free",
        {Disk: FREE},
        r"""
        because partition-missing: disk = /dev/sdb
        | fdisk /dev/sdb
        | n⏎
        | p⏎
        | 1⏎
        | 2048⏎
        | ⏎
        | w⏎
        $ set -eu
        $ disk=/dev/sdb
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ signatures=$(wipefs -n "$disk")
        $ found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
        $ case $signatures$found$status in
        $   0 | 2) ;;
        $   *) echo "$disk: not empty" >&2; exit 77 ;;
        $ esac
        $ cmp -s -n 16777216 "$disk" /dev/zero || { echo "$disk: not empty" >&2; exit 77; }
        $ printf 'n\np\n1\n2048\n\nw\n' | fdisk "$disk"
        """,
    ),
    Case(
        PART,
        "free, nvme",
        {Disk: printed(disk(path="/dev/nvme0n1"))},
        r"""
        because partition-missing: disk = /dev/nvme0n1
        | fdisk /dev/nvme0n1
        | n⏎
        | p⏎
        | 1⏎
        | 2048⏎
        | ⏎
        | w⏎
        $ set -eu
        $ disk=/dev/nvme0n1
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ signatures=$(wipefs -n "$disk")
        $ found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
        $ case $signatures$found$status in
        $   0 | 2) ;;
        $   *) echo "$disk: not empty" >&2; exit 77 ;;
        $ esac
        $ cmp -s -n 16777216 "$disk" /dev/zero || { echo "$disk: not empty" >&2; exit 77; }
        $ printf 'n\np\n1\n2048\n\nw\n' | fdisk "$disk"
        """,
        node=NVME,
    ),
    Case(PART, "ours", {Disk: OURS}),
    Case(PART, "ours, mounted", {Disk: MOUNTED_OURS}),
    Case(PART, "ours, nvme, by util-linux 2.38", {Disk: NVME_PARTED}, node=NVME),
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
    ),
    Case(
        PART,
        "ours, and no device yet",
        {Disk: printed(disk(*PARTED[:3]))},
        "not-yet partition-no-device: device = /dev/sdb1",
    ),
    Case(
        PART,
        "another partition",
        {Disk: OLD_LVM},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x1fe               dos   [partition table]
        /dev/sdb1 83 209715200
        /dev/sdb2 8e 107163418624; identity = sdb-107374182400-6f35499f5eaa
        """,
    ),
    Case(
        PART,
        "another partition, and the answers name another disk",
        {Disk: OLD_LVM},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x1fe               dos   [partition table]
        /dev/sdb1 83 209715200
        /dev/sdb2 8e 107163418624; identity = sdb-107374182400-6f35499f5eaa
        """,
        node=replace(COMPUTE1, erase="sdb-107374182400-000000000000"),
    ),
    Case(
        PART,
        "data that no tool knows",
        {Disk: printed(disk("raw 3018728591 16777216"))},
        """
        refused disk-not-empty: disk = /dev/sdb; found = Message('disk-raw', {}); identity = sdb-107374182400-a2fcf86e1eef
        """,
    ),
    Case(
        PART,
        "another partition, and the answers let it go",
        {Disk: OLD_LVM},
        r"""
        differs because disk-erase: disk = /dev/sdb; found = 0x1fe               dos   [partition table]
        /dev/sdb1 83 209715200
        /dev/sdb2 8e 107163418624
        | wipefs -a /dev/sdb1
        | wipefs -a /dev/sdb2
        | wipefs -a /dev/sdb
        | dd if=/dev/zero bs=1M count=16 conv=fsync of=/dev/sdb
        $ set -eu
        $ disk=/dev/sdb
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ [ ! -b /dev/sdb1 ] || wipefs -a /dev/sdb1
        $ [ ! -b /dev/sdb2 ] || wipefs -a /dev/sdb2
        $ wipefs -a /dev/sdb
        $ dd if=/dev/zero bs=1M count=16 conv=fsync of=/dev/sdb
        because partition-missing: disk = /dev/sdb
        | fdisk /dev/sdb
        | n⏎
        | p⏎
        | 1⏎
        | 2048⏎
        | ⏎
        | w⏎
        $ set -eu
        $ disk=/dev/sdb
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ signatures=$(wipefs -n "$disk")
        $ found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
        $ case $signatures$found$status in
        $   0 | 2) ;;
        $   *) echo "$disk: not empty" >&2; exit 77 ;;
        $ esac
        $ cmp -s -n 16777216 "$disk" /dev/zero || { echo "$disk: not empty" >&2; exit 77; }
        $ printf 'n\np\n1\n2048\n\nw\n' | fdisk "$disk"
        """,
        node=MAY_ERASE,
    ),
    Case(
        PART,
        "half of the disk only",
        {Disk: printed(disk(*DOS, "sfdisk /dev/sdb1 : start=     2048, size=104857600, Id=83", "partblock"))},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x1fe               dos   [partition table]
        /dev/sdb1 83 53687091200; identity = sdb-107374182400-965c23f4c7f0
        """,
    ),
    Case(
        PART,
        "a file system without a partition",
        {Disk: WHOLE_XFS},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x0                 xfs   [filesystem]; identity = sdb-107374182400-ebafa5b76c89
        """,
    ),
    Case(
        PART,
        "signatures that contradict each other",
        {Disk: printed(disk("blkid AMBIVALENT=1"))},
        """
        refused disk-not-empty: disk = /dev/sdb; found = AMBIVALENT=1; identity = sdb-107374182400-cd4f0f411d4e
        """,
    ),
    Case(
        PART,
        "a GPT",
        {
            Disk: printed(
                disk(
                    "wipefs 0x200               gpt   [partition table]",
                    "blkid PTTYPE=gpt",
                    "sfdisk /dev/sdb1 : start=        2048, size=   209713119, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4",
                    "partblock",
                )
            )
        },
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x200               gpt   [partition table]
        /dev/sdb1 0fc63daf-8483-4772-8e79-3d69d8477de4 107373116928; identity = sdb-107374182400-1d8a4fc6b383
        """,
    ),
    # The file system
    Case(
        MKFS,
        "an empty partition",
        {Disk: printed(disk(*PARTED))},
        """
        because filesystem-missing: device = /dev/sdb1
        | mkfs.ext4 /dev/sdb1
        $ set -eu
        $ disk=/dev/sdb1
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ signatures=$(wipefs -n "$disk")
        $ found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
        $ case $signatures$found$status in
        $   0 | 2) ;;
        $   *) echo "$disk: not empty" >&2; exit 77 ;;
        $ esac
        $ mkfs.ext4 /dev/sdb1
        limit 900
        """,
    ),
    Case(
        MKFS,
        "no partition yet",
        {Disk: FREE},
        """
        because filesystem-missing: device = /dev/sdb1
        | mkfs.ext4 /dev/sdb1
        $ set -eu
        $ disk=/dev/sdb1
        $ if [ -L "$disk" ] || [ ! -b "$disk" ]; then echo "$disk: no disk" >&2; exit 77; fi
        $ if grep -q "^$disk[p0-9]*[[:space:]]" /proc/mounts /proc/swaps /etc/fstab; then
        $   echo "$disk: in use" >&2; exit 77
        $ fi
        $ signatures=$(wipefs -n "$disk")
        $ found=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") && status=0 || status=$?
        $ case $signatures$found$status in
        $   0 | 2) ;;
        $   *) echo "$disk: not empty" >&2; exit 77 ;;
        $ esac
        $ mkfs.ext4 /dev/sdb1
        limit 900
        """,
    ),
    Case(MKFS, "ext4", {Disk: OURS}),
    Case(MKFS, "ext4, mounted", {Disk: MOUNTED_OURS}),
    Case(
        MKFS,
        "xfs",
        {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs"))},
        "refused partition-not-empty: device = /dev/sdb1; found = xfs",
    ),
    Case(
        MKFS,
        "a partition table in the partition",
        {Disk: printed(disk(*PARTED, "partblkid PTTYPE=dos"))},
        "refused partition-not-empty: device = /dev/sdb1; found = dos",
    ),
    Case(
        MKFS,
        "a disk that may not be erased",
        {Disk: WHOLE_XFS},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x0                 xfs   [filesystem]; identity = sdb-107374182400-ebafa5b76c89
        """,
    ),
    # The mount
    Case(
        MOUNT,
        "formatted",
        {Disk: OURS, Mounted: NOTHING_MOUNTED},
        """
        because mount-missing: device = /dev/sdb1; directory = /var/lib/nova/instances
        = mount /dev/sdb1 /var/lib/nova/instances
        because owner-other: directory = /var/lib/nova/instances; owner = root:root
        = chown -R nova:nova /var/lib/nova/instances
        """,
    ),
    Case(
        MOUNT,
        "free, no package yet",
        {Disk: FREE, Mounted: printed()},
        """
        because mount-missing: device = /dev/sdb1; directory = /var/lib/nova/instances
        = mount /dev/sdb1 /var/lib/nova/instances
        because owner-other: directory = /var/lib/nova/instances; owner = root:root
        = chown -R nova:nova /var/lib/nova/instances
        """,
    ),
    Case(MOUNT, "mounted, nova's", {Disk: MOUNTED_OURS, Mounted: MOUNTED}),
    Case(
        MOUNT,
        "mounted, root's",
        {
            Disk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner root:root\nowner root:root\n"),
        },
        """
        differs because owner-other: directory = /var/lib/nova/instances; owner = root:root
        = chown -R nova:nova /var/lib/nova/instances
        """,
    ),
    Case(
        MOUNT,
        "mounted, lost+found is root's",
        {
            Disk: MOUNTED_OURS,
            Mounted: printed(f"mount /dev/sdb1 {INSTANCES} ext4 rw 0 0\nowner nova:nova\nowner root:root\n"),
        },
        """
        differs because owner-other: directory = /var/lib/nova/instances; owner = root:root
        = chown -R nova:nova /var/lib/nova/instances
        """,
    ),
    Case(
        MOUNT,
        "mounted elsewhere",
        {
            Disk: printed(disk(*FORMATTED[:6], 'lsblk NAME="sdb1" MOUNTPOINT="/mnt"', *FORMATTED[7:])),
            Mounted: NOTHING_MOUNTED,
        },
        "refused mount-elsewhere: device = /dev/sdb1; places = sdb1 on /mnt",
    ),
    Case(
        MOUNT,
        "another device is mounted there",
        {Disk: OURS, Mounted: printed(f"mount /dev/sdc1 {INSTANCES} xfs rw 0 0\nowner nova:nova\n")},
        """
        refused mount-other: directory = /var/lib/nova/instances; device = /dev/sdc1; wanted = /dev/sdb1
        """,
    ),
    Case(
        MOUNT,
        "instances are in the directory",
        {
            Disk: OURS,
            Mounted: printed(
                "owner nova:nova\ninstance 9f5b2b2c-3a43-4b52-9d3c-6f1f3a2e9d11\ninstance 0c4b2b2c-3a43-4b52-9d3c-6f1f3a2e9d12\n"
            ),
        },
        "refused mount-over-instances: directory = /var/lib/nova/instances; count = 2",
    ),
    Case(
        MOUNT,
        "xfs on the partition",
        {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs")), Mounted: NOTHING_MOUNTED},
        "refused partition-not-empty: device = /dev/sdb1; found = xfs",
    ),
    Case(
        MOUNT,
        "somebody else's disk",
        {Disk: WHOLE_XFS, Mounted: NOTHING_MOUNTED},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x0                 xfs   [filesystem]; identity = sdb-107374182400-ebafa5b76c89
        """,
    ),
    # /etc/fstab
    Case(
        BOOT,
        "xfs on the partition",
        {Disk: printed(disk(*PARTED, "partblkid TYPE=xfs")), Fstab: fstab()},
        "refused partition-not-empty: device = /dev/sdb1; found = xfs",
    ),
    Case(
        BOOT,
        "somebody else's disk",
        {Disk: WHOLE_XFS, Fstab: fstab()},
        """
        refused disk-not-empty: disk = /dev/sdb; found = 0x0                 xfs   [filesystem]; identity = sdb-107374182400-ebafa5b76c89
        """,
    ),
    Case(
        BOOT,
        "no line",
        {Disk: MOUNTED_OURS, Fstab: fstab()},
        """
        because fstab-missing: directory = /var/lib/nova/instances
        | vi /etc/fstab
        | /dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        ~ --- /etc/fstab
        ~ +++ /etc/fstab
        ~ @@ -1,0 +2 @@
        ~ +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        $ path=/etc/fstab
        $ (edit.sh)
        < +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        limit 60
        """,
    ),
    Case(
        BOOT,
        "no line, and no line ending",
        {Disk: MOUNTED_OURS, Fstab: printed(file("/dev/sda1 / xfs defaults 0 0", "/etc/fstab"))},
        """
        because fstab-missing: directory = /var/lib/nova/instances
        | vi /etc/fstab
        | /dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        ~ --- /etc/fstab
        ~ +++ /etc/fstab
        ~ @@ -1,0 +2 @@
        ~ +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        $ path=/etc/fstab
        $ (edit.sh)
        < +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        limit 60
        """,
    ),
    Case(
        BOOT,
        "a commented line",
        {Disk: MOUNTED_OURS, Fstab: fstab("# " + FSTAB_LINE)},
        """
        because fstab-missing: directory = /var/lib/nova/instances
        | vi /etc/fstab
        | /dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        ~ --- /etc/fstab
        ~ +++ /etc/fstab
        ~ @@ -2,0 +3 @@
        ~ +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        $ path=/etc/fstab
        $ (edit.sh)
        < +/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0
        limit 60
        """,
    ),
    Case(BOOT, "the line", {Disk: printed(disk(*IN_PLACE, f"fstab {FSTAB_LINE}")), Fstab: fstab(FSTAB_LINE)}),
    Case(
        BOOT,
        "the line, its directory with a slash at the end",
        {Disk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1 {INSTANCES}/ ext4 defaults 0 0")},
    ),
    Case(
        BOOT,
        "the line, with tabs",
        {Disk: MOUNTED_OURS, Fstab: fstab(f"/dev/sdb1\t{INSTANCES}\text4\tnoatime\t0 2")},
    ),
    Case(
        BOOT,
        "the line, by UUID",
        {
            Disk: printed(disk(*IN_PLACE, f"fstab UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0")),
            Fstab: fstab(f"UUID={PARTITION_UUID} {INSTANCES} ext4 defaults 0 0"),
        },
    ),
    Case(
        BOOT,
        "another UUID",
        {Disk: MOUNTED_OURS, Fstab: fstab(f"UUID=3f1c {INSTANCES} ext4 defaults 0 0")},
        "refused fstab-other: directory = /var/lib/nova/instances; device = UUID=3f1c; wanted = /dev/sdb1",
    ),
    Case(
        BOOT,
        "the whole disk",
        {
            Disk: printed(disk(*IN_PLACE, f"fstab /dev/sdb {INSTANCES} ext4 defaults 0 0")),
            Fstab: fstab(f"/dev/sdb {INSTANCES} ext4 defaults 0 0"),
        },
        "refused fstab-other: directory = /var/lib/nova/instances; device = /dev/sdb; wanted = /dev/sdb1",
    ),
    Case(
        BOOT,
        "another device",
        {Disk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE.replace("sdb1", "sdc1"))},
        """
        refused fstab-other: directory = /var/lib/nova/instances; device = /dev/sdc1; wanted = /dev/sdb1
        """,
    ),
    Case(
        BOOT,
        "twice",
        {Disk: MOUNTED_OURS, Fstab: fstab(FSTAB_LINE, FSTAB_LINE)},
        "refused fstab-twice: directory = /var/lib/nova/instances",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_disk(case: Case) -> None:
    check(case)
