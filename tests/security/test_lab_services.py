"""The lab's servers answer whatever they are sent, as the real ones do: with an error, never a traceback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pymysql
import pytest

from tests.security.lab_limits import connect, responsive
from wizard.hostsim.streams import os_error
from wizard.hostsim.systemd import Systemd, Unit
from wizard.hostsim.tree import Tree
from wizard.lab import Lab
from wizard.lab.services import session
from wizard.lab.services.keystone import TOKENS, HttpError, Keystone
from wizard.lab.services.keystone_http import Request, respond
from wizard.lab.services.mariadb import Database
from wizard.lab.services.mysql_protocol import Connection, _number
from wizard.lab.services.oslo import Config, ConfigProblem
from wizard.lab.services.session import MysqlSession
from wizard.lab.services.sql import SqlError

NODE = "controller"

# --- MariaDB


@pytest.fixture
def root() -> MysqlSession:
    """A session of root's."""
    database = Database("secret")
    return MysqlSession(database, database.accounts[0], "localhost")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT " + "9" * 5000,
        "SELECT COUNT()",
        "SELECT MAX()",
        "SELECT LOWER()",
        "SELECT UPPER(1, 2)",
        "SELECT 1 LIMIT x",
        "SELECT 1 LIMIT",
        "SELECT 1 LIMIT " + "9" * 5000,
        "SELECT ²",
        "SELECT ٣٣",
        "SELECT " + "(" * 20000,
        "SELECT " + "NOT " * 20000 + "1",
        "SELECT * FROM",
        "SELECT * FROM mysql.",
        "SELECT FROM WHERE",
        "SHOW",
        "SHOW GRANTS FOR",
        "GRANT",
        "GRANT ALL ON",
        "GRANT ALL ON x TO",
        "GRANT " + "x " * 10000 + "ON a.b TO c",
        "GRANT ALL ON a.b TO '" + "u" * 1000 + "'@'localhost'",
        "GRANT ALL ON a.b TO u IDENTIFIED BY '" + "p" * 100000 + "'",
        "GRANT ALL ON `" + "d" * 1000 + "`.* TO u",
        "SET PASSWORD",
        "CREATE DATABASE",
        "CREATE DATABASE `" + "d" * 1000 + "`",
        "DROP",
        "USE",
        "'",
        "`",
        "/*",
        "\0",
        "@",
        ".",
        ";;",
    ],
)
def test_statements_that_are_none(root: MysqlSession, statement: str) -> None:
    """An error of SQL's."""
    with pytest.raises(SqlError):
        root.execute(statement)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 < 'x'", 0),
        ("'1' < 2", 1),
        ("'B' > 'a'", 1),
        ("NULL < 1", None),
        ("NULL >= 'x'", None),
        ("2 >= 2", 1),
        ("MAX(1)", 1),
        ("MIN(NULL)", None),
        ("MAX('a')", "a"),
        ("COUNT(NULL)", 0),
    ],
)
def test_values_of_different_kinds(root: MysqlSession, expression: str, value: object) -> None:
    """They are compared as MariaDB compares them."""
    assert root.execute(f"SELECT {expression}").rows == [[value]]


def test_no_rows(root: MysqlSession) -> None:
    """An aggregate over none, beside columns."""
    assert root.execute("SELECT *, COUNT(*) FROM mysql.user WHERE 1 > 2").rows == [[None] * 5 + [0]]


@pytest.mark.parametrize(
    "statement", ["CREATE DATABASE d{}", "GRANT ALL ON a.b TO u{}", "GRANT ALL ON d{}.* TO u"]
)
def test_records_are_bounded(root: MysqlSession, statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is what the server says."""
    monkeypatch.setattr(session, "RECORDS", 20)
    with pytest.raises(SqlError, match="Disk full"):
        for number in range(50):
            root.execute(statement.format(number))


class Sent:
    """A connection whose client has sent some bytes, and then closes it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.written = b""

    async def exactly(self, count: int) -> bytes:
        if count > len(self.data):
            raise os_error(104)
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    async def write(self, data: bytes) -> None:
        self.written += data


def packet(body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + b"\1" + body


@pytest.mark.parametrize(
    "login", [b"", b"\0", b"\0" * 32, b"\xff" * 32, b"\xff" * 64, b"\0" * 32 + b"\xff\xfe\0\0"]
)
async def test_logins_that_are_none(login: bytes) -> None:
    """MariaDB says that the handshake was bad, or refuses the user."""
    sent: Any = Sent(packet(login))
    await Connection(sent, Database("secret"), "localhost").serve()
    assert sent.written[-200:].count(b"#08S01Bad handshake") + sent.written.count(b"#28000Access denied") == 1


async def test_commands_that_are_none() -> None:
    """An empty packet, and commands that there are not."""
    database = Database("")
    login = b"\x00\x02\x00\x00" + bytes(28) + b"root\0\0"
    sent: Any = Sent(packet(login) + packet(b"") + packet(b"\xff") + packet(b"\x03\xff\xfe"))
    with pytest.raises(OSError):
        await Connection(sent, database, "localhost").serve()
    assert sent.written.count(b"#08S01Unknown command") == 2
    assert sent.written.count(b"#42000You have an error") == 1


@pytest.mark.parametrize("value", [0, 250, 251, 65535, 65536, 2**24 - 1, 2**24, 2**40])
def test_lengths(value: int) -> None:
    """Each has its form in the protocol."""
    data = _number(value)
    width = {0xFC: 3, 0xFD: 4, 0xFE: 9}.get(data[0], 1)
    assert len(data) == width
    assert int.from_bytes(data[width > 1 :], "little") == value


# --- Keystone


def login(user: Any, **more: Any) -> bytes:
    return json.dumps({"auth": {"identity": {"password": {"user": user}}, **more}}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b"9" * 100_000,
        b"null",
        b"[]",
        b'"auth"',
        b'{"auth": null}',
        b'{"auth": []}',
        b'{"auth": {"identity": []}}',
        login(None),
        login([]),
        login("admin"),
        login({"name": "admin"}),
        login({"name": ["admin"], "password": "x"}),
        login({"name": {}, "password": "x"}),
        login({"name": "admin", "password": None}),
        login({"name": "admin", "password": {"a": []}}),
        login({"name": "admin", "password": "x", "domain": 7}),
        login({"name": "admin", "password": "x", "domain": {"name": []}}),
        login({"name": "admin", "password": "x"}, scope=7),
        login({"name": "admin", "password": "x"}, scope=[]),
        login({"name": "admin", "password": "x"}, scope={"project": "admin"}),
        login({"name": "admin", "password": "x"}, scope={"project": {"name": []}}),
        login({"name": "admin", "password": "x"}, scope={"project": {"name": {"a": 1}}}),
    ],
)
def test_bodies_that_are_none(body: bytes) -> None:
    """400."""
    with pytest.raises(HttpError) as refused:
        respond(Keystone("x"), Request("POST", "/v3/auth/tokens", {}, body))
    assert refused.value.status == 400


@pytest.mark.parametrize(("path", "told"), [("", True), ("?nocatalog", False), ("?nocatalog=1", False)])
def test_a_token_comes_with_the_catalogue_unless_the_request_says_otherwise(path: str, told: bool) -> None:
    """`nocatalog` may have any value, as in Keystone."""
    identity = {"methods": ["password"], "password": {"user": {"name": "admin", "password": "x"}}}
    scope = {"project": {"name": "admin"}}
    body = json.dumps({"auth": {"identity": identity, "scope": scope}}).encode()
    status, shown, headers = respond(Keystone("x"), Request("POST", f"/v3/auth/tokens{path}", {}, body))
    assert (status, "X-Subject-Token" in headers) == (201, True)
    assert ("catalog" in shown["token"]) is told


@pytest.mark.parametrize("gone", ["users", "projects"])
def test_a_token_ends_with_its_user_and_project(gone: str) -> None:
    """401, not a traceback."""
    keystone = Keystone("x")
    token = keystone.authenticate("admin", "x", "admin").id
    headers = {"x-auth-token": token, "x-subject-token": token}
    assert respond(keystone, Request("GET", "/v3/auth/tokens", headers, b""))[0] == 200
    getattr(keystone, gone).clear()
    with pytest.raises(HttpError) as refused:
        respond(keystone, Request("GET", "/v3/auth/tokens", headers, b""))
    assert refused.value.status == 401


def test_tokens_are_bounded() -> None:
    """The oldest one ends."""
    keystone = Keystone("x")
    tokens = [keystone.authenticate("admin", "x", None).id for _ in range(TOKENS + 1)]
    assert len(keystone.tokens) == TOKENS
    assert (tokens[0] in keystone.tokens, tokens[1] in keystone.tokens) == (False, True)


# --- nova.conf


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\na = $a\n",
        "[DEFAULT]\na = $b\nb = ${a}\n",
        "[DEFAULT]\na = $b0\n" + "".join(f"b{n} = {f'$b{n + 1}' * 10}\n" for n in range(15)) + "b15 =\n",
        "[DEFAULT]\na = " + "$b" * 1000 + "\nb = " + "x" * 100_000 + "\n",
    ],
)
def test_options_that_refer_to_each_other(text: str) -> None:
    """Without end, or with too much of it."""
    with pytest.raises(ConfigProblem):
        Config(text).get("DEFAULT", "a")


def test_continued_lines() -> None:
    """Their number costs what it is."""
    count = 300_000
    value = Config("[DEFAULT]\na = 1\n" + " x\n" * count + "b = 2\n c\na = 3\n").get("DEFAULT", "b")
    assert value == "2\nc"
    assert Config("[DEFAULT]\na = 1\n" + " x\n" * count).get("DEFAULT", "a").count("\n") == count


# --- Services


@pytest.mark.parametrize("error", [ValueError("no number"), KeyError("x"), RecursionError(), MemoryError()])
async def test_a_service_that_fails(error: Exception) -> None:
    """Its unit has failed, and its journal says so."""

    async def daemon(unit: Unit) -> None:
        raise error

    host: Any = SimpleNamespace(name="host", skew=0.0, tree=Tree(), new_pid=lambda: 7)
    unit = Unit("a.service", "A", "/usr/bin/a", daemon)
    systemd = Systemd(host)
    systemd.start(unit)
    assert unit.task is not None
    await unit.task
    assert (unit.state, unit.exit_status) == ("failed", 1)
    assert any(type(error).__name__ in entry.message for entry in systemd.journal.of_unit(unit.name))


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab() as started:
        yield started


@pytest.mark.parametrize("statement", ["/* " * 300_000, "'\\'" * 300_000], ids=["comments", "strings"])
async def test_statements_that_take_long(lab: Lab, statement: str) -> None:
    """Others are served while the database reads one that came over the network."""
    async with connect(lab.nodes[NODE]) as connection:
        forwarded = await connection.forward_local_port("127.0.0.1", 0, "127.0.0.1", 3306)
        served = threading.Event()
        asking = asyncio.create_task(asyncio.to_thread(_asked, forwarded.get_port(), statement, served))
        for _ in range(3):
            await responsive(lab, NODE)
        served.set()
        assert await asking > 0


def _asked(port: int, statement: str, served: threading.Event) -> int:
    """Send the statement again and again until the others are served; return how often."""
    often = 0
    while not served.is_set():
        with (
            pymysql.connect(host="127.0.0.1", port=port, user="glance", password="glancedbpass") as database,
            suppress(pymysql.Error),
        ):
            database.query(statement)
        often += 1
    return often
