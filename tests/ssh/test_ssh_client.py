"""The command line of OpenSSH's client for a login: it gets where the wizard gets, on a real sshd."""

from __future__ import annotations

import stat
import subprocess
from getpass import getuser
from pathlib import Path
from typing import Any

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import Sshd, fingerprint, key_pair
from wizard.hosts.client import client_command
from wizard.model.answers import Login, Node
from wizard.model.problems import UntrustedKey
from wizard.model.role import Role
from wizard.secret import Secret


def node(sshd: Sshd, **login: Any) -> Node:
    """Return a node behind the sshd."""
    return sshd.host(**login).node


def logs_in(command: list[str]) -> bool:
    """Run the command line without a terminal; whether a command runs on the other side."""
    words = ["ssh", "-o", "BatchMode=yes", *command[1:], "echo there"]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=30)
    return done.stdout == "there\n"


def test_a_login_of_the_answers(sshd: Sshd, tmp_path: Path) -> None:
    command = client_command(node(sshd), tmp_path / "pinned")
    assert command[0] == "ssh"
    assert command[-1] == f"{getuser()}@127.0.0.1"
    assert logs_in(command)
    assert not (tmp_path / "pinned").exists()


def test_names_of_files_with_spaces(sshd: Sshd, tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    for name in ("known_hosts", "user"):
        (folder / name).write_bytes((sshd.directory / name).read_bytes())
    (folder / "user").chmod(0o600)
    files = {"known_hosts": str(folder / "known_hosts"), "identity_file": str(folder / "user")}
    assert logs_in(client_command(node(sshd, **files), tmp_path / "pinned"))


def test_an_unknown_host_is_not_trusted(sshd: Sshd, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    assert not logs_in(client_command(node(sshd, known_hosts=str(tmp_path / "empty")), tmp_path / "pinned"))


def test_the_settings_in_home_are_read(sshd: Sshd, home: Path, tmp_path: Path) -> None:
    """$HOME need not be the home of the user database, where ssh alone would look."""
    config = f"Host node\n HostName 127.0.0.1\n Port {sshd.port}\n IdentityFile {sshd.user_key}\n"
    (home / ".ssh/config").write_text(config)
    (home / ".ssh/known_hosts").write_text(sshd.known_hosts.read_text())
    command = client_command(Node(Role.COMPUTE, "compute1", "10.0.0.31", Login("node")), tmp_path / "pinned")
    assert logs_in(command)


@pytest.mark.parametrize("kind", ["ecdsa", "ed25519"])
def test_a_pinned_key_is_the_only_one_that_is_believed(
    start_sshd: StartSshd, tmp_path: Path, kind: str
) -> None:
    sshd = start_sshd(keys=("ecdsa", "ed25519"))
    pin = fingerprint(Path(f"{sshd.host_keys[kind]}.pub"))
    pinned = tmp_path / "state" / "known_hosts"
    command = client_command(node(sshd, host_key=pin, ssh_config=False), pinned)
    assert logs_in(command)
    assert stat.S_IMODE(pinned.stat().st_mode) == 0o600
    client_command(node(sshd, host_key=pin), pinned)
    assert len(pinned.read_text().splitlines()) == 1
    other = Path(f"{key_pair(tmp_path / 'other')}.pub").read_text()
    pinned.write_text(f"[127.0.0.1]:{sshd.port} {other}")
    assert not logs_in(command)


def test_another_key_than_the_pinned_one_is_refused_before(sshd: Sshd, tmp_path: Path) -> None:
    with pytest.raises(UntrustedKey):
        client_command(node(sshd, host_key="SHA256:" + "A" * 43), tmp_path / "pinned")
    assert not (tmp_path / "pinned").exists()


def test_no_password_is_in_it(sshd: Sshd, tmp_path: Path) -> None:
    command = client_command(node(sshd, password=Secret("ssh", "canary-7")), tmp_path / "pinned")
    assert "canary-7" not in " ".join(command)
