"""Drifts of a finished site: --check names step, host and difference; a run mends them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.ended import At

from .replay import SiteWizard
from .site import Site
from .state import changing, dump, files

pytestmark = pytest.mark.long

CONTROLLER, COMPUTE = "controller", "compute1"
VERIFIED = ("4.4.4/2", CONTROLLER)
"""The table may show what a drift has done to the services; when it does is theirs to say."""


@dataclass(frozen=True)
class Drift:
    """How a site comes to differ, and what --check has to say of each step that does not hold any more."""

    name: str
    said: dict[At, str]
    on: str = CONTROLLER
    shell: str = ""
    sql: str = ""
    openstack: str = ""


OF_COMPUTE = "(SELECT id FROM keystone.service WHERE type = 'compute')"
DRIFTS = [
    Drift(
        "another password in MariaDB",
        {("4.4.2/prepare/1c", CONTROLLER): "password of the user nova is not novadbpass"},
        sql="SET PASSWORD FOR 'nova'@'%' = PASSWORD('other');",
    ),
    Drift(
        "another password in Keystone",
        {("4.4.2/prepare/3a", CONTROLLER): "password of the user nova is not novapass"},
        openstack="user set --password other nova",
    ),
    Drift(
        "the role taken away",
        {("4.4.2/prepare/3b", CONTROLLER): "does not have the role admin"},
        openstack="role remove --project service --user nova admin",
    ),
    Drift(
        "another URL",
        {("4.4.2/prepare/4", CONTROLLER): "the internal endpoint has another URL: http://elsewhere"},
        sql=f"UPDATE keystone.endpoint SET url = 'http://elsewhere' WHERE interface = 'internal'"
        f" AND service_id = {OF_COMPUTE};",
    ),
    Drift(
        "another value in nova.conf",
        {
            ("4.4.2/install/3e", CONTROLLER): "[DEFAULT] my_ip",
            ("4.4.2/finish/1", CONTROLLER): "openstack-nova-api.service",
        },
        shell="sed -i 's/^my_ip = .*/my_ip = 10.0.0.99/' /etc/nova/nova.conf",
    ),
    Drift(
        "one option more in nova.conf",
        {
            ("4.4.3/install/2b", COMPUTE): "[keystone_authtoken] region_name",
            ("4.4.3/finish/2", COMPUTE): "openstack-nova-compute.service",
        },
        on=COMPUTE,
        shell="sed -i 's/^\\[keystone_authtoken\\]/&\\nregion_name = Elsewhere/' /etc/nova/nova.conf",
    ),
    Drift(
        "a service stopped",
        {("4.4.2/finish/1", CONTROLLER): "not running: openstack-nova-novncproxy.service: inactive"},
        shell="systemctl stop openstack-nova-novncproxy",
    ),
    Drift(
        "SELinux enforcing",
        {("4.4.3/prepare/1", COMPUTE): "SELinux is in enforcing mode"},
        on=COMPUTE,
        shell="setenforce 1",
    ),
    Drift(
        "the disk not mounted",
        {("4.4.3/finish/3a", COMPUTE): "/dev/sdb1 is not mounted at /var/lib/nova/instances"},
        on=COMPUTE,
        shell="umount /var/lib/nova/instances",
    ),
    Drift(
        "the line in fstab gone",
        {("4.4.3/finish/3b", COMPUTE): "/etc/fstab has no line for /var/lib/nova/instances"},
        on=COMPUTE,
        shell="sed -i '\\#/var/lib/nova/instances#d' /etc/fstab",
    ),
    Drift(
        "a package removed",
        {("4.4.2/install/1", CONTROLLER): "not installed yet: openstack-nova-novncproxy"},
        shell="rm /usr/bin/nova-novncproxy /usr/lib/systemd/system/openstack-nova-novncproxy.service;"
        " sed -i '/^openstack-nova-novncproxy$/d' /var/lib/rpm/installed",
    ),
    Drift(
        "a database dropped",
        {
            ("4.4.2/prepare/1b", CONTROLLER): "these databases do not exist yet: nova_api",
            ("4.4.2/install/4", CONTROLLER): "nova_api has no tables yet",
        },
        sql="DROP DATABASE nova_api;",
    ),
]


@pytest.fixture(scope="module")
def drifted() -> set[At]:
    """The steps that the drifts so far have undone: each test adds its own."""
    return set()


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.name)
def test_the_check_names_step_host_and_difference(
    finished: SiteWizard, drifted: set[At], drift: Drift
) -> None:
    site = finished.site
    machine = next(machine for machine in site.machines if machine.name == drift.on)
    machine.run(drift.shell)
    if drift.sql:
        site.sql(drift.sql)
    if drift.openstack:
        site.openstack(drift.openstack)
    drifted.update(drift.said)
    before = [files(machine) for machine in site.machines]
    with site.general_log() as log:
        ended = finished.run("--check")
        assert changing(log()) == []
    assert ended.status == 5, ended
    assert ended.differing.keys() - {VERIFIED} == drifted
    for at, words in drift.said.items():
        assert words.lower() in ended.differing[at].lower()
    assert ended.sent == []
    assert [files(machine) for machine in site.machines] == before


def test_a_run_mends_all_of_them(finished: SiteWizard, drifted: set[At]) -> None:
    ended = finished.run()
    assert ended.status == 0, ended
    assert ended.changed == drifted
    check = finished.run("--check")
    assert check.status == 0, check.differing
    assert dump(finished.site)["cells"] == ["cell0", "cell1"]


def test_a_service_that_somebody_disabled_is_named_and_left_to_him(finished: SiteWizard) -> None:
    site = finished.site
    disable(site, 1)
    check, run = finished.run("--check"), finished.run()
    assert check.status == 5
    assert check.differing.keys() == {VERIFIED}
    assert "nova-compute (compute1)" in check.differing[VERIFIED]
    assert run.status == 1
    assert run.ending_in("failed") == {VERIFIED}
    assert run.sent == []
    disable(site, 0)
    assert finished.run("--check").status == 0


def disable(site: Site, disabled: int) -> None:
    """What `openstack compute service set` would do: Zed's API does not let Mitaka's client do it."""
    site.sql(f"UPDATE nova.services SET disabled = {disabled} WHERE `binary` = 'nova-compute';")
