"""A node whose clock is wrong is wrong throughout: its files are as old by it as they are."""

from __future__ import annotations

import pytest

from tests.lab import inside
from wizard.hostsim.systemd import Unit
from wizard.lab import centos
from wizard.lab.services.mariadb import Schema, Table
from wizard.lab.services.node import OpenStackNode, in_cluster
from wizard.lab.services.nova import NovaService, Trouble, shown

BINARIES = {"conductor": "controller", "compute": "compute1"}


@pytest.mark.parametrize(
    "shows", ["stat -c %Y f", "date -r f +%s", "find f -printf %T@ | cut -d. -f1", "date -d now +%s"]
)
async def test_a_new_file_is_not_of_tomorrow(shows: str) -> None:
    node = inside.node()
    node.skew = -600.0
    script = f"before=$(date +%s); touch f; at=$({shows}); [ $at -ge $before ] && [ $at -le $(date +%s) ]"
    ended = await inside.run(node, script)
    assert ended.status == 0, ended


def nodes() -> dict[str, OpenStackNode]:
    """Return a controller and a compute node whose database has Nova's table of services."""
    controller = in_cluster(inside.node())
    controller.cluster.database.schemas["nova"] = Schema({"services": Table(["id"])})
    compute = centos.install("compute1", "10.0.0.31", controller.network, {}, controller.cluster)
    return {"controller": controller, "compute1": in_cluster(compute)}


def reporting(of: dict[str, OpenStackNode], *binaries: str) -> dict[str, str]:
    """Let services report once; return the states that nova-api shows."""
    for binary in binaries:
        NovaService(of[BINARIES[binary]], Unit(f"{binary}.service", "", ""), binary).report()
    rows = [shown(of["controller"], record) for record in of["controller"].cluster.services]
    return {str(row["binary"]): str(row["state"]) for row in rows}


async def test_a_compute_node_with_a_wrong_clock_is_up() -> None:
    """As in Mitaka: nova-conductor writes the report, and nova-api looks at the same clock as it."""
    of = nodes()
    of["compute1"].skew = -600.0
    assert reporting(of, "conductor", "compute") == {"nova-conductor": "up", "nova-compute": "up"}


async def test_nova_compute_does_not_report_without_a_conductor() -> None:
    with pytest.raises(Trouble, match="Lost connection to nova-conductor"):
        reporting(nodes(), "compute")
