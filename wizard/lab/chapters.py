"""What the book's chapters before 4.4 leave: MariaDB, RabbitMQ, memcached, Keystone, their passwords."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from wizard.hostsim.network import Server
from wizard.hostsim.node import Node
from wizard.hostsim.systemd import Daemon, Unit
from wizard.hostsim.tree import Socket
from wizard.lab.packages import CHAPTERS
from wizard.lab.programs.mysql_client import SOCKET
from wizard.lab.services import keystone_http, mysql_protocol, rabbitmq
from wizard.lab.services.cluster import Cluster
from wizard.lab.services.keystone import Keystone
from wizard.lab.services.mariadb import Database
from wizard.lab.services.rabbitmq import EVERYTHING, Queue, QueueUser

BOOK = {
    "dbpassword": "dbpassword",
    "novadbpass": "novadbpass",
    "novapass": "novapass",
    "rabbitpass": "rabbitpass",
    "adminpass": "adminpass",
}
"""The book's own passwords."""
OPENRC_PATH = "/root/admin-openrc"
OPENRC = """\
export OS_PROJECT_DOMAIN_NAME=default
export OS_USER_DOMAIN_NAME=default
export OS_PROJECT_NAME=admin
export OS_USERNAME=admin
export OS_PASSWORD={password}
export OS_AUTH_URL=http://controller:35357/v3
export OS_IDENTITY_API_VERSION=3
export OS_IMAGE_API_VERSION=2
"""


def cluster(passwords: Mapping[str, str]) -> Cluster:
    """Return the state of the servers, with the passwords of the answers where there are any."""
    known = {**BOOK, **passwords}
    database = Database(known["dbpassword"])
    for name in ("keystone", "glance"):
        database.add_service(name, f"{name}dbpass")
    keystone = Keystone(known["adminpass"])
    keystone.add_user("glance", "glancepass", "service")
    return Cluster(database, keystone, Queue({"openstack": QueueUser(known["rabbitpass"], EVERYTHING)}))


def _listening(node: Node, ports: Mapping[int, Server], *, socket: str = "") -> Daemon:
    """Return a daemon that listens as long as it runs."""

    async def daemon(unit: Unit) -> None:
        for port, server in ports.items():
            node.network.listen(node.management_ip, port, server)
        if socket:
            node.tree.make(socket, Socket(0o777))
        try:
            await asyncio.Event().wait()
        finally:
            for port in ports:
                node.network.hang_up(node.management_ip, port)
            if socket:
                node.tree.unlink(socket)

    return daemon


def set_up(node: Node, state: Cluster, passwords: Mapping[str, str], controller: str) -> None:
    """Make a node the controller, its servers enabled and running."""
    for package in CHAPTERS:
        node.packages.install(package.name)
    identity = keystone_http.server(state.keystone)
    units = (
        Unit("mariadb.service", "MariaDB 10.1 database server", "/usr/libexec/mysqld",
             _listening(node, {3306: mysql_protocol.server(state.database)}, socket=SOCKET), "mysql"),
        Unit("rabbitmq-server.service", "RabbitMQ broker", "/usr/lib64/erlang/erts-7.3/bin/beam.smp",
             _listening(node, {5672: state.queue.serve}), "rabbitmq"),
        Unit("memcached.service", "Memcached", "/usr/bin/memcached",
             _listening(node, {11211: rabbitmq.memcached}), "memcached"),
        Unit("httpd.service", "The Apache HTTP Server", "/usr/sbin/httpd",
             _listening(node, {5000: identity, 35357: identity}), "apache"),
    )  # fmt: skip
    for unit in units:
        unit.enabled = True
        node.systemd.add(unit)
        node.systemd.start(unit)
    password = {**BOOK, **passwords}["adminpass"]
    node.tree.write(
        OPENRC_PATH, OPENRC.format(password=password).replace("//controller:", f"//{controller}:"), 0o600
    )
