"""What a host prints: whatever it is, it is the fact or a `Problem` that can be said, in bounded time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steps import GUIDE
from steps.facts import Databases, Fstab, InstancesDisk, Mounted, Network, NovaConf, Units
from tests.security.odd_output import (
    CONF,
    LOGINS,
    NASTY,
    PRINTED,
    VALUES,
    edits,
    planned,
    read,
    say,
    spoiled,
    with_value,
)
from tests.support import printed as real
from tests.support.cases import ANSWERS, CONTROLLER
from wizard.facts.batch import Batch
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeServices
from wizard.facts.disks import Disks
from wizard.facts.identity import Identity
from wizard.facts.system import Processor
from wizard.hosts.known_hosts import known_keys
from wizard.hosts.lines import Lines
from wizard.model.facts import Fact, Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Problem, Unknown
from wizard.model.role import Role
from wizard.text import LANGUAGES, Words

JSON = (Identity, Catalogue, ComputeServices)
API = Units.wanted[Role.CONTROLLER][0]


def check(kind: type[ShellFact], stdout: bytes, **other: Any) -> Fact | Problem:
    """Fail unless it is the fact or a `Problem`, that can be said, and every plan copes with it."""
    found = read(kind, stdout, **other)
    if isinstance(found, Problem):
        say(found.message)
        why = found.message.variables.get("why")
        assert not isinstance(why, Message) or why.key != "odd-otherwise", f"{kind}: {why!r}"
    planned(kind, found)
    return found


# --- By hand ----------------------------------------------------------------------------------------


def users(*rows: Any) -> bytes:
    """Return what the openstack client prints with these rows as its users."""
    return real.identity(users=rows).encode()


def services(**other: Any) -> bytes:
    """Return what the openstack client prints of one service, with other values."""
    return real.newer_client([real.compute_service(1, "nova-scheduler", "controller", **other)]).encode()


def clock(text: str) -> bytes:
    """Return what the units' script prints with this text as its clock."""
    return f"clock {text}\nconf \n{real.unit(API)}".encode()


ODD: list[tuple[str, type[ShellFact], bytes, str]] = [
    ("a list as a row", Identity, users([1, 2]), "odd-row"),
    ("null as a row", Identity, users(None), "odd-row"),
    ("no name", Identity, users({"ID": "a"}), "odd-missing"),
    ("no ID", Identity, users({"Name": "nova"}), "odd-missing"),
    ("a list as a name", Identity, users({"ID": "a", "Name": ["nova"]}), "odd-value"),
    ("an object as an ID", Identity, users({"ID": {}, "Name": "nova"}), "odd-value"),
    ("an ID that is an option", Identity, users({"ID": "--password=x", "Name": "nova"}), "odd-id"),
    ("an ID with a NUL", Identity, users({"ID": "a\x00b", "Name": "nova"}), "odd-id"),
    ("an ID with half a character", Identity, users({"ID": "\ud800", "Name": "nova"}), "odd-id"),
    ("an endless ID", Identity, users({"ID": "a" * 256, "Name": "nova"}), "odd-id"),
    ("enabled, in words", Identity, users({**real.USER, "Enabled": "False"}), "odd-value"),
    (
        "a URL that is null",
        Catalogue,
        real.catalogue(endpoints=[real.endpoint("admin", URL=None)]).encode(),
        "odd-value",
    ),
    ("deep lists", Identity, b"[" * 100_000, "odd-depth"),
    ("deep objects", Identity, b'[{"a":' + b'{"a":' * 100_000, "odd-depth"),
    ("5,000 digits", Identity, b'[{"ID": ' + b"9" * 5000 + b"}]", "odd-value"),
    ("NaN", Identity, b'[{"ID": NaN}]', "odd-value"),
    ("Infinity", ComputeServices, b'[{"Id": -Infinity}]', "odd-value"),
    ("no list", ComputeServices, b'{"error": "x"}\n', "odd-json"),
    ("a number as a host", ComputeServices, services(Host=3), "odd-value"),
    ("a list as a state", ComputeServices, services(State=["up"]), "odd-value"),
    ("a float as an ID", ComputeServices, services(Id=1.5), "odd-value"),
    ("columns missing", Databases, b"login\t1\ntables\tnova\n", "odd-value"),
    ("a column too many", Databases, b"login\t1\ndatabase\tnova\tx\n", "odd-value"),
    (
        "tables that cannot be counted",
        Databases,
        b"login\t1\ntables\tnova\t" + b"9" * 5000 + b"\n",
        "odd-value",
    ),
    ("fewer tables than none", Databases, b"login\t1\ntables\tnova\t-1\n", "odd-value"),
    ("sector 0", InstancesDisk, real.disk(*real.FORMATTED, "sector 0").encode(), "odd-value"),
    ("a negative sector", InstancesDisk, real.disk("sector -512").encode(), "odd-value"),
    ("a sector larger than the disk", InstancesDisk, real.disk(f"sector {1 << 60}").encode(), "odd-value"),
    (
        "a size of 5,000 digits",
        InstancesDisk,
        b"disk /dev/sdb\nblock\nsize " + b"9" * 5000 + b"\n",
        "odd-value",
    ),
    (
        "a disk without a name",
        InstancesDisk,
        b"disk\nblock\nblkid PTTYPE=dos\nsfdisk /dev/sdb1 : start=1, size=1, Id=83\n",
        "odd-value",
    ),
    (
        "a partition that cannot be read",
        InstancesDisk,
        real.disk("sfdisk /dev/sdb1 : start=x, size=1, Id=83").encode(),
        "odd-value",
    ),
    ("half a mount", InstancesDisk, real.disk("mount /dev/sdb1").encode(), "odd-value"),
    ("half a mount", Mounted, b"mount /dev/sdb1\n", "odd-value"),
    ("no name", Disks, b'SIZE="1G"\n', "odd-value"),
    ("an open quote", Disks, b'NAME="sdb\n', "odd-value"),
    ("too many rows", Disks, b'NAME="a"\n' * 5000, "odd-rows"),
    ("too large a file", Fstab, b"no /etc/fstab\n" + b"#" * (1 << 20), "odd-size"),
    ("too large a file", NovaConf, b"no /etc/nova/nova.conf\n" + b"#" * (5 << 20), "odd-size"),
    ("a port out of range", Network, b"address 1\nport 65536\n", "odd-value"),
    ("a port of no digits", Network, "address 1\nport ٣\n".encode(), "odd-value"),
    ("no numbers in the clock", Units, clock("nan inf"), "odd-value"),
    ("half a clock", Units, clock("1.0"), "odd-value"),
    ("no clock", Units, f"conf \n{real.unit(API)}".encode(), "odd-missing"),
    ("1e999 seconds", Units, clock("1e999 1"), "odd-value"),
    ("a start before all time", Units, clock("1 1").replace(b"Monotonic ", b"Monotonic -"), "odd-value"),
]


@pytest.mark.parametrize(
    ("name", "kind", "stdout", "why"), ODD, ids=lambda of: of if isinstance(of, str) else ""
)
def test_an_odd_output_is_unknown_with_the_reason(
    name: str, kind: type[ShellFact], stdout: bytes, why: str
) -> None:
    found = check(kind, stdout)
    assert isinstance(found, Unknown)
    assert found.message.key == "fact-unreadable"
    reason = found.message.variables["why"]
    assert isinstance(reason, Message)
    assert reason.key == why


def test_what_was_received_is_told_on_one_line_and_cut() -> None:
    said = say(check(Network, b"address 1\nport \x1b[2J" + b"x" * 1000).message)  # type: ignore[union-attr]
    assert all(r"address 1\nport \x1b[2Jxxx" in text for text in said)
    assert all(len(text) < 800 for text in said)


@pytest.mark.parametrize("shift", range(0, 8))
def test_a_password_that_is_cut_is_masked(shift: int) -> None:
    """Half a password would not be found by what masks later."""
    password = "n'ova@db/50%\\"
    found = check(Network, b"port " + b"x" * (190 - len(password) + shift * 2) + password.encode())
    assert "‹novadbpass›" in repr(found) or password[:4] not in repr(found)
    assert password[:6] not in repr(found)


@pytest.mark.parametrize("odd", ["tables\tnova\thunter2", "database\thunter2\thunter2", "tables\thunter2"])
def test_of_a_sensitive_fact_nothing_is_quoted(odd: str) -> None:
    found = check(Databases, f"login\t1\n{odd}\n".encode())
    assert isinstance(found, Unknown)
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("printed", ["9" * 5000, "1" * 4, "x", "-1", ""])
def test_an_odd_end_of_a_section_leaves_the_fact_unknown(printed: str) -> None:
    batch = Batch([Processor], ANSWERS, CONTROLLER)
    marker = batch.command.stdin.wire().split("\\n")[1].split(" ")[0]
    facts = batch.parse(real.printed(f"1\n{marker} {printed}\n"))
    with pytest.raises(Unknown, match="fact-cut-short"):
        facts[Processor]


def test_services_that_systemd_was_not_heard_of_are_not_done() -> None:
    step = next(step for step in GUIDE if step.id == "4.4.2/finish/1")
    found = read(Units, real.units(real.unit(API)).encode())
    with pytest.raises(Unknown, match="units-untold"):
        list(step.plan(ANSWERS, CONTROLLER, Facts({Units: found})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_name_for_people(language: str) -> None:
    words = Words(language)
    for kind in [*PRINTED, *LOGINS]:
        assert words.has(kind.named().key)
    assert words.label("fact-cut-short", fact=Catalogue.named())


@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.__name__)
def test_complaints_of_any_length_can_be_said(kind: type[ShellFact]) -> None:
    for stderr in (
        b"ERROR 1045 " + b"x" * 3_000_000,
        b"\xff\x00\x1b[2J\n" * 100_000,
        b"ERROR 1698\n" * 300_000,
    ):
        check(kind, b"", stderr=stderr, status=1)


def test_a_variable_of_any_length_can_be_said() -> None:
    for text in say(Message("login-no-way", address="x" * 3_000_000, port="1", said="y" * 3_000_000)):
        assert len(text) < 300_000


# --- By chance --------------------------------------------------------------------------------------

QUICK = settings(
    max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
LONG_RUN = settings(QUICK, max_examples=10_000)
values = st.sampled_from([*VALUES, ...])
places = st.integers(0, 9999)


def spoil(kind: type[ShellFact], limits: settings) -> None:
    """Check a fact's parser against outputs with random edits."""

    @limits
    @given(st.sampled_from(PRINTED[kind]), edits, st.sampled_from([0, 0, 1, 127]))
    def run(text: str, changes: Any, status: int) -> None:
        check(kind, spoiled(text.encode(), changes), status=status, stderr=b"complaint\n" * (status > 0))

    run()


def spoil_json(kind: type[ShellFact], limits: settings) -> None:
    """Check a fact's parser against JSON with random values in random places."""

    @limits
    @given(
        st.sampled_from(PRINTED[kind][:1]),
        st.lists(st.tuples(places, places, values), min_size=1, max_size=1),
    )
    def run(text: str, changes: Any) -> None:
        check(kind, with_value(text, *changes[0]))

    run()


@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.__name__)
def test_spoiled_outputs(kind: type[ShellFact]) -> None:
    spoil(kind, QUICK)


@pytest.mark.parametrize("kind", JSON, ids=lambda kind: kind.__name__)
def test_spoiled_json(kind: type[ShellFact]) -> None:
    spoil_json(kind, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.__name__)
def test_many_spoiled_outputs(kind: type[ShellFact]) -> None:
    spoil(kind, LONG_RUN)


@pytest.mark.long
@pytest.mark.parametrize("kind", JSON, ids=lambda kind: kind.__name__)
def test_much_spoiled_json(kind: type[ShellFact]) -> None:
    spoil_json(kind, LONG_RUN)


@given(st.sampled_from([CONF]), edits)
@settings(QUICK)
def test_spoiled_nova_conf(text: str, changes: Any) -> None:
    planned(NovaConf, NovaConf(spoiled(text.encode(), changes), "/etc/nova/nova.conf", True))


KNOWN_HOSTS = b"""\
controller,10.0.0.11 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDE=
|1|c2FsdA==|ZGlnZXN0 ssh-rsa AAAA
@revoked [*.example.org]:2222,!a ssh-rsa AAAA
"""


@given(edits)
@settings(QUICK)
def test_spoiled_known_hosts(changes: Any) -> None:
    text = spoiled(KNOWN_HOSTS, changes).decode("utf-8", "surrogateescape")
    for name in ("controller", "[a.example.org]:2222", "[", "\udcff"):
        list(known_keys(text.split("\n"), name))


@given(st.lists(st.sampled_from(NASTY)))
@settings(QUICK)
def test_spoiled_lines(chunks: list[bytes]) -> None:
    lines = Lines()
    told = [line for chunk in chunks for line in lines.feed(chunk)] + lines.end()
    assert all(isinstance(line, str) for line in told)
