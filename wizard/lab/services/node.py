"""A host of the book, which shares the controller's servers with the others."""

from __future__ import annotations

from collections.abc import Callable

from wizard.hostsim.network import Network
from wizard.hostsim.node import Node
from wizard.hostsim.packages import Packages
from wizard.lab.services.cluster import Cluster


class OpenStackNode(Node):
    """A host with the state of the servers that its clients and services talk to."""

    def __init__(
        self,
        name: str,
        management_ip: str,
        network: Network,
        packages: Callable[[Node], Packages],
        cluster: Cluster,
    ) -> None:
        super().__init__(name, management_ip, network, packages)
        self.cluster = cluster


def in_cluster(node: object) -> OpenStackNode:
    """Return a host as what every host of the lab is; `wizard.hostsim` knows it as a Node or Peer."""
    assert isinstance(node, OpenStackNode)  # noqa: S101 - the lab has no other hosts
    return node


def cluster_of(node: object) -> Cluster:
    """Return the state of the servers that a host talks to."""
    return in_cluster(node).cluster
