"""TCP streams that start at a host."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.peers import listening
from tests.support.sshd import free_port
from wizard.hosts.ssh import SshHost


def echo(connection: socket.socket) -> None:
    while data := connection.recv(1000):
        connection.sendall(data.upper())


def test_it_goes_both_ways(host: SshHost) -> None:
    with listening(echo) as port, closing(host.dial("localhost", port)) as stream:
        stream.settimeout(5)
        stream.sendall(b"over\n")
        assert stream.recv(100) == b"OVER\n"
        stream.sendall(b"again\n")
        assert stream.makefile("rb").readline() == b"AGAIN\n"


def test_a_stream_that_says_nothing_ends_at_its_limit(host: SshHost) -> None:
    with listening(lambda _: None) as port, closing(host.dial("127.0.0.1", port)) as stream:
        stream.settimeout(0.3)
        with pytest.raises(TimeoutError):
            stream.recv(1)


def test_nobody_listens(host: SshHost) -> None:
    port = free_port()
    with pytest.raises(OSError, match=f"127.0.0.1:{port} from controller: Connect"):
        host.dial("127.0.0.1", port)


def test_forwarding_is_prohibited(start_sshd: StartSshd) -> None:
    with closing(start_sshd(options="AllowTcpForwarding no").host()) as host:
        host.open()
        with pytest.raises(OSError, match="prohibited"):
            host.dial("127.0.0.1", 1)


def test_no_connection(host: SshHost) -> None:
    host.close()
    with pytest.raises(OSError, match="no connection to controller"):
        host.dial("127.0.0.1", 1)
