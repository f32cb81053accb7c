"""The lab's hosts answer commands as the table says; tests/real holds real hosts to the same table."""

from __future__ import annotations

from collections.abc import Iterator

import paramiko
import pytest

from tests.lab.commands import Scene, differences, run, scenes
from wizard.lab import Lab

SCENES = scenes()
HOSTS = {"controller": "controller", "compute": "compute1"}


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, paramiko.SSHClient]]:
    """Connections to a controller and a compute node."""
    with Lab() as lab:
        found = {}
        for role, name in HOSTS.items():
            node = lab.nodes[name]
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect(
                node.host,
                node.port,
                node.user,
                key_filename=node.identity_file,
                look_for_keys=False,
                allow_agent=False,
            )
            found[role] = client
        yield found
        for client in found.values():
            client.close()


def test_table_is_large() -> None:
    """At least 150 rows, a third of them failing forms, and a reason wherever real hosts are left out."""
    rows = [row for scene in SCENES for row in scene.rows]
    assert len(rows) >= 150
    assert sum(row.status != 0 for row in rows) > len(rows) // 3
    assert all(row.real.startswith("no: ") for row in rows if row.real)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.name))
def test_in_the_lab(scene: Scene, clients: dict[str, paramiko.SSHClient]) -> None:
    """Exit status and the part of the output that matters."""
    client = clients[scene.on]
    found = [difference for row in scene.rows for difference in differences(row, run(client, row))]
    if scene.after:
        client.exec_command(scene.after)[1].channel.recv_exit_status()
    assert not found, "\n".join(found)
