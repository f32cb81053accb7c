"""States that earlier work left half done: the run does what is missing, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from .replay import SiteWizard
from .site import Site
from .state import CONF, changing, dump
from .test_guide import SERVICES

pytestmark = pytest.mark.long

TABLE = SERVICES | {("nova-compute", "compute1", True, True)}
DATABASE = ("4.4.2/prepare", "4.4.2/install/4")
"""The steps that have something to change in MariaDB."""


@dataclass(frozen=True)
class Case:
    """A state: the commands that lead to it from the finished site, and the steps that it takes back."""

    name: str
    steps: tuple[str, ...]
    controller: str = ""
    compute: str = ""
    sql: str = ""
    openstack: str = ""
    count: int = 1
    """Shell commands that repair it."""

    def make(self, site: Site) -> None:
        """Bring the site into this state."""
        if self.controller:
            site.controller.run(self.controller)
        if self.compute:
            site.compute.run(self.compute)
        if self.sql:
            site.sql(self.sql)
        if self.openstack:
            site.openstack(self.openstack)


UNMOUNT = "umount /var/lib/nova/instances; sed -i '\\#/var/lib/nova/instances#d' /etc/fstab"
OTHER = "SET PASSWORD FOR 'nova'@'{}' = PASSWORD('other');"
COMPUTE_SERVICE = "(SELECT id FROM keystone.service WHERE type = 'compute')"
OLDER = "until [ $(date +%s) -gt $(stat -c %Y /etc/nova/nova.conf) ]; do sleep 0.1; done"

CASES = [
    Case(
        "a user without its role",
        ("4.4.2/prepare/3b",),
        openstack="role remove --project service --user nova admin",
    ),
    Case("a user with another password", ("4.4.2/prepare/3a",), openstack="user set --password other nova"),
    Case("a disabled user", ("4.4.2/prepare/3a",), openstack="user set --disable nova"),
    Case(
        "two of three endpoints",
        ("4.4.2/prepare/4",),
        sql=f"DELETE FROM keystone.endpoint WHERE interface = 'admin' AND service_id = {COMPUTE_SERVICE};",
    ),
    Case(
        "an endpoint with another URL",
        ("4.4.2/prepare/4",),
        sql="UPDATE keystone.endpoint SET url = 'http://elsewhere:8774/v2'"
        f" WHERE interface = 'internal' AND service_id = {COMPUTE_SERVICE};",
    ),
    Case(
        "no service, and so no endpoint",
        ("4.4.2/prepare/3c", "4.4.2/prepare/4"),
        openstack="service delete nova",
        count=4,
    ),
    Case(
        "one database",
        ("4.4.2/prepare/1b", "4.4.2/install/4"),
        sql="DROP DATABASE nova_api;",
        count=2,
    ),
    Case(
        "grants with another password",
        ("4.4.2/prepare/1c",),
        sql=f"{OTHER.format('%')} {OTHER.format('localhost')}",
    ),
    Case(
        "two passwords", ("4.4.2/prepare/1c",), sql="SET PASSWORD FOR 'nova'@'localhost' = PASSWORD('other');"
    ),
    Case("grants for localhost only", ("4.4.2/prepare/1c",), sql="DROP USER 'nova'@'%';"),
    Case("one grant of four", ("4.4.2/prepare/1c",), sql="REVOKE ALL ON nova_api.* FROM 'nova'@'localhost';"),
    Case(
        "nova.conf edited by hand",
        ("4.4.2/install/3d", "4.4.2/install/3e", "4.4.2/finish/1"),
        controller=f"{OLDER}; sed -i -e 's/^my_ip = .*/my_ip = 10.0.0.99  # by hand/'"
        " -e 's/^\\[keystone_authtoken\\]/&\\n# my own words\\nregion_name = Elsewhere/' /etc/nova/nova.conf",
        count=3,
    ),
    Case(
        "nova.conf edited by hand on a compute node",
        ("4.4.3/install/2e", "4.4.3/finish/2"),
        compute=f"{OLDER}; sed -i 's/^vncserver_listen = .*/vncserver_listen = ::1/' /etc/nova/nova.conf",
        count=2,
    ),
    Case(
        "nova.conf touched after the services started",
        ("4.4.2/finish/1",),
        controller=f"{OLDER}; echo '# my own words' >> /etc/nova/nova.conf",
    ),
    Case("no disk", ("4.4.3/prepare/2a", "4.4.3/prepare/2b", "4.4.3/finish/3a", "4.4.3/finish/3b"), count=5),
    Case(
        "a partition without a file system",
        ("4.4.3/prepare/2b", "4.4.3/finish/3a", "4.4.3/finish/3b"),
        compute=f"{UNMOUNT}; head -c 32M /dev/zero > /dev/sdb1; sync",
        count=4,
    ),
    Case("neither mounted nor in fstab", ("4.4.3/finish/3a", "4.4.3/finish/3b"), compute=UNMOUNT, count=3),
    Case(
        "mounted but not in fstab",
        ("4.4.3/finish/3b",),
        compute="sed -i '\\#/var/lib/nova/instances#d' /etc/fstab",
    ),
    Case(
        "in fstab but not mounted",
        ("4.4.3/finish/3a",),
        compute="umount /var/lib/nova/instances",
        count=2,
    ),
    Case(
        "instances that belong to root",
        ("4.4.3/finish/3a",),
        compute="chown root:root /var/lib/nova/instances",
    ),
    Case("a service stopped", ("4.4.2/finish/1",), controller="systemctl stop openstack-nova-conductor"),
    Case("a service disabled", ("4.4.2/finish/1",), controller="systemctl disable openstack-nova-scheduler"),
    Case("a service that was killed", ("4.4.3/finish/2",), compute="systemctl stop openstack-nova-compute"),
    Case("SELinux enforcing", ("4.4.3/prepare/1",), compute="setenforce 1"),
    Case(
        "SELinux enforcing at boot",
        ("4.4.3/prepare/1",),
        compute="sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config",
    ),
    Case(
        "a package missing",
        ("4.4.3/install/1", "4.4.3/finish/2"),
        compute="systemctl disable --now openstack-nova-compute;"
        " rm /usr/bin/nova-compute /usr/lib/systemd/system/openstack-nova-compute.service;"
        " systemctl daemon-reload;"
        " sed -i '/^openstack-nova-compute$/d' /var/lib/rpm/installed",
        count=3,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_run_does_what_is_missing_and_nothing_else(finished: SiteWizard, case: Case) -> None:
    site = finished.site
    before = dump(site)
    own_words = (site.controller.root / CONF).read_text().count("# my own words")
    case.make(site)
    if case.name == "no disk":
        site.disk.empty()
    with site.general_log() as log:
        ended = finished.run()
        statements = changing(log())
    assert ended.status == 0, ended
    assert {id_ for id_, _ in ended.changed} == set(case.steps)
    assert ended.ending_in("unchanged") == ended.statuses.keys() - ended.changed
    assert len(ended.sent_for_steps) == case.count, [entry.script for entry in ended.sent]
    if not any(step.startswith(DATABASE) for step in case.steps):
        assert statements == []
    assert ended.table == TABLE
    after = dump(site)
    if "my own words" in case.controller:
        assert (site.controller.root / CONF).read_text().count("# my own words") == own_words + 1
        before["controller"][CONF] = after["controller"][CONF]
    assert after == before
