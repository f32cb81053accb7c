"""What ssh_config says has its effect on a real sshd."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import Sshd, key_pair, ssh_agent
from wizard.hosts.ssh import SshHost
from wizard.model.problems import Unreachable, UntrustedKey

FORWARD = """\
import os, socket, sys, threading
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
def up():
    while data := os.read(0, 65536): s.sendall(data)
threading.Thread(target=up, daemon=True).start()
while data := s.recv(65536): os.write(1, data)
"""


def write(home: Path, sshd: Sshd, *lines: str) -> SshHost:
    """Write a Host with these lines besides what it needs, and return a host that is reached by it alone."""
    text = [
        "Host ctl",
        "HostName 127.0.0.1",
        f"Port {sshd.port}",
        f"IdentityFile {sshd.user_key}",
        f"UserKnownHostsFile {sshd.known_hosts}",
        *lines,
    ]
    (home / ".ssh/config").write_text("\n  ".join(text) + "\n")
    return sshd.host(host="ctl", port=None, identity_file=None, known_hosts=None)


def opens(host: SshHost) -> bool:
    host.open()
    host.close()
    return True


def refused(host: SshHost) -> str:
    with pytest.raises(Unreachable) as problem:
        host.open()
    return str(problem.value.message.variables.get("reason", problem.value.message.variables.get("tried")))


def test_a_proxy_command_in_shell_syntax(sshd: Sshd, home: Path) -> None:
    forward = home / "forward.py"
    forward.write_text(FORWARD)
    assert opens(write(home, sshd, f"ProxyCommand sh -c 'python3 {forward} \"$@\"' - %h %p 2>/dev/null"))


def test_no_jump_for_all_hosts(sshd: Sshd, home: Path) -> None:
    host = write(home, sshd, "ProxyJump none")
    with (home / ".ssh/config").open("a") as file:
        file.write("Host *\n  ProxyJump bastion\n")
    assert opens(host)


def test_jumps_in_a_circle(sshd: Sshd, home: Path) -> None:
    host = write(home, sshd)
    with (home / ".ssh/config").open("a") as file:
        file.write("Host *\n  ProxyJump ctl\n")
    assert "a loop" in refused(host)


def test_two_jumps(start_sshd: StartSshd, home: Path) -> None:
    first, second, last = start_sshd(), start_sshd(), start_sshd()
    host = write(home, last, f"ProxyJump 127.0.0.1:{first.port},127.0.0.1:{second.port}")
    known = "".join(one.known_hosts.read_text() for one in (first, second))
    (home / ".ssh/known_hosts").write_text(known)
    keys = "".join(f"  IdentityFile {one.user_key}\n" for one in (first, second))
    with (home / ".ssh/config").open("a") as file:
        file.write(f"Host 127.0.0.1\n{keys}")
    assert opens(host)


def test_an_agent_that_is_named(start_sshd: StartSshd, home: Path) -> None:
    sshd = start_sshd()
    host = write(home, sshd, "IdentityAgent ~/agent")
    with ssh_agent(home / "agent", sshd.user_key):
        sshd.user_key.rename(home / "elsewhere")
        assert opens(host)
        write(home, sshd, "IdentityAgent none")
        assert "agent" not in refused(host)


def test_a_way_that_is_not_allowed(sshd: Sshd, home: Path) -> None:
    assert refused(write(home, sshd, "PubkeyAuthentication no")) == "-"


def test_algorithms(sshd: Sshd, home: Path) -> None:
    host = write(home, sshd, "Ciphers aes256-ctr", "KexAlgorithms ecdh-sha2-nistp256", "MACs hmac-sha2-512")
    host.open()
    connection = host._open_connection
    assert connection is not None
    assert connection.transport.local_cipher == "aes256-ctr"
    assert connection.transport.local_mac == "hmac-sha2-512"
    host.close()


def test_algorithms_of_which_none_is_known(sshd: Sshd, home: Path) -> None:
    assert "chacha20" in refused(write(home, sshd, "Ciphers chacha20-poly1305@openssh.com"))


def test_a_key_that_is_known_without_its_port(sshd: Sshd, home: Path) -> None:
    host = write(home, sshd)
    known = sshd.known_hosts.read_text().replace(f"[127.0.0.1]:{sshd.port}", "127.0.0.1")
    (home / "known").write_text(known)
    text = (home / ".ssh/config").read_text().replace(str(sshd.known_hosts), str(home / "known"))
    (home / ".ssh/config").write_text(text)
    assert opens(host)
    key = Path(f"{key_pair(home / 'other')}.pub").read_text().split()
    (home / "known").write_text(f"127.0.0.1 {key[0]} {key[1]}\n")
    with pytest.raises(Exception, match="unknown-host-key"):
        host.open()


def test_files_are_not_read_where_the_login_says_so(sshd: Sshd, home: Path) -> None:
    (home / ".ssh/config").write_text("Nonsense\n")
    assert opens(sshd.host(ssh_config=False))


def test_a_key_that_a_file_revokes(sshd: Sshd, home: Path) -> None:
    revoked = home / "revoked"
    revoked.write_text("")
    assert opens(write(home, sshd, f"RevokedHostKeys {revoked}"))
    revoked.write_text(Path(f"{sshd.host_keys['ed25519']}.pub").read_text())
    with pytest.raises(UntrustedKey, match="revoked-host-key"):
        write(home, sshd, f"RevokedHostKeys {revoked}").open()
    for key, raises in ((sshd.host_keys["ed25519"], True), (key_pair(home / "other"), False)):
        subprocess.run(["ssh-keygen", "-q", "-k", "-f", revoked, f"{key}.pub"], check=True)
        host = write(home, sshd, f"RevokedHostKeys {revoked}")
        with pytest.raises(UntrustedKey, match="revoked-host-key") if raises else nullcontext():
            opens(host)


def test_an_agent_that_does_not_answer(sshd: Sshd, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.hosts.auth._AGENT_TIMEOUT", 0.5)
    host = write(home, sshd)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(home / "silent"))
        silent.listen()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(home / "silent"))
        assert opens(host)
        (home / ".ssh/config").write_text(
            "\n".join(
                line for line in (home / ".ssh/config").read_text().splitlines() if "IdentityFile" not in line
            )
        )
        assert refused(host)


def test_a_proxy_command_outlives_ctrl_c_of_the_terminal(sshd: Sshd, home: Path) -> None:
    """It has a session of its own, and what it complains of fills no pipe."""
    group, forward = home / "group", home / "forward.py"
    forward.write_text(FORWARD)
    script = home / "relay"
    script.write_text(
        f'ps -o pgid= -p $$ >{group}\nhead -c 1000000 /dev/zero >&2\nexec python3 {forward} "$@"\n'
    )
    assert opens(write(home, sshd, f"ProxyCommand sh {script} %h %p"))
    assert int(group.read_text()) != os.getpgid(0)
