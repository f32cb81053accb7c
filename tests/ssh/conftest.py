"""Fixtures of the tests against a real sshd on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.support.sshd import ROOT, Sshd, unusable
from wizard.hosts.ssh import SshHost


class StartSshd(Protocol):
    """Starts an sshd that is stopped when its test ends."""

    def __call__(self, **settings: Any) -> Sshd:
        """Take the settings of `Sshd`."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with an empty ~/.ssh, and no agent."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return home


@pytest.fixture(scope="session")
def usable_sshd() -> None:
    """Skip where nobody can log in to an sshd."""
    if reason := unusable():
        pytest.skip(reason)


@pytest.fixture
def start_sshd(tmp_path: Path, usable_sshd: None) -> Iterator[StartSshd]:
    """Start any number of sshds."""
    with ExitStack() as stack:
        count = iter(range(100))

        def start(**settings: Any) -> Sshd:
            return stack.enter_context(Sshd(tmp_path / f"sshd{next(count)}", **settings))

        yield start


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory, usable_sshd: None) -> Iterator[Sshd]:
    """An sshd that a module's tests share; none of them stops or freezes it."""
    with Sshd(tmp_path_factory.mktemp("sshd") / "shared") as server:
        yield server


@pytest.fixture
def host(sshd: Sshd) -> Iterator[SshHost]:
    """An open host behind the shared sshd."""
    with closing(sshd.host()) as host:
        host.open()
        yield host


@pytest.fixture
def terminal() -> None:
    """Skip where sshd can give no terminal."""
    if not ROOT:
        pytest.skip("needs root: sshd gives a terminal to its user's group")


@pytest.fixture
def root() -> None:
    """Skip where the test needs what only root may do."""
    if not ROOT:
        pytest.skip("needs root: it changes something in /run of a mount namespace")
