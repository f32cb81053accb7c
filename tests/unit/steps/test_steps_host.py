"""Packages, SELinux and services on both kinds of node."""

from __future__ import annotations

import pytest

from steps.facts import Packages, SelinuxConfig, Units
from tests.support.cases import COMPUTE1, Case
from tests.support.printed import ABSENT, CLOCK, file, printed, unit, units
from tests.unit.steps.table import Table
from wizard.facts.system import SelinuxMode
from wizard.model.commands import Result

INSTALL, INSTALL_COMPUTE = "4.4.2/install/1", "4.4.3/install/1"
SELINUX = "4.4.3/prepare/1"
START, START_COMPUTE = "4.4.2/finish/1", "4.4.3/finish/2"

FIVE = [f"openstack-nova-{name}" for name in ("api", "conductor", "console", "novncproxy", "scheduler")]
INSTALLED = "".join(f"installed {name}\n" for name in FIVE)

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
    Case(INSTALL, "none installed", {Packages: printed()}),
    Case(
        INSTALL,
        "one is missing",
        {Packages: printed(INSTALLED.replace("installed openstack-nova-console\n", ""))},
    ),
    Case(INSTALL, "all installed", {Packages: printed(INSTALLED)}, holds=True),
    Case(
        INSTALL_COMPUTE,
        "not installed",
        {Packages: printed()},
    ),
    Case(INSTALL_COMPUTE, "installed", {Packages: printed("installed openstack-nova-compute\n")}, holds=True),
    Case(SELINUX, "enforcing", {SelinuxMode: ENFORCING, SelinuxConfig: config("SELINUX=enforcing\n")}),
    Case(
        SELINUX,
        "permissive now, enforcing at boot",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=enforcing\n")},
    ),
    Case(
        SELINUX,
        "enforcing now, permissive at boot",
        {SelinuxMode: ENFORCING, SelinuxConfig: config("SELINUX=permissive\n")},
    ),
    Case(
        SELINUX,
        "permissive",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=permissive\n")},
        holds=True,
    ),
    Case(
        SELINUX,
        "in capitals, with blanks behind",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=Permissive \t\n")},
        holds=True,
    ),
    Case(
        SELINUX,
        "with blanks, which libselinux ignores",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX = permissive\n")},
    ),
    Case(
        SELINUX,
        "twice, of which the first one counts",
        {SelinuxMode: PERMISSIVE, SelinuxConfig: config("SELINUX=enforcing\nSELINUX=permissive\n")},
    ),
    Case(
        SELINUX, "disabled", {SelinuxMode: DISABLED, SelinuxConfig: config("SELINUX=disabled\n")}, holds=True
    ),
    Case(
        SELINUX,
        "enforcing in the file that is read, beside one that nobody reads",
        {
            SelinuxMode: PERMISSIVE,
            SelinuxConfig: Result(0, b"unlinked-" + config("SELINUX=enforcing\n").stdout, b""),
        },
    ),
    Case(SELINUX, "no SELinux at all", {SelinuxMode: DISABLED, SelinuxConfig: printed(ABSENT)}, holds=True),
    Case(SELINUX, "enforcing without a file", {SelinuxMode: ENFORCING, SelinuxConfig: printed(ABSENT)}),
    Case(
        SELINUX,
        "getenforce fails",
        {
            SelinuxMode: printed("", "getenforce:  getenforce() failed\n", 2),
            SelinuxConfig: config("SELINUX=enforcing\n"),
        },
    ),
    Case(START, "new", {Units: printed(NEW)}),
    Case(START, "running", {Units: printed(RUNNING)}, holds=True),
    Case(
        START,
        "enabled, and one has failed",
        {Units: printed(units(unit(NOVA[0], "failed", log=TRACEBACK), *map(unit, NOVA[1:])))},
    ),
    Case(
        START,
        "one is not enabled",
        {Units: printed(units(unit(NOVA[0], enabled="disabled"), *map(unit, NOVA[1:])))},
    ),
    Case(
        START,
        "one is up for three seconds",
        {Units: printed(units(unit(NOVA[0], age=3), *map(unit, NOVA[1:])))},
    ),
    Case(
        START,
        "one is up for three seconds, and for half a second ready",
        {Units: printed(units(unit(NOVA[0], age=3, ready=0.5), *map(unit, NOVA[1:])))},
    ),
    Case(
        START,
        "one is up for three seconds, and has been ready for two",
        {Units: printed(units(unit(NOVA[0], age=3, ready=2), *map(unit, NOVA[1:])))},
        holds=True,
    ),
    Case(
        START,
        "one is being restarted again and again",
        {Units: printed(units(*map(unit, NOVA[:4]), unit(NOVA[4], "activating", age=1, log=TRACEBACK)))},
    ),
    Case(
        START,
        "nova.conf was written after they started",
        {Units: printed(units(*map(unit, NOVA), conf=CLOCK - 300))},
    ),
    Case(
        START,
        "one is down, the others stale",
        {Units: printed(units(*map(unit, NOVA[:4]), unit(NOVA[4], "inactive"), conf=CLOCK - 300))},
    ),
    Case(
        START,
        "no package yet",
        {Units: printed(units(*(unit(name, "inactive", enabled="") for name in NOVA), conf=None))},
    ),
    Case(
        START,
        "no systemd",
        {Units: printed(f"clock 1 2\nconf \nunit {NOVA[0]}\n", "systemctl: command not found\n")},
    ),
    Case(
        START_COMPUTE,
        "new",
        {Units: printed(units(unit(LIBVIRT), unit(COMPUTE, "inactive", enabled="disabled")))},
    ),
    Case(START_COMPUTE, "running", {Units: printed(units(unit(LIBVIRT), unit(COMPUTE)))}, holds=True),
    Case(
        START_COMPUTE,
        "nova.conf was written after both started: libvirt does not read it",
        {Units: printed(units(unit(LIBVIRT), unit(COMPUTE), conf=CLOCK - 300))},
        node=COMPUTE1,
    ),
    Case(START_COMPUTE, "libvirt is down", {Units: printed(units(unit(LIBVIRT, "inactive"), unit(COMPUTE)))}),
]

TABLE = Table("host", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_host(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
