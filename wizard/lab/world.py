"""The lab's hosts and what they share, built as the book's chapters before 4.4 leave them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from wizard.hostsim.network import Network
from wizard.hostsim.node import Node
from wizard.hostsim.storage import GIB
from wizard.hostsim.tree import User
from wizard.lab import centos, chapters
from wizard.lab.lab import Place

STUDENT = User("stack", 1000, 1000, "/home/stack", "/bin/bash", groups=(10,), comment="")


class World:
    """All hosts of a lab; the first one is the controller."""

    def __init__(
        self, places: Sequence[Place], passwords: Mapping[str, str], logins: Mapping[str, str] | None = None
    ) -> None:
        self.passwords = dict(passwords)
        fresh = {name: secrets.token_urlsafe(16) for name in ("root", STUDENT.name)}
        self.logins = fresh | dict(logins or {})
        """The passwords for SSH: those that were given, else new ones."""
        self.network = Network()
        self.cluster = chapters.cluster(passwords)
        self.nodes: dict[str, Node] = {}
        hosts = {place.name: place.management_ip for place in places}
        for place in places:
            node = centos.install(place.name, place.management_ip, self.network, hosts, self.cluster)
            node.users.add(STUDENT)
            node.tree.makedirs(STUDENT.home, 0o700, STUDENT.uid, STUDENT.gid)
            node.users.passwords.update(self.logins)
            node.sudoers[STUDENT.name] = self.logins[STUDENT.name]
            self.nodes[place.name] = node
            if place.disk:
                node.storage.add_disk("sdb", 100 * GIB, minor=16, serial=f"QM{len(self.nodes):05}")
        controller = self.controller
        chapters.set_up(controller, self.cluster, passwords, controller.name)

    @property
    def controller(self) -> Node:
        """The controller, which is the first of the hosts."""
        return next(iter(self.nodes.values()))

    @property
    def computes(self) -> list[Node]:
        """The compute nodes, in the order of the places."""
        return list(self.nodes.values())[1:]
