"""Faults of the controller: its servers, what is in them, its credentials, its files."""

from __future__ import annotations

from collections.abc import Callable

from wizard.hostsim.network import Peer, Socket
from wizard.hostsim.tree import FileSystem
from wizard.lab import chapters
from wizard.lab.faults.entering import Scene, fault
from wizard.lab.services.keystone import Record, Service
from wizard.lab.services.mariadb import Schema, Table

ROOM_IN_ETC = 700_000
"""Bytes: nova.conf fits in, a copy of it does not."""
NEVER_MINE = "not-the-answers-one"

# --- servers of the controller


def _stop(name: str) -> Callable[[Scene], object]:
    return lambda scene: scene.controller.systemd.stop(_unit(scene, name))


def _start(name: str) -> Callable[[Scene], object]:
    return lambda scene: scene.controller.systemd.start(_unit(scene, name))


def _unit(scene: Scene, name: str):  # type: ignore[no-untyped-def]
    return scene.controller.systemd.units[f"{name}.service"]


for _name, _service in (
    ("database-down", "mariadb"),
    ("keystone-down", "httpd"),
    ("rabbitmq-down", "rabbitmq-server"),
    ("memcached-down", "memcached"),
):
    fault(_name, _stop(_service), _start(_service))


def _root_password(scene: Scene, password: str) -> None:
    for account in scene.world.cluster.database.accounts:
        if account.user == "root":
            account.password = password


fault(
    "database-password",
    lambda scene: _root_password(scene, NEVER_MINE),
    lambda scene: _root_password(scene, {**chapters.BOOK, **scene.world.passwords}["dbpassword"]),
)


def _rabbit_password(scene: Scene, password: str) -> None:
    scene.world.cluster.queue.users["openstack"] = password


fault(
    "rabbitmq-password",
    lambda scene: _rabbit_password(scene, NEVER_MINE),
    lambda scene: _rabbit_password(scene, {**chapters.BOOK, **scene.world.passwords}["rabbitpass"]),
)


# --- Keystone and its credentials


def _openrc_password(scene: Scene) -> None:
    tree = scene.controller.tree
    scene.kept["openrc"] = text = tree.read(chapters.OPENRC_PATH)
    lines = [
        f"export OS_PASSWORD={NEVER_MINE}" if "OS_PASSWORD" in line else line for line in text.splitlines()
    ]
    tree.write(chapters.OPENRC_PATH, "\n".join(lines) + "\n")


def _openrc_missing(scene: Scene) -> None:
    scene.kept["openrc"] = scene.controller.tree.read(chapters.OPENRC_PATH)
    scene.controller.tree.unlink(chapters.OPENRC_PATH)


def _openrc_back(scene: Scene) -> None:
    scene.controller.tree.write(chapters.OPENRC_PATH, str(scene.kept["openrc"]), 0o600)


fault("openrc-password", _openrc_password, _openrc_back)
fault("openrc-missing", _openrc_missing, _openrc_back)


def _without_project(scene: Scene) -> None:
    keystone = scene.world.cluster.keystone
    project = next(one for one in keystone.projects if one.name == "service")
    scene.kept["project"] = project
    keystone.projects.remove(project)


def _with_project(scene: Scene) -> None:
    project = scene.kept["project"]
    if isinstance(project, Record):
        scene.world.cluster.keystone.projects.append(project)


fault("project-missing", _without_project, _with_project)


def _second_service(scene: Scene) -> None:
    for _ in range(2):
        service = Service("nova", description="OpenStack Compute", type="compute")
        scene.world.cluster.keystone.services.append(service)


def _one_service(scene: Scene) -> None:
    keystone = scene.world.cluster.keystone
    keystone.services.remove(next(one for one in keystone.services if one.type == "compute"))


fault("service-twice", _second_service, _one_service)


# --- the controller itself


def _half_synced(scene: Scene) -> None:
    tables = {name: Table(["id"]) for name in ("agent_builds", "aggregates", "instances")}
    scene.world.cluster.database.schemas["nova"] = Schema(tables)


def _not_synced(scene: Scene) -> None:
    scene.world.cluster.database.schemas["nova"] = Schema()


fault("database-half-synced", _half_synced, _not_synced)


async def _stranger(socket: Socket, client: Peer) -> None:
    """Serve whoever comes to a port that belongs to Nova."""
    await socket.read(1)


def _taken(scene: Scene) -> None:
    scene.controller.ports_taken.add(8774)
    scene.controller.network.listen(scene.controller.management_ip, 8774, _stranger)


def _freed(scene: Scene) -> None:
    scene.controller.ports_taken.discard(8774)
    scene.controller.network.hang_up(scene.controller.management_ip, 8774)


fault("service-dies", _taken, _freed)


def _full(scene: Scene) -> None:
    tree = scene.controller.tree
    tree.mounts["/etc"] = FileSystem(
        "/dev/mapper/centos-etc", "xfs", root=tree.directory("/etc"), device=0xFD02, free=ROOM_IN_ETC
    )


def _roomy(scene: Scene) -> None:
    # Its files stay: they were /etc's own all the time.
    del scene.controller.tree.mounts["/etc"]


fault("disk-full", _full, _roomy)
