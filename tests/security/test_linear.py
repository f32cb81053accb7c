"""A mebibyte of anything takes a parser seconds: its work grows with the length alone."""

from __future__ import annotations

import pytest

from steps.facts import (
    Databases,
    InstancesDisk,
    Mounted,
    Network,
    NovaConf,
    Packages,
    PackagesToInstall,
    SelinuxConfig,
    Units,
)
from tests.security.odd_output import NASTY, PRINTED, full, planned, read, within
from tests.security.test_parsers import clock
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeServices
from wizard.facts.disks import Disks
from wizard.facts.identity import Identity
from wizard.facts.migrations import Migrations
from wizard.facts.system import HostIdentity, Processor, SelinuxMode
from wizard.model.facts import ShellFact
from wizard.redact import Redactor
from wizard.secret import Secret
from wizard.textfile import with_line

LONG: list[tuple[type[ShellFact], bytes]] = [
    *(
        (kind, full(piece))
        for kind in (Identity, Catalogue)
        for piece in (b"[", b"[\n", b'["', b"[1,\n", b'[{"a', b"(openstack) ", b"[[]\n", b'["\\"')
    ),
    *((ComputeServices, full(piece)) for piece in (b"[", b"[\n", b'[{"":\n')),
    *((Databases, full(piece, b"login\t1\n")) for piece in (b"tables\ta\t1\n", b"\t", b"version\ta\tb\n")),
    *(
        (InstancesDisk, full(piece, b"disk /dev/sdb\nblock\n"))
        for piece in (b"mount a b\n", b"blkid a=b\n", b"a\n", b"fstab a b\n")
    ),
    (InstancesDisk, full(b":", b"disk /dev/sdb\nblock\nsfdisk /dev/a")),
    (InstancesDisk, full(b" ", b"disk /dev/sdb\nblock\nsfdisk /dev/a", b"x")),
    *((Disks, full(piece)) for piece in (b'NAME="a" ', b"A", b'A="', b'A="\\"', b'"', b"\\", b"A=A=")),
    (Disks, full(b"x", b'NAME="a" MODEL="', b'"\n') + b'NAME="a"\n' * 4000),
    *(
        (Units, full(piece, clock("1 1")))
        for piece in (b"log a\n", b"log  \n", b"log " + b" " * 99, b"unit a\n", b"a b\n")
    ),
    *(
        (Migrations, full(piece))
        for piece in (b"nova 1_", b"nova 1_a.py\n", b"nova revision = '", b"a b\n", b"1")
    ),
    *((kind, full(b"a \n")) for kind in (HostIdentity, Network, Processor, SelinuxMode, Mounted)),
    *((kind, full(b"a \n")) for kind in (Packages, PackagesToInstall)),
]


@pytest.mark.parametrize("kind", dict.fromkeys(kind for kind, _ in LONG), ids=lambda kind: kind.__name__)
def test_a_mebibyte_is_parsed_within_seconds(kind: type[ShellFact]) -> None:
    def work() -> None:
        for of, text in LONG:
            if of is kind:
                read(kind, text)

    within(8, work)


CONFS = {
    "lines that continue one option": full(b" a\n", b"[keystone_authtoken]\npassword = x\n"),
    "a line of blanks that ConfigObj reads": b"[DEFAULT]\na:" + b" " * (1 << 20) + b"b\n",
    "a line of hashes": full(b"#", b"[DEFAULT]\n", b"\n"),
    "a line of colons": full(b":", b"[DEFAULT]\n#", b"\n"),
    "a comment of blanks": full(b" ", b"[DEFAULT]\n#", b"x\n"),
    "a value of brackets": full(b"[", b"[keystone_authtoken]\nx = ", b"\n" + b"a = b\n" * 10_000),
    "brackets that continue": full(b"]", b"[DEFAULT]\na = b\n [a", b"x\n"),
}


@pytest.mark.parametrize("name", CONFS)
def test_an_edit_of_a_mebibyte_of_nova_conf_is_planned_within_seconds(name: str) -> None:
    conf = NovaConf(CONFS[name], "/etc/nova/nova.conf", True)
    within(20, lambda: planned(NovaConf, conf, ("4.4.2/install/3a", "4.4.2/install/3d")))


@pytest.mark.parametrize("piece", [b" ", b"SELINUX=enforcing\n", b"SELINUX=a\n#\n", b"\t\n"])
def test_an_edit_of_selinux_config_is_planned_within_seconds(piece: bytes) -> None:
    content = b"SELINUX=" + piece * (128_000 // len(piece)) + b"x\n"
    within(10, lambda: planned(SelinuxConfig, SelinuxConfig(content, "/etc/selinux/config", True)))


def test_lines_are_taken_out_in_linear_time() -> None:
    within(5, lambda: with_line(full(b"A=\nb\n"), rb"^A=", b"A=1"))


@pytest.mark.long
@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.__name__)
def test_a_mebibyte_of_anything_is_parsed_within_seconds(kind: type[ShellFact]) -> None:
    heads = [text.encode() for text in PRINTED[kind]]
    for piece in filter(None, NASTY):
        within(20, lambda piece=piece: [read(kind, full(piece, head)) for head in (b"", *heads)])  # type: ignore[misc]


@pytest.mark.parametrize(
    "piece", [b"geheim-9f2c%\n", b"geheim-9f2c\\\n", b"geheim-9f2c\n", b"pass=", b"a:b@c,"]
)
def test_a_mebibyte_is_masked_within_seconds(piece: bytes) -> None:
    """Also where it is full of a password, which every host knows."""
    text = full(piece).decode()

    def work() -> None:
        Redactor([Secret("novapass", "geheim-9f2c")]).mask(text)

    within(30, work)
