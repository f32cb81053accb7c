"""Parsers: what programs print in, objects out; old and new forms of each program."""
# ruff: noqa: E501 - programs print lines of any length

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from steps.facts import Databases, Fstab, Network, NovaConf, Packages, PackagesToInstall, Units
from tests.support.printed import (
    ASSIGNMENT,
    CLOCK,
    DATABASES,
    DIGEST,
    ENDPOINTS,
    LOGIN,
    NO_GRANT,
    NO_SERVER,
    NO_TABLE,
    NO_TOKEN,
    ONLY_SOCKET,
    OTHER_DIGEST,
    PROJECTS,
    ROLES,
    SERVICE_ROW,
    SYNCED,
    USER,
    WRONG_PASSWORD,
    compute_service,
    grants,
    mitaka_client,
    newer_client,
    newer_grants,
    printed,
    unit,
    units,
)
from wizard.facts.catalogue import Catalogue, CatalogueService, Endpoint
from wizard.facts.compute_services import ComputeService, ComputeServices
from wizard.facts.grant import IdentityRecord
from wizard.facts.identity import Assignment, Identity
from wizard.facts.migrations import Migrations
from wizard.facts.system import HostIdentity, Processor, SelinuxMode
from wizard.facts.units import Unit
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.message import Message
from wizard.model.problems import Problem, Unknown


@dataclass(frozen=True)
class Case:
    """What a program printed, and the fact or the `Message` of the problem that it means."""

    name: str
    kind: type[ShellFact]
    result: Result
    means: Any

    def __str__(self) -> str:
        return f"{self.kind.__name__} {self.name}"


def databases(**found: Any) -> Databases:
    """Return what root finds where it is let in."""
    return Databases(refusal="", **found)


SILENT = Message("silent-failure", status="124")
NAMES = frozenset({"nova", "nova_api"})
EVERYWHERE = frozenset((name, host) for name in NAMES for host in ("localhost", "%"))
OLD_GRANTS = grants("localhost") + grants("%", OTHER_DIGEST)

MYSQL = [
    Case("nothing yet", Databases, printed(LOGIN, NO_TABLE + NO_GRANT, 1), databases()),
    Case(
        "MariaDB 10.1",
        Databases,
        printed(LOGIN + DATABASES + SYNCED + OLD_GRANTS),
        databases(
            names=NAMES,
            tables={"nova": 110, "nova_api": 22},
            versions={"nova": "319", "nova_api": "7"},
            grants=EVERYWHERE,
            digests={"localhost": DIGEST, "%": OTHER_DIGEST},
        ),
    ),
    Case(
        "MariaDB 10.11",
        Databases,
        printed(LOGIN + DATABASES + newer_grants("localhost") + newer_grants("%")),
        databases(names=NAMES, grants=EVERYWHERE, digests={"localhost": DIGEST, "%": DIGEST}),
    ),
    Case(
        "two ways to log in",
        Databases,
        printed(
            LOGIN
            + f"GRANT ALL PRIVILEGES ON *.* TO `nova`@`localhost` IDENTIFIED VIA mysql_native_password USING '{DIGEST}' OR unix_socket WITH GRANT OPTION\n"
            + f"GRANT USAGE ON *.* TO `nova`@`%` IDENTIFIED VIA unix_socket OR mysql_native_password USING '{OTHER_DIGEST}'\n"
        ),
        databases(
            grants=frozenset({("*", "localhost")}),
            elsewhere=frozenset({"localhost"}),
            digests={"localhost": DIGEST, "%": OTHER_DIGEST},
        ),
    ),
    Case(
        "privileges that are not all, and other people's",
        Databases,
        printed(
            LOGIN
            + "GRANT SELECT, INSERT ON `nova`.* TO 'nova'@'%'\n"
            + "GRANT ALL PRIVILEGES ON `nova`.`services` TO 'nova'@'%'\n"
            + "GRANT ALL PRIVILEGES ON `nova`.* TO 'nova_cell0'@'%'\n"
        ),
        databases(elsewhere=frozenset({"%"})),
    ),
    Case("1045", Databases, printed("", WRONG_PASSWORD, 1), Databases(refusal=WRONG_PASSWORD.strip())),
    Case("1698", Databases, printed("", ONLY_SOCKET, 1), Databases(refusal=ONLY_SOCKET.strip())),
    Case(
        "2002", Databases, printed("", NO_SERVER, 1), Message("database-unreachable", said=NO_SERVER.strip())
    ),
    Case("silence", Databases, printed("", "", 124), Message("database-unreachable", said=SILENT)),
]

WHO = ([USER], PROJECTS, ROLES, [ASSIGNMENT])
FULL_IDENTITY = Identity(
    users=(IdentityRecord("f47b", "nova"),),
    projects=(IdentityRecord("ad31", "admin"), IdentityRecord("5e71", "service")),
    roles=(IdentityRecord("7e57", "user"), IdentityRecord("0a1b", "admin")),
    assignments=(Assignment("0a1b", "f47b", "5e71"),),
)
WHAT = ([SERVICE_ROW], ENDPOINTS[:1])
FULL_CATALOGUE = Catalogue(
    all_services=(CatalogueService("91a0", "nova", "compute", True),),
    all_endpoints=(
        Endpoint(
            "public-1", "RegionOne", "compute", "public", "http://controller:8774/v2.1/%(tenant_id)s", True
        ),
    ),
)
API_DOWN = "Unable to establish connection to http://controller:8774/v2.1\n"

NO_CLIENT = "timeout: failed to run command ‘openstack’: No such file or directory\n"

KEYSTONE = [
    case
    for kind, lists, full in ((Identity, WHO, FULL_IDENTITY), (Catalogue, WHAT, FULL_CATALOGUE))
    for case in (
        Case("Mitaka's prompts", kind, printed(mitaka_client(*lists)), full),
        Case("no line breaks", kind, printed(mitaka_client(*lists).replace("]\n(", "](")), full),
        Case("nor prompts", kind, printed(newer_client(*lists).replace("]\n[", "][")), full),
        Case("Zed's", kind, printed(newer_client(*lists)), full),
        Case("one start for each", kind, printed(newer_client(*lists), "DeprecationWarning: x\n"), full),
        Case("all empty", kind, printed(mitaka_client(*([] for _ in lists))), kind()),
        Case("brackets before", kind, printed("[warning] x [\n" + newer_client(*lists)), full),
        Case("no file", kind, printed("no-openrc\n"), kind(openrc=False)),
        Case(
            "no token",
            kind,
            printed("", NO_TOKEN, 1),
            kind(refusal="The request you have made requires authentication. (HTTP 401)"),
        ),
        Case(
            "some lists, then no token",
            kind,
            printed(newer_client(*lists[:-1]), NO_TOKEN, 1),
            kind(refusal="The request you have made requires authentication. (HTTP 401)"),
        ),
        Case("no client", kind, printed("", NO_CLIENT, 127), kind(refusal=NO_CLIENT.strip())),
        Case("silence", kind, printed("", "", 124), Message("catalogue-unreadable", said=SILENT)),
    )
]

OPENSTACK = [
    Case(
        "Mitaka's",
        ComputeServices,
        printed(
            newer_client([compute_service(7, "nova-compute", "compute1", State="down", Status="disabled")])
        ),
        ComputeServices(
            rows=(
                ComputeService(
                    "nova-compute", "compute1", "nova", False, False, "7", "2016-08-12T12:10:56.000000"
                ),
            )
        ),
    ),
    Case(
        "Zed's",
        ComputeServices,
        printed(
            '[{"ID": "1c1e", "Binary": "nova-conductor", "Host": "controller", "Zone": "internal", "Status": "enabled", "State": "up", "Updated At": "2023-01-05T01:02:03.000000"}]\n'
        ),
        ComputeServices(
            rows=(
                ComputeService(
                    "nova-conductor",
                    "controller",
                    "internal",
                    True,
                    True,
                    "1c1e",
                    "2023-01-05T01:02:03.000000",
                ),
            )
        ),
    ),
    Case("none", ComputeServices, printed("[]\n"), ComputeServices()),
    Case(
        "no API",
        ComputeServices,
        printed("", f"Warning: x\n{API_DOWN}", 1),
        ComputeServices(refusal=API_DOWN.strip()),
    ),
    Case(
        "the ID of the request is no part of the reason",
        ComputeServices,
        printed("", "Service Unavailable (HTTP 503) (Request-ID: req-5f1f1f7e-8a3c)\n", 1),
        ComputeServices(refusal="Service Unavailable (HTTP 503)"),
    ),
    Case("silence", ComputeServices, printed("", "", 124), ComputeServices(refusal=SILENT)),
    Case("a signal", ComputeServices, Result(None), ComputeServices(refusal=Message("silent-end"))),
]

API, LIBVIRT = "openstack-nova-api.service", "libvirtd.service"
_AHEAD = f"conf {CLOCK + 86400:.10f}"
DATED_AHEAD = units(unit(API), conf=CLOCK + 86400).replace(_AHEAD, f"{_AHEAD} {CLOCK - 300:.10f}")

SYSTEM = [
    Case(
        "both",
        Network,
        printed("address 10.0.0.11 controller\nport 5672\nport 11211\n"),
        Network("10.0.0.11", frozenset({5672, 11211})),
    ),
    Case(
        "IPv6, two names",
        Network,
        printed("address fd00::11 controller controller.example.org\n"),
        Network("fd00::11", frozenset()),
    ),
    Case("neither", Network, printed("address\n"), Network("", frozenset())),
    Case(
        "some",
        Packages,
        printed("installed openstack-nova-api\ninstalled openstack-nova-console\n"),
        Packages(frozenset({"openstack-nova-api", "openstack-nova-console"})),
    ),
    Case("none", Packages, printed(), Packages(frozenset())),
    Case("none", PackagesToInstall, printed(), PackagesToInstall(frozenset(), frozenset())),
    Case(
        "some, of which yum knows one",
        PackagesToInstall,
        printed(
            "missing openstack-nova-api\nmissing openstack-nova-console\nknown Available Packages\nknown openstack-nova-console.noarch 1:13.1.4-1.el7 mitaka\n"
        ),
        PackagesToInstall(
            frozenset({"openstack-nova-api", "openstack-nova-console"}),
            frozenset({"openstack-nova-console", ""}),
        ),
    ),
    Case(
        "no cache",
        PackagesToInstall,
        printed("missing openstack-nova-compute\n", "Cache-only enabled but no cache for 'base'\n", 1),
        PackagesToInstall(
            frozenset({"openstack-nova-compute"}), frozenset(), "Cache-only enabled but no cache for 'base'"
        ),
    ),
    *(
        Case(mode, SelinuxMode, printed(f"{mode}\n"), SelinuxMode(mode.lower()))
        for mode in ("Enforcing", "Permissive", "Disabled")
    ),
    Case("another word", SelinuxMode, printed("Lenient\n"), Message("selinux-unreadable", said="lenient")),
    Case("no word", SelinuxMode, printed("", "", 124), Message("selinux-unreadable", said=SILENT)),
    Case(
        "failing",
        SelinuxMode,
        printed("", "getenforce:  failed\n", 2),
        Message("selinux-unreadable", said="getenforce:  failed"),
    ),
    Case(
        "two addresses",
        HostIdentity,
        printed("name compute1\naddress 127.0.0.1\naddress 10.0.0.31\naddress 2001:DB8:0::1\n"),
        HostIdentity("compute1", frozenset({"127.0.0.1", "10.0.0.31", "2001:db8::1"})),
    ),
    Case(
        "no ip",
        HostIdentity,
        printed("name compute1\n", "sh: ip: not found\n"),
        HostIdentity("compute1", frozenset()),
    ),
    Case("none", Processor, printed("0\n", "", 1), Processor(0)),
    Case(
        "sixteen, and a warning",
        Processor,
        printed("16\n", "egrep: warning: egrep is obsolescent; using grep -E\n"),
        Processor(16),
    ),
    Case(
        "no number",
        Processor,
        printed("", "grep: /proc/cpuinfo: No such file or directory\n", 2),
        Message("processor-unreadable", said="grep: /proc/cpuinfo: No such file or directory"),
    ),
    Case(
        "Mitaka's files",
        Migrations,
        printed(
            "nova 216_havana.py\nnova 319_x.py\nnova 319_x.pyc\nnova README\nnova_api 001_a.py\nnova_api 007_b.py\n"
        ),
        Migrations({"nova": "319", "nova_api": "7"}),
    ),
    Case(
        "chained",
        Migrations,
        printed(
            "nova revision = 'b'\nnova down_revision = 'a'\nnova revision = \"a\"\nnova down_revision = None\n"
        ),
        Migrations({"nova": "b"}),
    ),
    Case(
        "a later release with both",
        Migrations,
        printed("nova 402_x.py\nnova revision = 'a'\nnova down_revision = None\n"),
        Migrations({"nova": "a"}),
    ),
    Case("no package", Migrations, printed(), Migrations({})),
]

UNITS = [
    Case(
        "has told that it is ready",
        Units,
        printed(units(unit(API, age=60.0, ready=58.5))),
        Units((Unit(API, True, "active", 60.0, 58.5, False, ""),)),
    ),
    Case(
        "not ready yet",
        Units,
        printed(units(unit(API, "activating", age=60.0, ready=58.5))),
        Units((Unit(API, True, "activating", 60.0, None, False, ""),)),
    ),
    Case(
        "running",
        Units,
        printed(units(unit(API))),
        Units((Unit(API, True, "active", 600.0, None, False, ""),)),
    ),
    Case(
        "started before nova.conf was written",
        Units,
        printed(units(unit(API, age=900.5), unit(LIBVIRT, age=900.5))),
        Units(
            (
                Unit(API, True, "active", 900.5, None, True, ""),
                Unit(LIBVIRT, True, "active", 900.5, None, False, ""),
            )
        ),
    ),
    Case(
        "started just after",
        Units,
        printed(units(unit(API, age=899.5))),
        Units((Unit(API, True, "active", 899.5, None, False, ""),)),
    ),
    Case(
        "no nova.conf",
        Units,
        printed(units(unit(API, age=900.5), conf=None)),
        Units((Unit(API, True, "active", 900.5, None, False, ""),)),
    ),
    Case(
        "a clock that was set back: nova.conf is of the future",
        Units,
        printed(units(unit(API), conf=CLOCK + 3600)),
        Units((Unit(API, True, "active", 600.0, None, False, ""),)),
    ),
    Case(
        "nova.conf dated in the future, and changed after the start",
        Units,
        printed(DATED_AHEAD),
        Units((Unit(API, True, "active", 600.0, None, True, ""),)),
    ),
    Case(
        "about to be started, by the file as it is then",
        Units,
        printed(units(unit(API, "activating", age=1000))),
        Units((Unit(API, True, "activating", 1000.0, None, False, ""),)),
    ),
    Case(
        "never started",
        Units,
        printed(units(unit(API, "inactive", enabled="disabled"), conf=None)),
        Units((Unit(API, False, "inactive", 5000.0, None, False, ""),)),
    ),
    Case(
        "no such unit",
        Units,
        printed(units(unit(API, "inactive", enabled=""), conf=None)),
        Units((Unit(API, False, "inactive", 5000.0, None, False, ""),)),
    ),
    Case(
        "failed, with its log",
        Units,
        printed(units(unit(API, "failed", log="ERROR nova a \nERROR nova  b\n"))),
        Units((Unit(API, True, "failed", 600.0, None, False, "ERROR nova a\nERROR nova  b"),)),
    ),
    Case(
        "a log that is not tame",
        Units,
        printed(
            units(
                unit(
                    API,
                    "failed",
                    log="50%\rclock x\x0bunit a\x0cconf b\u2028unit c\x85unit d\ud8ff".replace(
                        "\ud8ff", "\udcff"
                    ),
                )
            )
        ),
        Units(
            (
                Unit(
                    API,
                    True,
                    "failed",
                    600.0,
                    None,
                    False,
                    "50%\rclock x\x0bunit a\x0cconf b\u2028unit c\x85unit d\udcff",
                ),
            )
        ),
    ),
    Case(
        "no systemd",
        Units,
        printed(f"clock 1.0 2.0\nconf \nunit {API}\n", "sh: systemctl: not found\n"),
        Message("systemd-unreadable", said="sh: systemctl: not found"),
    ),
    Case(
        "nothing", Units, printed(), Message("systemd-unreadable", said=Message("silent-failure", status="0"))
    ),
]

FILES = [
    Case("absent", NovaConf, printed("absent\n"), NovaConf(None)),
    Case("empty", NovaConf, printed("no /etc/nova/nova.conf\n"), NovaConf(b"", "/etc/nova/nova.conf", False)),
    Case(
        "kept, bytes that are not UTF-8, no line ending",
        NovaConf,
        Result(0, b"kept /etc/nova/nova.conf\n[D]\n\xff\x00\r\nabsent"),
        NovaConf(b"[D]\n\xff\x00\r\nabsent", "/etc/nova/nova.conf", True),
    ),
    Case(
        "a target with blanks",
        Fstab,
        printed("no /mnt/a b/fstab\nx\n"),
        Fstab(b"x\n", "/mnt/a b/fstab", False),
    ),
    Case(
        "unreadable",
        Fstab,
        printed("no /etc/fstab\n", "cat: /etc/fstab: Permission denied\n", 1),
        Message("file-unreadable", path="/etc/fstab", said="cat: /etc/fstab: Permission denied"),
    ),
    Case("nothing", Fstab, printed("", "x\n", 2), Message("file-unreadable", path="/etc/fstab", said="x")),
]


@pytest.mark.parametrize("case", [*MYSQL, *KEYSTONE, *OPENSTACK, *SYSTEM, *UNITS, *FILES], ids=str)
def test_parse(case: Case) -> None:
    try:
        means: object = case.kind.parse(case.result)
    except Problem as problem:
        assert isinstance(problem, Unknown)
        means = problem.message
    assert means == case.means
