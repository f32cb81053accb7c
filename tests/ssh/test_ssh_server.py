"""The sshd of these tests: why it cannot be used where it cannot, and that it leaves nothing running."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import CannotStart, until
from wizard.model.commands import Command


def test_why_it_lets_nobody_in(start_sshd: StartSshd) -> None:
    assert start_sshd().refusal() is None
    assert "not allowed because" in str(start_sshd(options="DenyUsers *").refusal())
    assert "Permission denied" in str(start_sshd(options="PubkeyAuthentication no").refusal())


def test_why_it_does_not_start(start_sshd: StartSshd) -> None:
    with pytest.raises(CannotStart, match="bad configuration option"):
        start_sshd(options="Nonsense yes")


def test_what_a_command_leaves_running_ends_with_it(start_sshd: StartSshd, root: None) -> None:
    sshd = start_sshd()
    with closing(sshd.host()) as host:
        host.open()
        result = host.run(Command("sleep 600 </dev/null >/dev/null 2>&1 & echo $!", changes=False))
    arguments = Path("/proc", result.text.strip(), "cmdline")
    assert arguments.read_bytes() == b"sleep\x00600\x00"
    sshd.stop()
    until(lambda: not arguments.exists() or not arguments.read_bytes())
