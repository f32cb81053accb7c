"""One booted host: real systemd in a container, with the means to look into it and to break it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .cache import mount_overlay
from .network import Network
from .tools import ToolFailed, cgroup2, run, wait_for

# What OpenSSH 6.6 of CentOS 7 knows: RSA with SHA-1 only, and none of the later exchanges, ciphers and MACs.
OPENSSH_6_6 = (
    "HostKeyAlgorithms ssh-rsa",
    "PubkeyAcceptedAlgorithms ssh-rsa",
    "KexAlgorithms curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
    "diffie-hellman-group-exchange-sha256,diffie-hellman-group14-sha1",
    "Ciphers aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com",
    "MACs hmac-sha2-256,hmac-sha2-512,hmac-sha1",
)

ENTER = "nsenter --mount --uts --ipc --net --pid --root --wd --target"

SHELL = "env -i HOME=/root USER=root LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin bash -ec"


@dataclass(frozen=True)
class Process:
    """A process of a host, with all that another user of that host could find in /proc."""

    pid: int
    argv: tuple[str, ...]
    environ: tuple[str, ...]


class Machine:
    """A host of a `HostNetwork`, lying on read-only layers and writing into a directory of its own."""

    def __init__(
        self, name: str, address: str, network: Network, directory: Path, layers: Sequence[Path]
    ) -> None:
        self.name = name
        self.address = address
        self.directory = directory
        self.upper = directory / "upper"
        self.tree = directory / "root"
        self._network = network
        self.layers = list(layers)
        self._container: subprocess.Popen[bytes] | None = None

    # -- from the outside --

    def mount(self) -> Path:
        """Mount the host's root file system, before it boots."""
        mount_overlay(self.tree, self.layers, self.upper)
        self._network.join(self.name, self.address)
        return self.tree

    def boot(self) -> None:
        """Start systemd in the host; it is up when `run` can ask it something."""
        label = self._network.namespace(self.name)
        self._group.mkdir(exist_ok=True)
        nspawn = (
            "systemd-nspawn --quiet --boot --register=no --keep-unit --capability=all "
            "--settings=no --link-journal=no --resolv-conf=off --timezone=off --console=pipe "
            f"--machine={label} --hostname={self.name} "
            f"--network-namespace-path=/run/netns/{label} --directory={self.tree}"
        )
        enter = f"echo $$ > {self._group}/cgroup.procs && exec {nspawn}"
        with self.console.open("ab") as console:
            self._container = subprocess.Popen(
                ["sh", "-c", enter],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        wait_for(
            f"systemd of {self.name}",
            lambda: (
                self._ended()
                or self._answers("systemctl is-system-running | grep -qE '(running|degraded|starting)'")
            ),
        )

    def shut_down(self) -> None:
        """Stop the host's services and the host, as a person would who wants its files to be whole."""
        if self._container is None:
            return
        os.kill(self.leader, signal.SIGRTMIN + 4)
        self._container.wait(90)
        self._forget()
        run("umount", self.tree)

    def kill(self) -> None:
        """End the host at once."""
        if self._container is None:
            return
        (self._group / "cgroup.kill").write_text("1")
        self._container.wait(30)
        self._forget()

    def _forget(self) -> None:
        self._container = None
        del self.leader

    @property
    def console(self) -> Path:
        """What the host printed while it booted."""
        return self.directory / "console.log"

    def _ended(self) -> bool:
        assert self._container is not None
        if self._container.poll() is not None:
            raise ToolFailed(
                f"{self.name} ended while it booted:\n{self.console.read_text(errors='replace')[-3000:]}"
            )
        return False

    @cached_property
    def leader(self) -> int:
        """The process that is number 1 in the host."""
        assert self._container is not None, f"{self.name} is not booted"
        keeper = self._container.pid
        children = Path(f"/proc/{keeper}/task/{keeper}/children")

        def number_one() -> int | None:
            self._ended()
            for child in children.read_text().split():
                status = Path(f"/proc/{child}/status").read_text()
                if status.partition("NSpid:")[2].splitlines()[0].split()[-1:] == ["1"]:
                    return int(child)
            return None

        return wait_for(f"the first process of {self.name}", number_one)

    # -- inside --

    @property
    def root(self) -> Path:
        """The live root file system, with all that is mounted in it."""
        return Path(f"/proc/{self.leader}/root")

    def run(
        self, script: str, stdin: str | None = None, check: bool = True, limit: float = 300.0
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell script in the host as root, without SSH, even where it is frozen or cut off."""
        done = subprocess.run(
            [*ENTER.split(), str(self.leader), *SHELL.split(), script],
            input="" if stdin is None else stdin,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
        if check and done.returncode:
            said = done.stdout[-3000:] + done.stderr[-3000:]
            raise ToolFailed(f"on {self.name}, ended with {done.returncode}:\n{script}\n{said}")
        return done

    def _answers(self, script: str) -> bool:
        return self.run(script, check=False).returncode == 0

    def wait_until(self, script: str, limit: float = 120.0) -> None:
        """Wait until a script ends with 0 in the host."""
        wait_for(f"on {self.name}: {script}", lambda: self._ended() or self._answers(script), limit)

    def processes(self) -> Iterator[Process]:
        """The host's processes as they are now, with their arguments and environments."""
        space = Path(f"/proc/{self.leader}/ns/pid").readlink()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if (entry / "ns/pid").readlink() == space:
                    argv, environ = (_strings(entry / name) for name in ("cmdline", "environ"))
                    yield Process(int(entry.name), argv, environ)
            except OSError:
                # It has ended meanwhile, or this machine does not show it to anyone.
                continue

    # -- breaking it --

    @property
    def _group(self) -> Path:
        mounted = cgroup2()
        assert mounted is not None, "available() lets no host boot without cgroup2"
        return mounted / self._network.namespace(self.name)

    def freeze(self) -> None:
        """Stop every process: connections stay up and nothing answers any more."""
        self._set_frozen(True)

    def thaw(self) -> None:
        """Let a frozen host go on."""
        self._set_frozen(False)

    def _set_frozen(self, frozen: bool) -> None:
        (self._group / "cgroup.freeze").write_text(str(int(frozen)))
        state = f"frozen {int(frozen)}"
        wait_for(f"{self.name}: {state}", lambda: state in (self._group / "cgroup.events").read_text())

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Freeze the host's processes while the block runs."""
        self.freeze()
        try:
            yield
        finally:
            self.thaw()

    def cut(self) -> None:
        """Cut the host off from the network, without a word to either side."""
        self._network.cut(self.name)

    def reconnect(self) -> None:
        """Join it to the network again."""
        self._network.reconnect(self.name)

    def cut_ssh(self) -> None:
        """Break the established SSH connections, and nothing else."""
        self.run("ss --kill --tcp state established '( sport = :22 )'")

    def sshd_config(self, lines: Sequence[str]) -> None:
        """Restart sshd with these lines before its own; none of them puts it back as it was."""
        (self.root / "etc/ssh/sshd_config.d/00-test.conf").write_text("".join(f"{line}\n" for line in lines))
        self._restart_sshd()

    def new_host_key(self) -> None:
        """Give sshd other host keys than the workstation knows."""
        self.run("rm -f /etc/ssh/ssh_host_*; ssh-keygen -q -A")
        self._restart_sshd()

    def _restart_sshd(self) -> None:
        self.run("sshd -t; systemctl restart ssh.service")
        self.wait_until("true < /dev/tcp/127.0.0.1/22")

    def journal(self, unit: str) -> str:
        """The last lines that a unit logged."""
        return self.run(f"journalctl --no-pager --lines 60 --unit {shlex.quote(unit)}").stdout


def _strings(path: Path) -> tuple[str, ...]:
    text = path.read_bytes().decode(errors="surrogateescape")
    return tuple(text.rstrip("\0").split("\0")) if text else ()
