"""Packages, SELinux and services on both kinds of node."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

import pytest

from tests.unit.facts.printed import ABSENT, CLOCK, file, printed, unit, units
from tests.unit.steps.cases import COMPUTE1, Case, check
from wizard.facts.files import SelinuxConfig
from wizard.facts.system import Packages, SelinuxMode
from wizard.facts.units import Units
from wizard.model import Result

INSTALL, INSTALL_COMPUTE = "4.4.2/install/1", "4.4.3/install/1"
SELINUX = "4.4.3/prepare/1"
START, START_COMPUTE = "4.4.2/finish/1", "4.4.3/finish/2"

FIVE = [f"openstack-nova-{name}" for name in ("api", "conductor", "console", "novncproxy", "scheduler")]
INSTALLED = "".join(f"installed {name}\n" for name in FIVE)
AVAILABLE = "known Available Packages\n" + "".join(
    f"known {name}.noarch    1:13.1.4-1.el7    centos-openstack-mitaka\n" for name in FIVE
)

SELINUX_CONFIG = """\
# This file controls the state of SELinux on the system.
# SELINUX= can take one of these three values:
SELINUX=enforcing
# SELINUXTYPE= can take one of three values:
SELINUXTYPE=targeted
"""


def config(selinux: str) -> Result:
    """The link's target, /etc/selinux/config, with these lines in the place of SELINUX=enforcing."""
    return printed(file(SELINUX_CONFIG.replace("SELINUX=enforcing\n", selinux), "/etc/selinux/config"))


ENFORCING, PERMISSIVE, DISABLED = printed("Enforcing\n"), printed("Permissive\n"), printed("Disabled\n")

NOVA = [
    f"openstack-nova-{name}.service"
    for name in ("api", "consoleauth", "scheduler", "conductor", "novncproxy")
]
LIBVIRT, COMPUTE = "libvirtd.service", "openstack-nova-compute.service"
NEW = units(*(unit(name, "inactive", enabled="disabled") for name in NOVA))
RUNNING = units(*(unit(name) for name in NOVA))
TRACEBACK = "ERROR nova AccessRefused: (0, 0): (403) ACCESS_REFUSED\nERROR nova \n"

CASES = [
    Case(
        INSTALL,
        "none installed",
        {Packages: printed(AVAILABLE)},
        """
        because packages-missing: packages = openstack-nova-api, openstack-nova-conductor, openstack-nova-console, openstack-nova-novncproxy, openstack-nova-scheduler
        = yum -y install openstack-nova-api openstack-nova-conductor openstack-nova-console openstack-nova-novncproxy openstack-nova-scheduler
        limit 3600
        """,
    ),
    Case(
        INSTALL,
        "one is missing",
        {Packages: printed(INSTALLED.replace("installed openstack-nova-console\n", ""))},
        """
        because packages-missing: packages = openstack-nova-console
        = yum -y install openstack-nova-api openstack-nova-conductor openstack-nova-console openstack-nova-novncproxy openstack-nova-scheduler
        limit 3600
        """,
    ),
    Case(INSTALL, "all installed", {Packages: printed(INSTALLED)}),
    Case(
        INSTALL_COMPUTE,
        "not installed",
        {Packages: printed("known openstack-nova-compute.noarch 1:13.1.4 x\n")},
        """
        because packages-missing: packages = openstack-nova-compute
        = yum -y install openstack-nova-compute
        limit 3600
        """,
    ),
    Case(INSTALL_COMPUTE, "installed", {Packages: printed("installed openstack-nova-compute\n")}),
    Case(
        SELINUX,
        "enforcing",
        {SelinuxMode: ENFORCING, SelinuxConfig: config("SELINUX=enforcing\n")},
        """
        differs because selinux-enforcing
        = setenforce 0
        differs because selinux-at-boot: path = /etc/selinux/config
        | vi /etc/sysconfig/selinux
        | SELINUX=permissive
        ~ --- /etc/selinux/config
        ~ +++ /etc/selinux/config
        ~ @@ -3 +3 @@
        ~ -SELINUX=enforcing
        ~ +SELINUX=permissive
        $ path=/etc/sysconfig/selinux
        $ (edit.sh)
        < -SELINUX=enforcing
        < +SELINUX=permissive
        limit 60
        """,
    ),
    Case(
        SELINUX,
        "permissive now, enforcing at boot",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=enforcing\n")},
        """
        differs because selinux-at-boot: path = /etc/selinux/config
        | vi /etc/sysconfig/selinux
        | SELINUX=permissive
        ~ --- /etc/selinux/config
        ~ +++ /etc/selinux/config
        ~ @@ -3 +3 @@
        ~ -SELINUX=enforcing
        ~ +SELINUX=permissive
        $ path=/etc/sysconfig/selinux
        $ (edit.sh)
        < -SELINUX=enforcing
        < +SELINUX=permissive
        limit 60
        """,
    ),
    Case(
        SELINUX,
        "enforcing now, permissive at boot",
        {SelinuxMode: ENFORCING, SelinuxConfig: config("SELINUX=permissive\n")},
        """
        differs because selinux-enforcing
        = setenforce 0
        """,
    ),
    Case(SELINUX, "permissive", {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=permissive\n")}),
    Case(
        SELINUX,
        "in capitals, with blanks behind",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=Permissive \t\n")},
    ),
    Case(
        SELINUX,
        "with blanks, which libselinux ignores",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX = permissive\n")},
        """
        differs because selinux-at-boot: path = /etc/selinux/config
        | vi /etc/sysconfig/selinux
        | SELINUX=permissive
        ~ --- /etc/selinux/config
        ~ +++ /etc/selinux/config
        ~ @@ -5,0 +6 @@
        ~ +SELINUX=permissive
        $ path=/etc/sysconfig/selinux
        $ (edit.sh)
        < +SELINUX=permissive
        limit 60
        """,
    ),
    Case(
        SELINUX,
        "twice, of which the first one counts",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=enforcing\nSELINUX=permissive\n")},
        """
        differs because selinux-at-boot: path = /etc/selinux/config
        | vi /etc/sysconfig/selinux
        | SELINUX=permissive
        ~ --- /etc/selinux/config
        ~ +++ /etc/selinux/config
        ~ @@ -3 +2,0 @@
        ~ -SELINUX=enforcing
        $ path=/etc/sysconfig/selinux
        $ (edit.sh)
        < -SELINUX=enforcing
        limit 60
        """,
    ),
    Case(SELINUX, "disabled", {SelinuxMode: DISABLED, SelinuxConfig: config("SELINUX=disabled\n")}),
    Case(SELINUX, "no SELinux at all", {SelinuxMode: DISABLED, SelinuxConfig: printed(ABSENT)}),
    Case(
        SELINUX,
        "enforcing without a file",
        {SelinuxMode: ENFORCING, SelinuxConfig: printed(ABSENT)},
        "refused selinux-no-config: path = /etc/sysconfig/selinux",
    ),
    Case(
        SELINUX,
        "getenforce fails",
        {
            SelinuxMode: printed("", "getenforce:  getenforce() failed\n", 2),
            SelinuxConfig: config("SELINUX=enforcing\n"),
        },
        "unknown selinux-unreadable: said = getenforce:  getenforce() failed",
    ),
    Case(
        START,
        "new",
        {Units: printed(NEW)},
        """
        because units-disabled: units = openstack-nova-api.service, openstack-nova-consoleauth.service, openstack-nova-scheduler.service, openstack-nova-conductor.service, openstack-nova-novncproxy.service
        = systemctl enable openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        because units-down: units = openstack-nova-api.service: inactive; openstack-nova-consoleauth.service: inactive; openstack-nova-scheduler.service: inactive; openstack-nova-conductor.service: inactive; openstack-nova-novncproxy.service: inactive
        = systemctl start openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        limit 600
        """,
    ),
    Case(START, "running", {Units: printed(RUNNING)}),
    Case(
        START,
        "enabled, and one has failed",
        {Units: printed(units(unit(NOVA[0], "failed", log=TRACEBACK), *map(unit, NOVA[1:])))},
        """
        differs because units-down: units = openstack-nova-api.service: failed
        ERROR nova AccessRefused: (0, 0): (403) ACCESS_REFUSED
        ERROR nova
        = systemctl start openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        limit 600
        """,
    ),
    Case(
        START,
        "one is not enabled",
        {Units: printed(units(unit(NOVA[0], enabled="disabled"), *map(unit, NOVA[1:])))},
        """
        because units-disabled: units = openstack-nova-api.service
        = systemctl enable openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        """,
    ),
    Case(
        START,
        "one is up for three seconds",
        {Units: printed(units(unit(NOVA[0], age=3), *map(unit, NOVA[1:])))},
        "not-yet units-settling: units = openstack-nova-api.service: active",
    ),
    Case(
        START,
        "one is being restarted again and again",
        {Units: printed(units(*map(unit, NOVA[:4]), unit(NOVA[4], "activating", age=1, log=TRACEBACK)))},
        """
        not-yet units-settling: units = openstack-nova-novncproxy.service: activating
        ERROR nova AccessRefused: (0, 0): (403) ACCESS_REFUSED
        ERROR nova
        """,
    ),
    Case(
        START,
        "nova.conf was written after they started",
        {Units: printed(units(*map(unit, NOVA), conf=CLOCK - 300))},
        """
        differs because units-stale: units = openstack-nova-api.service, openstack-nova-consoleauth.service, openstack-nova-scheduler.service, openstack-nova-conductor.service, openstack-nova-novncproxy.service
        = systemctl restart openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        limit 600
        """,
    ),
    Case(
        START,
        "one is down, the others stale",
        {Units: printed(units(*map(unit, NOVA[:4]), unit(NOVA[4], "inactive"), conf=CLOCK - 300))},
        """
        differs because units-down: units = openstack-nova-novncproxy.service: inactive
        = systemctl start openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        limit 600
        differs because units-stale: units = openstack-nova-api.service, openstack-nova-consoleauth.service, openstack-nova-scheduler.service, openstack-nova-conductor.service
        = systemctl restart openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service
        limit 600
        """,
    ),
    Case(
        START,
        "no package yet",
        {Units: printed(units(*(unit(name, "inactive", enabled="") for name in NOVA), conf=None))},
        """
        because units-disabled: units = openstack-nova-api.service, openstack-nova-consoleauth.service, openstack-nova-scheduler.service, openstack-nova-conductor.service, openstack-nova-novncproxy.service
        = systemctl enable openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        because units-down: units = openstack-nova-api.service: inactive; openstack-nova-consoleauth.service: inactive; openstack-nova-scheduler.service: inactive; openstack-nova-conductor.service: inactive; openstack-nova-novncproxy.service: inactive
        = systemctl start openstack-nova-api.service openstack-nova-consoleauth.service openstack-nova-scheduler.service openstack-nova-conductor.service openstack-nova-novncproxy.service
        limit 600
        """,
    ),
    Case(
        START,
        "no systemd",
        {Units: printed(f"clock 1 2\nconf \nunit {NOVA[0]}\n", "systemctl: command not found\n")},
        "unknown systemd-unreadable: said = systemctl: command not found",
    ),
    Case(
        START_COMPUTE,
        "new",
        {Units: printed(units(unit(LIBVIRT), unit(COMPUTE, "inactive", enabled="disabled")))},
        """
        because units-disabled: units = openstack-nova-compute.service
        = systemctl enable libvirtd.service openstack-nova-compute.service
        because units-down: units = openstack-nova-compute.service: inactive
        = systemctl start libvirtd.service openstack-nova-compute.service
        limit 600
        """,
    ),
    Case(START_COMPUTE, "running", {Units: printed(units(unit(LIBVIRT), unit(COMPUTE)))}),
    Case(
        START_COMPUTE,
        "nova.conf was written after both started: libvirt does not read it",
        {Units: printed(units(unit(LIBVIRT), unit(COMPUTE), conf=CLOCK - 300))},
        """
        differs because units-stale: units = openstack-nova-compute.service
        = systemctl restart openstack-nova-compute.service
        limit 600
        """,
        node=COMPUTE1,
    ),
    Case(
        START_COMPUTE,
        "libvirt is down",
        {Units: printed(units(unit(LIBVIRT, "inactive"), unit(COMPUTE)))},
        """
        differs because units-down: units = libvirtd.service: inactive
        = systemctl start libvirtd.service openstack-nova-compute.service
        limit 600
        """,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_host(case: Case) -> None:
    check(case)
