"""Logins, against small servers at the other end of a socket pair."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest

from tests.support.cases import ANSWERS, PASSWORDS
from wizard.facts import logins
from wizard.facts.grant import Grant, IdentityRecord
from wizard.facts.logins import NovaInDatabase, NovaInKeystone, QueueLogin
from wizard.model.commands import Stream
from wizard.model.facts import Facts, LoginFact
from wizard.model.problems import Lost, Unknown

Serve = Callable[[socket.socket], None]


@dataclass
class Server:
    """Serves each dialled connection in a thread of its own, by the next of its programs."""

    programs: list[Serve]
    dialled: list[tuple[str, int]] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
    streams: list[socket.socket] = field(default_factory=list)

    def dial(self, address: str, port: int) -> Stream:
        self.dialled.append((address, port))
        ours, theirs = socket.socketpair()

        def work(serve: Serve) -> None:
            with theirs, contextlib.suppress(OSError):
                theirs.settimeout(10)
                serve(theirs)

        thread = threading.Thread(target=work, args=(self.programs.pop(0),))
        thread.start()
        self.threads.append(thread)
        self.streams.append(theirs)
        return cast(Stream, ours)

    def end(self) -> None:
        """End all connections, and see that every program ends with its own."""
        for stream, thread in zip(self.streams, self.threads, strict=True):
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def probe() -> Iterator[Callable[..., LoginFact]]:
    """A function that reads a login fact from scripted servers, one for each connection."""
    servers: list[Server] = []

    def run(kind: type[LoginFact], *programs: Serve, at: tuple[str, int]) -> LoginFact:
        servers.append(server := Server(list(programs)))
        try:
            return kind.probe(ANSWERS, server.dial, Facts({}))
        finally:
            assert server.dialled == [at] * len(server.dialled)

    yield run
    for server in servers:
        server.end()


Probe = Callable[..., LoginFact]


def silent(stream: socket.socket) -> None:
    """Say nothing until the client goes."""
    while stream.recv(4096):
        pass


def closing(stream: socket.socket) -> None:
    """Close the connection without a byte."""


def says(data: bytes) -> Serve:
    """Return a server that sends this and then nothing."""

    def serve(stream: socket.socket) -> None:
        stream.sendall(data)
        silent(stream)

    return serve


def says_and_closes(data: bytes) -> Serve:
    """Return a server that sends this and closes its side."""

    def serve(stream: socket.socket) -> None:
        stream.sendall(data)
        stream.shutdown(socket.SHUT_WR)
        silent(stream)

    return serve


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may be silent for a moment only."""
    monkeypatch.setattr(logins, "TIMEOUT", 0.2)


# --- RabbitMQ ---------------------------------------------------------------------------------------

QUEUE = ("controller", 5672)


def frame(class_id: int, method_id: int, arguments: bytes = b"") -> bytes:
    """Return a method frame of AMQP 0-9-1."""
    payload = struct.pack(">HH", class_id, method_id) + arguments
    return struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce"


START = frame(10, 10, b"\x00\x09" + struct.pack(">I", 0) + struct.pack(">I", 5) + b"PLAIN")
TUNE = frame(10, 30, struct.pack(">HIH", 2047, 131072, 60))
CLOSES = b"closes"
"""Stands for a server that closes the stream without a word."""
OPEN_OK = frame(10, 41, b"\x00")
NO_PERMISSIONS = b"NOT_ALLOWED - access to vhost '/' refused for user 'openstack'"
NOT_ALLOWED = frame(10, 50, struct.pack(">HB", 530, len(NO_PERMISSIONS)) + NO_PERMISSIONS + b"\x00" * 4)
OPEN = frame(10, 31, struct.pack(">HIH", 2047, 131072, 0)) + frame(10, 40, b"\x01/\x00\x00")
REFUSED = frame(10, 50, struct.pack(">H", 403) + b"\x0eACCESS_REFUSED" + b"\x00" * 4)


CHANNEL_OK, DECLARED = frame(20, 11, bytes(4)), frame(50, 11, b"\x01q" + bytes(8))


def barred(code: int, text: bytes) -> bytes:
    """Return the closing of a channel."""
    return frame(20, 40, struct.pack(">HB", code, len(text)) + text + struct.pack(">HH", 50, 10))


NO_EXCHANGE = barred(404, b"NOT_FOUND - no exchange")
NO_ACCESS = barred(403, b"ACCESS_REFUSED - access to queue 'q' in vhost '/'")
PERMITTED = (CHANNEL_OK, DECLARED, NO_EXCHANGE)


def rabbit(
    answer: bytes, then: bytes = b"", about_queues: Sequence[bytes] = (), *, slowly: bool = False
) -> Serve:
    """Start, read start-ok to its end, and answer; answer `then` to the opening of the virtual host, and
    the rest to one frame each.
    """

    def serve(stream: socket.socket) -> None:
        assert stream.recv(8) == b"AMQP\x00\x00\x09\x01"
        for part in [START[at : at + 1] for at in range(len(START))] if slowly else [START]:
            stream.sendall(part)
        size = struct.unpack(">BHI", stream.recv(7, socket.MSG_WAITALL))[2]
        sent = stream.recv(size + 1, socket.MSG_WAITALL)
        password = PASSWORDS["rabbitpass"].encode()
        good = sent.startswith(b"\x00\x0a\x00\x0b") and b"\x00openstack\x00" + password + b"\x05en_US" in sent
        stream.sendall(answer if good else b"what?")
        if then:
            opened = stream.recv(len(OPEN), socket.MSG_WAITALL)
            stream.sendall((then if opened == OPEN else b"what?").removeprefix(CLOSES))
        if then == CLOSES:
            return
        for told in about_queues:
            size = struct.unpack(">BHI", stream.recv(7, socket.MSG_WAITALL))[2]
            stream.recv(size + 1, socket.MSG_WAITALL)
            stream.sendall(told)
        if answer:
            silent(stream)

    return serve


@pytest.mark.parametrize(
    ("serve", "login"),
    [
        (rabbit(TUNE, OPEN_OK, PERMITTED), QueueLogin(True, True)),
        (rabbit(TUNE, OPEN_OK, PERMITTED, slowly=True), QueueLogin(True, True)),
        *(
            (
                rabbit(TUNE, OPEN_OK, answers),
                QueueLogin(True, True, narrow="ACCESS_REFUSED - access to queue 'q' in vhost '/'"),
            )
            for answers in ((CHANNEL_OK, NO_ACCESS), (CHANNEL_OK, DECLARED, NO_ACCESS))
        ),
        (rabbit(b""), QueueLogin(False)),
        (rabbit(REFUSED), QueueLogin(False)),
        (rabbit(TUNE, NOT_ALLOWED), QueueLogin(True, False, NO_PERMISSIONS.decode())),
        (rabbit(TUNE, frame(10, 50)), QueueLogin(True)),
        (rabbit(TUNE, CLOSES), QueueLogin(True)),
    ],
    ids=[
        "good",
        "byte by byte",
        "may not configure",
        "may not write or read",
        "refused by closing",
        "refused by 403",
        "no permissions",
        "no reason",
        "closed",
    ],
)
def test_rabbitmq_lets_in_or_refuses(probe: Probe, serve: Serve, login: QueueLogin) -> None:
    assert probe(QueueLogin, serve, at=QUEUE) == login


@pytest.mark.parametrize(
    "serve",
    [
        closing,
        silent,
        says(b"SSH-2.0-OpenSSH_6.6\r\n"),
        says(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        says_and_closes(b"AMQP\x00\x01\x00\x00"),
        says(frame(10, 11)),
        says(b"\x08\x00\x00\x00\x00\x00\x00\xce"),
        says(b"\x01\x00\x00\x00\x00\x00\x00\xce"),
        says(b"\x01\x00\x00\x00\x00\x00\x02\x00\x0a\xce"),
        says(START[:-1] + b"\x00"),
        says(b"\x01\x00\x00\xff\xff\xff\xff"),
        says_and_closes(START[:12]),
    ],
    ids=[
        *("closes", "silent", "ssh", "http", "another version", "another method", "a heartbeat"),
        *("an empty frame", "a short frame", "a frame without end", "a frame of 4 GiB", "half a frame"),
    ],
)
def test_what_is_no_rabbitmq_is_unknown(probe: Probe, serve: Serve) -> None:
    with pytest.raises(Unknown, match="login-no-way") as problem:
        probe(QueueLogin, serve, at=QUEUE)
    assert problem.value.message.variables["port"] == "5672"


ODD_ABOUT_QUEUES = [
    rabbit(TUNE, OPEN_OK, answers)
    for answers in ((), (TUNE,), (CHANNEL_OK, NO_EXCHANGE), (CHANNEL_OK, DECLARED, DECLARED), (b"HTTP/1.1 ",))
]


@pytest.mark.parametrize(
    "serve",
    [
        rabbit(b"HTTP/1.1 400 "),
        rabbit(TUNE, b"HTTP/1.1 400 "),
        rabbit(TUNE, TUNE),
        rabbit(TUNE),
        *ODD_ABOUT_QUEUES,
    ],
)
def test_garbage_or_nothing_after_the_login_is_unknown(probe: Probe, serve: Serve) -> None:
    with pytest.raises(Unknown, match="login-no-way"):
        probe(QueueLogin, serve, at=QUEUE)


# --- Keystone ---------------------------------------------------------------------------------------

KEYSTONE = ("controller", 5000)
NOVA = {"name": "nova", "domain": {"name": "default"}, "password": PASSWORDS["novapass"]}
BY_PASSWORD = {"methods": ["password"], "password": {"user": NOVA}}
IN_SERVICE = {"project": {"name": "service", "domain": {"name": "default"}}}
TOKEN = "gAAAAABk_0-x"


def keystone(
    status: int, *, rescoped: bool = False, tells: bytes = b"{}", stated: int | None = None
) -> Serve:
    """Answer a well-formed request for a token: by the password, or by that token for project service.

    What it tells of the token is said to be `stated` bytes long.
    """
    identity = {"methods": ["token"], "token": {"id": TOKEN}} if rescoped else BY_PASSWORD
    scope = IN_SERVICE if rescoped else None

    def serve(stream: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += stream.recv(4096)
        head, _, body = request.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        length = next(int(line[16:]) for line in lines if line.startswith("Content-Length: "))
        while len(body) < length:
            body += stream.recv(4096)
        auth = json.loads(body)["auth"]
        good = (
            lines[0] == "POST /v3/auth/tokens?nocatalog HTTP/1.1"
            and "Host: controller:5000" in lines
            and auth["identity"] == identity
            and auth.get("scope") == scope
        )
        answer = f"HTTP/1.1 {status if good else 400} X\r\nX-Subject-Token: {TOKEN}\r\n"
        size = len(tells) if stated is None else stated
        stream.sendall(f"{answer}Content-Length: {size}\r\n\r\n".encode() + tells)
        if size == len(tells):
            silent(stream)

    return serve


@pytest.mark.parametrize(
    ("alone", "in_project", "found"),
    [
        (201, 201, NovaInKeystone(True, True)),
        (201, 401, NovaInKeystone(True, False)),
        (401, 401, NovaInKeystone(False, False)),
    ],
)
def test_keystone_gives_tokens_or_not(
    probe: Probe, alone: int, in_project: int, found: NovaInKeystone
) -> None:
    assert probe(NovaInKeystone, keystone(alone), keystone(in_project, rescoped=True), at=KEYSTONE) == found


NOVAS_TOKEN: Mapping[str, object] = {
    "methods": ["token", "password"],
    "user": {"id": "f47b", "name": "nova", "domain": {"id": "default", "name": "Default"}},
    "project": {"id": "5e71", "name": "service", "domain": {"id": "default", "name": "Default"}},
    "roles": [{"id": "7e57", "name": "user"}, {"id": "0a1b", "name": "admin"}],
}


def told(tells: bytes) -> Serve:
    """Give a token for project service, and tell this of it."""
    return keystone(201, rescoped=True, tells=tells)


def test_what_keystone_tells_of_a_token_is_kept(probe: Probe) -> None:
    serve = told(json.dumps({"token": NOVAS_TOKEN}).encode())
    assert probe(NovaInKeystone, keystone(201), serve, at=KEYSTONE) == NovaInKeystone(
        True,
        True,
        Grant(
            user=IdentityRecord("f47b", "nova"),
            domain="default",
            project=IdentityRecord("5e71", "service"),
            roles=(IdentityRecord("7e57", "user"), IdentityRecord("0a1b", "admin")),
        ),
    )


ODD_TOKENS: Mapping[str, bytes] = {
    "no JSON": b"<html>",
    "no object": b"[]",
    "a null": b"null",
    "deep": b"[" * 100_000,
    "a huge number": b'{"token": ' + b"9" * 10_000 + b"}",
    "not UTF-8": b'{"token": "\xff"}',
    "too long": b" " * (2 << 20) + b"{}",
    **{
        f"no {name}": json.dumps({"token": {**NOVAS_TOKEN, name: None}}).encode()
        for name in ("user", "project", "roles")
    },
    "no domain": json.dumps({"token": {**NOVAS_TOKEN, "user": {"id": "f47b", "name": "nova"}}}).encode(),
    "no name": json.dumps({"token": {**NOVAS_TOKEN, "project": {"id": "5e71"}}}).encode(),
    "an ID that is an option": json.dumps(
        {"token": {**NOVAS_TOKEN, "roles": [{"id": "--all", "name": "admin"}]}}
    ).encode(),
    "a role that is none": json.dumps({"token": {**NOVAS_TOKEN, "roles": ["admin"]}}).encode(),
}


@pytest.mark.parametrize("odd", ODD_TOKENS.values(), ids=ODD_TOKENS)
def test_a_token_of_which_keystone_tells_something_odd_is_one(probe: Probe, odd: bytes) -> None:
    found = probe(NovaInKeystone, keystone(201, tells=odd), told(odd), at=KEYSTONE)
    assert found == NovaInKeystone(password_holds=True, in_project=True)


def test_so_is_one_whose_answer_is_cut_off(probe: Probe) -> None:
    cut = keystone(201, rescoped=True, tells=b'{"token":', stated=1000)
    found = probe(NovaInKeystone, keystone(201), cut, at=KEYSTONE)
    assert found == NovaInKeystone(password_holds=True, in_project=True)


def test_a_token_of_the_second_in_which_the_password_changed_is_asked_for_again(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "REVOKING", 0.0)
    revoked = (keystone(201), keystone(404, rescoped=True))
    found = probe(NovaInKeystone, *revoked, keystone(201), keystone(201, rescoped=True), at=KEYSTONE)
    assert found == NovaInKeystone(password_holds=True, in_project=True)
    with pytest.raises(Unknown, match="keystone-odd-status"):
        probe(NovaInKeystone, *revoked, *revoked, at=KEYSTONE)


@pytest.mark.parametrize("status", [200, 300, 400, 403, 404, 500, 503])
def test_another_status_of_keystone_is_unknown(probe: Probe, status: int) -> None:
    with pytest.raises(Unknown, match="keystone-odd-status") as problem:
        probe(NovaInKeystone, keystone(status), at=KEYSTONE)
    assert problem.value.message.variables == {"address": "controller", "status": str(status)}


@pytest.mark.parametrize(
    "serve",
    [closing, silent, says(b"SSH-2.0-x\r\n\r\n"), says_and_closes(b"HTTP/1.1 2"), says(b"\xff" * 70000)],
    ids=["closes", "silent", "ssh", "half a line", "garbage"],
)
def test_what_is_no_keystone_is_unknown(probe: Probe, serve: Serve) -> None:
    with pytest.raises(Unknown, match="login-no-way"):
        probe(NovaInKeystone, serve, at=KEYSTONE)


# --- MariaDB ----------------------------------------------------------------------------------------

MARIADB = ("controller", 3306)


def packet(number: int, payload: bytes) -> bytes:
    """Return a packet of MySQL's protocol."""
    return struct.pack("<I", len(payload))[:3] + bytes([number]) + payload


def greeting(plugin: bytes = b"mysql_native_password") -> bytes:
    """Return the handshake of MariaDB 10.1."""
    return packet(
        0,
        b"\x0a5.5.5-10.1.20-MariaDB\x00" + struct.pack("<I", 7) + b"12345678\x00"
        b"\xff\xf7\x21\x02\x00\x3f\xa0\x15" + b"\x00" * 10 + b"123456789012\x00" + plugin + b"\x00",
    )


OK = b"\x00\x00\x00\x02\x00\x00\x00"
EOF = b"\xfe\x00\x00\x02\x00"


def error(code: int, said: bytes = b"no") -> bytes:
    """Return the payload of an error packet."""
    return b"\xff" + struct.pack("<H", code) + b"#28000" + said


def received(stream: socket.socket) -> bytes:
    """Receive a packet of MySQL's protocol and return its payload."""
    size = int.from_bytes(stream.recv(4, socket.MSG_WAITALL)[:3], "little")
    return stream.recv(size, socket.MSG_WAITALL)


def column(name: bytes) -> bytes:
    """Return the definition of a column in a result."""

    def text(value: bytes) -> bytes:
        return bytes([len(value)]) + value

    return (
        text(b"def")
        + text(b"") * 3
        + text(name) * 2
        + b"\x0c\x21\x00"
        + struct.pack("<I", 192)
        + b"\xfd\x01\x00\x00\x00\x00"
    )


def mariadb(answer: bytes, *databases: bytes) -> Serve:
    """Greet, answer the login, and list the databases."""

    def serve(stream: socket.socket) -> None:
        stream.sendall(greeting())
        assert b"nova\x00" in received(stream)
        stream.sendall(packet(2, answer))
        while command := received(stream):
            if command == b"\x03SHOW DATABASES":
                rows = [bytes([len(name)]) + name for name in databases]
                payloads = [b"\x01", column(b"Database"), EOF, *rows, EOF]
                stream.sendall(b"".join(packet(n, payload) for n, payload in enumerate(payloads, 1)))
            elif command == b"\x03SELECT CURRENT_USER()":
                payloads = [b"\x01", column(b"CURRENT_USER()"), EOF, b"\x0fnova@controller", EOF]
                stream.sendall(b"".join(packet(n, payload) for n, payload in enumerate(payloads, 1)))
            else:
                stream.sendall(packet(1, OK))

    return serve


def test_mariadb_lets_in_and_shows_its_databases(probe: Probe) -> None:
    found = probe(NovaInDatabase, mariadb(OK, b"information_schema", b"nova"), at=MARIADB)
    assert found == NovaInDatabase(
        True, frozenset({"information_schema", "nova"}), account="'nova'@'controller'"
    )


@pytest.mark.parametrize("code", [1044, 1045, 1698])
def test_mariadb_refuses(probe: Probe, code: int) -> None:
    assert probe(NovaInDatabase, mariadb(error(code)), at=MARIADB) == NovaInDatabase(False)
    said = b"Access denied for user 'nova'@'controller' (using password: YES)"
    found = probe(NovaInDatabase, mariadb(error(code, said)), at=MARIADB)
    assert found == NovaInDatabase(False, client="controller")


@pytest.mark.parametrize(
    "serve",
    [
        closing,
        silent,
        mariadb(error(1040, b"Too many connections")),
        says(packet(0, error(1130, b"Host '10.0.0.11' is not allowed to connect to this MariaDB server"))),
        says_and_closes(greeting()),
        says_and_closes(greeting()[:20]),
        says(b"SSH-2.0-OpenSSH_6.6\r\n"),
        says_and_closes(b"SSH-2.0-OpenSSH_6.6\r\n"),
        says(packet(0, b"")),
        says(packet(0, b"\x0a")),
        says(packet(0, b"\x09short")),
        says(packet(0, b"\x0a5.5.5\x00" + b"\x01" * 3)),
        says(packet(0, b"\xff" * 40)),
        mariadb(b"\xfesha256_password\x00salt"),
        mariadb(b"\xfeed25519\x00salt"),
        mariadb(b"\xfe"),
    ],
    ids=[
        *(
            "closes",
            "silent",
            "too many",
            "another host's",
            "closes after greeting",
            "half a greeting",
            "ssh",
        ),
        *("ssh, closes", "empty", "version only", "another protocol", "short", "ff", "sha256", "ed25519"),
        "the oldest way to log in",
    ],
)
def test_what_is_no_mariadb_for_nova_is_unknown(probe: Probe, serve: Serve) -> None:
    with pytest.raises(Unknown, match="login-no-way") as problem:
        probe(NovaInDatabase, serve, at=MARIADB)
    assert problem.value.message.variables["port"] == "3306"
    assert problem.value.message.variables["said"]


# --- The way there ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [NovaInDatabase, NovaInKeystone, QueueLogin])
def test_no_way_is_unknown_and_a_lost_host_is_lost(kind: type[LoginFact]) -> None:
    def refused(address: str, port: int) -> Stream:
        raise ConnectionRefusedError(111, "Connection refused")

    def lost(address: str, port: int) -> Stream:
        raise Lost("host-lost", host="controller")

    with pytest.raises(Unknown, match="login-no-way") as problem:
        kind.probe(ANSWERS, refused, Facts({}))
    assert "Connection refused" in str(problem.value.message.variables["said"])
    with pytest.raises(Lost):
        kind.probe(ANSWERS, lost, Facts({}))
