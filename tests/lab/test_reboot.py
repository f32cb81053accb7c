"""A node that reboots comes back with what is enabled and in /etc/fstab, and with nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from tests.lab import commands, inside
from tests.lab.runs import PASSWORDS, LabWizard, table
from wizard.hostsim import power
from wizard.hostsim.node import Node
from wizard.lab import Lab, LabNode
from wizard.lab.services.nova import DOWN_AFTER

LIMIT = 60.0


def rebooting() -> Node:
    """Return a node that boots in no time."""
    node = inside.node()
    node.power.boot_seconds = node.power.device_seconds = 0.0
    return node


def state(node: Node) -> str:
    """Return whether a node is on."""
    return node.power.state


async def after_reboot(node: Node, script: str) -> str:
    """Reboot, and return what a script prints then."""
    await power.reboot(node)
    return (await inside.run(node, script)).stdout


async def test_what_goes_and_what_stays() -> None:
    node = rebooting()
    node.storage.add_disk("sdb", 2**30, minor=16, serial="1")
    await inside.run(
        node,
        "mkdir /media; mkfs.ext4 /dev/sdb; mount /dev/sdb /media;"
        "touch /media/f /run/f /dev/shm/f /tmp/f /root/f;"
        "mount -t tmpfs tmpfs /srv; touch /srv/f; systemctl stop chronyd; rm /dev/null; swapoff /dev/dm-1",
    )
    before = (await inside.run(node, "cat /proc/sys/kernel/random/boot_id")).stdout
    found = await after_reboot(
        node,
        "ls -d /media/f /run/f /dev/shm/f /tmp/f /root/f /srv/f 2>/dev/null; ls /dev/null; swapon -s | wc -l;"
        "systemctl is-active chronyd; mount /dev/sdb /media && ls /media; cut -d. -f1 /proc/uptime",
    )
    *lines, uptime = found.splitlines()
    assert lines == ["/tmp/f", "/root/f", "/dev/null", "2", "active", "f", "lost+found"]
    assert int(uptime) < 60
    assert (await inside.run(node, "cat /proc/sys/kernel/random/boot_id")).stdout != before


async def test_only_what_is_enabled_starts() -> None:
    node = rebooting()
    await inside.run(node, "yum -y install openstack-nova-compute; systemctl start libvirtd")
    assert await after_reboot(node, "systemctl is-active libvirtd chronyd") == "inactive\nactive\n"
    await inside.run(
        node, "systemctl enable libvirtd; rm /etc/systemd/system/multi-user.target.wants/chronyd*"
    )
    found = await after_reboot(node, "systemctl is-active libvirtd chronyd; systemctl is-enabled chronyd")
    assert found == "active\ninactive\ndisabled\n"
    assert await after_reboot(node, "stat -c '%A %U' /run/nova") == "drwxr-xr-x nova\n"


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("SELINUX=permissive", "Permissive"),
        ("SELINUX=Disabled", "Disabled"),
        ("SELINUX=permisive", "Permissive"),
        ("SELINUX =disabled", "Permissive"),
        ("#SELINUX=disabled\nSELINUX=enforcing", "Enforcing"),
    ],
)
async def test_selinux_is_what_its_configuration_says(line: str, mode: str) -> None:
    """A word that libselinux does not know leaves it permissive."""
    node = rebooting()
    node.tree.write("/etc/selinux/config", f"{line}\nSELINUXTYPE=targeted\n")
    assert await after_reboot(node, "getenforce") == f"{mode}\n"


async def test_setenforce_lasts_until_the_next_boot() -> None:
    node = rebooting()
    await inside.run(node, "setenforce 0")
    assert await after_reboot(node, "getenforce") == "Enforcing\n"


async def test_names_and_kernel_settings() -> None:
    node = rebooting()
    script = "hostname {0}; sysctl -w net.ipv4.ip_forward=1"
    await inside.run(node, script.format("other"))
    assert (await inside.run(node, "hostname; sysctl -n net.ipv4.ip_forward")).stdout == "other\n1\n"
    shown = "hostname; sysctl -n net.ipv4.ip_forward"
    assert await after_reboot(node, shown) == "controller\n0\n"
    await inside.run(node, "hostnamectl set-hostname other; echo net.ipv4.ip_forward = 1 >> /etc/sysctl.conf")
    assert await after_reboot(node, shown) == "other\n1\n"


async def test_the_journal_stays() -> None:
    node = rebooting()
    await inside.run(node, "systemctl stop chronyd")
    assert await after_reboot(node, "journalctl -q -b -u chronyd | grep -c Stopped") == "0\n"
    shown = await inside.run(node, "journalctl -b -1 -u chronyd -o cat; journalctl -u chronyd -o cat")
    assert "Stopped NTP client/server.\n" in shown.stdout
    assert "-- Reboot --\n" in shown.stdout
    assert (await inside.run(node, "journalctl -b -2")).status == 1


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("/dev/sdb /data ext4 defaults 0 0", "running"),
        ("/dev/sdb /data", "running"),
        ("/dev/sdb /data xfs defaults 0 0", "emergency"),
        ("/dev/sdb /data ext4 defualts 0 0", "emergency"),
        ("/dev/sdx /data ext4 defaults 0 0", "emergency"),
        ("UUID=1234 /data ext4 defaults 0 0", "emergency"),
        ("/dev/sdx /data ext4 nofail 0 0", "running"),
        ("/dev/sdb /data xfs defaults,nofail 0 0", "running"),
        ("/dev/sdx /data ext4 noauto 0 0", "running"),
        ("/dev/sdx swap swap defaults 0 0", "running"),
        ("tmpfs /data tmpfs defaults 0 0", "running"),
    ],
)
async def test_lines_of_fstab(line: str, mode: str) -> None:
    """A mount that fails leaves the node in emergency mode, unless it is `nofail`; its directory is made."""
    node = rebooting()
    node.storage.make_file_system(node.storage.add_disk("sdb", 2**30, minor=16, serial="1"), "ext4")
    node.tree.write("/etc/fstab", node.tree.read("/etc/fstab") + line + "\n")
    await power.reboot(node)
    assert state(node) == mode
    active = await inside.run(node, "systemctl is-active sshd")
    assert active.stdout == ("active\n" if mode == "running" else "inactive\n")


STATE = r"""● controller
    State: maintenance
     Jobs: 0 queued
   Failed: 1 units
"""
MOUNT = r"""
● srv-data\\x2d1\.mount - /srv/data-1
   Loaded: loaded \(/etc/fstab; bad; vendor preset: disabled\)
   Active: failed \(Result: exit-code\) since .* ago
    Where: /srv/data-1
     What: /dev/sdb
     Docs: man:fstab\(5\)
           man:systemd-fstab-generator\(8\)
  Process: (\d+) ExecMount=/bin/mount /dev/sdb /srv/data-1 -t xfs -o noatime \(code=exited, status=32\)

.* mount\[\1\]: mount: wrong fs type, .*
(.*\n)*.* systemd\[1\]: srv-data\\x2d1\.mount mount process exited, code=exited status=32
.* systemd\[1\]: Failed to mount /srv/data-1\.
.* systemd\[1\]: Unit srv-data\\x2d1\.mount entered failed state\.
"""


async def test_what_systemctl_says_of_a_mount_that_failed() -> None:
    """Until it has been mounted, or is forgotten."""
    node = rebooting()
    node.storage.make_file_system(node.storage.add_disk("sdb", 2**30, minor=16, serial="1"), "ext4")
    right = node.tree.read("/etc/fstab")
    node.tree.write("/etc/fstab", f"{right}/dev/sdb /srv/data-1/ xfs noatime,nofail 0 0\n")
    assert await after_reboot(node, "systemctl is-system-running") == "degraded\n"
    node.tree.write("/etc/fstab", f"{right}/dev/sdb /srv/data-1/ xfs noatime 0 0\n")
    assert await after_reboot(node, "systemctl is-system-running; echo $?") == "maintenance\n1\n"
    unit = "srv-data\\x2d1.mount"
    for script, shown in (
        ("systemctl status", f"{STATE}(.*\n)*"),
        (
            "systemctl --failed --no-legend",
            rf"● {re.escape(unit)} loaded failed failed /srv/data-1\n",
        ),
        ("systemctl status /srv/data-1", MOUNT.lstrip()),
        ("systemctl is-failed 'srv*.mount'; systemctl is-active /srv/data-1", "failed\nfailed\n"),
    ):
        printed = (await inside.run(node, script)).stdout
        assert re.fullmatch(shown, printed), printed
    assert (await inside.run(node, "systemctl start 'srv*.mount'")).stderr.endswith("use mount.\n")
    mounted = "mkdir -p /srv/data-1; mount /dev/sdb /srv/data-1; systemctl --failed --no-legend"
    assert (await inside.run(node, mounted)).stdout == ""
    await inside.run(node, "umount /srv/data-1; systemctl reset-failed")
    assert (await inside.run(node, "systemctl --failed --no-legend")).stdout == ""


async def test_a_device_that_is_missing_is_no_failed_unit() -> None:
    """Its mount was not tried: as with systemd, only the journal says so."""
    node = rebooting()
    node.tree.write("/etc/fstab", node.tree.read("/etc/fstab") + "UUID=12-34 /data ext4 defaults 0 0\n")
    printed = await after_reboot(node, "systemctl --failed --no-legend; journalctl -b -o cat | grep Timed")
    assert printed == "Timed out waiting for device dev-disk-by\\x2duuid-12\\x2d34.device.\n"


async def test_the_way_out_of_emergency_mode() -> None:
    node = rebooting()
    right = node.tree.read("/etc/fstab")
    node.tree.write("/etc/fstab", f"{right}/dev/sdx /data ext4 defaults 0 0\n")
    await power.reboot(node)
    await inside.run(node, "systemctl default")
    assert state(node) == "emergency"
    node.tree.write("/etc/fstab", right)
    await inside.run(node, "systemctl default")
    assert state(node) == "running"


@pytest.mark.parametrize(
    "command", ["reboot", "systemctl reboot", "shutdown -r now", "init 6", "shutdown -r +1"]
)
async def test_the_commands_that_reboot(command: str) -> None:
    node = rebooting()
    boot = node.systemd.journal.boots[-1]
    assert (await inside.run(node, command)).status == 0
    while node.power.planned and not node.power.planned.done():
        await node.power.planned
    assert node.power.task is not None
    await node.power.task
    assert state(node) == "running"
    assert node.systemd.journal.boots[-1] != boot


@pytest.mark.parametrize("command", ["poweroff", "shutdown -h now", "init 0", "halt -p"])
async def test_the_commands_that_switch_off(command: str) -> None:
    node = rebooting()
    await inside.run(node, f"({command}); sleep 1000 & :")
    assert node.power.task is not None
    await node.power.task
    assert state(node) == "off"
    assert not node.processes
    await power.reboot(node)
    assert state(node) == "running"


async def test_others_may_not() -> None:
    node = rebooting()
    ended = await inside.run(node, "su -s /bin/sh -c 'reboot; shutdown -r now' nobody")
    assert ended.status != 0
    assert node.power.task is None


# --- over SSH


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab(passwords=PASSWORDS) as started:
        yield started


def run(client: paramiko.SSHClient, command: str) -> str:
    """Return what a command prints."""
    return commands.run(client, commands.ExpectedCommand(command, 0)).stdout


def back(node: LabNode) -> paramiko.SSHClient:
    """Log in as soon as sshd answers."""
    end = time.monotonic() + LIMIT
    while True:
        try:
            return commands.log_in(node)
        except (OSError, paramiko.SSHException):
            assert time.monotonic() < end


def test_a_login_that_reboots(lab: Lab) -> None:
    """Its connection ends, a new one is refused for a moment, and then it is another boot."""
    node = lab.nodes["compute1"]
    boot_id = "cat /proc/sys/kernel/random/boot_id"
    client = commands.log_in(node)
    before = run(client, boot_id)
    transport = client.get_transport()
    assert transport is not None
    run(client, "reboot")
    end = time.monotonic() + LIMIT
    while transport.is_active():
        assert time.monotonic() < end
    with back(node) as again:
        assert run(again, boot_id) != before
        assert run(again, "systemctl is-active sshd") == "active\n"


def test_sshd_that_is_stopped(lab: Lab) -> None:
    """Sessions go on, new ones are refused; without `enable` a reboot does not bring it back."""
    node = lab.nodes["compute1"]
    with back(node) as client:
        run(client, "systemctl disable sshd; systemctl stop sshd")
        with pytest.raises(OSError, match=r".*"):
            commands.log_in(node)
        assert run(client, "systemctl is-active sshd") == "inactive\n"
    assert lab.reboot("compute1") == "running"
    with pytest.raises(OSError, match=r".*"):
        commands.log_in(node)
    assert lab.console("compute1", "systemctl enable sshd; systemctl start sshd; echo done")[1].endswith(
        "done\n"
    )
    back(node).close()


def test_a_name_that_no_node_has(lab: Lab) -> None:
    with pytest.raises(ValueError, match="no such node: nosuch"):
        lab.reboot("nosuch")
    with pytest.raises(ValueError, match="no such node: nosuch"):
        lab.console("nosuch", "true")


def test_a_wrong_fstab_and_the_console(lab: Lab) -> None:
    node = lab.nodes["compute1"]
    with back(node) as client:
        run(client, "echo '/dev/sdb /data xfs defaults 0 0' >> /etc/fstab")
    assert lab.reboot("compute1") == "emergency"
    with pytest.raises(OSError, match=r".*"):
        commands.log_in(node)
    status, output = lab.console(
        "compute1", "sed -i /sdb/d /etc/fstab; systemctl default; systemctl is-system-running"
    )
    assert (status, output) == (0, "running\n")
    back(node).close()


def test_a_mount_that_failed_is_kept(tmp_path: Path) -> None:
    """A lab that is started again has the same failed unit."""
    looked = (
        "systemctl --failed --no-legend; systemctl status /data | grep Process | sed 's/[0-9]* Exec/Exec/'"
    )
    with Lab(directory=tmp_path / "lab") as lab:
        with back(lab.nodes["compute1"]) as client:
            run(client, "echo '/dev/sdb /data xfs defaults 0 0' >> /etc/fstab")
        assert lab.reboot("compute1") == "emergency"
        before = lab.console("compute1", looked)[1]
    assert "data.mount loaded failed failed /data\n" in before
    with Lab(directory=tmp_path / "lab") as lab:
        assert lab.console("compute1", looked)[1] == before


def test_the_guide_holds_after_a_reboot_of_all(tmp_path: Path) -> None:
    """What the guide enables, mounts and configures comes back; Nova's service goes down and up with time."""
    with Lab(passwords=PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path)
        assert wizard.run().status == 0
        compute, controller = lab.nodes["compute1"], lab.nodes["controller"]
        with back(compute) as client:
            run(client, "poweroff")
        with back(controller) as client:
            listed = ". /root/admin-openrc; openstack compute service list -f value -c Host -c State"
            until(client, f"{listed} | grep compute1", "compute1 down\n")
            assert lab.reboot("compute1") == "running"
            until(client, f"{listed} | grep compute1", "compute1 up\n")
        assert lab.reboot("controller") == "running"
        with back(controller) as client:
            until(client, f"{listed} | grep -c up", "4\n")
        with back(compute) as client:
            assert run(client, "getenforce") == "Permissive\n"
            assert "/dev/sdb1 on /var/lib/nova/instances" in run(client, "mount")
        ended = wizard.run("--check")
        assert ended.status == 0, ended
        assert ended.table == table()


def until(client: paramiko.SSHClient, command: str, wanted: str) -> None:
    """Repeat a command until it prints what is wanted."""
    end = time.monotonic() + 2 * DOWN_AFTER + LIMIT
    while (printed := run(client, command)) != wanted:
        assert time.monotonic() < end, printed


def test_a_lab_that_is_kept_with_a_node_off(tmp_path: Path) -> None:
    with Lab(directory=tmp_path / "lab") as lab:
        with back(lab.nodes["compute1"]) as client:
            run(client, "systemctl stop chronyd; poweroff")
        end = time.monotonic() + LIMIT
        while True:
            try:
                lab.console("compute1", "true")
            except ValueError as error:
                if "off" in str(error):
                    break
            assert time.monotonic() < end
    with Lab(directory=tmp_path / "lab") as lab:
        with pytest.raises(OSError, match=r".*"):
            commands.log_in(lab.nodes["compute1"])
        assert lab.reboot("compute1") == "running"
        with back(lab.nodes["compute1"]) as client:
            assert "Stopped NTP client/server.\n" in run(client, "journalctl -b -1 -u chronyd -o cat")
