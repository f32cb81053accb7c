"""The whole book typed by hand at the real hosts, by the script that the lab is typed at."""

from __future__ import annotations

import pytest

from tests.support.book_by_hand import (
    LAST_SECTOR,
    NOVA_CONF,
    OPENRC,
    PARTITIONED,
    SERVICES,
    STATEMENTS,
    SYMLINK,
    Command,
    Difference,
    Edition,
    compute,
    controller,
)
from tests.support.hands import Hands

from .replay import SiteWizard
from .site import Site

pytestmark = pytest.mark.long

SECTORS = 2097152
LAST = {"last": SECTORS - 1}
FDISK = "util-linux 2.38 says it in other words than 2.23, and the disk has 1 GiB instead of 100"
DEBIAN = Edition(
    prompt=r"root@{host}:~# $",
    sectors=SECTORS,
    differences={
        "#auth_strategy": Difference("", "Zed's nova.conf has its comment in another section, [api]"),
        STATEMENTS: Difference(
            STATEMENTS.replace(r"\d\d sec", r"\d\d\d sec"), "MariaDB 10.11 shows milliseconds"
        ),
        SYMLINK: Difference(r"^Created symlink \S+ → \S+\.$", "systemd 252 shows an arrow"),
        LAST_SECTOR.format(**LAST): Difference(
            r"^Last sector, \+/-sectors or \+/-size{{K,M,G,T,P}} \(2048-{last}, default {last}\): $".format(
                **LAST
            ),
            FDISK,
        ),
        PARTITIONED.format(**LAST): Difference(
            r"(?s)^Created a new partition 1 of type 'Linux' and of size 1023 MiB\.$.*"
            r"^/dev/sdb1 +2048 {last} 2095104 1023M 83 Linux$.*"
            r"^The partition table has been altered\.$".format(**LAST),
            FDISK,
        ),
    },
    before_editing={
        # Debian's nova.conf sets what Mitaka's of RDO leaves to its defaults, in a line further down.
        NOVA_CONF: (r"%s/^\(my_ip\|connection\|lock_path\)\>/#\0/e",),
    },
)


def log_in(site: Site, host: str, columns: int, rows: int) -> Hands:
    """Log in to a host on a terminal of the workstation."""
    env = site.terminal_environment()
    return Hands(site.terminal_argv(), host, columns=columns, rows=rows, env=env, edition=DEBIAN)


def assert_finished(site: Site, columns: int, rows: int) -> None:
    """The book's last command shows its table, and every step holds."""
    with log_in(site, "controller", columns, rows) as hands:
        hands.do(Command(OPENRC))
        hands.table(SERVICES)
    checked = SiteWizard(site).run("--check")
    assert (checked.status, checked.differing) == (0, {}), checked


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60)])
def test_the_book(columns: int, rows: int) -> None:
    """All steps hold in the end and the table is the book's; when the hosts have been off, too."""
    with Site() as site:
        with log_in(site, "controller", columns, rows) as hands:
            for entry in controller():
                hands.do(entry)
        with log_in(site, "compute1", columns, rows) as hands:
            for entry in compute(edition=DEBIAN):
                hands.do(entry)
        assert_finished(site, columns, rows)
        site.stop()
        with Site(start_from=site) as again:
            assert_finished(again, columns, rows)
