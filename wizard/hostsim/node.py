"""A simulated host: its tree, users, processes and what runs on it."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self

from wizard.hostsim import clock
from wizard.hostsim.logins import Logins
from wizard.hostsim.network import Network, TcpSocket
from wizard.hostsim.openfiles import OpenFile, Snapshot, open_regular
from wizard.hostsim.packages import Packages
from wizard.hostsim.selinux import Selinux
from wizard.hostsim.sshd import SshDoor
from wizard.hostsim.storage import Storage
from wizard.hostsim.streams import Endless, Null, Stream, os_error
from wizard.hostsim.systemd import Systemd
from wizard.hostsim.terminal import Terminal
from wizard.hostsim.tree import Device, Directory, Generated, Program, Regular, Tree, User
from wizard.hostsim.users import Users


class RunningProcess(Protocol):
    """What a host and its programs know of each process on it; see `wizard.hostsim.process`."""

    pid: int
    parent_pid: int
    process_group: int
    argv: list[str]
    user: User
    cwd: str
    started: float
    terminal: Terminal | None
    stopped_by: str

    @property
    def name(self) -> str:
        """The name of its program."""

    @property
    def args(self) -> list[str]:
        """The arguments without the program's name."""

    def signal(self, name: str) -> None:
        """Deliver a signal, named without SIG: `TERM`."""


@dataclass(slots=True)
class Power:
    """Whether a host is on, and who is told when it goes off; `wizard.hostsim.power` changes it."""

    state: Literal["running", "stopping", "off", "booting", "emergency"] = "running"
    boot_seconds: float = 20.0
    """How long it takes to boot, by the lab's clock."""
    device_seconds: float = 90.0
    """How long a boot waits for a device of /etc/fstab that is not there (DefaultTimeoutStartSec)."""
    cut: list[Callable[[], None]] = field(default_factory=list)
    """What is called when the host goes off: connections to it end there."""
    task: asyncio.Task[None] | None = None
    """What shuts it down or boots it."""
    planned: asyncio.Task[None] | None = None
    """A shutdown for later."""


class Node:
    """A simulated host and its parts. It is empty: `wizard.lab.centos` installs a system on it."""

    def __init__(
        self, name: str, management_ip: str, network: Network, packages: Callable[[Self], Packages]
    ) -> None:
        self.name = name
        self.management_ip = management_ip
        self.network = network
        self.tree = Tree()
        self.users = Users(self.tree)
        self.selinux = Selinux(self.tree)
        self.processes: dict[int, RunningProcess] = {}
        self.generators: dict[str, Callable[[], str]] = {}
        self.sudoers: dict[str, str | None] = {}
        """Who may use sudo, with the password that it asks for, or None where it asks nothing."""
        self.skew = 0.0
        self.accelerated = True
        self.delay = 0.0
        """Seconds of the machine that every program takes to start: a slow node."""
        self.ports_taken: set[int] = set()
        """Ports that a stranger listens on."""
        self.last_pid = 1200
        self.logins = Logins()
        self.sshd: SshDoor | None = None
        self.power = Power()
        self.settings: dict[str, str] = {}
        """The kernel's, by the names of sysctl(8)."""
        self.populate: Callable[[], None] = lambda: None
        """Makes what is in /dev and /run after each boot."""
        self.storage = Storage(self.tree)
        self.systemd = Systemd(self)
        self.packages = packages(self)
        network.nodes[management_ip] = self

    # --- processes

    def new_pid(self) -> int:
        """Return a process number that is not in use."""
        self.last_pid += 1
        return self.last_pid

    def has_pid(self, pid: int) -> bool:
        """Whether there is a process of that number."""
        return pid in self.processes or self.systemd.unit_of(pid) is not None

    def kill(self, pid: int, signal: str) -> None:
        """Send a signal to a service's main process."""
        self.systemd.killed(pid, signal)

    @property
    def uptime(self) -> float:
        """Seconds since its boot, by the lab's clock."""
        return clock.uptime() - self.systemd.booted

    # --- files

    def open(self, path: str, flags: int, user: User, mode: int) -> Stream:
        """Open a path as open(2) does."""
        inode, system = open_regular(self.tree, path, flags, user, mode)
        accessing = flags & (os.O_WRONLY | os.O_RDWR)
        if isinstance(inode, Regular):
            return OpenFile(
                inode,
                system,
                readable=accessing != os.O_WRONLY,
                writable=bool(accessing),
                append=bool(flags & os.O_APPEND),
            )
        if isinstance(inode, Device):
            return self._device(inode)
        if isinstance(inode, Directory):
            raise os_error(errno.EISDIR, path)
        if isinstance(inode, Generated):
            return Snapshot(self.generators[inode.generator]().encode())
        if isinstance(inode, Program):
            return Snapshot(b"\x7fELF\x02\x01\x01\x00")
        raise os_error(errno.ENXIO, path)

    def _device(self, device: Device) -> Stream:
        if device.block:
            return self.storage.open(device.name)
        if device.name in ("null", "full"):
            return Null(full=device.name == "full")
        if device.name in ("zero", "random", "urandom"):
            return Endless(random=device.name != "zero")
        raise os_error(errno.ENXIO)

    def label(self, path: str) -> str:
        """Return a file's SELinux context."""
        inode = self.tree.find(path, follow=False)
        return self.selinux.label(path, inode.label if inode is not None else "")

    # --- network

    def resolve_or_none(self, name: str) -> str | None:
        """Return the address of a name by /etc/hosts, or None."""
        if name.replace(".", "").isdigit() and name.count(".") == 3:
            return name
        for line in self.tree.read("/etc/hosts").splitlines():
            address, *names = line.partition("#")[0].split() or [""]
            if name in names:
                return address
        return None

    async def connect(self, host: str, port: int) -> TcpSocket:
        """Connect to a host and port; an unknown name fails as getaddrinfo(3) does."""
        address = self.resolve_or_none(host)
        if address is None:
            raise OSError(-2, "Name or service not known", host)
        return await self.network.connect(self, address, port)
