"""~/.ssh/config with Includes."""

from __future__ import annotations

from pathlib import Path

import pytest
from paramiko import SSHConfig

from wizard.hosts import ssh_config


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssh/d").mkdir(parents=True)
    return tmp_path / ".ssh"


def picked(config: SSHConfig, host: str) -> dict[str, str]:
    """Return what the files of these tests may set for a host; the machine's own file sets others."""
    found = config.lookup(host)
    return {key: found[key] for key in ("hostname", "port", "user") if key in found}


def test_included_files_stand_in_their_place(ssh: Path) -> None:
    (ssh / "config").write_text('include "d/*.conf" ~/.ssh/other\nUser all\nHost two\n  Port 2\n')
    (ssh / "d/b.conf").write_text("Host one\n  User first\n")
    (ssh / "d/a.conf").write_text("Host one\n  Port 1\n  User=zero\n")
    (ssh / "other").write_text("Include d/deep\n")
    (ssh / "d/deep").write_text("Host three\n  HostName 10.0.0.3\n")
    config = ssh_config.load()
    assert picked(config, "one") == {"hostname": "one", "port": "1", "user": "zero"}
    assert picked(config, "two") == {"hostname": "two", "port": "2", "user": "all"}
    assert picked(config, "three") == {"hostname": "10.0.0.3", "user": "all"}


def test_after_an_include_the_block_goes_on(ssh: Path) -> None:
    (ssh / "config").write_text("Host one\n  Include d/inner\n  Port 1\n")
    (ssh / "d/inner").write_text("User inner\nHost other\n  Port 9\n")
    config = ssh_config.load()
    assert picked(config, "one") == {"hostname": "one", "user": "inner", "port": "1"}


def test_a_file_that_includes_itself_ends(ssh: Path) -> None:
    (ssh / "config").write_text("Include config\nUser me\n")
    assert ssh_config.load().lookup("any")["user"] == "me"


def test_without_files_there_are_no_settings(ssh: Path) -> None:
    assert ssh_config.load().lookup("10.0.0.11")["hostname"] == "10.0.0.11"
