"""The table that the lab is held to, on real hosts: what they answer alike, and what otherwise and why."""

from __future__ import annotations

from collections.abc import Iterator

import paramiko
import pytest

from tests.lab.commands import CommandSequence, differences, sequences, walk

from .site import Site

HOSTS = {"controller": "controller", "compute": "compute1"}
SEQUENCES = [
    pytest.param(sequence, id=sequence.name, marks=pytest.mark.long if sequence.slow else ())
    for sequence in sequences()
]


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, paramiko.SSHClient]]:
    """Connections to a controller and a compute node, by their roles."""
    with Site() as site:
        found = {role: connect(site, name) for role, name in HOSTS.items()}
        yield found
        for client in found.values():
            client.close()


def connect(site: Site, name: str) -> paramiko.SSHClient:
    """Log in to a host as root from its workstation."""
    client = paramiko.SSHClient()
    client.load_host_keys(str(site.ssh_dir / "known_hosts"))
    client.connect(
        name,
        username="root",
        sock=paramiko.ProxyCommand(site.way_to(name)),
        key_filename=str(site.ssh_dir / "id_ed25519"),
        look_for_keys=False,
        allow_agent=False,
    )
    return client


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_on_real_hosts(sequence: CommandSequence, clients: dict[str, paramiko.SSHClient]) -> None:
    """As in the lab; where a row says that they answer otherwise, so they do."""
    found = []
    for row, ended in walk(clients[sequence.on], sequence):
        found += differences(row.on_real_hosts(), ended)
        if row.real and not differences(row, ended):
            found.append(f"`{row.run}`: alike, where {row.real.reason!r} would have it otherwise")
    assert not found, "\n".join(found)
