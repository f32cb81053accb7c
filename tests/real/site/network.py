"""Namespaces joined by a bridge in a namespace of its own: no packet leaves them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from .tools import run


@dataclass(frozen=True)
class Network:
    """The network namespaces of one `HostNetwork`; their names begin with its name."""

    name: str

    @property
    def switch(self) -> str:
        """The name of the namespace that has the bridge."""
        return f"{self.name}-switch"

    def namespace(self, host: str) -> str:
        """Return the name of the namespace of a host."""
        return f"{self.name}-{host}"

    def open(self) -> None:
        """Make the namespace with the bridge; no host is connected yet."""
        run("ip", "netns", "add", self.switch)
        for words in ("link set lo up", "link add bridge type bridge forward_delay 0", "link set bridge up"):
            run("ip", "-n", self.switch, *words.split())

    def join(self, host: str, address: str) -> str:
        """Give a host its namespace and its place at the bridge, and return the namespace."""
        namespace = self.namespace(host)
        run("ip", "netns", "add", namespace)
        run("ip", "-n", self.switch, *f"link add {host} type veth peer name eth0 netns {namespace}".split())
        run("ip", "-n", self.switch, *f"link set {host} master bridge up".split())
        for words in ("link set lo up", f"address add {address}/24 dev eth0", "link set eth0 up"):
            run("ip", "-n", namespace, *words.split())
        return namespace

    def cut(self, host: str) -> None:
        """Take a host off the bridge: packets to and from it are dropped without an error."""
        run("ip", "-n", self.switch, "link", "set", host, "nomaster")

    def reconnect(self, host: str) -> None:
        """Connect a host again that `cut` took off the bridge."""
        run("ip", "-n", self.switch, "link", "set", host, "master", "bridge")

    def write_names(self, host: str, names: dict[str, str]) -> None:
        """Give the programs started in a namespace its own /etc/hosts: address by name."""
        directory = Path("/etc/netns") / self.namespace(host)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "hosts").write_text(hosts_file(names))

    def close(self) -> None:
        """Remove every of these namespaces that exists."""
        for directory in Path("/etc/netns").glob(f"{self.name}-*"):
            shutil.rmtree(directory)
        for namespace in Path("/run/netns").glob(f"{self.name}-*"):
            run("ip", "netns", "delete", namespace.name)


def hosts_file(names: dict[str, str]) -> str:
    """The text of an /etc/hosts: localhost and the address of each name."""
    return "127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for name, address in names.items())
