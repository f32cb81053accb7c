"""Hosts that somebody has worked on: what the guide does with them, and what the real tools say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.support.ended import RunResult

from .replay import DISK, SiteWizard
from .site import Machine
from .state import CONF
from .test_guide import SERVICES

pytestmark = pytest.mark.long

CONTROLLER, COMPUTE = "controller", "compute1"
TABLE = SERVICES | {("nova-compute", COMPUTE, True, True)}
INSTANCES = "/var/lib/nova/instances"
NOVA_CONF = f"/{CONF}"
OPENRC = "/root/admin-openrc"
BASHRC = "/root/.bashrc"


@contextmanager
def changed(machine: Machine, change: str, back: str) -> Iterator[None]:
    """Have a host another way for a while."""
    machine.run(change)
    try:
        yield
    finally:
        machine.run(back)


@contextmanager
def kept(machine: Machine, path: str) -> Iterator[None]:
    """Put a file back at the end, or the link that the path was."""
    copy = f"/run/kept{path}"
    with changed(machine, f"mkdir -p $(dirname {copy}); cp -a {path} {copy}", f"mv -fT {copy} {path}"):
        yield


def assert_holds(wizard: SiteWizard, *words: str) -> None:
    """Fail unless a run has nothing to do."""
    again = wizard.run(*words)
    assert again.status == 0, again
    assert set(again.statuses.values()) == {"unchanged"}
    assert again.sent == []


# --- SELinux's file ---------------------------------------------------------------------------------


def test_selinux_by_the_file_that_the_system_reads(finished: SiteWizard) -> None:
    """`sed -i` on the book's path makes a file of the link, and the system goes on reading the other one."""
    compute = finished.site.compute
    enforcing = "s/^SELINUX=.*/SELINUX=enforcing/"
    with kept(compute, "/etc/sysconfig/selinux"):
        compute.run(
            f"sed -i {enforcing} /etc/selinux/config; sed -i s/enforcing/permissive/ /etc/sysconfig/selinux;"
            " test ! -L /etc/sysconfig/selinux"
        )
        ended = finished.run("--only", "4.4.3/prepare/1")
        assert ended.status == 0, ended
        assert ended.changed == {("4.4.3/prepare/1", COMPUTE)}
        compute.run("rm /run/selinux-mode")
        assert compute.run("getenforce").stdout == "Permissive\n"
        assert_holds(finished, "--only", "4.4.3/prepare/1")


# --- The mount --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FstabLine:
    """A line of fstab for the instances' directory; whether it mounts the disk, and is corrected."""

    line: str
    mounts: bool
    corrected: bool = False


FSTAB = [
    FstabLine("/dev/sdb1 {at} xfs defaults 0 0", mounts=False, corrected=True),
    FstabLine("/dev/sdb1 {at} ext4 noauto,noatime 0 0", mounts=False, corrected=True),
    FstabLine("/dev/sdb1 {at} ext4 ro 0 0", mounts=True, corrected=True),
    FstabLine("/dev/sdb1 {at} ext4 defaults 0 1", mounts=True, corrected=True),
    FstabLine("UUID={uuid} {at} ext4 defaults 0 2", mounts=True),
    FstabLine('UUID="{uuid}" {at} auto noatime 0 0', mounts=True),
    FstabLine("UUID={capitals} {at} ext4 noatime 0 2", mounts=False, corrected=True),
    FstabLine("uuid={uuid} {at} ext4 defaults 0 2", mounts=False, corrected=True),
    FstabLine("/dev/disk/by-uuid/{uuid} {at}/ ext4 defaults 0 0", mounts=True),
    FstabLine("PARTUUID={part} {at} ext4 noatime 0 2", mounts=True),
    FstabLine("LABEL=Nova {at} ext4 noatime 0 0", mounts=True),
    FstabLine("label=Nova {at} ext4 noatime 0 0", mounts=False, corrected=True),
    FstabLine("/dev/disk/by-label/Nova {at} ext4 defaults 0 0", mounts=True),
    FstabLine("/dev/disk/by-partuuid/{part} {at} ext4 defaults 0 0", mounts=True),
    FstabLine("/dev/disk/by-path/pci-0000:00:10.0-scsi-0:0:1:0-part1 {at} ext4 defaults 0 0", mounts=True),
]
OTHER_DEVICES = [
    "UUID=3f1c0d52-77aa-4c1e-9d0b-0a5f6b7c8d9e",
    "PARTUUID={disk}-02",
    "LABEL=nova",
    "PARTLABEL=Nova",
    "/dev/disk/by-path/pci-0000:00:10.0-scsi-0:0:2:0-part1",
    "/dev/sdb",
]


@pytest.mark.parametrize("case", FSTAB, ids=lambda case: case.line.replace(" {at}", ""))
def test_a_line_of_fstab(finished: SiteWizard, case: FstabLine) -> None:
    compute = finished.site.compute
    with udev_links(compute) as ids, kept(compute, "/etc/fstab"):
        write_line(compute, case.line.format(**ids, at=INSTANCES))
        assert (mounted_by_fstab(compute) != "") == case.mounts
        ended = finished.run("--only", "4.4.3/finish/3")
        assert ended.status == 0, ended
        assert (("4.4.3/finish/3b", COMPUTE) in ended.changed) == case.corrected
        assert re.fullmatch(r"/dev/sdb1 ext4 rw,\S+\n", mounted_by_fstab(compute))
        assert_holds(finished, "--only", "4.4.3/finish/3")
        line = compute.run("grep /nova/instances /etc/fstab").stdout
        assert ("noatime" in line) == ("noatime" in case.line)
        assert line.split()[5] in ("0", "2")
    assert mounted_by_fstab(compute)


@pytest.mark.parametrize("device", OTHER_DEVICES)
def test_a_line_of_fstab_for_another_device(finished: SiteWizard, device: str) -> None:
    compute = finished.site.compute
    with udev_links(compute) as ids, kept(compute, "/etc/fstab"):
        device = device.format(**ids)
        write_line(compute, f"{device} {INSTANCES} ext4 defaults 0 0")
        ended = finished.run("--only", "4.4.3/finish/3")
        assert ended.status == 1
        assert ended.missing.keys() == {("4.4.3/finish/3b", COMPUTE)}
        assert device in ended.missing["4.4.3/finish/3b", COMPUTE]
        assert ended.sent == []


def test_two_lines_of_fstab(finished: SiteWizard) -> None:
    compute = finished.site.compute
    with kept(compute, "/etc/fstab"):
        compute.run(f"echo '/dev/sdb1 {INSTANCES} ext4 noatime 0 0' >> /etc/fstab")
        ended = finished.run("--only", "4.4.3/finish/3")
        assert ended.status == 1
        assert "more than one line" in ended.missing["4.4.3/finish/3b", COMPUTE]
        assert ended.sent == []


@contextmanager
def udev_links(machine: Machine) -> Iterator[dict[str, str]]:
    """Label the file system Nova, and link the partition as udev does; the value has its identifiers."""

    def told(name: str) -> str:
        return machine.run(f"blkid -p -o value -s {name} {DISK}1").stdout.strip()

    uuid, part = told("UUID"), told("PART_ENTRY_UUID")
    names = (f"uuid/{uuid}", f"partuuid/{part}", "label/Nova", "path/pci-0000:00:10.0-scsi-0:0:1:0-part1")
    links = "; ".join(
        f"mkdir -p /dev/disk/by-{name.partition('/')[0]}; ln -s ../../sdb1 /dev/disk/by-{name}"
        for name in names
    )
    with changed(machine, f"e2label {DISK}1 Nova; {links}", f"rm -r /dev/disk/by-*; e2label {DISK}1 ''"):
        yield {"uuid": uuid, "capitals": uuid.upper(), "part": part, "disk": part.removesuffix("-01")}


def write_line(machine: Machine, line: str) -> None:
    """Put a line of fstab in the place of the guide's."""
    machine.run(f"sed -i '\\#{INSTANCES}#d' /etc/fstab; cat >> /etc/fstab", stdin=f"{line}\n")


def mounted_by_fstab(machine: Machine) -> str:
    """What is mounted on the instances' directory by nothing but fstab; empty where nothing is."""
    return machine.run(
        f"! mountpoint -q {INSTANCES} || umount {INSTANCES}; mount -a || true;"
        f"findmnt -rno SOURCE,FSTYPE,OPTIONS {INSTANCES}",
        check=False,
    ).stdout


def test_novas_directory_is_a_link(finished: SiteWizard) -> None:
    compute = finished.site.compute
    moved = (
        f"systemctl stop openstack-nova-compute; umount {INSTANCES}; mv /var/lib/nova /srv/nova;"
        " ln -s /srv/nova /var/lib/nova"
    )
    back = (
        f"systemctl stop openstack-nova-compute; ! mountpoint -q {INSTANCES} || umount {INSTANCES};"
        " rm /var/lib/nova; mv /srv/nova /var/lib/nova; mount -a; systemctl start openstack-nova-compute"
    )
    with changed(compute, moved, back), kept(compute, "/etc/fstab"):
        compute.run(f"sed -i '\\#{INSTANCES}#d' /etc/fstab")
        ended = finished.run()
        assert ended.status == 0, ended
        steps = ("4.4.3/finish/2", "4.4.3/finish/3a", "4.4.3/finish/3b")
        assert ended.changed == {(step, COMPUTE) for step in steps}
        assert compute.run("findmnt -rno SOURCE /srv/nova/instances").stdout == "/dev/sdb1\n"
        assert mounted_by_fstab(compute).startswith("/dev/sdb1 ext4 rw,")
        assert_holds(finished)


# --- nova.conf --------------------------------------------------------------------------------------


def test_a_nova_conf_of_tomorrow(finished: SiteWizard) -> None:
    """`touch` sets a file's time of modification, and the time of its last change is now: one restart."""
    site = finished.site
    for machine in site.machines:
        machine.run(f"touch -d tomorrow {NOVA_CONF}")
    try:
        ended = finished.run()
        assert ended.status == 0, ended
        assert ended.changed <= {("4.4.2/finish/1", CONTROLLER), ("4.4.3/finish/2", COMPUTE)}
        assert_holds(finished)
    finally:
        for machine in site.machines:
            machine.run(f"touch {NOVA_CONF}")
        assert finished.run().status == 0


def test_a_transport_url_to_elsewhere(finished: SiteWizard) -> None:
    """It goes before the guide's settings of the queue: nova-compute cannot start with it."""
    compute = finished.site.compute
    line = "transport_url = rabbit://guest:guest@controller:5673/"
    with kept(compute, NOVA_CONF):
        compute.run(f"sed -i '/^rpc_backend/i {line}' {NOVA_CONF}")
        compute.run("systemctl restart --no-block openstack-nova-compute")
        compute.wait_until("grep -q ECONNREFUSED /var/log/nova/nova-compute.log")
        check = finished.run("--check")
        assert check.status == 5
        assert "[DEFAULT] transport_url" in check.differing["4.4.3/install/2a", COMPUTE]
        assert "activating" in check.differing["4.4.3/finish/2", COMPUTE]
        ended = finished.run()
        assert ended.status == 0, ended
        assert ended.changed == {("4.4.3/install/2a", COMPUTE), ("4.4.3/finish/2", COMPUTE)}
        assert ended.table == TABLE
        compute.run(f"grep -qxF '#{line}' {NOVA_CONF}")
    assert finished.run().status == 0


def test_a_pipeline_with_a_login_of_its_own(finished: SiteWizard) -> None:
    """Options of [filter:authtoken] go before [keystone_authtoken]: nova-api refuses every request."""
    site, paste = finished.site, "/etc/nova/api-paste.ini"
    api = "systemctl restart openstack-nova-api"
    with kept(site.controller, paste):
        site.controller.run(f"sed -i '/^\\[filter:authtoken\\]/a password = other' {paste}; {api}")
        ended = finished.run()
        assert ended.status == 1
        assert ended.missing.keys() == {("before/files", CONTROLLER)}
        assert f"{paste} sets [filter:authtoken] password" in ended.missing["before/files", CONTROLLER]
        assert ended.sent == []
    site.controller.run(api)
    assert finished.run().status == 0


def test_a_directory_that_a_unit_names(finished: SiteWizard) -> None:
    compute, unit = finished.site.compute, "openstack-nova-compute.service"
    drop_in, directory = f"/etc/systemd/system/{unit}.d", "/etc/nova/conf.d"
    line = f"[Service]\nExecStart=\nExecStart=/usr/bin/nova-compute --config-dir {directory}\n"
    made = f"mkdir -p {drop_in} {directory}"
    back = f"rm -r {drop_in} {directory}; systemctl daemon-reload"
    with changed(compute, f"{made}; cat > {drop_in}/test.conf <<'E'\n{line}E\nsystemctl daemon-reload", back):
        compute.run(f"printf '[DEFAULT]\\nmy_ip = 10.0.0.99\\n' > {directory}/ours.conf")
        ended = finished.run()
        assert ended.status == 1
        assert ended.missing.keys() == {("before/files", COMPUTE)}
        assert f"{directory}/ours.conf sets [DEFAULT] my_ip" in ended.missing["before/files", COMPUTE]
        assert ended.sent == []
    assert finished.run().status == 0


# --- What a shell reads -----------------------------------------------------------------------------


GREETING = r"""echo Welcome to this host
echo mind the gap >&2
printf '\033]0;root@host\007'
"""


def test_a_shell_that_greets_and_an_openrc_that_ends_in_false(finished: SiteWizard) -> None:
    site = finished.site
    # Its own client is asked while openrc is as the book has it: a shell with -e ends at the last line.
    site.openstack("role remove --project service --user nova admin")
    site.compute.run("setenforce 1")
    with kept(site.controller, OPENRC), kept(site.controller, BASHRC), kept(site.compute, BASHRC):
        for machine in site.machines:
            machine.run(f"{{ cat; cat /run/kept{BASHRC}; }} > {BASHRC}", stdin=GREETING)
        site.controller.run(f"cat >> {OPENRC}", stdin='[ -n "$no_such" ] && export OS_TOKEN=$no_such\n')
        assert site.ssh("compute1", "true").stdout.startswith("Welcome to this host\n\033]0;")
        assert site.ssh("controller", f". {OPENRC}").returncode == 1
        ended = finished.run()
        assert ended.status == 0, ended
        assert ended.changed == {("4.4.2/prepare/3b", CONTROLLER), ("4.4.3/prepare/1", COMPUTE)}
        assert ended.table == TABLE
        assert "Welcome" not in ended.stdout
        assert_holds(finished)


REGION = "export OS_REGION_NAME=RegionOne"


def asked_the_client(ended: RunResult) -> bool:
    """Whether Keystone's lists were asked of the client."""
    return any("| timeout 120 openstack 2>/dev/null" in entry.shell for entry in ended.commands)


def test_the_same_plan_by_the_client(finished: SiteWizard) -> None:
    """With a region in openrc, the client lists what the API lists without."""
    site = finished.site
    with kept(site.controller, OPENRC):
        site.openstack("role remove --project service --user nova admin")
        site.openstack("service set --disable nova")
        site.sql(
            "UPDATE keystone.endpoint SET url = 'http://elsewhere' WHERE interface = 'internal'"
            " AND service_id = (SELECT id FROM keystone.service WHERE type = 'compute');"
        )
        by_api = finished.run("--dry-run")
        site.controller.run(f"echo {REGION} >> {OPENRC}")
        by_client = finished.run("--dry-run")
        assert (asked_the_client(by_api), asked_the_client(by_client)) == (False, True)
        assert by_client.told("plan") == by_api.told("plan")
        ended = finished.run()
        assert ended.status == 0, ended
        steps = ("4.4.2/prepare/3b", "4.4.2/prepare/3c", "4.4.2/prepare/4")
        assert ended.changed == {(step, CONTROLLER) for step in steps}
        assert ended.table == TABLE


def test_a_wrong_password_by_the_client(finished: SiteWizard) -> None:
    """Keystone's words, whichever way it was asked."""
    at = ("before/keystone", CONTROLLER)
    said = []
    controller = finished.site.controller
    with kept(controller, OPENRC):
        controller.run(f"sed -i 's/OS_PASSWORD=.*/OS_PASSWORD=wrong/' {OPENRC}")
        for line in ("", REGION):
            controller.run(f"echo '{line}' >> {OPENRC}")
            ended = finished.run("--dry-run")
            assert ended.status == 1
            assert ended.missing.keys() == {at}
            said.append(re.sub("req-[0-9a-f-]+", "req", ended.missing[at]))
    assert "requires authentication. (HTTP 401)" in said[0]
    assert said[0] == said[1]
