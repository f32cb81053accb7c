"""What a person types at programs of the lab's hosts, and what they answer, to the letter."""

from __future__ import annotations

from collections.abc import Iterator

import paramiko
import pytest

from tests.lab.commands import log_in
from tests.lab.typing import SshWire, Transcript, follow, transcripts
from wizard.lab import Lab

FILES = {
    "mysql": "controller",
    "fdisk": "compute1",
    "mkfs": "compute2",
    "yum": "compute1",
    "passwd": "compute2",
    "files": "compute1",
    "openstack": "controller",
}
"""The files of transcripts, and the host on which each is typed."""


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, paramiko.SSHClient]]:
    """Connections to a controller and two compute nodes."""
    with Lab(compute_nodes=2) as lab:
        found = {name: log_in(lab.nodes[name]) for name in ("controller", "compute1", "compute2")}
        yield found
        for client in found.values():
            client.close()


@pytest.mark.parametrize(
    ("host", "transcript"),
    [
        pytest.param(host, one, id=f"{file}: {one.name}")
        for file, host in FILES.items()
        for one in transcripts(file)
    ],
)
def test_typed(host: str, transcript: Transcript, clients: dict[str, paramiko.SSHClient]) -> None:
    """Screen and exit status are the transcript's."""
    wire = SshWire(clients[host], transcript.command)
    follow(transcript, wire)
    assert wire.status() == transcript.status
