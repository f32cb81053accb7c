"""The lab's hosts answer commands as the table says; tests/real holds real hosts to the same table."""

from __future__ import annotations

from collections.abc import Iterator

import paramiko
import pytest

from tests.lab.commands import CommandSequence, differences, log_in, sequences, walk
from wizard.lab import Lab

SEQUENCES = sequences()
HOSTS = {"controller": "controller", "compute": "compute1"}


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, paramiko.SSHClient]]:
    """Connections to a controller and a compute node."""
    with Lab() as lab:
        found = {role: log_in(lab.nodes[name]) for role, name in HOSTS.items()}
        yield found
        for client in found.values():
            client.close()


def test_table_is_large() -> None:
    """A third of it failing forms, and 150 rows that real hosts have to answer alike."""
    rows = [row for sequence in SEQUENCES for row in sequence.rows]
    assert sum(row.real is None for row in rows) >= 150
    assert sum(row.status != 0 for row in rows) > len(rows) // 3


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: str(sequence.name))
def test_in_the_lab(sequence: CommandSequence, clients: dict[str, paramiko.SSHClient]) -> None:
    """Exit status and the part of the output that matters."""
    found = [one for row, ended in walk(clients[sequence.on], sequence) for one in differences(row, ended)]
    assert not found, "\n".join(found)
