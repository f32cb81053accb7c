"""A site as section 4.4 finds it: a controller, its compute nodes, and the workstation beside them."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from . import clients
from .chapters import CONTROLLER, Passwords, change_passwords, introduce, layers, sql
from .disks import Disk
from .host_network import HostNetwork
from .machine import Machine
from .tools import run, wait_for

READY = {
    "MariaDB": "timeout 5 bash -c 'true < /dev/tcp/10.0.0.11/3306'",
    "RabbitMQ": "timeout 5 bash -c 'true < /dev/tcp/10.0.0.11/5672'",
    "memcached": "timeout 5 bash -c 'true < /dev/tcp/10.0.0.11/11211'",
    "Keystone": "curl --silent --fail --output /dev/null http://controller:35357/v3",
}

REPORTING = """
SELECT CONCAT(`binary`, ' ', host) FROM nova.services
WHERE COALESCE(updated_at, created_at) > UTC_TIMESTAMP() - INTERVAL 20 SECOND;
"""


class Site:
    """A controller and compute nodes that are up, for as long as the context lasts.

    A site can start from what another one, stopped and not left yet, had come to. `client` is the one of
    `clients.PLACES` that answers as `openstack`.
    """

    def __init__(
        self,
        compute_nodes: int = 1,
        passwords: Passwords | None = None,
        start_from: Site | None = None,
        client: str = clients.DEFAULT,
    ) -> None:
        self.passwords: Passwords = passwords or (start_from.passwords if start_from else Passwords())
        self._start_from = start_from
        self._client = client
        self._host_network = HostNetwork()
        self._addresses = dict([CONTROLLER]) | {
            f"compute{n}": f"10.0.0.{30 + n}" for n in range(1, compute_nodes + 1)
        }
        self.disks: dict[str, Disk] = {}

    # -- its life --

    def __enter__(self) -> Self:
        lower = self._start_from.lower if self._start_from else layers()
        self._host_network.__enter__()
        try:
            self._set_up_workstation()
            with ThreadPoolExecutor() as pool:
                for host in [pool.submit(self._start, name, lower(name)) for name in self._addresses]:
                    host.result()
            self._write_known_hosts()
        except BaseException:
            self._host_network.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._host_network.__exit__(kind, error, trace)

    def _start(self, name: str, lower: list[Path]) -> None:
        machine = self._host_network.host(name, self._addresses[name], lower)
        introduce(machine, self._addresses)
        self._trust_workstation(machine)
        clients.choose(machine.tree, self._client)
        machine.boot()
        if name == CONTROLLER[0]:
            for question in READY.values():
                machine.wait_until(question)
            before = self._start_from.passwords if self._start_from else Passwords()
            if self.passwords != before:
                change_passwords(machine, self.passwords)
        else:
            self.disks[name] = Disk(machine, self._start_from.disks[name] if self._start_from else None)
        machine.wait_until("true < /dev/tcp/127.0.0.1/22")

    def stop(self) -> None:
        """Shut the hosts down so that other sites can start from what they had come to."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(Machine.shut_down, self.machines))

    def lower(self, name: str) -> list[Path]:
        """What a host of another site that starts from this one lies on."""
        machine = self._host_network.hosts[name]
        return [machine.upper, *machine.layers]

    # -- its hosts --

    @property
    def name(self) -> str:
        """The name that its namespaces and directories begin with."""
        return self._host_network.name

    @property
    def machines(self) -> list[Machine]:
        """The hosts, the controller first."""
        return [self._host_network.hosts[name] for name in self._addresses]

    @property
    def controller(self) -> Machine:
        """The controller's machine."""
        return self._host_network.hosts["controller"]

    @property
    def computes(self) -> list[Machine]:
        """The machines of the compute nodes."""
        return self.machines[1:]

    @property
    def compute(self) -> Machine:
        """The machine of the first compute node."""
        return self.computes[0]

    @property
    def disk(self) -> Disk:
        """The first compute node's second disk."""
        return self.disks[self.compute.name]

    # -- the workstation --

    @property
    def home(self) -> Path:
        """The home of the person at the workstation."""
        return self._host_network.directory / "home"

    @property
    def ssh_dir(self) -> Path:
        """The workstation's ~/.ssh: id_ed25519, id_rsa, known_hosts, config."""
        return self.home / ".ssh"

    def workstation(
        self,
        argv: Sequence[str | Path],
        env: Mapping[str, str] | None = None,
        stdin: str | None = None,
        limit: float = 600.0,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program on the workstation to its end; the caller looks at how it ended."""
        return subprocess.run(
            self._at_workstation(argv),
            env=self._environment(env),
            input="" if stdin is None else stdin,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )

    def start_on_workstation(
        self, argv: Sequence[str | Path], env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a program on the workstation, with pipes to it; its process ID is the program's own."""
        return subprocess.Popen(
            self._at_workstation(argv),
            env=self._environment(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ssh(self, host: str, command: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Type a command at a host, from the workstation, with OpenSSH's own client."""
        return self.workstation(self.ssh_argv(host, command), stdin=stdin)

    def ssh_argv(self, *words: str) -> list[str]:
        """OpenSSH's client with the workstation's configuration, to be run on the workstation."""
        return ["ssh", "-F", str(self.ssh_dir / "config"), *words]

    def terminal_argv(self) -> list[str]:
        """OpenSSH's client on the workstation, to be started on a terminal of this machine."""
        return self._at_workstation(self.ssh_argv())

    def terminal_environment(self) -> dict[str, str]:
        """Return the environment of what is started on a terminal."""
        return self._environment(None)

    def way_to(self, host: str) -> str:
        """A command line that speaks to a host's sshd, for programs that are not on the workstation."""
        return shlex.join(self._at_workstation(self.ssh_argv("-W", f"{host}:22", host)))

    def _at_workstation(self, argv: Sequence[str | Path]) -> list[str]:
        return ["ip", "netns", "exec", self._host_network.network.namespace("workstation"), *map(str, argv)]

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        personal = ("SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NOVA_WIZARD_STATE")
        mine = {name: value for name, value in os.environ.items() if name not in personal}
        return mine | {"HOME": str(self.home)} | dict(more or {})

    def _set_up_workstation(self) -> None:
        self._host_network.network.join("workstation", "10.0.0.2")
        self._host_network.network.write_names("workstation", self._addresses)
        self.ssh_dir.mkdir(parents=True, mode=0o700)
        run(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "workstation",
            "-f",
            self.ssh_dir / "id_ed25519",
        )
        run(
            "ssh-keygen",
            "-q",
            "-t",
            "rsa",
            "-b",
            "2048",
            "-N",
            "",
            "-C",
            "workstation",
            "-f",
            self.ssh_dir / "id_rsa",
        )
        (self.ssh_dir / "config").write_text(
            f"Host *\n  User root\n  BatchMode yes\n  UserKnownHostsFile {self.ssh_dir}/known_hosts\n"
            f"  IdentityFile {self.ssh_dir}/id_ed25519\n  IdentityFile {self.ssh_dir}/id_rsa\n"
        )

    def _trust_workstation(self, machine: Machine) -> None:
        tree = machine.tree
        run("ssh-keygen", "-q", "-A", "-f", tree)
        keys = "".join((self.ssh_dir / f"{name}.pub").read_text() for name in ("id_ed25519", "id_rsa"))
        for home, owner in (("root", 0), ("home/stack", (tree / "home/stack").stat().st_uid)):
            directory = tree / home / ".ssh"
            directory.mkdir(mode=0o700, exist_ok=True)
            (directory / "authorized_keys").write_text(keys)
            for path in (directory, directory / "authorized_keys"):
                os.chown(path, owner, owner)

    def _write_known_hosts(self) -> None:
        lines = []
        for machine in self.machines:
            for key in sorted((machine.root / "etc/ssh").glob("ssh_host_*_key.pub")):
                lines.append(f"{machine.name},{machine.address} {' '.join(key.read_text().split()[:2])}\n")
        (self.ssh_dir / "known_hosts").write_text("".join(lines))

    # -- what the tests ask it --

    def sql(self, statements: str) -> str:
        """Run SQL on the controller without a password; rows come as lines, columns by tabs."""
        return sql(self.controller, statements)

    def openstack(self, words: str) -> str:
        """Ask the controller's own client something, as the administrator."""
        return self.controller.run(f"source /root/admin-openrc; openstack {words}").stdout

    @contextmanager
    def general_log(self) -> Iterator[Callable[[], str]]:
        """Have MariaDB log every statement; the value returns what it has logged so far."""
        log = "/var/lib/mysql/general.log"
        self.sql(f"SET GLOBAL general_log_file = '{log}'; SET GLOBAL general_log = ON;")
        try:
            yield lambda: (self.controller.root / log.lstrip("/")).read_text(errors="surrogateescape")
        finally:
            self.sql("SET GLOBAL general_log = OFF;")
            (self.controller.root / log.lstrip("/")).unlink()

    def wait_for_services(self, limit: float = 120.0) -> str:
        """Wait until the book's four services are enabled and up on every node, and return the table."""
        wanted = {f"nova-{name} controller" for name in ("scheduler", "consoleauth", "conductor")}
        wanted |= {f"nova-compute {machine.name}" for machine in self.computes}
        # The database is asked first, often: a start of the client costs more than all of them report.
        wait_for(
            f"a report of {', '.join(wanted)}", lambda: wanted <= set(self.sql(REPORTING).splitlines()), limit
        )
        self.controller.wait_until("curl --silent --output /dev/null http://controller:8774", limit)

        def all_up() -> bool:
            rows = self.openstack("compute service list -f value -c Binary -c Host -c Status -c State")
            return set(rows.splitlines()) == {f"{service} enabled up" for service in wanted}

        wait_for("the book's services, enabled and up", all_up, limit)
        return self.openstack("compute service list")
