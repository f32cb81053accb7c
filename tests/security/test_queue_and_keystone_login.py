"""A RabbitMQ and a Keystone that are after a password, or the wizard's memory and time."""

from __future__ import annotations

import json
import socket
import time

import pytest

from tests.support.hostile import PASSWORD, Peer, frame, probe, shown, start
from wizard.facts import logins
from wizard.facts.logins import NovaInKeystone, QueueLogin
from wizard.model.facts import LoginFact
from wizard.model.problems import Unknown

SECURE = frame(10, 20, b"\x00\x00\x00\x09Password:")
HEADER = 8
"""Bytes of AMQP's first message."""


def refused(kind: type[LoginFact], peer: Peer) -> str:
    """Probe this server; return why it is no login."""
    with pytest.raises(Unknown, match="login-no-way") as problem:
        probe(kind, peer)
    return shown(problem.value.message, "said")


# --- RabbitMQ ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mechanisms",
    [b"", b"AMQPLAIN", b"EXTERNAL ANONYMOUS", b"PLAINER XPLAIN", b"plain", b"\x1b]52;c;x\x07" * 9000],
    ids=["none", "amqplain", "external", "like plain", "lower case", "much"],
)
def test_a_queue_that_does_not_offer_plain_gets_no_password(mechanisms: bytes) -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection, HEADER)
        connection.sendall(start(mechanisms))

    peer = Peer(talk)
    assert len(refused(QueueLogin, peer)) <= 300
    assert PASSWORD.encode() not in peer.received


@pytest.mark.parametrize(
    "arguments", [b"", b"\x00\x09", b"\x00\x09\xff\xff\xff\xff", b"\x00\x09\x00\x00\x00\x00\xff\xff"]
)
def test_a_start_that_is_cut_short_gets_no_password(arguments: bytes) -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection, HEADER)
        connection.sendall(frame(10, 10, arguments))

    peer = Peer(talk)
    refused(QueueLogin, peer)
    assert len(peer.received) == HEADER


@pytest.mark.parametrize("again", [SECURE, start(), frame(10, 41)], ids=["secure", "start", "open-ok"])
def test_a_queue_that_asks_again_is_refused(again: bytes) -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection, HEADER)
        connection.sendall(start())
        while b"\x05en_US\xce" not in peer.received:
            peer.received += connection.recv(65536)
        for _ in range(100):
            connection.sendall(again)

    peer = Peer(talk)
    refused(QueueLogin, peer)
    assert peer.received.count(PASSWORD.encode()) == 1


# --- Keystone ---------------------------------------------------------------------------------------


def asked(peer: Peer, connection: socket.socket) -> None:
    """Receive a request, body and all."""
    while not peer.received.endswith(b"}}}}}"):
        peer.received += connection.recv(65536)


def test_a_redirect_is_not_followed_and_gets_no_password() -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        asked(peer, connection)
        connection.sendall(
            b"HTTP/1.1 307 Moved\r\nLocation: http://controller:5000/other\r\nContent-Length: 0\r\n\r\n"
        )

    peer = Peer(talk)
    with pytest.raises(Unknown, match="keystone-odd-status"):
        probe(NovaInKeystone, peer)
    assert peer.connections == 1
    assert peer.received.count(PASSWORD.encode()) == 1


def test_a_refused_password_is_given_once() -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        asked(peer, connection)
        connection.sendall(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")

    peer = Peer(talk)
    assert probe(NovaInKeystone, peer) == NovaInKeystone(password_holds=False, in_project=False)
    head, _, body = bytes(peer.received).partition(b"\r\n\r\n")
    assert PASSWORD.encode() not in head
    assert json.loads(body)["auth"]["identity"]["password"]["user"]["password"] == PASSWORD


def test_a_body_without_end_is_not_read() -> None:
    def talk(peer: Peer, connection: socket.socket) -> None:
        asked(peer, connection)
        connection.sendall(b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n")
        peer.flood(connection, b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")

    peer = Peer(talk)
    assert not probe(NovaInKeystone, peer).password_holds  # type: ignore[attr-defined]
    assert peer.sent < 20 << 20


# --- Bounds of both ---------------------------------------------------------------------------------

FLOODS = [
    (NovaInKeystone, b"HTTP/1.1 100 Continue\r\n\r\n"),
    (NovaInKeystone, b"HTTP/1.1 100 Continue\r\nX: " + b"x" * 60_000 + b"\r\n\r\n"),
    (NovaInKeystone, b"X" * 65536),
    (NovaInKeystone, b"HTTP/1.1 201 Created\r\nX-Subject-Token: y\r\n"),
    (QueueLogin, b"\x01\x00\x00\x00\x01\xff\xf0" + b"x" * 0x1FFF0),
    (QueueLogin, b"x" * 65536),
]


@pytest.mark.parametrize(
    ("kind", "data"), FLOODS, ids=["continue", "long continue", "line", "headers", "frame", "bytes"]
)
def test_a_flood_is_cut_off(kind: type[LoginFact], data: bytes) -> None:
    peer = Peer(lambda peer, connection: peer.flood(connection, data))
    began = time.monotonic()
    refused(kind, peer)
    assert time.monotonic() - began < 5
    assert peer.sent < 20 << 20


DRIPS = [
    (NovaInKeystone, b"HTTP/1.1 100 Continue\r\n\r\n"),
    (NovaInKeystone, b"HTTP/1.1 201 Created" + b"d" * 10_000),
    (QueueLogin, start(b"A" * 60_000)),
]


@pytest.mark.parametrize(("kind", "data"), DRIPS, ids=["continue", "status", "queue"])
def test_a_server_that_drips_is_not_waited_for(
    kind: type[LoginFact], data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "TIMEOUT", 0.5)
    began = time.monotonic()
    assert "timed out" in refused(kind, Peer(lambda peer, connection: peer.drip(connection, data)))
    assert time.monotonic() - began < 4
