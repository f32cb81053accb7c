"""The batch: its script run by a real sh, its output cut at the markers; every fact's script as such."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

from steps.facts import (
    BesidesNovaConf,
    Databases,
    Fstab,
    FstabCopy,
    InstancesDisk,
    Mounted,
    Network,
    NovaConf,
    NovaConfCopy,
    Packages,
    PackagesToInstall,
    SelinuxConfig,
    SelinuxCopy,
    Units,
)
from tests.support.cases import ANSWERS, COMPUTE1, COMPUTE2, CONTROLLER, PASSWORDS
from wizard.facts.batch import Batch, shell_kinds
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeServices
from wizard.facts.databases import LiveInstances
from wizard.facts.disks import Disks
from wizard.facts.identity import EveryIdentity, Identity
from wizard.facts.logins import NovaInDatabase
from wizard.facts.migrations import Migrations
from wizard.facts.openrc import Openrc
from wizard.facts.record import FoundBefore
from wizard.facts.system import HostIdentity, Processor, SelinuxMode
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import Fact, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Unknown
from wizard.secret import Secret, Text

EVERY: Sequence[type[ShellFact]] = (
    *(Catalogue, ComputeServices, Databases, InstancesDisk, Disks, Mounted, Fstab, NovaConf, SelinuxConfig),
    *(Identity, EveryIdentity, LiveInstances, PackagesToInstall, FoundBefore),
    *(NovaConfCopy, FstabCopy, SelinuxCopy),
    *(BesidesNovaConf, HostIdentity, Migrations, Network, Openrc, Packages, Processor, SelinuxMode, Units),
)


class Printed(ShellFact):
    """A fact that is what its script printed."""

    program: ClassVar[str]

    def __init__(self, result: Result) -> None:
        self.result = result

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        return Text(cls.program)

    @classmethod
    def parse(cls, result: Result) -> Self:
        if result.status == 99:
            raise ValueError("what is this?")
        return cls(result)


def prints(name: str, program: str, *, sensitive: bool = False) -> type[Printed]:
    """Return a fact whose script is this program."""
    return type(name, (Printed,), {"program": program, "sensitive": sensitive})


A = prints("A", "echo a; echo complaint >&2\n")
B = prints("B", r"printf '\000\377\r\nno line ending'; printf 'half a complaint' >&2; exit 7" + "\n")
C = prints("C", "cat; echo after stdin\n")
D = prints("D", "set -eu; cd /; false; echo never\n")
E = prints("E", "echo password is hunter2\n", sensitive=True)
ALL = [A, B, C, D, E]


def ran(batch: Batch, shell: str = "sh") -> Result:
    """Run a batch as the host does: the command's script, the facts' over stdin."""
    assert batch.command.script == "exec sh -s"
    done = subprocess.run(
        ["sh", "-c", batch.command.script.replace("sh", shell)],
        input=batch.command.stdin.wire().encode(),
        capture_output=True,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def batch() -> Batch:
    """The batch of all facts of this module."""
    return Batch(ALL, ANSWERS, CONTROLLER)


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_each_section_has_its_own_status_stdout_and_stderr(batch: Batch, shell: str) -> None:
    facts = batch.parse(ran(batch, shell))
    seen = {kind: facts[kind].result for kind in ALL}
    assert (seen[A].status, seen[A].stdout, seen[A].stderr) == (0, b"a\n", b"complaint\n")
    assert (seen[B].status, seen[B].stdout) == (7, b"\x00\xff\r\nno line ending")
    assert seen[B].stderr == b"half a complaint"
    assert (seen[C].status, seen[C].stdout) == (0, b"after stdin\n")
    assert (seen[D].status, seen[D].stdout, seen[D].stderr) == (1, b"", b"")
    assert seen[E].stdout == b"password is hunter2\n"


def test_the_command_changes_nothing_and_has_time_for_all(batch: Batch) -> None:
    assert not batch.command.changes
    assert batch.command.timeout == 300


@pytest.mark.parametrize("keep", [0, 1, 20, 40, 60, 80])
def test_what_was_cut_short_is_unknown(batch: Batch, keep: int) -> None:
    result = ran(batch)
    facts = batch.parse(replace(result, stdout=result.stdout[: len(result.stdout) * keep // 100]))
    told = []
    for kind in ALL:
        try:
            assert facts[kind].result.stdout == batch.parse(result)[kind].result.stdout
        except Unknown as problem:
            assert problem.message.key == "fact-cut-short"
            told.append(kind)
    assert told == ALL[len(ALL) - len(told) :]
    assert told


def test_the_marker_without_a_status_ends_no_section() -> None:
    fake = prints("Fake", 'printf \'\\n%s none\\n%s 1234\\n\' "$marker" "$marker"\n')
    batch = Batch([fake, A], ANSWERS, CONTROLLER)
    result = ran(batch)
    facts = batch.parse(result)
    marker = re.findall("fact-[0-9a-f]{16}", batch.command.stdin.wire())[0].encode()
    assert facts[fake].result.stdout == b"\n%s none\n%s 1234\n" % (marker, marker)
    assert facts[A].result.stdout == b"a\n"


def test_output_that_looks_like_the_end_of_a_section_is_not_one() -> None:
    fake = prints("Fake", "printf '\\nfact-0123456789abcdef 0\\n'\n")
    batch = Batch([fake, A], ANSWERS, CONTROLLER)
    facts = batch.parse(ran(batch))
    assert facts[fake].result.stdout == b"\nfact-0123456789abcdef 0\n"
    assert facts[A].result.stdout == b"a\n"
    other = Batch([A], ANSWERS, CONTROLLER)
    assert not set(re.findall("fact-[0-9a-f]{16}", other.command.stdin.wire())) & set(
        re.findall("fact-[0-9a-f]{16}", batch.command.stdin.wire())
    )


def test_an_output_in_no_known_form_is_unknown_and_spoils_no_other() -> None:
    odd = prints("Odd", "exit 99\n")
    batch = Batch([odd, A], ANSWERS, CONTROLLER)
    facts = batch.parse(ran(batch))
    with pytest.raises(Unknown, match="fact-unreadable") as problem:
        facts[odd]
    said = problem.value.message.variables
    assert said["fact"] == Message("fact-Odd")
    assert said["said"] == Message("received-bytes", count=0)
    assert isinstance(said["why"], Message)
    assert said["why"].key == "odd-otherwise"
    assert said["why"].variables["kind"] == "ValueError"
    assert facts[A].result.status == 0


def test_the_transcript_keeps_the_size_of_what_is_quiet(batch: Batch) -> None:
    kept = batch.redacted_result(ran(batch))
    assert kept.stdout == (
        b"[A: 0]\na\n[B: 7]\n\x00\xff\r\nno line ending\n[C: 0]\nafter stdin\n[D: 1]\n\n[E: 0]\n(20 bytes)\n"
    )
    assert kept.stderr == b"complaint\nhalf a complaint"


def test_each_kind_once_and_no_logins() -> None:
    kinds: list[type[Fact]] = [A, NovaInDatabase, B, A]
    assert shell_kinds(kinds) == [A, B]


ON_CONTROLLER = (Identity, EveryIdentity, LiveInstances, Catalogue, ComputeServices, Databases)
NODES = (CONTROLLER, COMPUTE1, COMPUTE2, replace(COMPUTE1, disk="/dev/nvme0n1"))


@pytest.mark.parametrize("shell", [["dash", "-n"], ["bash", "--posix", "-n"]], ids=["dash", "bash"])
@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_script_is_one_for_sh(kind: type[ShellFact], shell: list[str]) -> None:
    for node in NODES[:1] if kind in ON_CONTROLLER else NODES:
        script = kind.prelude(node) + kind.script(ANSWERS, node).wire()
        assert script.endswith("\n")
        run = subprocess.run(shell, input=script.encode(), capture_output=True, check=False)
        assert (run.returncode, run.stderr) == (0, b""), script


def test_every_fact_is_among_them() -> None:
    def below(kind: type[Any]) -> set[type[Any]]:
        return {kind}.union(*(below(sub) for sub in kind.__subclasses__()))

    own = {kind for kind in below(ShellFact) if kind.__module__.startswith(("wizard.", "steps."))}
    parameterised = {kind.__base__ for kind in own}
    assert own - (parameterised - {Identity}) == set(EVERY)


# --- The mysql client, which shows what it was given ------------------------------------------------

FAKE_MYSQL = """\
{ echo "args $*"; echo "home $HOME"; env | grep -c -e PASS -e MYSQL
  printf 'file %s\\n' "$(tr '\\n' '|' </dev/fd/3)"; printf 'sql %s\\n' "$(tr '\\n' '|')"; } >"$SEEN"
printf 'login\\t1\\n'
echo 'ERROR 1141 (42000) at line 9: There is no such grant' >&2
exit 1
"""


def test_the_mysql_client_gets_the_password_and_the_statements_over_pipes(tmp_path: Path) -> None:
    mysql = tmp_path / "mysql"
    mysql.write_text(f"#!/bin/sh\n{FAKE_MYSQL}")
    mysql.chmod(0o755)
    seen = tmp_path / "seen"
    nasty = replace(ANSWERS.passwords, dbpassword=Secret("dbpassword", "a'b\"c\\d $(e) `f` #g\u20ac"))
    batch = Batch([Databases, A], replace(ANSWERS, passwords=nasty), CONTROLLER)
    done = subprocess.run(
        ["sh", "-c", batch.command.script],
        input=batch.command.stdin.wire().encode(),
        capture_output=True,
        check=False,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "SEEN": str(seen), "HOME": "/root"},
    )
    args, home, environment, option_file, sql = seen.read_text().splitlines()
    assert args == (
        "args --defaults-extra-file=/dev/fd/3 --user=root --batch --skip-column-names"
        " --default-character-set=utf8mb4 --force"
    )
    assert home == "home /nonexistent"
    assert environment == "0"
    assert option_file == 'file [client]|password="a\'b\\"c\\\\d $(e) `f` #g\u20ac"|'
    assert sql.startswith("sql SELECT 'login', 1;|SELECT 'database', schema_name")
    assert sql.endswith("SHOW GRANTS FOR 'nova'@'%';|-- nova-wizard: end of statements|")
    facts = batch.parse(Result(done.returncode, done.stdout, done.stderr))
    assert facts[Databases] == Databases(refusal="")
    assert facts[A].result.stderr == b"complaint\n"


def test_no_password_is_in_a_script_that_is_shown() -> None:
    for kind in EVERY:
        for node in NODES[:1] if kind in ON_CONTROLLER else NODES:
            shown = kind.script(ANSWERS, node).shown
            assert not [value for value in PASSWORDS.values() if value in shown]
    assert "‹dbpassword›" in Databases.script(ANSWERS, CONTROLLER).shown


# --- The openstack client ---------------------------------------------------------------------------

FAKE_OPENSTACK = """\
echo "start $*" >>"$SEEN"
if [ $# -gt 0 ]; then echo '[]'; exit; fi
%s
"""
UNBROKEN = "while read -r line; do printf '(openstack) []'; done; echo; printf \"(openstack) \""
MITAKA = 'n=0; while read -r line; do printf \'(openstack) [\\n  {"ID": "%s"}\\n]\\n\' "$line"; done'


@pytest.mark.parametrize("kind", [Identity, Catalogue])
@pytest.mark.parametrize(
    ("several", "at_once"),
    [
        (MITAKA, True),
        (UNBROKEN, True),
        ("while read -r line; do echo '[]'; done", True),
        ("exit 2", False),
        ("echo '[]'", False),
    ],
    ids=["Mitaka", "no line breaks", "Zed", "it cannot", "it stops after the first"],
)
def test_the_lists_come_in_one_start_or_else_in_one_each(
    tmp_path: Path, several: str, at_once: bool, kind: type[Identity | Catalogue]
) -> None:
    client = tmp_path / "openstack"
    client.write_text("#!/bin/sh\n" + FAKE_OPENSTACK.replace("%s\n", several + "\n", 1))
    client.chmod(0o755)
    (tmp_path / "openrc").write_text("export OS_PASSWORD=x\n")
    seen = tmp_path / "seen"
    script = kind.script(replace(ANSWERS, openrc=str(tmp_path / "openrc")), CONTROLLER).wire()
    done = subprocess.run(
        ["sh"],
        input=script.encode(),
        capture_output=True,
        check=False,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "SEEN": str(seen)},
    )
    lists = len(kind.lists)
    assert len(seen.read_text().splitlines()) == (1 if at_once else 1 + lists)
    if several != MITAKA:
        assert kind.parse(Result(done.returncode, done.stdout, done.stderr)) == kind()
    else:
        assert done.stdout.count(b"(openstack) [") == lists
