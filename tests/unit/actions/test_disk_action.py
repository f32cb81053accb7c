"""The disk's scripts, run by sh with programs that only write down that they were called."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from steps.compute import FDISK_KEYS
from tests.support.cases import check_syntax
from wizard.actions.disk import Erase, MakeFilesystem, MakePartition, RereadTable
from wizard.model.message import Message
from wizard.model.steps import Action

WHY = Message("partition-missing")
NOTHING = {"wipefs": "", "blkid": "exit 2", "cmp": ""}
"""What `wipefs -n`, `blkid -p` and `cmp` with zeros do on an empty disk."""

Send = Callable[..., tuple[int | None, str, list[str]]]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A block device that nothing is behind; only its kind is looked at."""
    path = tmp_path / "sdb"
    try:
        os.mknod(path, 0o600 | 0o060000, os.makedev(7, 253))
    except PermissionError:
        pytest.skip("no device can be made here")
    return path


@pytest.fixture
def send(tmp_path: Path) -> Send:
    def run(
        action: Action, programs: dict[str, str], mounts: str = "", swaps: str = "", fstab: str = ""
    ) -> tuple[int | None, str, list[str]]:
        """Run an action among these programs and tables; return status, stderr and the writing calls."""
        check_syntax(action.command)
        script = action.command.script
        for name, content in (("mounts", mounts), ("swaps", swaps), ("fstab", fstab)):
            (tmp_path / name).write_text(content)
            real = "/etc/fstab" if name == "fstab" else f"/proc/{name}"
            script = script.replace(real, str(tmp_path / name))
        calls = tmp_path / "calls"
        calls.write_text("")
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for name in (
            *("fdisk", "mkfs.ext4", "dd", "wipefs", "blkid", "cmp"),
            *("sfdisk", "blockdev", "sleep", "udevadm"),
        ):
            writes = f'echo "{name} $*" >>{calls}; [ ! -p /dev/stdin ] || cat >>{calls}\n'
            if name == "blockdev":
                writes = f'case "$*" in --getss*) echo 512; exit ;; esac\n{writes}'
            if name in ("fdisk", "blockdev"):
                writes += programs.get(name, "") + "\n"
            if name == "wipefs":
                writes = f'case "$*" in "-a "*) {writes.strip()} ;; *) {programs.get(name) or ":"} ;; esac\n'
            elif name in ("blkid", "cmp", "sfdisk"):
                writes = programs.get(name, "") + "\n"
            program = folder / name
            program.write_text(f"#!/bin/sh\n{writes}")
            program.chmod(0o755)
        done = subprocess.run(
            ["sh", "-c", script],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={"PATH": f"{folder}:{os.environ['PATH']}"},
        )
        return done.returncode, done.stderr, calls.read_text().splitlines()

    return run


def partition(disk: Path) -> MakePartition:
    """Return the action that makes the book's partition."""
    return MakePartition(str(disk), FDISK_KEYS, reason=WHY)


def filesystem(disk: Path) -> MakeFilesystem:
    """Return the action that makes a file system."""
    return MakeFilesystem(str(disk), reason=WHY)


def erase(disk: Path) -> Erase:
    """Return the action that erases the disk."""
    return Erase(str(disk), (f"{disk}1", str(disk)), reason=WHY)


SETTLED = "udevadm settle --timeout=30"
MAKERS = [partition, filesystem]
EVERY = [partition, filesystem, erase]


def test_fdisk_is_fed_its_keys_on_a_free_disk(send: Send, disk: Path) -> None:
    status, _, calls = send(partition(disk), NOTHING)
    assert status == 0
    assert calls == [f"fdisk {disk}", "n", "p", "1", "2048", "", "p", "w", SETTLED]


def test_fdisk_of_centos_ends_with_1_where_the_kernel_is_busy(send: Send, disk: Path) -> None:
    written = f"echo '{disk}1 : start=     2048, size=209713152, Id=83'"
    busy = {**NOTHING, "fdisk": "exit 1", "sfdisk": written}
    assert send(partition(disk), busy)[0] == 0
    assert send(partition(disk), {**busy, "sfdisk": "exit 1"})[0] == 1


def test_the_kernel_is_asked_again_until_it_has_read_the_table(send: Send, disk: Path) -> None:
    reread = RereadTable(str(disk), reason=WHY)
    asked = f"blockdev --rereadpt {disk}"
    assert send(reread, {}) == (0, "", [asked, SETTLED])
    third = {"blockdev": "[ $(grep -c blockdev {calls}) -ge 3 ] || { echo busy >&2; exit 1; }"}
    third["blockdev"] = third["blockdev"].replace("{calls}", str(disk.with_name("calls")))
    assert send(reread, third) == (0, "", [asked, "sleep 1", asked, "sleep 1", asked, SETTLED])
    status, said, calls = send(reread, {"blockdev": "echo busy >&2; exit 1"})
    assert (status, said) == (1, "busy\n")
    assert calls.count(asked) == 10


def test_mkfs_is_run_on_an_empty_partition(send: Send, disk: Path) -> None:
    assert send(filesystem(disk), NOTHING) == (0, "", [f"mkfs.ext4 {disk}"])


def test_erase_takes_the_partitions_that_are_there_and_then_the_disk(send: Send, disk: Path) -> None:
    full = {"wipefs": "echo found", "blkid": "echo ext4"}
    zeros = f"dd if=/dev/zero bs=1M count=16 conv=fsync of={disk}"
    assert send(erase(disk), full) == (0, "", [f"wipefs -a {disk}", f"wipefs -a {disk}", zeros])


@pytest.mark.parametrize(
    "programs",
    [
        {"wipefs": "echo 0x438 ext4", "blkid": "exit 2"},
        {"wipefs": "", "blkid": "echo dos"},
        {"wipefs": "", "blkid": "exit 8"},
        {"wipefs": "echo 0x1fe dos", "blkid": "echo dos"},
    ],
    ids=["wipefs finds something", "blkid finds something", "blkid finds too much", "both"],
)
@pytest.mark.parametrize("make", MAKERS)
def test_nothing_is_written_on_what_is_not_empty(
    send: Send, disk: Path, make: Callable[[Path], Action], programs: dict[str, str]
) -> None:
    assert send(make(disk), programs) == (77, f"{disk}: not empty\n", [])


@pytest.mark.parametrize("compared", ["exit 1", "exit 2"], ids=["differs", "cannot read"])
def test_fdisk_is_not_run_on_data_that_no_tool_knows(send: Send, disk: Path, compared: str) -> None:
    programs = {**NOTHING, "cmp": compared}
    assert send(partition(disk), programs) == (77, f"{disk}: not empty\n", [])


def test_the_beginning_is_compared_with_zeros(send: Send, disk: Path) -> None:
    looks = f'[ "$*" = "-s -n 16777216 {disk} /dev/zero" ]'
    assert send(partition(disk), {**NOTHING, "cmp": looks})[0] == 0


TABLES = ["mounts", "swaps", "fstab"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("part", ["", "1", "p1", "12"])
@pytest.mark.parametrize("make", EVERY)
def test_nothing_is_written_on_what_is_in_use(
    send: Send, disk: Path, make: Callable[[Path], Action], part: str, table: str
) -> None:
    line = f"proc /proc proc rw 0 0\n{disk}{part}\t/srv xfs rw 0 0\n"
    assert send(make(disk), NOTHING, **{table: line}) == (77, f"{disk}: in use\n", [])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("make", EVERY)
def test_a_disk_whose_name_only_begins_alike_is_another_one(
    send: Send, disk: Path, make: Callable[[Path], Action], table: str
) -> None:
    line = f"{disk}a1 /srv xfs rw 0 0\n# {disk}1 /srv xfs rw 0 0\n/dev/x {disk} xfs rw 0 0\n"
    assert send(make(disk), NOTHING, **{table: line})[0] == 0


@pytest.mark.parametrize("make", EVERY)
def test_nothing_is_written_on_what_is_no_disk(
    send: Send, tmp_path: Path, disk: Path, make: Callable[[Path], Action]
) -> None:
    file, link, absent = tmp_path / "file", tmp_path / "link", tmp_path / "absent"
    file.touch()
    link.symlink_to(disk)
    for path in (file, link, absent):
        assert send(make(path), NOTHING) == (77, f"{path}: no disk\n", [])


@pytest.mark.parametrize("missing", ["wipefs", "blkid"])
@pytest.mark.parametrize("make", MAKERS)
def test_a_tool_that_cannot_look_finds_nothing_free(
    send: Send, disk: Path, make: Callable[[Path], Action], missing: str
) -> None:
    programs = {**NOTHING, missing: "echo cannot open >&2; exit 1"}
    status, said, calls = send(make(disk), programs)
    assert status != 0
    assert "cannot open" in said
    assert calls == []


def test_each_shows_the_books_command() -> None:
    disk = Path("/dev/sdb")
    assert partition(disk).text == "fdisk /dev/sdb\nn⏎\np⏎\n1⏎\n2048⏎\n⏎\np⏎\nw⏎"
    assert partition(disk).typed == "fdisk /dev/sdb\nn\np\n1\n2048\n\np\nw\n"
    assert filesystem(Path("/dev/sdb1")).text == "mkfs.ext4 /dev/sdb1"
    assert Erase("/dev/sdb", ("/dev/sdb1", "/dev/sdb2"), reason=WHY).text == (
        "wipefs -a /dev/sdb1\nwipefs -a /dev/sdb2\nwipefs -a /dev/sdb\n"
        "dd if=/dev/zero bs=1M count=16 conv=fsync of=/dev/sdb"
    )
