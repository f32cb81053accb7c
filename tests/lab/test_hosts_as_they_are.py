"""Hosts that somebody has worked on: what the guide does with them, and what it says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from steps.shared import START
from tests.lab.runs import PASSWORDS, LabWizard, table
from wizard.hosts.ssh import SshHost
from wizard.lab import Lab
from wizard.lab.services.nova import DOWN_AFTER
from wizard.model.answers import Login, Node
from wizard.model.commands import Command
from wizard.model.role import Role


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A lab where nothing is done yet."""
    with Lab(passwords=PASSWORDS) as started:
        yield started


def change(lab: Lab, name: str, script: str) -> None:
    """Run a script as root on a host of the lab."""
    node = lab.nodes[name]
    login = Login(
        node.host, user=node.user, port=node.port, identity_file=node.identity_file, host_key=node.fingerprint
    )
    with closing(SshHost(Node(Role.READER, name, node.management_ip, login))) as host:
        host.open()
        ended = host.run(Command(script))
    assert ended.status == 0, ended.errors


def answer(wizard: LabWizard, **more: object) -> None:
    """Put more into the answers."""
    wizard.file.write_text(json.dumps(json.loads(wizard.file.read_text()) | more))


def erasable(wizard: LabWizard, identity: str) -> None:
    """Let the disk of the first compute node be erased."""
    first, *others = json.loads(wizard.file.read_text())["compute"]
    answer(wizard, compute=[{**first, "erase": identity}, *others])


def test_an_openrc_that_ends_in_false(lab: Lab, tmp_path: Path) -> None:
    """Its commands are sent nevertheless: `. FILE` returns the status of the file's last line."""
    change(
        lab,
        "controller",
        "echo '[ -n \"$no_such\" ] && export OS_REGION_NAME=$no_such' >> /root/admin-openrc",
    )
    ended = LabWizard(lab, tmp_path).run()
    assert ended.status == 0, ended
    assert ended.table == table()


def test_a_transport_url_that_overrides_the_queue(lab: Lab, tmp_path: Path) -> None:
    """It is commented out after the package has come, on a second run too."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    line = "transport_url = rabbit://guest:guest@elsewhere:5672/"
    change(
        lab,
        "compute1",
        f"sed -i '/^rpc_backend/i {line}' /etc/nova/nova.conf; grep -q ^transport /etc/nova/nova.conf",
    )
    ended = wizard.run()
    assert ended.status == 0, ended
    assert ("4.4.3/install/2a", "compute1") in ended.changed
    change(lab, "compute1", f"grep -q '^#{line}' /etc/nova/nova.conf")
    assert ended.table == table()


@pytest.mark.parametrize(
    ("name", "script", "check", "said"),
    [
        (
            "controller",
            "echo 127.0.0.1 controller > /etc/new; cat /etc/hosts >> /etc/new; cat /etc/new > /etc/hosts",
            "before/name",
            "127.0.0.1",
        ),
        (
            "controller",
            "rabbitmqctl clear_permissions openstack",
            "before/queue",
            "set_permissions openstack",
        ),
        (
            "controller",
            "rabbitmqctl set_permissions openstack '.*' '^nova' '.*'",
            "before/queue",
            "access to queue 'reply_",
        ),
    ],
    ids=["controller at the loopback", "no permissions", "narrow permissions"],
)
def test_what_is_told_before_the_first_change(
    lab: Lab, tmp_path: Path, name: str, script: str, check: str, said: str
) -> None:
    change(lab, name, script)
    ended = LabWizard(lab, tmp_path).run()
    assert ended.status == 1
    assert said in ended.missing[check, name]
    assert ended.changed == set()


def test_a_shell_that_greets(lab: Lab, tmp_path: Path) -> None:
    change(lab, "controller", "echo 'echo Welcome to the lab; echo mind the gap >&2' >> /root/.bashrc")
    ended = LabWizard(lab, tmp_path).run()
    assert ended.status == 0, ended
    assert ended.table == table()


def test_a_nova_conf_that_nobody_may_change(lab: Lab, tmp_path: Path) -> None:
    """The step that edits it fails with the host's words; what comes before is done, and holds."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    change(
        lab,
        "compute1",
        "sed -i 's/^my_ip.*/my_ip = 10.0.0.9/' /etc/nova/nova.conf; chattr +i /etc/nova/nova.conf",
    )
    ended = wizard.run()
    assert ended.status == 1
    assert ended.statuses["4.4.3/install/2c", "compute1"] == "failed"
    assert "Operation not permitted" in ended.stdout
    change(
        lab,
        "compute1",
        "chattr -i /etc/nova/nova.conf; ls /etc/nova/*.nova-wizard.* 2>/dev/null && exit 1; :",
    )
    assert wizard.run().status == 0


def test_a_service_outlives_the_timeout_of_its_start(lab: Lab, tmp_path: Path) -> None:
    """It reports for longer than systemctl may take to start it."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    change(lab, "controller", f"sleep {START + DOWN_AFTER + 10}")
    ended = wizard.run("--check")
    assert ended.status == 0, ended
    assert ended.table == table()


def test_a_run_that_is_read_only(lab: Lab, tmp_path: Path) -> None:
    """There is no place for the locks: nothing is changed, and the reason is said."""
    change(lab, "compute1", "mount -o remount,ro /run")
    ended = LabWizard(lab, tmp_path).run()
    assert ended.status != 0
    assert "Read-only file system" in ended.stdout
    assert ended.changed == set()


@pytest.mark.parametrize(
    ("answer", "given", "said"),
    [
        ("management_ip", "10.0.0.99", "No interface of this host has the address 10.0.0.99"),
        ("name", "compute1.example.com", "The name of this host is compute1"),
    ],
)
def test_answers_that_are_not_the_hosts(lab: Lab, tmp_path: Path, answer: str, given: str, said: str) -> None:
    wizard = LabWizard(lab, tmp_path)
    answers = wizard.file.read_text()
    old = {"management_ip": lab.nodes["compute1"].management_ip, "name": "compute1"}[answer]
    wizard.file.write_text(answers.replace(f'"{answer}": "{old}"', f'"{answer}": "{given}"'))
    ended = wizard.run()
    assert ended.status == 1
    [told] = [said for (check, _), said in ended.missing.items() if check == "before/identity"]
    assert said in told


def starts_of(wizard: LabWizard) -> list[str]:
    """Return the client's starts that only read, from the transcripts."""
    transcripts = "".join(path.read_text() for path in wizard.state.glob("*/transcript.log"))
    return re.findall(r"^< .*openstack (?:compute service list|2>/dev/null).*$", transcripts, re.MULTILINE)


def test_keystone_and_nova_are_read_without_their_client(lab: Lab, tmp_path: Path) -> None:
    """On the book's openrc, the client is started for what changes something, and for nothing else."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    assert wizard.run().table == table()
    assert starts_of(wizard) == []


def test_an_openrc_that_is_more_than_the_books(lab: Lab, tmp_path: Path) -> None:
    """The client is asked where openrc has settings that only the client knows; all else is the same."""
    change(lab, "controller", "echo 'export OS_REGION_NAME=RegionOne' >> /root/admin-openrc")
    wizard = LabWizard(lab, tmp_path)
    ended = wizard.run()
    assert ended.status == 0, ended
    assert ended.table == table()
    assert len(starts_of(wizard)) > 5


def test_a_file_that_goes_before_nova_conf(lab: Lab, tmp_path: Path) -> None:
    """It is told before the first change, and with the options away the guide holds."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    paste, own = "/etc/nova/api-paste.ini", "/etc/nova/nova-compute.conf"
    change(lab, "controller", f"printf '[filter:authtoken]\\npassword = x\\n' >> {paste}")
    change(lab, "compute1", f"printf '[DEFAULT]\\nmy_ip = 10.0.0.99\\n' > {own}")
    ended = wizard.run()
    assert ended.status == 1
    assert ended.sent == []
    assert ended.missing.keys() == {("before/files", "controller"), ("before/files", "compute1")}
    assert f"{paste} sets [filter:authtoken] password" in ended.missing["before/files", "controller"]
    assert f"{own} sets [DEFAULT] my_ip" in ended.missing["before/files", "compute1"]
    change(lab, "controller", f"sed -i s/^password/#password/ {paste}")
    change(lab, "compute1", f"rm {own}")
    assert wizard.run().status == 0


@pytest.mark.parametrize(
    ("found", "later"),
    [
        ("mkfs.ext4 -F /dev/sdb", "echo b > /mnt/photos/b"),
        ("mkfs.ext4 -F /dev/sdb", "echo 2 > /mnt/top"),
        ("mkfs.ext4 -F /dev/sdb", "rm /mnt/photos/a"),
        ("mkfs.xfs -f /dev/sdb", "echo b > /mnt/photos/b"),
        ("printf 'n\\np\\n1\\n\\n\\nw\\n' | fdisk /dev/sdb; mkfs.ext4 /dev/sdb1", "echo b > /mnt/photos/b"),
        (
            "printf 'n\\np\\n1\\n\\n\\nw\\n' | fdisk /dev/sdb; mkfs.ext4 /dev/sdb1",
            "head -c 3M /dev/urandom > /mnt/c",
        ),
    ],
)
def test_what_is_written_later_may_not_be_erased(lab: Lab, tmp_path: Path, found: str, later: str) -> None:
    """The answers permit erasing what was there when they were written, not what came since."""
    device = "/dev/sdb1" if "sdb1" in found else "/dev/sdb"
    change(
        lab,
        "compute1",
        f"{found}\nmount {device} /mnt; mkdir /mnt/photos; echo a > /mnt/photos/a; umount /mnt",
    )
    wizard = LabWizard(lab, tmp_path)

    def refused() -> str:
        ended = wizard.run()
        assert ended.status == 1 and not ended.changed
        said = ended.missing["4.4.3/prepare/2a", "compute1"]
        assert "ext4" not in found or "photos" in said
        return said.rpartition("erase: ")[2].strip()

    erasable(wizard, refused())
    change(lab, "compute1", f"mount {device} /mnt; {later}; umount /mnt")
    erasable(wizard, refused())
    assert wizard.run("--only", "4.4.3/prepare/2").status == 0


def test_a_name_beside_the_instances_stops_nothing(lab: Lab, tmp_path: Path) -> None:
    """The disk is in its place: what somebody puts there is left alone, until the disk is unmounted."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    change(
        lab,
        "compute1",
        "mkdir /var/lib/nova/instances/backup; echo notes > /var/lib/nova/instances/notes.txt",
    )
    ended = wizard.run()
    assert (ended.status, ended.changed) == (0, set())
    change(lab, "compute1", "umount /var/lib/nova/instances; sed -i /instances/d /etc/fstab")
    ended = wizard.run()
    assert ended.status == 1
    assert "backup" in ended.missing["4.4.3/prepare/2a", "compute1"]


def test_undo_empties_no_disk_that_was_written_to_since(lab: Lab, tmp_path: Path) -> None:
    """Its identity is the same whether the disk is mounted or not, and another once a file has come."""
    wizard = LabWizard(lab, tmp_path)
    assert wizard.run().status == 0
    change(lab, "compute1", "mkdir /var/lib/nova/instances/_base; echo a > /var/lib/nova/instances/_base/a")

    def identity() -> str:
        said = wizard.run("--undo", "--dry-run", output="plain").stdout
        return str(re.findall(r"sdb-\d+-[0-9a-f]{12}", said)[0])

    answer(wizard, undo={"disk": identity()})
    change(lab, "compute1", "echo b > /var/lib/nova/instances/_base/b")
    assert wizard.run("--undo").status == 1
    answer(wizard, undo={"disk": identity()})
    ended = wizard.run("--undo")
    assert ended.status == 0, ended
    change(lab, "compute1", '[ -z "$(wipefs -n /dev/sdb)" ]')
