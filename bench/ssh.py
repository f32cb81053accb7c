"""Commands and connections over SSH, beside the least that they could cost and beside other tools."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from getpass import getuser
from pathlib import Path
from statistics import median

import paramiko

from bench._tools import Tool, ansible_command, missing
from bench.row import Measurement, medians, timed
from tests.support.sshd import Sshd
from wizard.hosts import Claim, shell
from wizard.hosts.limits import Limits
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt
from wizard.secret import Secret

ROUNDS = 40
BURST = 5
"""Commands back to back, as the wizard sends them: only so does Nagle's algorithm show."""
READING = Command("true", changes=False)
ASKING = Command("true", changes=False, prompts=(Prompt("never asked", Secret("none", "none")),))
CHANGING = Command("true")
MUCH = 8_000_000
OUTPUT = Command(f"head -c {MUCH} /dev/zero", changes=False)
COMMAND_GOAL = 1.5
HOSTS = {1: 15, 10: 7, 50: 5}
"""How many hosts at once, and how often."""
HOSTS_GOAL = 12.0
LOGINS_GOAL = 1.5
HELP_GOAL = 10.0
OPENING = """\
import sys
from concurrent.futures import ThreadPoolExecutor
from getpass import getuser
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Login, Node, Role

count, port, key, known_hosts = sys.argv[1:]
login = Login("127.0.0.1", user=getuser(), port=int(port), identity_file=key, known_hosts=known_hosts)
hosts = [SshHost(Node(Role.COMPUTE, f"compute{at}", "127.0.0.1", login)) for at in range(int(count))]
with ThreadPoolExecutor(len(hosts)) as threads:
    list(threads.map(SshHost.open, hosts))
for host in hosts:
    host.close()
"""


def rows() -> list[Measurement]:
    """Measure against a real sshd on loopback."""
    with (
        tempfile.TemporaryDirectory(prefix="bench") as home,
        at_home(Path(home)),
        Sshd(Path(home) / "busy") as busy,
        Sshd(Path(home) / "idle") as idle,
    ):
        return [*commands(busy), *connections(idle), *starts()]


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Use a home without settings, keys or agent."""
    before = dict(os.environ)
    os.environ.update(HOME=str(home), SSH_AUTH_SOCK="")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


# --- Commands ---------------------------------------------------------------------------------------


def commands(sshd: Sshd) -> Iterator[Measurement]:
    """Time commands over one connection; the raw ones go over ours, so with TCP_NODELAY."""
    with closing(sshd.host(Limits())) as host:
        host.open()
        claim = Claim("00", "bench")
        host.acquire(claim)
        raw = raw_exec(host)
        line = shell.line(CHANGING, shell.Sudo.NO, Limits().command_lock, claim=claim)
        with Tool("fabric", sshd) as fabric, Tool("pyinfra", sshd) as pyinfra:
            tools = {tool.name: tool.command for tool in (fabric, pyinfra) if tool.runs}
            ways: dict[str, Callable[[], object]] = {
                "raw": lambda: raw("true"),
                "raw on a terminal": lambda: raw("true", terminal=True),
                "reading": lambda: host.run(READING),
                "asking": lambda: host.run(ASKING),
                "raw, the same line": lambda: raw(line),
                "changing": lambda: host.run(CHANGING),
                **tools,
            }
            took = medians(ways, ROUNDS, burst=BURST)
        much = medians({"raw": lambda: raw(OUTPUT.script), "ours": lambda: host.run(OUTPUT)}, 15)
    bare = took["raw"]
    yield Measurement("a reading command", took["reading"], "raw exec", bare, COMMAND_GOAL)
    yield Measurement("a command on a terminal", took["asking"], "raw exec", bare, COMMAND_GOAL)
    yield Measurement("raw exec on a terminal", took["raw on a terminal"], "raw exec", bare)
    yield Measurement(
        "a changing command",
        took["changing"],
        "raw exec of its line",
        took["raw, the same line"],
        COMMAND_GOAL,
    )
    yield Measurement("a changing command, lock and all", took["changing"], "raw exec", bare)
    yield Measurement("8 MB of output", much["ours"], "raw exec", much["raw"])
    for name in tools:
        yield Measurement(f"a command with {name}", took[name], "raw exec", bare)
    if not missing("ansible"):
        yield Measurement("a command with ansible, pipelining", ansible_command(sshd), "raw exec", bare)


def raw_exec(host: SshHost) -> Callable[..., None]:
    """Return what executes a line over the host's own connection with nothing around it."""
    connection = host._open_connection
    assert connection is not None

    def execute(line: str, *, terminal: bool = False) -> None:
        channel = connection.transport.open_session()
        if terminal:
            channel.get_pty()
        channel.exec_command(line)
        while channel.recv(1 << 20):
            pass
        assert channel.recv_exit_status() == 0
        channel.close()

    return execute


# --- Connections ------------------------------------------------------------------------------------


def connections(sshd: Sshd) -> Iterator[Measurement]:
    """Time hosts that are opened at once; the raw logins check no host key and look for no other way in."""
    ours: dict[int, list[float]] = {}
    whole: dict[int, list[float]] = {}
    raw: dict[int, list[float]] = {}
    tried: dict[int, list[float]] = {}
    served: dict[int, list[float]] = {}
    cores = len(os.sched_getaffinity(0))
    for count, rounds in HOSTS.items():
        for _ in range(rounds):
            before = sshd.spent()
            ours.setdefault(count, []).append(open_at_once(sshd, count))
            served.setdefault(count, []).append((sshd.spent() - before) / cores)
            raw.setdefault(count, []).append(raw_logins_at_once(sshd, count))
            tried.setdefault(count, []).append(raw_logins_at_once(sshd, count, tried=True))
            whole.setdefault(count, []).append(timed(partial(open_from_the_start, sshd, count)))
    took = {count: median(times) for count, times in ours.items()}
    yield Measurement("one host connected", took[1], "raw login", median(raw[1]))
    yield Measurement("10 hosts connected at once", took[10], "one host", took[1])
    yield Measurement("50 hosts connected at once", took[50], "one host", took[1], HOSTS_GOAL)
    yield Measurement(
        "50 hosts connected, program's start and all",
        median(whole[50]),
        "one host, start and all",
        median(whole[1]),
        HOSTS_GOAL,
    )
    yield Measurement("50 hosts connected at once", took[50], "50 raw logins", median(raw[50]), LOGINS_GOAL)
    yield Measurement(
        "50 hosts connected at once",
        took[50],
        "50 raw logins, ssh -G and a command",
        median(tried[50]),
        LOGINS_GOAL,
    )
    yield Measurement(
        "50 hosts connected at once", took[50], f"sshd's work on {cores} cores", median(served[50])
    )


def open_at_once(sshd: Sshd, count: int) -> float:
    """Return the seconds until that many hosts are open, each in a thread."""
    hosts = [sshd.host(Limits(), name=f"compute{number}") for number in range(count)]
    with ThreadPoolExecutor(count) as threads:
        took = timed(lambda: list(threads.map(SshHost.open, hosts)))
    for host in hosts:
        host.close()
    return took


def open_from_the_start(sshd: Sshd, count: int) -> None:
    """Open that many hosts as a run does: in a new process, once."""
    login = [str(sshd.port), str(sshd.user_key), str(sshd.known_hosts)]
    subprocess.run([sys.executable, "-c", OPENING, str(count), *login], check=True)


def raw_logins_at_once(sshd: Sshd, count: int, *, tried: bool = False) -> float:
    """Return the seconds until paramiko, and nothing else, has logged in that many times.

    `tried`: each after `ssh -G`, and with one command, as ours are.
    """
    key = paramiko.Ed25519Key.from_private_key_file(str(sshd.user_key))
    transports: list[paramiko.Transport] = []

    def log_in(_: int) -> None:
        if tried:
            subprocess.run(["ssh", "-G", "127.0.0.1"], check=True, capture_output=True)
        connection = socket.create_connection(("127.0.0.1", sshd.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport = paramiko.Transport(connection)
        transports.append(transport)
        transport.start_client()
        transport.auth_publickey(getuser(), key)
        if tried:
            session = transport.open_session()
            session.exec_command("true")
            session.recv_exit_status()

    with ThreadPoolExecutor(count) as threads:
        took = timed(lambda: list(threads.map(log_in, range(count))))
    for transport in transports:
        transport.close()
    return took


# --- Starting ---------------------------------------------------------------------------------------


def starts() -> Iterator[Measurement]:
    """Time the program's shortest answer."""
    took = medians(
        {
            "python": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
            "help": lambda: subprocess.run(
                [sys.executable, "-m", "wizard", "--help"], check=True, stdout=subprocess.DEVNULL
            ),
        },
        15,
    )
    yield Measurement("nova-wizard --help", took["help"], "python -c pass", took["python"], HELP_GOAL)
