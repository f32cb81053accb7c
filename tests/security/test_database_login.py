"""A MariaDB server that is after nova's password, a file, or the wizard's memory and time."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from steps.facts import Databases
from tests.support import mariadb
from tests.support.hostile import OK, PASSWORD, SECRETS, Peer, greeting, next_packet, packet, probe, shown
from tests.support.sshd import SSHD, Sshd, free_port
from wizard.facts import logins
from wizard.facts.logins import NovaInDatabase
from wizard.model.commands import Result, Stream
from wizard.model.facts import Facts
from wizard.model.problems import Unknown

PLUGINS = [
    b"mysql_clear_password",
    b"dialog",
    b"sha256_password",
    b"caching_sha2_password",
    b"mysql_old_password",
    b"client_ed25519",
    b"mysql_native_password",
    b"auth_gssapi_client",
    b"",
]


def refused(peer: Peer) -> str:
    """Probe this server; return why it is no login."""
    with pytest.raises(Unknown, match="login-no-way") as problem:
        probe(NovaInDatabase, peer)
    return shown(problem.value.message, "said")


def logins_in(received: bytearray) -> int:
    """How many packets the client sent."""
    count, at = 0, 0
    while at < len(received):
        at += 4 + int.from_bytes(received[at : at + 3], "little")
        count += 1
    return count


@pytest.mark.parametrize("plugin", PLUGINS, ids=[name.decode() or "none" for name in PLUGINS])
def test_a_server_that_asks_again_gets_one_answer_only(plugin: bytes) -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting())
        number, _ = next_packet(peer, connection)
        prompt = b"\x04Password: \x00" if plugin == b"dialog" else b"saltsaltsaltsaltsalt\x00"
        connection.sendall(packet(number + 1, b"\xfe" + (plugin + b"\x00" + prompt if plugin else b"")))

    peer = Peer(talk)
    refused(peer)
    assert PASSWORD.encode() not in peer.received
    assert logins_in(peer.received) == 1


@pytest.mark.parametrize("plugin", PLUGINS, ids=[name.decode() or "none" for name in PLUGINS])
@pytest.mark.parametrize("more", [b"\x01\x04", b"\x01Password: "], ids=["full", "prompt"])
def test_a_server_that_greets_by_another_way_gets_the_same_answer(plugin: bytes, more: bytes) -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting(plugin))
        number, _ = next_packet(peer, connection)
        connection.sendall(packet(number + 1, more))

    peer = Peer(talk)
    refused(peer)
    assert PASSWORD.encode() not in peer.received
    assert b"mysql_native_password" in peer.received
    assert logins_in(peer.received) == 1


@pytest.mark.parametrize("plugin", [b"sha256_password", b"caching_sha2_password"])
@pytest.mark.parametrize("switches", [False, True], ids=["greets", "switches"])
def test_nothing_is_encrypted_for_a_key_of_the_servers_own(plugin: bytes, switches: bool) -> None:
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    got: list[bytes] = []

    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting(b"mysql_native_password" if switches else plugin))
        number, _ = next_packet(peer, connection)
        if switches:
            connection.sendall(packet(number + 1, b"\xfe" + plugin + b"\x00saltsaltsaltsaltsalt\x00"))
            number, _ = next_packet(peer, connection)
        if plugin == b"caching_sha2_password":
            connection.sendall(packet(number + 1, b"\x01\x04"))
            number, _ = next_packet(peer, connection)
        connection.sendall(packet(number + 1, b"\x01" + public))
        _, secret = next_packet(peer, connection)
        got.append(key.decrypt(secret, padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)))

    refused(Peer(talk))
    assert got == []


@pytest.mark.parametrize("at", [0, 1, 2], ids=["SET NAMES", "SET AUTOCOMMIT", "SHOW DATABASES"])
def test_a_server_that_asks_for_a_file_gets_none(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "TIMEOUT", 0.5)
    (tmp_path / "file").write_text("content of the file")

    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting())
        number, _ = next_packet(peer, connection)
        connection.sendall(packet(number + 1, OK))
        for _ in range(at):
            next_packet(peer, connection)
            connection.sendall(packet(1, OK))
        next_packet(peer, connection)
        connection.sendall(packet(1, b"\xfb" + str(tmp_path / "file").encode()))

    peer = Peer(talk)
    refused(peer)
    assert b"content" not in peer.received


# --- Bounds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "flood",
    [b"\xff\xff\xff\x00" + b"x" * 65536, packet(0, b"\x0a" + b"x" * 65536), b"\x0a" * 65536],
    ids=["16 MiB packets", "a greeting", "bytes"],
)
def test_a_flood_is_cut_off(flood: bytes) -> None:
    peer = Peer(lambda peer, connection: peer.flood(connection, flood))
    began = time.monotonic()
    refused(peer)
    assert time.monotonic() - began < 5
    assert peer.sent < 20 << 20


def test_rows_without_end_are_cut_off() -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting())
        number, _ = next_packet(peer, connection)
        connection.sendall(packet(number + 1, OK))
        for _ in range(2):
            next_packet(peer, connection)
            connection.sendall(packet(1, OK))
        next_packet(peer, connection)
        connection.sendall(packet(1, b"\x01"))
        column = b"\x03def\x00\x00\x00\x01a\x01a\x0c\x21\x00\xff\x00\x00\x00\xfd\x01\x00\x00\x00\x00"
        connection.sendall(packet(2, column) + packet(3, b"\xfe\x00\x00\x02\x00"))
        block = b"".join(packet(at % 256, b"\xfd\xff\xff\x00" + b"x" * 0xFFFF) for at in range(4, 4 + 256))
        peer.flood(connection, block)

    peer = Peer(talk)
    assert "more than" in refused(peer)
    assert peer.sent < 64 << 20


def test_result_sets_without_end_are_cut_off() -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        connection.sendall(greeting())
        number, _ = next_packet(peer, connection)
        more_results = b"\x00\x00\x00\x0a\x00\x00\x00"
        connection.sendall(packet(number + 1, OK))
        next_packet(peer, connection)
        peer.flood(connection, b"".join(packet(at % 256, more_results) for at in range(1, 257)))

    peer = Peer(talk)
    refused(peer)
    assert peer.sent < 20 << 20


@pytest.mark.parametrize("part", [greeting(), packet(0, b"\x0a" + b"x" * 5000)], ids=["short", "long"])
def test_a_server_that_drips_is_not_waited_for(part: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "TIMEOUT", 0.5)
    began = time.monotonic()
    assert "timed out" in refused(Peer(lambda peer, connection: peer.drip(connection, part)))
    assert time.monotonic() - began < 4


def test_what_it_says_is_quoted_in_short() -> None:
    said = b"\xff\x10\x04#08004" + b"no " * 100_000
    told = refused(Peer(lambda _, connection: connection.sendall(packet(0, said))))
    assert len(told) <= 300


@pytest.mark.parametrize(
    "line",
    [
        "GRANT " + " ON x" * 40_000,
        "GRANT ALL ON " + "x" * 200_000,
        "GRANT ALL PRIVILEGES ON `nova`.* TO 'nova'@'%' " + "IDENTIFIED VIA x " * 20_000,
        "GRANT ALL PRIVILEGES ON `nova`.* TO 'nova'@'%' IDENTIFIED VIA " + "USING " * 40_000,
        "GRANT ALL PRIVILEGES ON `nova`.* TO 'nova'@'" + "%" * 200_000,
    ],
    ids=["ON", "name", "IDENTIFIED", "USING", "account"],
)
def test_a_long_grant_is_read_in_time(line: str) -> None:
    began = time.process_time()
    Databases.parse(Result(0, f"login\t1\n{line}\n".encode()))
    assert time.process_time() - began < 1


# --- A real server that offers TLS ------------------------------------------------------------------


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, mariadb.MariaDB]]:
    """A MariaDB with TLS, on a port of loopback."""
    if reason := mariadb.missing():
        pytest.skip(reason)
    folder, port = tmp_path_factory.mktemp("mariadb"), free_port()
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db", "-days", "2", *files],
        check=True,
        capture_output=True,
    )
    options = [f"--ssl-cert={folder / 'certificate'}", f"--ssl-key={folder / 'key'}", f"--port={port}"]
    with mariadb.started(folder, "--bind-address=127.0.0.1", *options) as server:
        yield port, server


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """An sshd that the module's tests share."""
    if SSHD is None:
        pytest.skip("no sshd here: install openssh-server")
    with Sshd(tmp_path_factory.mktemp("sshd") / "shared") as server:
        yield server


@pytest.mark.parametrize(
    ("requires", "authenticated"), [("", True), ("REQUIRE SSL", False)], ids=["may use TLS", "must use TLS"]
)
def test_a_server_that_offers_tls_lets_nova_in_as_nova_logs_in(
    tls: tuple[int, mariadb.MariaDB],
    sshd: Sshd,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    requires: str,
    authenticated: bool,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    port, server = tls
    with closing(server.connect("root")) as root, root.cursor() as cursor:
        cursor.execute("SELECT @@have_ssl")
        assert cursor.fetchall() == (("YES",),)
        cursor.execute(f"CREATE OR REPLACE USER nova@'%' IDENTIFIED BY '{PASSWORD}' {requires}")
    with closing(sshd.host()) as host:
        host.open()

        def dial(address: str, _: int) -> Stream:
            return host.dial(address, port)

        answers = replace(SECRETS, controller=replace(SECRETS.controller, name="127.0.0.1"))
        found = NovaInDatabase.probe(answers, dial, Facts({}))
    assert found.authenticated is authenticated
    assert ("information_schema" in found.sees) is authenticated
