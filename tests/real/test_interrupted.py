"""Runs that are cut short: the wizard killed, its connection cut, Ctrl-C. The next run goes on."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

import pytest

from wizard.model.ids import section_of

from .replay import Running, SiteWizard
from .site import Machine, Site
from .site.tools import wait_for
from .state import State, dump
from .test_guide import SERVICES

pytestmark = pytest.mark.long

TABLE = SERVICES | {("nova-compute", "compute1", True, True)}


@dataclass(frozen=True)
class Point:
    """A moment of a run: it tells an event, and maybe a command is at work on the host."""

    id: str
    text: str = ""
    """Of the action's own text."""
    at_work: str = ""
    """Words of the command line that has to be there."""
    event: str = "plan"
    held: bool = False
    """yum would be gone before it was seen: somebody else holds its lock."""

    @property
    def section(self) -> str:
        """The section that is done alone: what other hosts do meanwhile would leave later points none."""
        return "4.4.2" if self.id == "before" else section_of(self.id)

    def __str__(self) -> str:
        return f"{self.event} {self.id} {self.text} {self.at_work}".strip()

    @contextmanager
    def of(self, run: Running, site: Site) -> Iterator[bool]:
        """Follow a run to this moment and stay in it; the value is False where the run ends without."""
        fields = {"id": self.id, "text": self.text} if self.text else {"id": self.id}
        host = "compute1" if self.id.startswith("4.4.3") else "controller"
        machine = next(machine for machine in site.machines if machine.name == host)
        if self.held:
            machine.run("sleep 1000 > /dev/null 2>&1 & echo $! > /var/run/yum.pid")
        reached = run.until(self.event, fields) is not None
        if reached and self.at_work:
            wait_for(f"{self.at_work} on {host}", lambda: at_work(machine, self.at_work), 60)
        yield reached
        if self.held:
            machine.run("kill $(cat /var/run/yum.pid)")


def at_work(machine: Machine, words: str) -> bool:
    """Whether a process of the host has these words in its command line."""
    return any(words in " ".join(process.argv) for process in machine.processes())


CREATES_INTERNAL = Point("4.4.2/prepare/4", "internal", at_work="internal http://controller:8774")
INSTALLS = Point("4.4.2/install/1", at_work="/usr/bin/yum -y install", held=True)
POINTS = [
    Point("before", event="waiting"),
    Point("4.4.2/prepare/1b"),
    Point("4.4.2/prepare/1c"),
    Point("4.4.2/prepare/3a"),
    Point("4.4.2/prepare/3a", at_work="openstack user create"),
    Point("4.4.2/prepare/3b", at_work="openstack role add"),
    Point("4.4.2/prepare/3c", at_work="openstack service create"),
    CREATES_INTERNAL,
    INSTALLS,
    Point("4.4.2/install/2"),
    Point("4.4.2/install/3b"),
    Point("4.4.2/install/3d"),
    Point("4.4.2/install/4", "api_db", at_work="nova-manage api_db sync"),
    Point("4.4.2/install/4", "manage db", at_work="nova-manage db sync"),
    Point("4.4.2/finish/1", "enable"),
    Point("4.4.2/finish/1", "start", at_work="systemctl start openstack-nova-api"),
    Point("4.4.3/prepare/1", "SELINUX="),
    Point("4.4.3/prepare/2a"),
    Point("4.4.3/prepare/2b"),
    Point("4.4.3/install/1"),
    Point("4.4.3/install/2b"),
    Point("4.4.3/finish/2", "start", at_work="systemctl start libvirtd"),
    Point("4.4.3/finish/3a"),
    Point("4.4.3/finish/3b"),
    Point("4.4.4/2", event="step.started"),
]


@pytest.fixture
def wizard() -> Iterator[SiteWizard]:
    """A wizard on a site of its own."""
    with Site() as site:
        yield SiteWizard(site)


def assert_whole(wizard: SiteWizard, uncut: State) -> None:
    """One more run ends in the book's table, and in the state of a run that nothing disturbed."""
    ended = wizard.run()
    assert ended.status == 0, ended
    assert ended.table == TABLE
    assert dump(wizard.site) == uncut
    again = wizard.run()
    assert again.status == 0, again
    assert again.sent == []


def test_killed_at_twenty_points(wizard: SiteWizard, uncut: State) -> None:
    missed = []
    for section, points in groupby(POINTS, key=lambda point: point.section):
        for point in points:
            run = wizard.start("--only", section)
            with point.of(run, wizard.site) as reached:
                if reached:
                    run.kill()
            if not reached:
                missed.append(str(point))
                ended = run.end()
                assert ended.status == 0, f"{point}: {ended}"
        assert wizard.run("--only", section).status == 0
    assert len(POINTS) - len(missed) >= 20, missed
    assert_whole(wizard, uncut)


def test_connections_cut_at_twenty_points(wizard: SiteWizard, uncut: State) -> None:
    missed = []
    for section, points in groupby(POINTS, key=lambda point: point.section):
        run = wizard.start("--only", section)
        for point in points:
            reached = cut_at(point, run, wizard.site)
            if not reached:
                # The wizard did not reconnect, or the last cut let the command end that makes this point.
                ended = run.end()
                assert ended.status in (0, 1, 3), f"{point}: {ended}"
                assert ended.told("run.finished"), f"{point}: {ended}"
                run = wizard.start("--only", section)
                reached = cut_at(point, run, wizard.site)
            if not reached:
                missed.append(str(point))
                run.end()
                run = wizard.start("--only", section)
        run.end()
        assert wizard.run("--only", section).status == 0
    assert len(POINTS) - len(missed) >= 20, missed
    assert_whole(wizard, uncut)


def cut_at(point: Point, run: Running, site: Site) -> bool:
    """Cut all connections when a run comes to a point; False where it does not."""
    with point.of(run, site) as reached:
        if reached:
            for machine in site.machines:
                machine.cut_ssh()
    return reached


def test_ctrl_c_ends_after_the_command_at_work(wizard: SiteWizard, uncut: State) -> None:
    site = wizard.site
    run = wizard.start()
    with CREATES_INTERNAL.of(run, site):
        run.process.send_signal(signal.SIGINT)
    ended = run.end()
    assert ended.status == 130, ended
    assert ended.told("run.finished")[0]["status"] == "interrupted"
    assert "after the current command" in ended.stderr
    assert sorted(interfaces(site)) == ["internal", "public"]
    # Twice: it lets go at once, and the command goes on by itself.
    run = wizard.start()
    with INSTALLS.of(run, site):
        run.process.send_signal(signal.SIGINT)
        run.warned("after the current command")
        run.process.send_signal(signal.SIGINT)
        ended = run.end(limit=60)
        assert ended.status == 130, ended
        assert at_work(site.controller, INSTALLS.at_work)
        # The next run waits for it.
        run = wizard.start()
        wait_for("the next run to wait", lambda: at_work(site.controller, "flock"))
    ended = run.end()
    assert ended.status == 0, ended
    assert ("4.4.2/install/1", "controller") not in ended.changed
    assert_whole(wizard, uncut)


def interfaces(site: Site) -> list[str]:
    """The interfaces of the compute service's endpoints."""
    return site.sql(
        "SELECT interface FROM keystone.endpoint e JOIN keystone.service s ON s.id = e.service_id"
        " WHERE s.type = 'compute';"
    ).split()
