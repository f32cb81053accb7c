"""Faults of the controller: its servers, what is in them, its credentials, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from wizard.hostsim.network import Peer, TcpSocket
from wizard.hostsim.tree import FileSystem
from wizard.lab import chapters
from wizard.lab.faults.registry import FaultContext, register
from wizard.lab.services.keystone import KeystoneRecord, Service
from wizard.lab.services.mariadb import Schema, Table
from wizard.lab.services.rabbitmq import EVERYTHING

ROOM_IN_ETC = 700_000
"""Bytes: nova.conf fits in, a copy of it does not."""
NEVER_MINE = "not-the-answers-one"

# --- servers of the controller


def _stop(name: str) -> Callable[[FaultContext], object]:
    return lambda context: context.controller.systemd.stop(_unit(context, name))


def _start(name: str) -> Callable[[FaultContext], object]:
    return lambda context: context.controller.systemd.start(_unit(context, name))


def _unit(context: FaultContext, name: str):  # type: ignore[no-untyped-def]
    return context.controller.systemd.units[f"{name}.service"]


for _name, _service in (
    ("database-down", "mariadb"),
    ("keystone-down", "httpd"),
    ("rabbitmq-down", "rabbitmq-server"),
    ("memcached-down", "memcached"),
):
    register(_name, _stop(_service), _start(_service))


def _root_password(context: FaultContext, password: str) -> None:
    for account in context.world.cluster.database.accounts:
        if account.user == "root":
            account.password = password


register(
    "database-password",
    lambda context: _root_password(context, NEVER_MINE),
    lambda context: _root_password(context, {**chapters.BOOK, **context.world.passwords}["dbpassword"]),
)


def _rabbit_password(context: FaultContext, password: str) -> None:
    context.world.cluster.queue.users["openstack"].password = password


register(
    "rabbitmq-password",
    lambda context: _rabbit_password(context, NEVER_MINE),
    lambda context: _rabbit_password(context, {**chapters.BOOK, **context.world.passwords}["rabbitpass"]),
)


def _queue_permissions(context: FaultContext, permissions: list[str] | None) -> None:
    context.world.cluster.queue.users["openstack"].permissions = permissions


register(
    "rabbitmq-permissions",
    lambda context: _queue_permissions(context, None),
    lambda context: _queue_permissions(context, EVERYTHING),
)


# --- Keystone and its credentials


def _openrc_password(context: FaultContext) -> None:
    tree = context.controller.tree
    context.saved["openrc"] = text = tree.read(chapters.OPENRC_PATH)
    lines = [
        f"export OS_PASSWORD={NEVER_MINE}" if "OS_PASSWORD" in line else line for line in text.splitlines()
    ]
    tree.write(chapters.OPENRC_PATH, "\n".join(lines) + "\n")


def _openrc_missing(context: FaultContext) -> None:
    context.saved["openrc"] = context.controller.tree.read(chapters.OPENRC_PATH)
    context.controller.tree.unlink(chapters.OPENRC_PATH)


def _openrc_back(context: FaultContext) -> None:
    context.controller.tree.write(chapters.OPENRC_PATH, str(context.saved["openrc"]), 0o600)


register("openrc-password", _openrc_password, _openrc_back)
register("openrc-missing", _openrc_missing, _openrc_back)


def _without_project(context: FaultContext) -> None:
    """Delete the project as Keystone does: what was assigned in it is gone with it."""
    keystone = context.world.cluster.keystone
    project = next(one for one in keystone.projects if one.name == "service")
    context.saved["project"] = project, [one for one in keystone.assignments if one[1] == project.id]
    keystone.projects.remove(project)
    keystone.assignments = [one for one in keystone.assignments if one[1] != project.id]


def _with_project(context: FaultContext) -> None:
    project, assignments = cast(tuple[KeystoneRecord, list[tuple[str, str, str]]], context.saved["project"])
    context.world.cluster.keystone.projects.append(project)
    context.world.cluster.keystone.assignments += assignments


register("project-missing", _without_project, _with_project)


def _second_service(context: FaultContext) -> None:
    for _ in range(2):
        service = Service("nova", description="OpenStack Compute", type="compute")
        context.world.cluster.keystone.services.append(service)


def _one_service(context: FaultContext) -> None:
    keystone = context.world.cluster.keystone
    keystone.services.remove(next(one for one in keystone.services if one.type == "compute"))


register("service-twice", _second_service, _one_service)


# --- the controller itself


def _half_synced(context: FaultContext) -> None:
    tables = {name: Table(["id"]) for name in ("agent_builds", "aggregates", "instances")}
    context.world.cluster.database.schemas["nova"] = Schema(tables)


def _not_synced(context: FaultContext) -> None:
    context.world.cluster.database.schemas["nova"] = Schema()


register("database-half-synced", _half_synced, _not_synced)


async def _stranger(socket: TcpSocket, client: Peer) -> None:
    """Accept connections at a port that Nova needs."""
    await socket.read(1)


def _taken(context: FaultContext) -> None:
    context.controller.ports_taken.add(8774)
    context.controller.network.listen(context.controller.management_ip, 8774, _stranger)


def _freed(context: FaultContext) -> None:
    context.controller.ports_taken.discard(8774)
    context.controller.network.hang_up(context.controller.management_ip, 8774)


register("service-dies", _taken, _freed)


def _full(context: FaultContext) -> None:
    tree = context.controller.tree
    tree.mounts["/etc"] = FileSystem(
        "/dev/mapper/centos-etc", "xfs", root=tree.directory("/etc"), device=0xFD02, free=ROOM_IN_ETC
    )


def _roomy(context: FaultContext) -> None:
    # The files stay: the file system has the same directory object as /etc had before.
    del context.controller.tree.mounts["/etc"]


register("disk-full", _full, _roomy)
