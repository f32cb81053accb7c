"""A password that passwd has set counts for SSH, su and sudo, and outlives the lab's process."""

from __future__ import annotations

from pathlib import Path

import paramiko
import pytest

from tests.lab.commands import log_in
from wizard.lab import Lab, LabNode

NEW = "correct horse 7"


def by_password(node: LabNode, user: str, password: str) -> str:
    """Log in with a password; return who one is then."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(node.host, node.port, user, password=password, look_for_keys=False, allow_agent=False)
    try:
        return client.exec_command("whoami")[1].read().decode().strip()
    finally:
        client.close()


def set_password(node: LabNode, user: str, password: str) -> None:
    """Set a user's password as scripts do."""
    client = log_in(node)
    _, out, _ = client.exec_command(f"echo '{password}' | passwd --stdin {user}")
    said = out.read().decode()
    client.close()
    assert said == (
        f"Changing password for user {user}.\npasswd: all authentication tokens updated successfully.\n"
    )


def test_it_counts_at_the_next_login(tmp_path: Path) -> None:
    """On its host alone; the old one does not any more; in a lab that is kept it stays."""
    with Lab(directory=tmp_path / "kept") as lab:
        controller, compute = lab.nodes["controller"], lab.nodes["compute1"]
        set_password(controller, "root", NEW)
        set_password(controller, "stack", NEW)
        assert by_password(controller, "root", NEW) == "root"
        assert by_password(controller, "stack", NEW) == "stack"
        with pytest.raises(paramiko.AuthenticationException):
            by_password(controller, "root", controller.password)
        with pytest.raises(paramiko.AuthenticationException):
            by_password(compute, "root", NEW)
    with Lab(directory=tmp_path / "kept") as lab:
        assert by_password(lab.nodes["controller"], "root", NEW) == "root"
        compute = lab.nodes["compute1"]
        assert by_password(compute, "root", compute.password) == "root"
