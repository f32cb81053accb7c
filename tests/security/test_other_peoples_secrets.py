"""Other people's secrets, in files that are edited and in what programs print: not shown, not kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from steps import GUIDE
from steps.facts import Fstab, InstancesDisk, Mounted, NovaConf, SelinuxConfig
from tests.lab.runs import PASSWORDS, LabWizard
from tests.support.cases import ANSWERS, COMPUTE1
from wizard.facts.disk_probe import Partition
from wizard.facts.system import SelinuxMode
from wizard.hosts.ssh import SshHost
from wizard.ini import Setting, difference, edited
from wizard.lab import Lab
from wizard.model.answers import Login, Node
from wizard.model.commands import Command
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused
from wizard.model.role import Role
from wizard.model.steps import Action
from wizard.redact import Redactor
from wizard.secret import Secret, Text
from wizard.secretlike import hidden

CANARY = "0therS-canary"
FSTAB = [
    f"//nas/share /mnt/nas cifs username=u,password={CANARY},uid=0 0 0",
    f"//nas/share /mnt/nas cifs username=u,password={CANARY}\\040two 0 0",
    f"//nas/share /mnt/nas cifs username=u,pass={CANARY} 0 0",
    f"//nas/share /mnt/nas cifs user=u%{CANARY} 0 0",
    f"//nas/share /mnt/nas cifs username=DOM/u%{CANARY},rw 0 0",
    f"//nas/share /mnt/nas cifs credentials=/root/{CANARY} 0 0",
    f"https://u:{CANARY}@cloud/dav /mnt/dav davfs rw 0 0",
    f"https://u:a/{CANARY}@cloud/dav /mnt/dav davfs rw 0 0",
    f"curlftpfs#u:{CANARY}@ftp /mnt/ftp fuse rw 0 0",
    f"s3fs#bucket /mnt/s3 fuse passwd_file=/{CANARY},secret_access_key={CANARY} 0 0",
    f"10.0.0.1:/vol /mnt/ceph ceph name=admin,secret={CANARY} 0 0",
    f"/dev/sdc1 /mnt/luks ext4 key={CANARY} 0 0",
    f"# the nas: passwd: {CANARY}",
    f"#PASSWORD = {CANARY} and more {CANARY}",
    f"x /mnt y token='{CANARY} {CANARY}' 0 0",
]
NEW = "/dev/sdb1  /var/lib/nova/instances  ext4  defaults  0 0"
PARTED = InstancesDisk(
    "/dev/sdb",
    there=True,
    size=10 << 30,
    label="dos",
    partitions=(Partition("/dev/sdb1", 2048, (10 << 21) - 2048, "83"),),
    partition_there=True,
    filesystem="ext4",
)


def planned(step: str, facts: Facts) -> list[Action]:
    """Return the actions of a step of the guide for these facts."""
    return list(next(found for found in GUIDE if found.id == step).plan(ANSWERS, COMPUTE1, facts))


@pytest.mark.parametrize("line", FSTAB)
def test_an_edit_of_fstab_shows_no_other_line(line: str) -> None:
    fstab = Fstab(f"{line}\n".encode(), "/etc/fstab")
    [edit] = planned(
        "4.4.3/finish/3b", Facts({InstancesDisk: PARTED, Fstab: fstab, Mounted: Mounted("", ())})
    )
    assert CANARY not in edit.diff + edit.text + repr(edit)
    assert edit.diff.splitlines()[2:] == ["@@ -1,0 +2 @@", f"+{NEW}"]


@pytest.mark.parametrize("line", FSTAB)
def test_a_line_of_a_file_is_shown_without_its_secret(line: str) -> None:
    """Whatever file will be edited next."""
    assert CANARY not in hidden(line)
    assert hidden(NEW) == NEW


@pytest.mark.parametrize("line", FSTAB)
def test_a_refusal_that_quotes_a_line(line: str) -> None:
    device = line.split(maxsplit=1)[0]
    fstab = Fstab(f"{device} /var/lib/nova/instances x password={CANARY}\n".encode(), "/etc/fstab")
    with pytest.raises(Refused) as refused:
        facts = Facts({InstancesDisk: PARTED, Fstab: fstab})
        planned("4.4.3/finish/3b", facts) if device[:1] != "#" else _refuse(line)
    assert CANARY not in repr(refused.value.message.mapped(Redactor(()).mask))


def _refuse(line: str) -> None:
    raise Refused("disk-in-use", disk="/dev/sdb", uses=line)


def test_selinuxs_config_shows_the_line_alone() -> None:
    content = f"# root's password: {CANARY}\nSELINUX=enforcing\nPASSWORD={CANARY}\n".encode()
    facts = Facts({SelinuxMode: SelinuxMode("permissive"), SelinuxConfig: SelinuxConfig(content, "/etc/x")})
    [edit] = planned("4.4.3/prepare/1", facts)
    assert edit.diff.splitlines()[2:] == ["@@ -2 +2 @@", "-SELINUX=enforcing", "+SELINUX=permissive"]


@pytest.mark.parametrize(
    "line",
    [
        f"# admin_password is: {CANARY}",
        f"# see https://u:{CANARY}@wiki/",
        f"# log in with password={CANARY}",
        f"db_passwd={CANARY}",
        f"auth = user:{CANARY}@host",
        f"opts = -o username=u,password={CANARY}",
        f"cmd = mysql -u root -p{CANARY}",
        f'x = {{"secret": "{CANARY}"}}',
    ],
)
def test_a_line_of_nova_conf_beside_the_edit(line: str) -> None:
    setting = Setting("DEFAULT", "my_ip", Text("10.0.0.31"))
    before = f"[DEFAULT]\n{line}\n#my_ip = 1\n{line}\n".encode()
    assert CANARY not in difference(before, edited(before, [setting]).content, [setting], NovaConf.path)


PRINTED = [
    f"ERROR nova DBConnectionError mysql+pymysql://nova:{CANARY}@controller/nova failed",
    f"ERROR oslo.messaging AMQP server on rabbit://openstack:x@{CANARY}@controller:5672/ is unreachable",
    f"kombu amqp://:{CANARY}@controller",
    f"transport openstack:{CANARY}@controller:5672 refused",
    f"DEBUG nova rabbit_password = {CANARY} two {CANARY}",
    f'REQ: curl -d \'{{"auth": {{"passwordCredentials": {{"password": "{CANARY}"}}}}}}\'',
    f'{{\\"password\\": \\"{CANARY}\\", \\"user\\": 1}}',
    f"{{u'password': u'{CANARY}', u'user': 1}}",
    f"{{'admin_pass': b'{CANARY}'}}",
    f"X-Auth-Token: {CANARY}",
    f"-H 'Authorization: Bearer {CANARY}'",
    f"Set-Cookie: session={CANARY}; path=/",
    f"GRANT ALL ON *.* TO 'x'@'%' IDENTIFIED BY '{CANARY}'",
    f"GRANT USAGE ON *.* TO `x`@`%` IDENTIFIED BY PASSWORD '*{CANARY}'",
    f"SET PASSWORD FOR x = PASSWORD('{CANARY}')",
    f"openstack user create --password {CANARY} nova",
    f"mysql -u root -p{CANARY} -e 'SELECT 1'",
    f"<adminPass>{CANARY}</adminPass>",
    f"aws_secret_access_key={CANARY}",
    f"export OS_PASSWORD='{CANARY}'",
    f"api_key => {CANARY}",
    f"private_key: {CANARY}",
    f"password%3D{CANARY}",
    f"| secret   | {CANARY}1 |",
    f"GET /x?user=a&password={CANARY} HTTP/1.1",
    f"connecting to rabbit://a:{CANARY}@h1:5672,b:{CANARY}@h2:5672/vhost",
    f"pools: amqp://u:x@h0,u:{CANARY}@h1,u:y@h2",
]


@pytest.mark.parametrize("line", PRINTED)
def test_what_services_and_clients_print(line: str) -> None:
    masked = Redactor(()).mask(f"2016-08-12 12:10:56 1 {line}\nnext line\n")
    assert CANARY not in masked
    assert "‹…›" in masked
    assert masked.startswith("2016-08-12 12:10:56 1 ")
    assert masked.endswith("\nnext line\n")
    assert Redactor(()).mask(masked) == masked
    assert CANARY not in str(Message("command-failed", said=line).mapped(Redactor(()).mask))


@pytest.mark.parametrize(
    "line",
    [
        "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)",
        "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
        "Enter password: ",
        "User Password: \nRepeat User Password:",
        "openstack user create --domain default --password-prompt nova",
        "tests passed: 10, bypass=1, compass: north",
        "PWD=/root OLDPWD=/",
        "http://controller:8774/v2.1/%(tenant_id)s http://controller:5000/v3",
        "root@controller:/etc git@github.com:openstack/nova getty@tty1.service",
        "Retrieving key from file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7",
        "Started Keystone: monkey=1 keyboard: us",
        "rabbit_password = ‹rabbitpass›",
        "-rabbit_password = ‹…›",
        "+rabbit_password = ‹rabbitpass›",
        "GRANT ALL PRIVILEGES ON nova.* TO 'nova'@'%' IDENTIFIED BY '‹novadbpass›';",
        "{'password': '‹novapass›', \"token\": \"‹…›\"}",
        "mysql+pymysql://nova:‹novadbpass›@controller/nova",
        "mkdir -p /var/lib/nova; mysql -u root -p",
    ],
)
def test_what_is_no_secret_is_left(line: str) -> None:
    for known in ((), [Secret(name, "4-7-1-9") for name in ("novadbpass", "novapass", "rabbitpass")]):
        assert Redactor(known).mask(line) == line


# --- The whole guide on a lab -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab with the passwords of the answers."""
    with Lab(PASSWORDS) as running:
        yield running


def test_a_run_neither_shows_nor_keeps_them(lab: Lab, tmp_path: Path) -> None:
    at = lab.nodes["compute1"]
    login = Login(at.host, at.user, at.port, at.identity_file, host_key=at.fingerprint)
    host = SshHost(Node(Role.COMPUTE, "compute1", at.management_ip, login))
    host.open()
    for path, lines in {
        "/etc/fstab": [line for line in FSTAB if line.startswith(("//nas", "#", "https"))],
        "/etc/selinux/config": [f"# password: {CANARY}", f"PASSWORD={CANARY}"],
    }.items():
        text = "".join(f"{line}\n" for line in lines)
        assert host.run(Command(f"cat >>{path}", stdin=Text(text))).status == 0
    host.close()
    wizard = LabWizard(lab, tmp_path)
    ended = wizard.run(output="plain")
    assert ended.status == 0, ended.stdout + ended.stderr
    again = wizard.run("--check")
    kept = [file.read_text() for file in wizard.state.rglob("*") if file.is_file()]
    assert len(kept) == 4
    for text in (ended.stdout, ended.stderr, again.stdout, again.stderr, *kept):
        assert CANARY not in text
    assert any("+/dev/sdb1  /var/lib/nova/instances" in text for text in kept)
