"""Two compute nodes: one that fails does not stop the other, and the next run goes on from there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .replay import SiteWizard
from .site import Site
from .test_guide import SERVICES, STEPS

pytestmark = pytest.mark.long

OF_A_COMPUTE_NODE = 15
BEFORE = {("4.4.3/prepare/1", "compute2"), ("4.4.3/prepare/2a", "compute2"), ("4.4.3/prepare/2b", "compute2")}
FAILED = ("4.4.3/install/1", "compute2")
VERIFIED = ("4.4.4/2", "controller")


@pytest.fixture(scope="module")
def wizard() -> Iterator[SiteWizard]:
    """A wizard on a site with two compute nodes, the second of which cannot install packages."""
    with Site(compute_nodes=2) as site:
        # yum lists what it knows, and cannot lock to install it.
        site.computes[1].run("mkdir /var/run/yum.pid")
        yield SiteWizard(site)


def test_one_node_fails_and_the_other_ends(wizard: SiteWizard) -> None:
    ended = wizard.run(output="plain")
    assert ended.status == 1
    assert not ended.missing
    of_compute2 = {at for at in ended.statuses if at[1] == "compute2"}
    assert ended.ending_in("failed") - {VERIFIED} == {FAILED}
    assert ended.ending_in("changed", "unchanged") == ended.statuses.keys() - (of_compute2 - BEFORE) - {
        VERIFIED
    }
    assert ended.ending_in("skipped") == of_compute2 - BEFORE - {FAILED}
    said = {(event["id"], event["host"]): event["message"] for event in ended.told("step.finished")}
    assert "yum -y install openstack-nova-compute\nended with status 1" in said[FAILED]
    assert "nova-compute (compute2)" in said[VERIFIED]
    assert "compute2:/var/log/nova/nova-compute.log" in said[VERIFIED]
    assert ended.table == SERVICES | {("nova-compute", "compute1", True, True)}
    lines = ended.stdout.splitlines()
    assert f"compute1: {OF_A_COMPUTE_NODE} of {OF_A_COMPUTE_NODE} steps hold." in lines
    told = next(line for line in lines if line.startswith("compute2: "))
    assert told.startswith(
        f"compute2: {len(BEFORE)} of {OF_A_COMPUTE_NODE} steps hold. Not: {FAILED[0]} (failed), "
    )
    assert all(id_ in told for id_, _ in of_compute2 - BEFORE)


def test_the_next_run_ends_in_five_services(wizard: SiteWizard) -> None:
    wizard.site.computes[1].run("rmdir /var/run/yum.pid")
    ended = wizard.run()
    assert ended.status == 0, ended
    assert len(ended.statuses) == STEPS + OF_A_COMPUTE_NODE
    assert {host for _, host in ended.changed} == {"compute2"}
    assert ended.changed.isdisjoint(BEFORE)
    assert ended.table == SERVICES | {("nova-compute", host, True, True) for host in ("compute1", "compute2")}
    again = wizard.run()
    assert again.status == 0, again
    assert again.sent == []
    assert set(again.statuses.values()) == {"unchanged"}
