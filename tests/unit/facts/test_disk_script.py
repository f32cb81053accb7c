"""The disk's script, run by dash and bash with programs that print what they are told to."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from steps.facts import InstancesDisk
from tests.support.cases import ANSWERS, COMPUTE1
from tests.support.printed import printed
from wizard.facts.disk_probe import UNLISTED

SHELLS = [name for name in ("dash", "bash") if shutil.which(name)]
EXT4 = "printf '%s\\n' DEVNAME=x 'LABEL=my data' TYPE=ext4 PART_ENTRY_UUID=8A1C-01 PART_ENTRY_DISK=8:16"
DONE = {
    "blockdev": "echo 21474836480; echo 512",
    "lsblk": """echo 'NAME="sdb" MOUNTPOINT=""'; echo 'NAME="sdb1" MOUNTPOINT=""'""",
    "wipefs": "echo 'offset type'; echo -----; echo; echo '0x1fe dos [partition table]'",
    "blkid": f'case "$*" in *1) {EXT4} ;; *) echo DEVNAME=x; echo PTTYPE=dos ;; esac',
    "sfdisk": "echo '# partition table'; echo; echo '/dev/sdb1 : start= 2048, size= 41940992, Id=83'",
    "dumpe2fs": "echo 'Last mounted on:          /srv'; echo 'Filesystem features: has_journal'",
    "debugfs": """case "$2" in */) echo /2/040755/0/0/.//; echo '/12/100644/0/0/a  b/0/' ;; esac""",
    "cmp": "",
}
"""What the programs do where the disk has the guide's partition."""

Probe = Callable[..., InstancesDisk]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    """Return each shell that may be a host's sh."""
    return str(request.param)


@pytest.fixture
def calls() -> Counter[str]:
    """How often each program was called."""
    return Counter()


@pytest.fixture
def probe(tmp_path: Path, shell: str, calls: Counter[str]) -> Probe:
    """Return a function that runs the script; /dev, /proc and /sys are files in a directory of the test."""

    def run(programs: Mapping[str, str], mounts: str = "", fstab: str = "") -> InstancesDisk:
        folder, log = tmp_path / "bin", tmp_path / "calls"
        folder.mkdir()
        for name, does in programs.items():
            (folder / name).write_text(f"#!/bin/sh\necho {name} >>{log}\n{does}\n")
            (folder / name).chmod(0o755)
        for name in ("sdb", "sdb1"):
            (tmp_path / name).touch()
        known = tmp_path / "sys" / "0:0" / "sdb1"
        known.mkdir(parents=True)
        for name, value in (("partition", 1), ("start", 2048), ("size", 41940992)):
            (known / name).write_text(f"{value}\n")
        (tmp_path / "mounts").write_text(mounts.replace("/dev", str(tmp_path)))
        (tmp_path / "swaps").write_text("Filename Type Size Used Priority\n")
        (tmp_path / "fstab").write_text(fstab)
        script = InstancesDisk.script(ANSWERS, replace(COMPUTE1, disk=f"{tmp_path}/sdb")).wire()
        for real, ours in (
            ("[ -b ", "[ -e "),
            ("[ ! -b ", "[ ! -e "),
            ("/dev/$device", f"{tmp_path}/$device"),
            ("/sys/dev/block", f"{tmp_path}/sys"),
            ("/proc/", f"{tmp_path}/"),
            ("/etc/fstab", f"{tmp_path}/fstab"),
        ):
            assert real in script
            script = script.replace(real, ours)
        done = subprocess.run(
            [shell, "-s"],
            input=script.encode(),
            capture_output=True,
            check=False,
            env={"PATH": f"{folder}:/usr/bin:/bin:/usr/sbin:/sbin"},
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"n0t-yours" not in done.stdout
        calls.update(log.read_text().split())
        return InstancesDisk.parse(printed(done.stdout.decode().replace(str(tmp_path), "/dev")))

    return run


def test_a_disk_where_the_guide_is_done(probe: Probe, calls: Counter[str]) -> None:
    found = probe(DONE)
    assert found.has_our_partition and not found.in_use and found.by_kernel == (2048, 41940992)
    assert (found.size, found.sector) == (21474836480, 512)
    assert found.signatures == ("0x1fe dos [partition table]",)
    assert found.low_level == ("PTTYPE=dos",)
    assert found.inside == ("sdb1 LABEL=my data", "sdb1 TYPE=ext4", "sdb1 PART_ENTRY_UUID=8A1C-01")
    assert (found.filesystem, found.filesystem_label, found.last_mounted) == ("ext4", "my data", "/srv")
    assert found.entries == ("a  b",)
    assert calls == {
        **dict.fromkeys(("blockdev", "lsblk", "wipefs", "sfdisk", "dumpe2fs"), 1),
        **dict.fromkeys(("blkid", "debugfs"), 2),
    }


def test_what_changes_with_whatever_is_written(probe: Probe) -> None:
    superblock = (
        "echo 'Free blocks:              5112'; echo 'Free inodes:              77'; "
        "echo 'Last write time:          Fri Nov 27 02:22:29 2026'"
    )
    found = probe({**DONE, "dumpe2fs": superblock})
    assert found.free == "5112 77"
    assert found.states == ("Last write time:          Fri Nov 27 02:22:29 2026",)


def test_free_blocks_of_a_mounted_file_system(probe: Probe, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    stat = 'case "$*" in "-f "*) echo 4000 70 ;; *) exec /usr/bin/stat "$@" ;; esac'
    superblock = "echo 'Free blocks:              5112'; echo 'Last write time:          long ago'"
    programs = {**DONE, "dumpe2fs": superblock, "stat": stat}
    found = probe(programs, mounts="/dev/sdb1 /dev/here ext4 rw 0 0\n")
    assert (found.free, found.states) == ("4000 70", ())


def test_a_file_system_on_the_whole_disk(probe: Probe) -> None:
    whole = {**DONE, "blkid": 'case "$*" in *1) exit 2 ;; *) echo TYPE=ext4 ;; esac', "sfdisk": ""}
    found = probe({**whole, "dumpe2fs": "echo 'Free inodes:              77'"})
    assert found.entries == ("a  b",)
    assert found.states == ("Free inodes:              77",)
    assert "/dev/sdb: a  b" in str(found.content)


def test_another_file_system_by_its_beginning(probe: Probe) -> None:
    def with_checksum(checksum: str) -> InstancesDisk:
        xfs = 'case "$*" in *1) echo TYPE=xfs ;; *) echo PTTYPE=dos ;; esac'
        return probe({**DONE, "blkid": xfs, "cksum": f"echo {checksum}"})

    assert with_checksum("1234 4194304").states == ("1234 4194304",)


def test_an_empty_disk(probe: Probe) -> None:
    nothing = {**DONE, **dict.fromkeys(("wipefs", "sfdisk"), ""), "blkid": "exit 2"}
    found = probe(nothing)
    assert found.empty and not found.partition_raw


def test_data_that_no_tool_knows(probe: Probe) -> None:
    nothing = {**DONE, **dict.fromkeys(("wipefs", "sfdisk"), ""), "blkid": "exit 2", "cmp": "exit 1"}
    found = probe(nothing)
    assert found.raw and found.partition_raw and not found.empty


def test_contradicting_signatures(probe: Probe) -> None:
    found = probe({**DONE, "blkid": "exit 8"})
    assert (found.low_level, found.filesystem) == (("AMBIVALENT=1",), "AMBIVALENT")


def test_names_in_a_mounted_file_system(probe: Probe, tmp_path: Path) -> None:
    (tmp_path / "here now" / "lost+found" / "#12").mkdir(parents=True)
    (tmp_path / "here now" / "*").touch()
    found = probe(DONE, mounts="/dev/sdb1 /dev/here\\040now ext4 rw 0 0\n")
    assert found.mounts == ("/dev/sdb1 on /dev/here\\040now",)
    assert set(found.entries) == {"*", "lost+found/#12"}


def test_a_directory_that_cannot_be_listed(probe: Probe) -> None:
    assert probe({**DONE, "ls": "exit 2"}, mounts="/dev/sdb1 /nowhere ext4 rw 0 0\n").entries == (UNLISTED,)


def test_nothing_on_a_disk_begins_a_line_of_ours(probe: Probe, tmp_path: Path) -> None:
    at = tmp_path / "mounted"
    at.mkdir()
    (at / "a\nlisted\nserial mine").touch()
    label = "echo 'LABEL=x\nserial mine\nraw 1'; echo TYPE=ext4"
    found = probe({**DONE, "blkid": label}, mounts=f"/dev/sdb1 {at} ext4 rw 0 0\n")
    assert (found.serial, found.raw) == ("", "")
    assert set(found.entries) == {"a", "listed", "serial mine"}


def test_options_in_fstab_and_mounts_stay_on_the_host(probe: Probe) -> None:
    found = probe(
        DONE,
        mounts="/dev/sdb1 /srv ext4 rw,password=n0t-yours 0 0\n",
        fstab="# UUID=1 /old\n  LABEL=my\\040data\t/srv\text4\tpassword=n0t-yours 0 0\n"
        "//server/a /b cifs password=n0t-yours 0 0\n",
    )
    assert found.fstab == ("LABEL=my\\040data\t/srv",)
    assert found.mounts == ("/dev/sdb1 on /srv",)
