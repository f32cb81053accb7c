"""Answers and hosts that the guide cannot go on with: said all at once, before the first change."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.ended import At, RunResult

from .replay import SiteWizard
from .site import Disk, Machine, Site
from .state import changing, files

pytestmark = pytest.mark.long

CONTROLLER, COMPUTE = "controller", "compute1"


@pytest.fixture(scope="module")
def fresh() -> Iterator[Site]:
    """A site before section 4.4, which every test here leaves as it was."""
    with Site() as site:
        yield site


def run_unchanging(wizard: SiteWizard, *words: str) -> RunResult:
    """Run the wizard; nothing on the hosts or the disk is another than before."""
    site = wizard.site

    def now() -> list[Any]:
        return [site.disk.checksum(), *(files(machine) for machine in site.machines)]

    before = now()
    with site.general_log() as log:
        ended = wizard.run(*words)
        assert changing(log()) == []
    assert now() == before
    assert ended.sent == []
    assert ended.told("step.finished") == []
    return ended


# --- What the earlier chapters should have left -----------------------------------------------------


@dataclass(frozen=True)
class BrokenSite:
    """A fault of the site: the shell commands that inject and repair it, and what the run says of it."""

    name: str
    said: Mapping[At, tuple[str, ...]]
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Passwords in the place of the right ones."""
    on: str = CONTROLLER
    inject: str = ":"
    """What breaks the host `on`, as root's shell commands."""
    repair: str = ":"


MOVED = "/root/admin-openrc"
KNOWN = "/usr/share/mitaka/packages.txt"
BROKEN = [
    BrokenSite(
        "a wrong database password",
        {("before/database", CONTROLLER): ("refuses root with dbpassword", "Check passwords.dbpassword")},
        {"dbpassword": "wrong"},
    ),
    BrokenSite(
        "a wrong RabbitMQ password",
        {
            ("before/queue", CONTROLLER): (
                "refuses the user openstack with rabbitpass",
                "passwords.rabbitpass",
            )
        },
        {"rabbitpass": "wrong"},
    ),
    BrokenSite(
        "a wrong Keystone password",
        {
            ("before/keystone", CONTROLLER): (
                "no token for /root/admin-openrc",
                "HTTP 401",
                "Check the password",
            )
        },
        inject=f"cp -a {MOVED} /run/openrc; sed -i 's/OS_PASSWORD=.*/OS_PASSWORD=wrong/' {MOVED}",
        repair=f"mv /run/openrc {MOVED}",
    ),
    BrokenSite(
        "Keystone down",
        {
            ("before/keystone", CONTROLLER): (
                "Keystone cannot be reached at controller:35357",
                "Connection refused",
                "systemctl status httpd",
            )
        },
        inject="systemctl stop keystone",
        repair="systemctl start keystone; until true < /dev/tcp/10.0.0.11/35357; do sleep 0.1; done",
    ),
    BrokenSite(
        "no admin-openrc",
        {("before/keystone", CONTROLLER): ("There is no /root/admin-openrc", "`openrc` in the answers")},
        inject=f"mv {MOVED} /run/openrc",
        repair=f"mv /run/openrc {MOVED}",
    ),
    BrokenSite(
        "no project service",
        {("before/keystone", CONTROLLER): ("no project `service`", "openstack project create")},
        inject="runuser -u mysql -- mysql -e "
        "\"UPDATE keystone.project SET name = 'x' WHERE name = 'service'\"",
        repair="runuser -u mysql -- mysql -e "
        "\"UPDATE keystone.project SET name = 'service' WHERE name = 'x'\"",
    ),
    BrokenSite(
        "a name that does not resolve",
        {("before/name", COMPUTE): ("controller does not resolve on this host", "/etc/hosts")},
        on=COMPUTE,
        inject="cp -a /etc/hosts /run/hosts; sed -i /controller/d /etc/hosts",
        repair="mv /run/hosts /etc/hosts",
    ),
    BrokenSite(
        "memcached down",
        {
            ("before/ports", host): ("memcached does not answer at controller:11211",)
            for host in (CONTROLLER, COMPUTE)
        },
        inject="systemctl stop memcached",
        repair="systemctl start memcached; until true < /dev/tcp/10.0.0.11/11211; do sleep 0.1; done",
    ),
    BrokenSite(
        "RabbitMQ down",
        {
            ("before/ports", host): ("RabbitMQ does not answer at controller:5672",)
            for host in (CONTROLLER, COMPUTE)
        },
        inject="rabbitmqctl --quiet stop_app",
        repair="rabbitmqctl --quiet start_app",
    ),
    BrokenSite(
        "a queue user without permissions",
        {("before/queue", CONTROLLER): ("denies access to the virtual host", "set_permissions openstack")},
        inject="rabbitmqctl --quiet clear_permissions openstack",
        repair="rabbitmqctl --quiet set_permissions openstack '.*' '.*' '.*'",
    ),
    *(
        BrokenSite(
            f"a queue user with the permissions {patterns}",
            {
                ("before/queue", CONTROLLER): (
                    f"ACCESS_REFUSED - access to {barred} 'reply_",
                    'rabbitmqctl set_permissions openstack ".*" ".*" ".*"',
                )
            },
            inject=f"rabbitmqctl --quiet set_permissions openstack {patterns}",
            repair="rabbitmqctl --quiet set_permissions openstack '.*' '.*' '.*'",
        )
        for patterns, barred in (
            ("'^nova' '.*' '.*'", "queue"),
            ("'.*' '^nova' '.*'", "queue"),
            ("'.*' '.*' '^nova'", "exchange"),
        )
    ),
    BrokenSite(
        "a package that yum cannot find",
        {
            ("before/packages", COMPUTE): (
                "yum cannot find openstack-nova-compute",
                "No matching Packages",
                "makecache",
            )
        },
        on=COMPUTE,
        inject=f"cp -a {KNOWN} /run; sed -i /nova-compute/d {KNOWN}",
        repair=f"mv /run/packages.txt {KNOWN}",
    ),
]


@contextmanager
def broken(site: Site, *cases: BrokenSite) -> Iterator[SiteWizard]:
    """Break things for a while; the value is a wizard with the answers that belong to it."""
    wizard = SiteWizard(site)
    machines = {machine.name: machine for machine in site.machines}
    made: list[BrokenSite] = []
    try:
        for case in cases:
            made.append(case)
            machines[case.on].run(case.inject)
            wizard.answers["passwords"] |= case.answers
        yield wizard
    finally:
        for case in reversed(made):
            machines[case.on].run(case.repair)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_what_is_missing_is_said_before_the_first_change(fresh: Site, case: BrokenSite) -> None:
    with broken(fresh, case) as wizard:
        ended = run_unchanging(wizard)
    assert ended.status == 1
    assert ended.missing.keys() == case.said.keys()
    assert_said(ended, case.said)


def assert_said(ended: RunResult, said: Mapping[At, tuple[str, ...]]) -> None:
    """Fail unless each place (step or check, host) is told with all of these words."""
    for at, words in said.items():
        for word in words:
            assert word in ended.missing[at]


def test_all_that_is_missing_is_said_at_once(fresh: Site) -> None:
    hidden_by_others = (
        "no admin-openrc",
        "Keystone down",
        "RabbitMQ down",
        "no project service",
        "a queue user with",
    )
    together = [case for case in BROKEN if not case.name.startswith(hidden_by_others)]
    fresh.disk.swap()
    with broken(fresh, *together) as wizard:
        ended = run_unchanging(wizard)
    fresh.disk.empty()
    assert ended.status == 1
    for case in together:
        assert_said(ended, {at: words for at, words in case.said.items() if at != ("before/ports", COMPUTE)})
    assert "swap" in ended.missing["4.4.3/prepare/2a", COMPUTE]


# --- The way to a host ------------------------------------------------------------------------------


def test_a_wrong_ssh_password(fresh: Site) -> None:
    wizard = SiteWizard(fresh)
    wizard.answers["ssh"] = {"user": "stack", "password": "wrong", "sudo": True}
    for machine in fresh.machines:
        machine.run("mv /home/stack/.ssh/authorized_keys /run")
    try:
        ended = run_unchanging(wizard)
    finally:
        for machine in fresh.machines:
            machine.run("mv /run/authorized_keys /home/stack/.ssh/")
    assert ended.status == 3
    assert ended.missing.keys() == {("before/ssh", CONTROLLER), ("before/ssh", COMPUTE)}
    assert_said(ended, dict.fromkeys(ended.missing, ("stack", "password")))


def test_a_wrong_sudo_password(fresh: Site) -> None:
    wizard = SiteWizard(fresh)
    wizard.answers["ssh"] = {"user": "stack", "password": "wrong", "sudo": True}
    ended = run_unchanging(wizard)
    assert ended.status == 3
    assert_said(ended, {("before/ssh", host): ("sudo",) for host in (CONTROLLER, COMPUTE)})


def test_an_unknown_host_key(fresh: Site) -> None:
    wizard = SiteWizard(fresh)
    (fresh.home / "nobody").touch()
    wizard.answers["ssh"]["known_hosts"] = str(fresh.home / "nobody")
    ended = run_unchanging(wizard)
    assert ended.status == 4
    assert_said(ended, {("before/ssh", host): ("SHA256:",) for host in (CONTROLLER, COMPUTE)})


def test_a_changed_host_key(fresh: Site) -> None:
    keys = "tar -C /etc/ssh -cf /run/keys $(cd /etc/ssh; ls ssh_host_*)"
    fresh.compute.run(keys)
    fresh.compute.new_host_key()
    ended = run_unchanging(SiteWizard(fresh))
    fresh.compute.run("tar -C /etc/ssh -xf /run/keys")
    fresh.compute.sshd_config([])
    assert ended.status == 4
    assert ended.missing.keys() == {("before/ssh", COMPUTE)}
    assert_said(ended, {("before/ssh", COMPUTE): ("SHA256:", "known_hosts")})


def cut_off(machine: Machine) -> Iterator[None]:
    """Keep a host off the network while the block runs."""
    machine.cut()
    yield
    machine.reconnect()


def frozen(machine: Machine) -> Iterator[None]:
    """Freeze a host's processes while the block runs."""
    machine.freeze()
    yield
    machine.thaw()


@pytest.mark.parametrize(("how", "limit"), [(cut_off, 60.0), (frozen, 60.0)])
def test_a_host_that_does_not_answer(fresh: Site, how: Any, limit: float) -> None:
    with contextmanager(how)(fresh.compute):
        start = time.monotonic()
        ended = SiteWizard(fresh).run()
        spent = time.monotonic() - start
    assert ended.status == 3
    assert ended.missing.keys() == {("before/ssh", COMPUTE)}
    assert_said(ended, {("before/ssh", COMPUTE): (fresh.compute.address,)})
    assert ended.sent == []
    assert spent < limit


# --- The disk ---------------------------------------------------------------------------------------


def two_partitions(disk: Disk) -> None:
    """Put two partitions onto the disk."""
    disk.empty()
    disk.machine.run("sfdisk --quiet /dev/sdb", stdin="label: dos\n2048,500000,83\n,,83\n")


def xfs_in_the_books_partition(disk: Disk) -> None:
    """Put the book's partition onto the disk, with xfs in it."""
    disk.with_partition_and_file_system("xfs")


IN_USE = "is in use, so nothing on it is changed"
NOT_EMPTY = "is not empty, so nothing on it is changed"
STATES: list[tuple[Any, str, tuple[str, ...], bool]] = [
    (two_partitions, "4.4.3/prepare/2a", (NOT_EMPTY, "/dev/sdb1", "/dev/sdb2"), True),
    (Disk.with_file_system, "4.4.3/prepare/2a", (NOT_EMPTY, "ext4"), True),
    (Disk.mounted, "4.4.3/prepare/2a", (IN_USE, "sdb1 on /mnt/data"), False),
    (Disk.in_fstab, "4.4.3/prepare/2a", (IN_USE, "/mnt/data"), False),
    (Disk.lvm, "4.4.3/prepare/2a", (NOT_EMPTY, "LVM2_member"), True),
    (Disk.raid, "4.4.3/prepare/2a", (NOT_EMPTY, "linux_raid_member"), True),
    (Disk.swap, "4.4.3/prepare/2a", (NOT_EMPTY, "swap"), True),
    (Disk.gpt, "4.4.3/prepare/2a", (NOT_EMPTY, "gpt"), True),
    (Disk.empty_gpt, "4.4.3/prepare/2a", (NOT_EMPTY, "gpt"), True),
    (Disk.lost_table, "4.4.3/prepare/2a", (NOT_EMPTY, "data that no tool recognizes"), True),
    (Disk.raw_data, "4.4.3/prepare/2a", (NOT_EMPTY, "data that no tool recognizes"), True),
    (Disk.too_small, "4.4.3/prepare/2a", ("too small",), False),
    (Disk.symlink, "4.4.3/prepare/2a", ("is a symbolic link to /dev/sdc", "Enter the disk itself"), False),
    (Disk.holds_root, "4.4.3/prepare/2a", (IN_USE, "sdb1 on /"), False),
    (Disk.absent, "4.4.3/prepare/2a", ("There is no block device /dev/sdb", "lsblk"), False),
    (xfs_in_the_books_partition, "4.4.3/prepare/2a", (NOT_EMPTY, "xfs"), True),
]


@pytest.mark.parametrize(("state", "step", "words", "offered"), STATES, ids=[s[0].__name__ for s in STATES])
def test_a_disk_that_is_not_free(
    fresh: Site, state: Any, step: str, words: tuple[str, ...], offered: bool
) -> None:
    state(fresh.disk)
    ended = run_unchanging(SiteWizard(fresh))
    fresh.disk.empty()
    assert ended.status == 1
    assert ended.missing.keys() == {(step, COMPUTE)}
    assert_said(ended, {(step, COMPUTE): words})
    assert bool(identities(ended)) == offered


def identities(ended: RunResult) -> list[str]:
    """The identities that the refusals offer."""
    return [
        found[1] for said in ended.missing.values() if (found := re.search(r"^erase: (\S+)$", said, re.M))
    ]


@pytest.mark.parametrize("state", [Disk.lvm, Disk.gpt, Disk.lost_table], ids=lambda state: state.__name__)
def test_only_the_disks_own_identity_lets_it_be_erased(fresh: Site, state: Any) -> None:
    disk = fresh.disk
    disk.swap()
    [identity] = identities(SiteWizard(fresh).run())
    state(disk)
    wizard = SiteWizard(fresh)
    wizard.answers["compute"][0]["erase"] = identity
    refused = run_unchanging(wizard)
    assert refused.status == 1
    [right] = identities(refused)
    assert right != identity
    wizard.answers["compute"][0]["erase"] = right
    ended = wizard.run("--only", "4.4.3/prepare/2")
    assert ended.status == 0, ended
    assert ended.changed == {("4.4.3/prepare/2a", COMPUTE), ("4.4.3/prepare/2b", COMPUTE)}
    assert disk.machine.run("blkid -p -o value -s TYPE /dev/sdb1").stdout == "ext4\n"
    disk.empty()


@pytest.mark.parametrize("device", ["/dev/sdb", "/dev/sdb1"])
@pytest.mark.parametrize("kind", ["ext4", "xfs"])
def test_what_is_written_later_may_not_be_erased(fresh: Site, device: str, kind: str) -> None:
    """Not even where it is as long as what it replaces, in the same file."""
    disk = fresh.disk
    disk.partitioned() if device == "/dev/sdb1" else disk.empty()
    disk.machine.run(f"mkfs.{kind} -q {'-F' if kind == 'ext4' else '-f'} {device}")
    disk.machine.run(f"mount {device} /mnt; mkdir /mnt/photos; echo a > /mnt/photos/a; umount /mnt")
    wizard = SiteWizard(fresh)

    def refused() -> str:
        ended = run_unchanging(wizard)
        assert kind != "ext4" or "photos" in ended.missing["4.4.3/prepare/2a", COMPUTE]
        [identity] = identities(ended)
        return identity

    wizard.answers["compute"][0]["erase"] = before = refused()
    disk.machine.run(f"mount {device} /mnt; echo b > /mnt/photos/a; umount /mnt")
    wizard.answers["compute"][0]["erase"] = after = refused()
    assert before != after
    ended = wizard.run("--only", "4.4.3/prepare/2")
    assert ended.status == 0, ended
    disk.empty()
