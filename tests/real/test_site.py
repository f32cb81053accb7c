"""The hosts themselves: they are as section 4.4 expects them, and its commands, typed by hand, work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .site import OPENSSH_6_6, Disk, Passwords, Site, byhand
from .site.clients import MITAKA, ZED
from .site.tools import wait_for

pytestmark = pytest.mark.long

HOSTILE = Passwords(
    dbpassword="""d'b"$(x)\\%#; pass `w` """,
    rabbitpass=""" '비밀'"$HOME\\%#@:/?""",
    adminpass="""관리자's "$(id)" \\ % # """,
)

SERVICES = (
    ("nova-scheduler", "controller"),
    ("nova-consoleauth", "controller"),
    ("nova-conductor", "controller"),
    ("nova-compute", "compute1"),
)


def all_up(table: str) -> bool:
    """The table shows the book's services, each enabled and up on its host."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()]
    return all(any({*service, "enabled", "up"} <= set(row) for row in rows) for service in SERVICES)


def test_the_book_by_hand_ends_in_its_table(installed: Site) -> None:
    with Site(start_from=installed) as site:
        assert all_up(site.wait_for_services())
        assert (
            "/dev/sdb1 ext4" in site.compute.run("findmnt -no SOURCE,FSTYPE /var/lib/nova/instances").stdout
        )


# -- before section 4.4 --


@pytest.mark.parametrize("host", ["controller", "compute1"])
def test_nothing_of_nova_is_there_before_its_packages(shared_site: Site, host: str) -> None:
    assert shared_site.ssh(host, "nova-manage db sync").returncode == 127
    assert shared_site.ssh(host, "ls -d /etc/nova /var/lib/nova /var/log/nova").stdout == ""
    assert (
        "0 unit files"
        in shared_site.ssh(host, "systemctl list-unit-files 'openstack-nova*' 'libvirt*'").stdout
    )
    assert shared_site.ssh(host, "id nova").returncode == 1


def test_packages_are_known_and_refused_as_yum_and_rpm_do(shared_site: Site) -> None:
    known = shared_site.ssh("controller", "yum -q -C list openstack-nova-api openstack-nova-compute")
    assert known.returncode == 0
    assert "openstack-nova-api.noarch " in known.stdout
    unknown = shared_site.ssh("controller", "yum -q -C list no-such-package")
    assert (unknown.returncode, unknown.stderr) == (1, "Error: No matching Packages to list\n")
    refused = shared_site.ssh("controller", "yum -y install no-such-package")
    assert refused.returncode == 1
    assert "No package no-such-package available.\n" in refused.stdout
    assert refused.stderr == "Error: Nothing to do\n"
    asked = shared_site.ssh("controller", "rpm -q mariadb-server openstack-nova-api no-such-package")
    assert asked.returncode == 2
    assert asked.stdout.splitlines()[1:] == [
        "package openstack-nova-api is not installed",
        "package no-such-package is not installed",
    ]


def test_yum_waits_for_another_yum(site: Site) -> None:
    site.compute.run("sleep 1000 > /dev/null 2>&1 & echo $! > /var/run/yum.pid")
    second = site.start_on_workstation(
        site.ssh_argv("compute1", "yum -y install openstack-nova-compute 2>&1")
    )
    assert second.stdout is not None
    assert "another copy is running" in second.stdout.readline()
    site.compute.run("kill $(cat /var/run/yum.pid)")
    output, _ = second.communicate(timeout=60)
    assert "Complete!" in output
    conf = site.compute.run("stat -c '%a %U %G' /etc/nova/nova.conf; wc -l < /etc/nova/nova.conf").stdout
    assert conf.split() == ["640", "root", "nova", "10164"]
    again = site.ssh("compute1", "yum -y install openstack-nova-compute")
    assert again.returncode == 0
    assert "already installed" in again.stdout


def test_selinux_is_enforcing_and_its_file_is_a_link(site: Site) -> None:
    assert site.ssh("compute1", "getenforce").stdout == "Enforcing\n"
    assert site.ssh("compute1", "readlink /etc/sysconfig/selinux").stdout == "../selinux/config\n"
    assert site.ssh("compute1", "setenforce 0 && getenforce").stdout == "Permissive\n"
    site.compute.run("sed -i 's/^SELINUX=.*/SELINUX=disabled/' /etc/selinux/config; rm /run/selinux-mode")
    refused = site.ssh("compute1", "setenforce 0")
    assert (refused.returncode, refused.stderr) == (1, "setenforce: SELinux is disabled\n")


def test_the_earlier_chapters_left_what_the_book_asks_for(shared_site: Site) -> None:
    controller = shared_site.controller
    assert controller.run("stat -c %a /root/admin-openrc").stdout == "600\n"
    assert {"service", "admin"} <= set(shared_site.openstack("project list -f value -c Name").split())
    assert "admin" in shared_site.openstack("role list -f value -c Name").split()
    byhand.typed(
        shared_site,
        "controller",
        "mysql -u root -p",
        [("Enter password: ", "dbpassword"), (byhand.SQL_PROMPT, "exit")],
    )
    assert shared_site.ssh("controller", "mysql -u root -e 'SELECT 1'").returncode == 1
    for port in (3306, 5672, 11211, 5000, 35357):
        shared_site.compute.wait_until(f"true < /dev/tcp/controller/{port}", limit=5)


def test_passwords_can_be_anything() -> None:
    with Site(passwords=HOSTILE) as site:
        byhand.typed(
            site,
            "controller",
            "mysql -u root -p",
            [("Enter password: ", HOSTILE.dbpassword), (byhand.SQL_PROMPT, "exit")],
        )
        assert "service" in site.openstack("project list -f value -c Name").split()
        site.controller.run(
            'python3 -c \'import amqp; amqp.Connection("controller", "openstack", input()).connect()\'',
            stdin=HOSTILE.rabbitpass + "\n",
        )


@pytest.mark.parametrize(("client", "version"), [(MITAKA, "openstack 2.3.1"), (ZED, "openstack 6.")])
def test_either_client_answers_as_openstack(client: str, version: str) -> None:
    with Site(compute_nodes=0, client=client) as site:
        said = site.ssh("controller", "openstack --version")
        assert (said.stdout + said.stderr).startswith(version)
        assert "service" in site.openstack("project list -f value -c Name").split()


# -- what the tests can do to a host --


def test_a_frozen_host_keeps_its_connections_and_says_nothing(site: Site) -> None:
    connection = site.start_on_workstation(site.ssh_argv("compute1", "cat"))
    assert connection.stdin is not None and connection.stdout is not None
    connection.stdin.write("before\n")
    connection.stdin.flush()
    assert connection.stdout.readline() == "before\n"
    with site.compute.frozen():
        connection.stdin.write("during\n")
        connection.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            site.workstation(site.ssh_argv("compute1", "true"), limit=2)
        assert site.compute.run("cat /etc/hostname").stdout == "compute1\n"
    assert connection.stdout.readline() == "during\n"
    connection.communicate(timeout=30)


def test_a_cut_cable_and_a_cut_connection(site: Site) -> None:
    connect = site.ssh_argv("-o", "ConnectTimeout=1", "compute1")
    site.compute.cut()
    assert site.workstation([*connect, "true"]).returncode == 255
    site.compute.reconnect()
    wait_for("compute1 in reach again", lambda: site.workstation([*connect, "true"]).returncode == 0)
    connection = site.start_on_workstation([*connect, "echo there; exec sleep 1000"])
    assert connection.stdout is not None
    assert connection.stdout.readline() == "there\n"
    site.compute.cut_ssh()
    assert connection.wait(30) == 255
    assert any(process.argv == ("sleep", "1000") for process in site.compute.processes())
    assert site.workstation([*connect, "true"]).returncode == 0


def test_sshd_as_old_as_the_book(site: Site) -> None:
    site.compute.sshd_config(OPENSSH_6_6)
    assert site.ssh("compute1", "true").returncode == 255
    old = ["-o", "HostKeyAlgorithms=ssh-rsa", "-o", "PubkeyAcceptedAlgorithms=ssh-rsa"]
    done = site.workstation(site.ssh_argv(*old, "compute1", "hostname"))
    assert done.stdout == "compute1\n"


def test_another_host_key_is_noticed(site: Site) -> None:
    site.compute.new_host_key()
    refused = site.ssh("compute1", "true")
    assert refused.returncode == 255
    assert "HOST IDENTIFICATION HAS CHANGED" in refused.stderr


def test_what_other_users_of_a_host_could_see(shared_site: Site) -> None:
    seen = list(shared_site.controller.processes())
    assert any(process.argv[0].endswith("mariadbd") for process in seen if process.argv)
    assert any(text.startswith("PATH=") for process in seen for text in process.environ)
    with shared_site.general_log() as log:
        shared_site.sql("SELECT 'looked for';")
        assert "looked for" in log()


def test_what_a_killed_run_left_is_removed_at_the_next_start() -> None:
    started = "from tests.real.site import Site\nwith Site() as site: print(site.name, flush=True); input()"
    killed = subprocess.Popen(
        [sys.executable, "-c", started],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    name = killed.stdout.readline().strip()
    killed.kill()
    killed.wait()
    assert list(Path("/run/netns").glob(f"{name}-*"))
    with Site(compute_nodes=0):
        assert not list(Path("/run/netns").glob(f"{name}-*"))
        assert name not in Path("/proc/mounts").read_text()


# -- its disk --


@pytest.fixture(scope="module")
def disk() -> Iterator[Disk]:
    """A disk that the tests here put into one state after the other."""
    with Site() as site:
        yield site.disk


def asked(disk: Disk, question: str) -> str:
    """Return what a command prints on the disk's host."""
    return disk.machine.run(question, check=False).stdout


def test_an_empty_disk_is_a_whole_disk(disk: Disk) -> None:
    disk.empty()
    assert asked(disk, "lsblk -P -o NAME,TYPE,SIZE /dev/sdb") == 'NAME="sdb" TYPE="disk" SIZE="1G"\n'
    assert asked(disk, "wipefs -n /dev/sdb; ls /dev/sd?*; blkid -p /dev/sdb") == "/dev/sdb\n"


@pytest.mark.parametrize(
    ("state", "question", "answer"),
    [
        ("too_small", "blockdev --getsize64 /dev/sdb", "1048576"),
        ("partitioned", "lsblk -P -o NAME,TYPE /dev/sdb", 'NAME="sdb1" TYPE="part"'),
        ("gpt", "blkid -p /dev/sdb", 'PTTYPE="gpt"'),
        ("empty_gpt", "blkid -p /dev/sdb", 'PTTYPE="gpt"'),
        ("with_file_system", "blkid -p /dev/sdb", 'TYPE="ext4"'),
        ("with_partition_and_file_system", "blkid -p /dev/sdb1", 'TYPE="ext4"'),
        ("mounted", "findmnt -rno SOURCE,TARGET /mnt/data", "/dev/sdb1 /mnt/data"),
        ("in_fstab", "cat /etc/fstab", "/dev/sdb1 /mnt/data"),
        ("lvm", "wipefs -n /dev/sdb", "LVM2_member"),
        ("swap", "wipefs -n /dev/sdb", "swap"),
        ("raid", "wipefs -n /dev/sdb; mdadm --examine /dev/sdb", "correct"),
        ("lost_table", "blkid -p -O 1048576 /dev/sdb", 'TYPE="ext4"'),
        ("raw_data", "wipefs -n /dev/sdb; cmp /dev/sdb /dev/zero", "differ: byte 12289"),
        ("symlink", "readlink /dev/sdb", "sdc"),
        ("holds_root", "lsblk -P -o NAME,MOUNTPOINT /dev/sdb", 'NAME="sdb1" MOUNTPOINT="/"'),
        ("absent", "test -e /dev/sdb || echo absent", "absent"),
    ],
)
def test_a_disk_in_every_state(disk: Disk, state: str, question: str, answer: str) -> None:
    getattr(disk, state)()
    before = disk.checksum()
    assert answer in asked(disk, question)
    assert disk.checksum() == before


def test_a_partition_comes_and_goes_with_the_table(disk: Disk) -> None:
    disk.empty()
    before = disk.checksum()
    disk.machine.run("printf 'n\\np\\n1\\n2048\\n\\nw\\n' | fdisk /dev/sdb; mkfs.ext4 -q /dev/sdb1")
    assert disk.checksum() != before
    disk.machine.run("wipefs -q -a /dev/sdb; test ! -e /dev/sdb1")
