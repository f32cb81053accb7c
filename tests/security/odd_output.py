"""Real outputs of every fact's script, ways to spoil them, and what reading and planning make of it."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from steps import GUIDE, PREREQUISITES
from steps.facts import (
    BesidesNovaConf,
    Databases,
    Fstab,
    InstancesDisk,
    Mounted,
    Network,
    NovaConf,
    Packages,
    PackagesToInstall,
    SelinuxConfig,
    Units,
)
from tests.support import printed as real
from tests.support.cases import ANSWERS, COMPUTE1, CONTROLLER
from wizard.facts.batch import Batch
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeServices
from wizard.facts.disks import Disks
from wizard.facts.identity import Identity
from wizard.facts.logins import NovaInDatabase, NovaInKeystone, QueueLogin
from wizard.facts.migrations import Migrations
from wizard.facts.openrc import Openrc
from wizard.facts.system import HostIdentity, Processor, SelinuxMode
from wizard.model.commands import Result
from wizard.model.facts import Fact, Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.text import Words

CONF = """\
[DEFAULT]
# my_ip = 10.89.104.70
#my_ip = 10.89.104.70
my_ip=10.0.0.11
debug : true
transport_url = rabbit://a:b@c/
  more

[keystone_authtoken]
auth_uri = http://controller:5000
password = 'x'
[vnc]
#enabled = true
"""
_IDENTITY = ([real.USER], real.PROJECTS, real.ROLES, [real.ASSIGNMENT])
_CATALOGUE = ([real.SERVICE_ROW], real.ENDPOINTS)
_LSBLK = 'NAME="sdb" SIZE="100G" TYPE="disk" FSTYPE="" MOUNTPOINT="/a b" MODEL="Virtual \\"disk\\""\n'
PRINTED: Mapping[type[ShellFact], Sequence[str]] = {
    Identity: (real.identity(), real.newer_client(*_IDENTITY), real.FRESH_IDENTITY, "no-openrc\n"),
    Catalogue: (real.catalogue(), real.newer_client(*_CATALOGUE), real.FRESH_CATALOGUE, "no-openrc\n"),
    ComputeServices: (real.newer_client(real.COMPUTE_SERVICES),),
    Databases: (
        real.LOGIN + real.DATABASES + real.SYNCED + real.grants("localhost") + real.grants("%"),
        real.LOGIN + real.DATABASES + real.newer_grants("localhost") + real.newer_grants("%"),
    ),
    InstancesDisk: (
        real.disk(),
        real.disk(*real.IN_PLACE, "sector 4096", "kernel 2048 209713152", f"fstab {real.FSTAB_LINE}"),
        real.disk(*real.DOS),
    ),
    Mounted: (
        f"mount /dev/sdb1 {real.INSTANCES} ext4 rw 0 0\nowner nova:nova\ninstance 1-2\n",
        "owner root:root\n",
    ),
    Disks: (_LSBLK * 3,),
    NovaConf: (real.file(CONF, "/etc/nova/nova.conf"), real.ABSENT),
    BesidesNovaConf: (
        "file /etc/nova/conf.d/ours.conf\nsection DEFAULT\noption my_ip\nfile /etc/nova/api-paste.ini\n"
        "section filter:authtoken\noption paste.filter_factory\noption auth_url\n",
        "",
    ),
    SelinuxConfig: (real.file("# x\nSELINUX=enforcing\nSELINUXTYPE=targeted\n", "/etc/selinux/config"),),
    Fstab: (real.file(f"/dev/sda1 / xfs defaults 0 0\n{real.FSTAB_LINE}\n", "/etc/fstab"),),
    Migrations: (
        "nova 216_a.py\nnova 319_b.py\nnova_api 007_c.py\n",
        "nova revision = 'b'\nnova down_revision = 'a'\n",
    ),
    Network: ("address 10.0.0.11 controller\nport 5672\nport 11211\n",),
    Openrc: ("http://controller:35357/v3\nadmin\nadminpass\ndefault\nadmin\ndefault\n3\n", ""),
    Packages: ("installed openstack-nova-api\ninstalled openstack-nova-console\n",),
    PackagesToInstall: (
        "missing openstack-nova-api\nmissing openstack-nova-console\n"
        "known openstack-nova-console.noarch 1:13.1.4-1.el7 mitaka\n",
    ),
    HostIdentity: ("name compute1\naddress 127.0.0.1\naddress 10.0.0.31\naddress fe80::1\n",),
    Processor: ("16\n",),
    SelinuxMode: ("Enforcing\n",),
    Units: (
        real.units(*(real.unit(name) for name in Units.wanted[Role.CONTROLLER])),
        real.units(*(real.unit(name, "failed", log="ERROR a\nb") for name in Units.wanted[Role.COMPUTE])),
    ),
}
"""What each script prints on a host where all is as it should be, and otherwise."""
LOGINS: Mapping[type[Fact], Fact] = {
    NovaInDatabase: NovaInDatabase(True, frozenset({"nova", "nova_api"})),
    NovaInKeystone: NovaInKeystone(True, True),
    QueueLogin: QueueLogin(True, True),
}

# --- Reading and planning ---------------------------------------------------------------------------


def read(kind: type[ShellFact], stdout: bytes, *, stderr: bytes = b"", status: int = 0) -> Fact | Problem:
    """Return what a batch makes of it, the fact or a `Problem`; anything else raises."""
    batch = Batch([kind], ANSWERS, COMPUTE1 if kind in (InstancesDisk, Mounted) else CONTROLLER)
    marker = re.findall("fact-[0-9a-f]{16}", batch.command.stdin.wire())[0].encode()
    end = b"\n%s %d\n" % (marker, status)
    facts = batch.parse(Result(0, stdout + end, stderr + end))
    try:
        return facts[kind]
    except Problem as problem:
        return problem


_AS_IT_SHOULD_BE: dict[type[Fact], Fact | Problem] = dict(LOGINS)


def planned(kind: type[ShellFact], found: Fact | Problem, steps: Sequence[str] = ()) -> None:
    """Plan every step, or some, and ask every prerequisite that reads the fact; other facts are in order.

    Raises what is no `Problem`.
    """
    if len(_AS_IT_SHOULD_BE) == len(LOGINS):
        _AS_IT_SHOULD_BE.update({other: read(other, texts[0].encode()) for other, texts in PRINTED.items()})
    facts = Facts({**_AS_IT_SHOULD_BE, kind: found})
    for step in GUIDE:
        if kind in step.reads and (not steps or step.id in steps):
            node = CONTROLLER if step.on is Role.CONTROLLER else COMPUTE1
            _without_problem(lambda step=step, node=node: step.plan(ANSWERS, node, facts))  # type: ignore[misc]
    for check in PREREQUISITES:
        if kind in check.reads:
            for node in (CONTROLLER, COMPUTE1):
                _without_problem(lambda check=check, node=node: check.missing(ANSWERS, node, facts))  # type: ignore[misc]


def _without_problem(asked: Callable[[], Any]) -> None:
    try:
        for item in asked():
            if isinstance(item, Message):
                say(item)
            else:
                _ = item.text, item.diff, item.command
                say(item.reason)
    except Problem as problem:
        say(problem.message)


_WORDS = [Words("en"), Words("ko")]


def say(message: Message) -> list[str]:
    """Say it in both languages; raises where a text or a variable is missing."""
    return [words.say(message) for words in _WORDS]


# --- Spoiling ---------------------------------------------------------------------------------------

NASTY: Sequence[bytes] = (
    *(b"", b" ", b"\t", b"\r", b"\n", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b]52;c;QQ==\x07"),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        "٣".encode(),
        b'"',
        b"'",
        b"\\",
        b"=",
        b":",
        b"[",
        b"]",
        b"{",
        b"#",
    ),
    *(
        b"0",
        b"-1",
        b"-0",
        b"1.5",
        b"1e999",
        b"nan",
        b"NaN",
        b"Infinity",
        b"9" * 25,
        b"9" * 5000,
        b"0x10",
        b"1_0",
    ),
    *(b"null", b"true", b"{}", b"[]", b"--help", b"$(id)", b"/", b"x" * 300, b"[" * 3000, b'{"a":' * 3000),
)
"""What takes the place of a word, or comes between."""
VALUES: Sequence[Any] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "nova",
    "-x",
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    {"ID": 1},
)
"""What takes the place of a value in JSON."""
_OPERATIONS = ("delete", "double", "swap", "cut", "word", "insert", "byte", "number", "join")

edits = st.lists(
    st.tuples(
        st.sampled_from(_OPERATIONS), st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(NASTY)
    ),
    min_size=1,
    max_size=4,
)


def spoiled(text: bytes, changes: Sequence[tuple[str, int, int, bytes]]) -> bytes:
    """Return the text with the changes made, at places that are taken modulo what there is."""
    for operation, one, other, nasty in changes:
        lines = text.split(b"\n")
        at, to = one % len(lines), other % len(lines)
        if operation == "delete":
            del lines[at]
        elif operation == "double":
            lines.insert(to, lines[at])
        elif operation == "swap":
            lines[at], lines[to] = lines[to], lines[at]
        elif operation == "join":
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
        elif operation == "word":
            words = re.split(rb"([ \t=,:\"]+)", lines[at])
            words[other % len(words)] = nasty
            lines[at] = b"".join(words)
        elif operation == "number":
            spans = [found.span() for found in re.finditer(rb"[0-9]+", lines[at])] or [(0, 0)]
            start, end = spans[other % len(spans)]
            lines[at] = lines[at][:start] + nasty + lines[at][end:]
        text = b"\n".join(lines)
        place = other % (len(text) + 1)
        if operation == "cut":
            text = text[:place]
        elif operation == "insert":
            text = text[:place] + nasty + text[place:]
        elif operation == "byte":
            text = text[:place] + bytes([one % 256]) + text[place + 1 :]
    return text


def with_value(text: str, one: int, other: int, value: Any) -> bytes:
    """Return JSON lists with one value, or one key, changed; `value` may be Ellipsis, for its absence."""
    lists = [
        json.loads(part) for part in re.findall(r"^(?:\(openstack\) )?(\[.*?^\]|\[\])", text, re.M | re.S)
    ]
    rows: list[Any] = lists[one % len(lists)]
    if not rows or other % 7 == 0:
        rows.insert(0, [] if value is ... else value)
    else:
        row = rows[other % len(rows)]
        name = sorted(row)[(one + other) % len(row)]
        if value is ...:
            del row[name]
        else:
            row[name] = value
    return "".join(json.dumps(rows) + "\n" for rows in lists).encode()


# --- Work -------------------------------------------------------------------------------------------

MIB = 1 << 20


def full(piece: bytes, head: bytes = b"", tail: bytes = b"") -> bytes:
    """Return one MiB of a piece, between a head and a tail."""
    return head + (piece * (MIB // len(piece) + 1))[:MIB] + tail


def within(seconds: int, work: Callable[[], object]) -> None:
    """Do the work in a process of its own that may use so many seconds of a processor."""
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            work()
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n"[:500].encode("utf-8", "replace"))
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert not os.WIFSIGNALED(status), f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    assert os.waitstatus_to_exitcode(status) == 0
