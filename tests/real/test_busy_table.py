"""A partition that some program has open: the kernel reads no new table of its disk meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .replay import DISK, SiteWizard
from .site import Site
from .test_bad_input import identities

pytestmark = pytest.mark.long

COMPUTE = "compute1"
PARTITION, FILESYSTEM = ("4.4.3/prepare/2a", COMPUTE), ("4.4.3/prepare/2b", COMPUTE)
PREPARE = ("--only", "4.4.3/prepare/2")


@pytest.fixture(scope="module")
def fresh() -> Iterator[Site]:
    """A site before section 4.4; each test here begins with a disk of its own."""
    with Site() as site:
        yield site


@pytest.fixture
def held(fresh: Site) -> SiteWizard:
    """A wizard that may erase the disk, whose partition by the old table a program has open."""
    fresh.disk.gpt()
    wizard = SiteWizard(fresh)
    [wizard.answers["compute"][0]["erase"]] = identities(wizard.run())
    fresh.compute.run(f"setsid tail -f /dev/null 3< {DISK}1 >/dev/null 2>&1 & echo $! > /run/holder")
    return wizard


def let_go(site: Site) -> None:
    """End the program that has the partition open."""
    site.compute.run("pkill -F /run/holder; while pgrep -F /run/holder >/dev/null; do sleep 0.1; done")


def assert_as_the_table_says(site: Site) -> None:
    """Fail unless ext4 is on the partition as the table has it."""
    size = site.compute.run(f"sfdisk -d {DISK} | sed -n 's/.*size= *\\([0-9]*\\),.*/\\1/p'").stdout
    assert site.compute.run(f"blockdev --getsz {DISK}1").stdout == size
    assert site.compute.run(f"blkid -p -o value -s TYPE {DISK}1").stdout == "ext4\n"


def test_nothing_is_written_by_an_old_table(held: SiteWizard) -> None:
    """The program in the way is named; the next run makes the file system."""
    site = held.site
    ended = held.run(*PREPARE)
    assert ended.status == 1, ended
    assert ended.ending_in("failed") == {PARTITION}
    said = str(ended)
    assert "Device or resource busy" in said
    assert f"{DISK}1: open in tail (pid " in said
    assert [entry for entry in ended.sent if "mkfs" in entry.script] == []
    let_go(site)
    again = held.run(*PREPARE)
    assert again.status == 0, again
    assert FILESYSTEM in again.changed
    assert_as_the_table_says(site)


def test_a_partition_that_is_open_for_a_moment(held: SiteWizard) -> None:
    run = held.start(*PREPARE)
    assert run.until("waiting", {"id": PARTITION[0], "message": "blockdev --rereadpt"})
    let_go(held.site)
    ended = run.end()
    assert ended.status == 0, ended
    assert ended.changed == {PARTITION, FILESYSTEM}
    assert_as_the_table_says(held.site)
