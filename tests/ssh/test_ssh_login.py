"""Getting to a host and in: settings, keys, agent, passwords, gateways; and why it failed."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import paramiko
import pytest

from tests.ssh.conftest import StartSshd
from tests.support.peers import OldServer, listening
from tests.support.sshd import (
    SNAPPY,
    STUDENT_PASSWORD,
    Sshd,
    fingerprint,
    free_port,
    key_pair,
    ssh_agent,
)
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Login, Node
from wizard.model.commands import Command
from wizard.model.message import Message
from wizard.model.problems import Unreachable, UntrustedKey
from wizard.model.role import Role
from wizard.secret import Secret

OPENSSH_6_6 = """
HostKeyAlgorithms ssh-rsa
PubkeyAcceptedAlgorithms ssh-rsa
KexAlgorithms curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group14-sha1
Ciphers aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com
MACs hmac-sha1,hmac-sha2-256,hmac-sha2-512
"""


def opens(host: SshHost) -> bool:
    """Whether the host can be opened and runs a command; it is closed again."""
    with closing(host):
        host.open()
        return host.run(Command("true", changes=False)).status == 0


def problem(host: SshHost) -> Message:
    """Open the host, which must fail; return what is told. It takes no longer than a limit."""
    began = time.monotonic()
    with pytest.raises(Unreachable) as unreachable:
        host.open()
    assert time.monotonic() - began < 12
    return unreachable.value.message


def at(port: int, **login: object) -> SshHost:
    """A host at a port of loopback, whose key is not asked for in the test."""
    login = {"host": "127.0.0.1", "port": port, "user": "root", **login}
    return SshHost(Node(Role.CONTROLLER, "controller", "127.0.0.1", Login(**login)), SNAPPY)  # type: ignore[arg-type]


# --- Settings ---------------------------------------------------------------------------------------


def test_a_host_of_the_users_config(sshd: Sshd, home: Path) -> None:
    (home / ".ssh/config").write_text("Include book/*.conf\nHost *\n  User nobody\n")
    (home / ".ssh/book").mkdir()
    (home / ".ssh/book/one.conf").write_text(f"""
        Host ctl
          HostName=127.0.0.1
          Port {sshd.port}
          User {os.environ.get("USER") or "root"}
          IdentityFile {sshd.user_key}
          UserKnownHostsFile ~/absent {sshd.known_hosts}
    """)
    assert opens(sshd.host(host="ctl", user=None, port=None, identity_file=None, known_hosts=None))


def test_a_config_that_cannot_be_read(sshd: Sshd, home: Path) -> None:
    (home / ".ssh/config").write_text("Nonsense\n")
    assert problem(sshd.host()).key == "ssh-config"


def test_through_a_gateway_whose_key_must_be_known_too(start_sshd: StartSshd, home: Path) -> None:
    gate, inner = start_sshd(), start_sshd()
    (home / ".ssh/config").write_text(f"""
        Host inner
          HostName 127.0.0.1
          Port {inner.port}
          ProxyJump gate
        Host gate
          HostName 127.0.0.1
          Port {gate.port}
          IdentityFile {gate.user_key}
    """)
    known = home / ".ssh/known_hosts"
    known.write_text(inner.known_hosts.read_text())
    host = inner.host(host="inner", port=None, known_hosts=None)
    with pytest.raises(UntrustedKey) as untrusted:
        host.open()
    assert untrusted.value.message.key == "unknown-gateway-key"
    assert untrusted.value.message.variables["fingerprint"] == fingerprint(
        Path(f"{gate.host_keys['ed25519']}.pub")
    )
    known.write_text(inner.known_hosts.read_text() + gate.known_hosts.read_text())
    assert opens(host)
    inner.stop()
    assert problem(host).key == "ssh-gateway"


# --- Keys and passwords -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "ed25519"])
def test_a_key_of_each_type(start_sshd: StartSshd, kind: str) -> None:
    assert opens(start_sshd(user_key=kind).host())


def test_a_key_in_the_usual_place(start_sshd: StartSshd, home: Path) -> None:
    sshd = start_sshd()
    sshd.user_key.rename(home / ".ssh/id_ed25519")
    assert opens(sshd.host(identity_file=None))


def test_a_key_of_the_agent(start_sshd: StartSshd, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sshd = start_sshd()
    others = [key_pair(home / name) for name in "abc"]
    with ssh_agent(home / "agent", *others, sshd.user_key):
        monkeypatch.setenv("SSH_AUTH_SOCK", str(home / "agent"))
        sshd.user_key.unlink()
        assert opens(sshd.host(identity_file=None))
        (home / ".ssh/config").write_text(f"IdentitiesOnly yes\nIdentityFile {home}/a\n")
        told = problem(sshd.host(identity_file=None))
        assert told.variables["tried"] == f"publickey {home}/a, publickey agent"


def test_an_encrypted_key(sshd: Sshd, home: Path) -> None:
    subprocess.run(["cp", sshd.user_key, home / "locked"], check=True)
    subprocess.run(
        ["ssh-keygen", "-q", "-p", "-f", home / "locked", "-N", "열려라"], check=True, capture_output=True
    )
    told = problem(sshd.host(identity_file=str(home / "locked")))
    assert (told.key, told.variables["path"]) == ("ssh-key-encrypted", str(home / "locked"))
    assert opens(sshd.host(identity_file=str(home / "locked"), password=Secret("ssh", "열려라")))


def test_a_key_file_that_is_not_there(sshd: Sshd, home: Path) -> None:
    told = problem(sshd.host(identity_file=str(home / "none")))
    assert (told.key, told.variables["path"]) == ("ssh-key-missing", str(home / "none"))


def test_a_refused_login_says_what_was_tried(sshd: Sshd, home: Path) -> None:
    other = str(key_pair(home / "other"))
    (home / "broken").write_text("no key\n")
    (home / ".ssh/config").write_text(f"IdentityFile {home}/broken\nIdentityFile {home}/absent\n")
    told = problem(sshd.host(identity_file=other, password=Secret("ssh", "geheim")))
    assert told == Message(
        "ssh-login-refused",
        host="controller",
        user=told.variables["user"],
        tried=f"publickey {other}, unreadable {home}/broken, password",
        methods="publickey, password, keyboard-interactive",
    )


@pytest.mark.usefixtures("root")
def test_a_password(sshd: Sshd) -> None:
    password = Secret("ssh", STUDENT_PASSWORD)
    assert opens(sshd.host(user="student", identity_file=None, password=password))


def test_a_server_that_asks_for_the_password(sshd: Sshd) -> None:
    server = OldServer(paramiko.RSAKey.generate(2048), password="geheim", interactive=True)
    with listening(server.serve) as port:
        pin = pin_of(port)
        with closing(at(port, host_key=pin, password=Secret("ssh", "geheim"))) as host:
            host.open()
        assert problem(at(port, host_key=pin, password=Secret("ssh", "falsch"))).key == "ssh-login-refused"


def test_a_server_that_wants_key_and_password(sshd: Sshd, home: Path) -> None:
    key = paramiko.Ed25519Key.from_private_key_file(str(sshd.user_key))
    server = OldServer(paramiko.RSAKey.generate(2048), key=key, password="geheim", then_password=True)
    with listening(server.serve) as port:
        login = {"identity_file": str(sshd.user_key), "password": Secret("ssh", "geheim")}
        with closing(at(port, host_key=pin_of(port), **login)) as host:
            host.open()
    assert server.offered == ["none", "publickey", "password"]


# --- CentOS 7 ---------------------------------------------------------------------------------------


def test_the_algorithms_of_openssh_6_6(start_sshd: StartSshd) -> None:
    sshd = start_sshd(keys=("rsa",), user_key="rsa", options=OPENSSH_6_6)
    assert opens(sshd.host())


def test_a_server_that_says_nothing_of_signatures(home: Path) -> None:
    path = key_pair(home / "key", "rsa")
    key = paramiko.RSAKey.from_private_key_file(str(path))
    server = OldServer(paramiko.RSAKey.generate(2048), key=key)
    with (
        listening(server.serve) as port,
        closing(at(port, host_key=pin_of(port), identity_file=str(path))) as host,
    ):
        host.open()
    assert server.offered == ["none", "publickey"]


def pin_of(port: int) -> str:
    """Return the fingerprint of the server's key, as the wizard shows it."""
    with pytest.raises(UntrustedKey) as untrusted:
        at(port).open()
    return str(untrusted.value.message.variables["fingerprint"])


# --- No way through ---------------------------------------------------------------------------------


def test_nobody_listens() -> None:
    port = free_port()
    told = problem(at(port))
    assert told.key == "ssh-refused"
    assert told.variables["port"] == port


def test_no_such_name() -> None:
    assert problem(at(22, host="a..b")).key == "ssh-unknown-name"


def test_a_peer_that_closes_at_once() -> None:
    with listening(socket.socket.close) as port:
        assert problem(at(port)).key == "ssh-not-ssh"


def test_a_peer_of_another_protocol() -> None:
    def http(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.close()

    with listening(http) as port:
        assert problem(at(port)).key == "ssh-not-ssh"


def test_a_peer_that_never_greets() -> None:
    with listening(lambda _: None) as port:
        assert problem(at(port)).key == "ssh-no-banner"


def test_a_peer_that_freezes_after_its_greeting() -> None:
    with listening(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_6.6.1\r\n")) as port:
        assert problem(at(port)).key == "ssh-frozen"


def test_a_peer_that_breaks_off_after_its_greeting() -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"SSH-2.0-OpenSSH_6.6.1\r\n")
        connection.shutdown(socket.SHUT_RDWR)

    with listening(greet) as port:
        assert problem(at(port)).key == "ssh-broken"


def test_a_frozen_sshd(start_sshd: StartSshd) -> None:
    sshd = start_sshd()
    sshd.freeze()
    assert problem(sshd.host()).key == "ssh-no-banner"


def test_nothing_in_common(start_sshd: StartSshd) -> None:
    sshd = start_sshd(options="Ciphers chacha20-poly1305@openssh.com")
    assert problem(sshd.host()).key == "ssh-no-common-algorithm"


def test_closing_ends_opening(home: Path) -> None:
    arrived = threading.Event()
    with listening(lambda _: arrived.set()) as port:
        host = at(port)

        def close() -> None:
            arrived.wait(20)
            host.close()

        closer = threading.Thread(target=close)
        closer.start()
        with pytest.raises(Unreachable):
            host.open()
        closer.join()


def test_paramiko_says_nothing_itself(capfd: pytest.CaptureFixture[str]) -> None:
    with listening(socket.socket.close) as port:
        problem(at(port))
    assert capfd.readouterr() == ("", "")
