"""A real sshd on loopback, for tests and measurements.

As root it lives in a mount namespace of its own, with its own /run, users and sudoers: neither the
machine's files nor its lock are touched. As anyone else it is a plain sshd of that user.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from wizard.hosts.limits import Limits
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Login, Node
from wizard.model.role import Role

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin")
ROOT = os.geteuid() == 0
STUDENT_PASSWORD = "못 하나 $'박"
SNAPPY = Limits(
    connect=3,
    banner=1.5,
    login=5,
    channel=2,
    keepalive_interval=0.5,
    keepalive_timeout=1.5,
    command_lock=20,
    interrupt=2,
)
"""Limits short enough to wait for, long enough for a busy machine."""

_PRIVATE = """\
set -e
mount -t tmpfs tmpfs /run
mkdir /run/sshd /run/lock /run/root /run/student
chown student: /run/student
cp "$0"/authorized_keys /run/authorized_keys
chmod 644 /run/authorized_keys
exec "$1" -D -e -f "$0"/config
"""
_MOUNTS = """\
set -e
for file in passwd shadow group sudoers; do
    [ ! -e /etc/$file ] || mount --bind "$0"/$file /etc/$file
done
exec sh -c "$2" "$0" "$1"
"""


def until(holds: Callable[[], object], limit: float = 15.0) -> None:
    """Wait until something holds; fail after `limit` seconds."""
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.01)


@contextmanager
def ssh_agent(path: Path, *keys: Path) -> Iterator[None]:
    """Run an ssh-agent that listens at a socket and has these keys."""
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", path], stdout=subprocess.DEVNULL)
    environment = {**os.environ, "SSH_AUTH_SOCK": str(path)}

    def asked(*words: str | Path) -> int:
        return subprocess.run(
            ["ssh-add", *words], env=environment, capture_output=True, check=False
        ).returncode

    try:
        # The socket is there before it is listened at: ssh-add ends with 2 until then.
        until(lambda: asked("-l") != 2)
        assert not any(asked("-q", key) for key in keys)
        yield
    finally:
        agent.terminate()
        agent.wait()


def key_pair(path: Path, kind: str = "ed25519", passphrase: str = "") -> Path:
    """Make a key pair; return the private key's path."""
    size = ["-b", "2048"] if kind == "rsa" else []
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, *size, "-N", passphrase, "-C", "test", "-f", str(path)], check=True
    )
    return path


def fingerprint(public_key: Path) -> str:
    """Return a public key's fingerprint, as ssh-keygen has it."""
    told = subprocess.run(["ssh-keygen", "-lf", public_key], check=True, capture_output=True, text=True)
    return told.stdout.split()[1]


def free_port() -> int:
    """Return a TCP port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


class CannotStart(Exception):
    """An sshd ended at once: what it said."""


@cache
def unusable() -> str | None:
    """Say why nobody can log in to an sshd of these tests here, or None where one can.

    It is tried once, with OpenSSH's own client, so that no defect of the wizard's makes tests skip.
    """
    if SSHD is None:
        return "no sshd here: install openssh-server"
    try:
        with TemporaryDirectory() as folder, Sshd(Path(folder) / "sshd") as sshd:
            return sshd.refusal()
    except (CannotStart, OSError, subprocess.CalledProcessError) as error:
        return f"no sshd can be started here: {error}"


class Sshd:
    """An sshd, from its start to `stop`. Its directory keeps its keys, its log and the user's key."""

    def __init__(
        self,
        directory: Path,
        *,
        options: str = "",
        keys: tuple[str, ...] = ("ed25519",),
        user_key: str = "ed25519",
        sudoers: str = "",
    ) -> None:
        directory.mkdir(parents=True)
        self.directory = directory
        self.port = free_port()
        self.host_keys = {kind: key_pair(directory / f"host_{kind}", kind) for kind in keys}
        self.user_key = key_pair(directory / "user", user_key)
        self.known_hosts = directory / "known_hosts"
        self.know(*keys)
        shutil.copy(f"{self.user_key}.pub", directory / "authorized_keys")
        self._configure(options)
        if ROOT:
            self._people(sudoers)
        self._process = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def log(self) -> str:
        """The text of sshd's log so far."""
        return (self.directory / "log").read_text(errors="replace")

    def spent(self) -> float:
        """Return the processor time, in seconds, that it and its connections took, once they have ended."""
        until(lambda: len(self._processes()) == 1)
        fields = Path(f"/proc/{self._processes()[0]}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def know(self, *kinds: str) -> None:
        """Write a known_hosts with these of its keys."""
        publics = [Path(f"{self.host_keys[kind]}.pub").read_text() for kind in kinds]
        self.known_hosts.write_text("".join(f"[127.0.0.1]:{self.port} {public}" for public in publics))

    def host(self, limits: Limits = SNAPPY, *, name: str = "controller", **login: Any) -> SshHost:
        """Return a host behind it, not open."""
        settings = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": getuser(),
            "identity_file": str(self.user_key),
            "known_hosts": str(self.known_hosts),
        }
        node = Node(Role.CONTROLLER, name, "127.0.0.1", Login(**{**settings, **login}))
        return SshHost(node, limits)

    def refusal(self) -> str | None:
        """Say why ssh(1) cannot log in with the user's key, or None where it can."""
        options = [
            *("-F", "none", "-p", str(self.port), "-i", str(self.user_key), "-o", "IdentitiesOnly=yes"),
            *("-o", "BatchMode=yes", "-o", f"UserKnownHostsFile={self.known_hosts}"),
        ]
        login = subprocess.run(
            ["ssh", *options, "127.0.0.1", "true"], check=False, capture_output=True, text=True, timeout=20
        )
        if login.returncode == 0:
            return None
        logged = [line for line in self.log.splitlines() if "not allowed because" in line]
        reason = (logged or login.stderr.strip().splitlines() or [f"status {login.returncode}"])[-1]
        return f"sshd here does not let {getuser()} in: {reason}"

    def freeze(self) -> None:
        """Stop it and every connection's process; what runs in them goes on."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let all of it go on."""
        self._signal(signal.SIGCONT)

    def cut(self) -> None:
        """Kill every connection's process, as a router that forgets does; what runs in them goes on."""
        for pid in self._processes()[1:]:
            _send(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End it, every connection and, where it has a mount namespace of its own, what runs in that."""
        self.thaw()
        self.cut()
        left = self._in_its_namespace() if ROOT else []
        self._process.terminate()
        self._process.wait()
        for pid in left:
            _send(pid, signal.SIGKILL)

    def _configure(self, options: str) -> None:
        directory = self.directory
        config = [
            options,
            f"Port {self.port}",
            "ListenAddress 127.0.0.1",
            *(f"HostKey {path}" for path in self.host_keys.values()),
            f"AuthorizedKeysFile {'/run/authorized_keys' if ROOT else directory / 'authorized_keys'}",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "MaxStartups 200",
            "LogLevel VERBOSE",
        ]
        (directory / "config").write_text("\n".join(config) + "\n")

    def _people(self, sudoers: str) -> None:
        """Write its namespace's users, a root with an empty home and a student, and what sudo lets them."""
        hashed = subprocess.run(
            ["openssl", "passwd", "-6", "-stdin"],
            input=STUDENT_PASSWORD,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        root = "root:x:0:0:root:/run/root:/bin/bash\n"
        daemon = "".join(line for line in _lines("/etc/passwd") if line.startswith("sshd:"))
        files = {
            "passwd": root + daemon + "student:x:4242:4242::/run/student:/bin/bash\n",
            "shadow": f"root:*:1::::::\nstudent:{hashed.strip()}:1::::::\n",
            "group": Path("/etc/group").read_text() + "student:x:4242:\n",
            "sudoers": f"{sudoers}\n",
        }
        for name, text in files.items():
            path = self.directory / name
            path.write_text(text)
            path.chmod(0o440 if name == "sudoers" else 0o644)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [str(SSHD), "-D", "-e", "-f", str(self.directory / "config")]
        if ROOT:
            script = ["sh", "-c", _MOUNTS, str(self.directory), str(SSHD), _PRIVATE]
            command = ["unshare", "--mount", *script]
        # It goes with whoever started it, also where that is killed.
        command = ["setpriv", "--pdeathsig", "TERM", *command]
        with (self.directory / "log").open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            until(lambda: "Server listening" in self.log or process.poll() is not None)
        except AssertionError:
            process.kill()
            raise
        if process.poll() is not None:
            raise CannotStart(self.log.strip().rpartition("\n")[2] or f"status {process.returncode}")
        return process

    def _processes(self) -> list[int]:
        """Return the process IDs of sshd, the listener first."""
        parents = dict(_processes_named("sshd"))
        found = [self._process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def _in_its_namespace(self) -> list[int]:
        """Return the process IDs of what shares its mount namespace, itself not among them."""
        its = Path(f"/proc/{self._process.pid}/ns/mnt")
        found = []
        for other in Path("/proc").glob("[0-9]*/ns/mnt"):
            with suppress(OSError):
                if other != its and other.samefile(its):
                    found.append(int(other.parts[2]))
        return found

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._processes():
            _send(pid, number)


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _processes_named(name: str) -> Iterator[tuple[int, int]]:
    """Yield process ID and parent's of each process of that name."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.read_text().split(" (", 1)
        except OSError:
            continue
        comm, fields = rest.rsplit(") ", 1)
        if comm == name:
            yield int(pid), int(fields.split()[1])


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines(keepends=True)
