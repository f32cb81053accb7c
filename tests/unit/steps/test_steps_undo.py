"""The steps taken back: what each inverse sends, what it leaves alone, what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steps.facts import (
    Databases,
    Fstab,
    FstabCopy,
    InstancesDisk,
    Mounted,
    NovaConf,
    NovaConfCopy,
    Packages,
    SelinuxConfig,
    SelinuxCopy,
    Units,
)
from tests.support.cases import ANSWERS, Case, Given, facts
from tests.support.printed import (
    ASSIGNMENT,
    DATABASES,
    ENDPOINTS,
    FRESH_CATALOGUE,
    FRESH_IDENTITY,
    FSTAB_LINE,
    IN_PLACE,
    INSTANCES,
    LOGIN,
    USER,
    catalogue,
    disk,
    endpoint,
    file,
    grants,
    identity,
    printed,
    unit,
    units,
)
from tests.unit.steps.conf import DONE_ON_COMPUTE, DONE_ON_CONTROLLER, PACKAGED, conf
from tests.unit.steps.table import Table
from wizard.facts.catalogue import Catalogue
from wizard.facts.databases import LiveInstances
from wizard.facts.identity import EveryIdentity
from wizard.facts.record import Entry, FoundBefore, record_of
from wizard.facts.system import SelinuxMode
from wizard.model.answers import UndoAnswers
from wizard.model.commands import Result
from wizard.model.steps import Found

DATABASE, GRANT = "4.4.2/prepare/1b", "4.4.2/prepare/1c"
USER_STEP, ROLE, SERVICE = (f"4.4.2/prepare/3{item}" for item in "abc")
URLS = "4.4.2/prepare/4"
CONF, COMPUTE_CONF = "4.4.2/install/2", "4.4.3/install/2a"
SELINUX, PARTITION = "4.4.3/prepare/1", "4.4.3/prepare/2a"
SERVICES, MOUNT, BOOT = "4.4.3/finish/2", "4.4.3/finish/3a", "4.4.3/finish/3b"

API_DEFAULT = "#enabled_apis=osapi_compute,metadata\n"
OTHER_LINE = "/dev/sda1 / xfs defaults 0 0\n"
OURS_MOUNTED = printed(f"mount /dev/sdb1 {INSTANCES}\nowner nova:nova\n")
WITH_INSTANCE = printed(f"mount /dev/sdb1 {INSTANCES}\ninstance 0a1b2c3d-0000-4000-8000-0123456789ab\n")
ON_DISK = printed(disk(*IN_PLACE))
IDENTITY = facts({InstancesDisk: ON_DISK})[InstancesDisk].identity


def found(step: str, before: Found | None = None, *, taken_back: bool = False) -> FoundBefore:
    """Return a record that has this of a step, nothing found unless said otherwise."""
    entries = {step: Entry(before or {}, taken_back)}
    return FoundBefore(record_of(entries), entries)


def undo(
    step: str,
    name: str,
    given: Given,
    record: FoundBefore | None = None,
    answers: UndoAnswers | None = None,
    *,
    holds: bool = False,
) -> Case:
    """Return the case of a step taken back, with a record that it had found nothing."""
    return Case(
        step,
        name,
        {FoundBefore: record or found(step), **given},
        holds=holds,
        answers=replace(ANSWERS, undo=answers or UndoAnswers()),
        undo=True,
    )


def databases(*more: str) -> Given:
    """Return what root finds in MariaDB."""
    return {Databases: printed(LOGIN + DATABASES + "".join(more))}


ACCOUNTS = "account\tnova\t%\t\naccount\tnova\tlocalhost\t\n"
GRANTED = databases(ACCOUNTS, grants("%"), grants("localhost"))
ALL = UndoAnswers(databases=True, disks=(IDENTITY,), unrecorded=True)
OTHER_REGION = endpoint("public", ID="far-1", Region="RegionTwo")
SELINUX_DONE: Given = {
    SelinuxMode: printed("Permissive\n"),
    SelinuxConfig: printed(file("SELINUX=permissive\nSELINUXTYPE=targeted\n", "/etc/selinux/config")),
    SelinuxCopy: printed("kept\nSELINUX=enforcing\nSELINUXTYPE=targeted\n"),
}
RUNNING: Given = {Units: printed(units(unit("libvirtd.service"), unit("openstack-nova-compute.service")))}
STOPPED: Given = {
    Units: printed(
        units(
            unit("libvirtd.service", "inactive", enabled="disabled"),
            unit("openstack-nova-compute.service", "failed", enabled="disabled"),
        )
    )
}


def fstab(*lines: str) -> Result:
    """Return the file as it is read."""
    return printed(file(OTHER_LINE + "".join(f"{line}\n" for line in lines), "/etc/fstab"))


CASES = [
    undo(DATABASE, "not named", {**databases(), LiveInstances: LiveInstances(0)}),
    undo(DATABASE, "named", {**databases(), LiveInstances: LiveInstances(0)}, answers=ALL),
    undo(DATABASE, "with instances", {**databases(), LiveInstances: LiveInstances(2)}, answers=ALL),
    undo(
        DATABASE,
        "one was there before",
        {**databases(), LiveInstances: LiveInstances(0)},
        found(DATABASE, {"databases": ["nova"]}),
        ALL,
    ),
    undo(DATABASE, "gone", {Databases: printed(LOGIN), LiveInstances: LiveInstances(0)}, holds=True),
    undo(GRANT, "accounts of the grants alone", GRANTED),
    undo(
        GRANT,
        "an account with grants on others",
        databases(ACCOUNTS, grants("%"), grants("localhost", on=("nova", "nova_api", "reports"))),
    ),
    undo(
        GRANT,
        "an account from before",
        GRANTED,
        found(GRANT, {"accounts": ["%", "localhost"], "grants": [["nova", "%"]]}),
    ),
    undo(GRANT, "gone", databases(), holds=True),
    undo(USER_STEP, "created by a run", {EveryIdentity: printed(identity())}),
    undo(
        USER_STEP,
        "with a role in another project",
        {EveryIdentity: printed(identity(assignments=(ASSIGNMENT, {**ASSIGNMENT, "Project": "ad31"})))},
    ),
    undo(
        USER_STEP,
        "disabled before",
        {EveryIdentity: printed(identity())},
        found(USER_STEP, {"enabled": False}),
    ),
    undo(
        USER_STEP,
        "there before",
        {EveryIdentity: printed(identity())},
        found(USER_STEP, {"enabled": True}),
        holds=True,
    ),
    undo(USER_STEP, "gone", {EveryIdentity: printed(FRESH_IDENTITY)}, holds=True),
    undo(
        USER_STEP,
        "taken back, then created by others",
        {EveryIdentity: printed(identity(users=(USER,)))},
        found(USER_STEP, taken_back=True),
        holds=True,
    ),
    undo(USER_STEP, "no record", {EveryIdentity: printed(identity())}, FoundBefore()),
    undo(
        USER_STEP,
        "no record, and the answers say so",
        {EveryIdentity: printed(identity())},
        FoundBefore(),
        ALL,
    ),
    undo(
        USER_STEP,
        "a record of other steps",
        {EveryIdentity: printed(identity())},
        found(SERVICE),
        holds=True,
    ),
    undo(ROLE, "given by a run", {EveryIdentity: printed(identity())}),
    undo(ROLE, "gone", {EveryIdentity: printed(identity(assignments=()))}, holds=True),
    undo(SERVICE, "created by a run", {Catalogue: printed(catalogue())}),
    undo(
        SERVICE,
        "with an endpoint of another region",
        {Catalogue: printed(catalogue(endpoints=(*ENDPOINTS, OTHER_REGION)))},
    ),
    undo(
        SERVICE,
        "of another name before, disabled",
        {Catalogue: printed(catalogue())},
        found(SERVICE, {"name": "compute it", "enabled": False}),
    ),
    undo(SERVICE, "gone", {Catalogue: printed(FRESH_CATALOGUE)}, holds=True),
    undo(URLS, "created by a run", {Catalogue: printed(catalogue())}),
    undo(
        URLS,
        "one changed since",
        {Catalogue: printed(catalogue(endpoints=(endpoint("public"), endpoint("admin", URL="http://new"))))},
    ),
    undo(
        URLS,
        "one was there before",
        {Catalogue: printed(catalogue())},
        found(URLS, {"public": {"url": "http://old/it's", "enabled": False}}),
    ),
    undo(
        URLS, "only of another region", {Catalogue: printed(catalogue(endpoints=[OTHER_REGION]))}, holds=True
    ),
    Case(
        CONF,
        "as our edits made it",
        {NovaConf: conf(DONE_ON_CONTROLLER), NovaConfCopy: printed(f"kept\n{PACKAGED}")},
        undo=True,
    ),
    Case(
        CONF,
        "some steps only",
        {
            NovaConf: conf(PACKAGED, (API_DEFAULT, f"{API_DEFAULT}enabled_apis = osapi_compute,metadata\n")),
            NovaConfCopy: printed(f"kept\n{PACKAGED}"),
        },
        undo=True,
    ),
    Case(
        CONF,
        "a line more",
        {
            NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11\n", "my_ip = 10.0.0.11\ndebug = True\n")),
            NovaConfCopy: printed(f"kept\n{PACKAGED}"),
        },
        undo=True,
    ),
    Case(
        CONF,
        "another value",
        {
            NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11\n", "my_ip = 10.0.0.12\n")),
            NovaConfCopy: printed(f"kept\n{PACKAGED}"),
        },
        undo=True,
    ),
    Case(
        CONF,
        "no copy",
        {NovaConf: conf(PACKAGED, kept=False), NovaConfCopy: printed("absent\n")},
        holds=True,
        undo=True,
    ),
    Case(
        COMPUTE_CONF,
        "as our edits made it",
        {NovaConf: conf(DONE_ON_COMPUTE), NovaConfCopy: printed(f"kept\n{PACKAGED}")},
        undo=True,
    ),
    Case(
        "4.4.3/install/1", "installed", {Packages: printed("installed openstack-nova-compute\n")}, undo=True
    ),
    undo(SELINUX, "enforcing before", SELINUX_DONE),
    undo(
        SELINUX,
        "permissive before",
        SELINUX_DONE,
        found(SELINUX, {"now": "permissive", "boot": "permissive"}),
        holds=True,
    ),
    undo(
        SELINUX,
        "the file changed since",
        {
            **SELINUX_DONE,
            SelinuxConfig: printed(file("SELINUX=permissive\nSELINUXTYPE=mls\n", "/etc/selinux/config")),
        },
    ),
    undo(
        SELINUX,
        "disabled",
        {
            **SELINUX_DONE,
            SelinuxMode: printed("Disabled\n"),
            SelinuxConfig: printed(file("SELINUX=disabled\n", "/etc/selinux/config")),
        },
        holds=True,
    ),
    undo(SERVICES, "running", RUNNING),
    undo(
        SERVICES,
        "libvirtd was there before",
        RUNNING,
        found(SERVICES, {"libvirtd.service": {"enabled": True, "active": True}}),
    ),
    undo(SERVICES, "stopped and disabled", STOPPED, holds=True),
    undo(
        SERVICES,
        "stopping",
        {
            Units: printed(
                units(
                    unit("libvirtd.service", "inactive", enabled="disabled"),
                    unit("openstack-nova-compute.service", "deactivating"),
                )
            )
        },
    ),
    undo(BOOT, "as written", {Fstab: fstab(FSTAB_LINE), FstabCopy: printed(f"kept\n{OTHER_LINE}")}),
    undo(
        BOOT,
        "the file changed since",
        {Fstab: fstab(FSTAB_LINE, "/dev/sdc1 /srv xfs"), FstabCopy: printed(f"kept\n{OTHER_LINE}")},
    ),
    undo(
        BOOT,
        "corrected by a run",
        {Fstab: fstab(f"/dev/sdb1  {INSTANCES}  ext4  defaults  0 0"), FstabCopy: printed("absent\n")},
        found(BOOT, {"line": f"/dev/sdb1 {INSTANCES} ext4 noauto 0 1"}),
    ),
    undo(
        BOOT,
        "changed since",
        {Fstab: fstab(f"/dev/sdc1 {INSTANCES} xfs"), FstabCopy: printed("absent\n")},
    ),
    undo(BOOT, "gone", {Fstab: fstab(), FstabCopy: printed("absent\n")}, holds=True),
    undo(MOUNT, "ours", {Mounted: OURS_MOUNTED, InstancesDisk: ON_DISK}),
    undo(MOUNT, "with an instance", {Mounted: WITH_INSTANCE, InstancesDisk: ON_DISK}),
    undo(
        MOUNT,
        "with an instance, the disk named",
        {Mounted: WITH_INSTANCE, InstancesDisk: ON_DISK},
        answers=ALL,
    ),
    undo(
        MOUNT,
        "another device",
        {Mounted: printed(f"mount /dev/sdc1 {INSTANCES}\n"), InstancesDisk: ON_DISK},
    ),
    undo(MOUNT, "gone", {Mounted: printed(), InstancesDisk: ON_DISK}, holds=True),
    undo(PARTITION, "not named", {InstancesDisk: ON_DISK}),
    undo(PARTITION, "named", {InstancesDisk: ON_DISK}, answers=ALL),
    undo(
        PARTITION,
        "named as it was once",
        {InstancesDisk: ON_DISK},
        answers=UndoAnswers(disks=(IDENTITY.rpartition("-")[0] + "-0123456789ab",)),
    ),
    undo(
        PARTITION,
        "was there before",
        {InstancesDisk: ON_DISK},
        found(PARTITION, {"partition": True}),
        ALL,
        holds=True,
    ),
    undo(PARTITION, "empty", {InstancesDisk: printed(disk())}, answers=ALL, holds=True),
    undo(PARTITION, "empty, but not to the kernel", {InstancesDisk: printed(disk("partblock"))}, answers=ALL),
]

TABLE = Table("undo", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_undo(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
