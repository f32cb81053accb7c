"""Takes from a guest's process what it does not need: rights, files, programs, connections but the lab's."""

from __future__ import annotations

import os
import resource
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from wizard.classroom import landlock, limits
from wizard.lab import privileges

_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/usr/share/terminfo",
    "/etc/localtime",
)
"""What Python and the C library read while a program runs."""
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/random", "/dev/tty")
_FORBIDDEN = (
    *("os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.forkpty", "os.startfile"),
    *("subprocess.Popen", "pty.spawn", "webbrowser.open", "ctypes.dlopen", "socket.bind", "socket.sendto"),
    *("os.chmod", "os.chown", "os.link", "os.symlink", "os.rename", "os.remove", "os.mkdir", "os.rmdir"),
    *("os.truncate", "os.utime", "os.setxattr", "os.removexattr", "os.chdir"),
    *(
        "syslog.syslog",
        "sqlite3.connect",
        "shutil.copyfile",
        "shutil.rmtree",
        "tempfile.mkstemp",
    ),
)
"""Python's audit events of what a guest's wizard never does."""
_LOOKED_AT = {
    *_FORBIDDEN,
    *("open", "os.listdir", "os.scandir", "os.kill", "os.killpg"),
    *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"),
}
"""And of what it does within bounds."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LOOPBACK = "127.0.0.1"


def readable() -> list[str]:
    """Return the folders and files that the program's own code and Python's are read from."""
    own = Path(__file__).resolve().parents[2]
    found = [
        *sys.path,
        sys.prefix,
        sys.base_prefix,
        str(own / "wizard"),
        str(own / "steps"),
        str(own / "locale"),
    ]
    real = {os.path.realpath(path) for path in (*found, *_SYSTEM) if os.path.isabs(path)}  # noqa: PTH117
    return sorted(path for path in real if path != "/" and os.path.exists(path))  # noqa: PTH110


def confine(ports: Collection[int]) -> None:
    """Confine this process for good; it reaches these ports on loopback and nothing else.

    Rights and limits are the system's. Where the kernel has Landlock it holds files, programs, connections
    and signals; Python's audit hook refuses the same everywhere. Raises `LabRefused` where a right of root's
    remains.
    """
    paths = readable()
    rules = landlock.ruleset(paths, _DEVICES, ports)  # of folders that this user may not enter afterwards
    _limit()
    privileges.drop()
    if rules is not None:
        landlock.restrict(rules)
    sys.addaudithook(_hook(paths, ports))


def _limit() -> None:
    wanted = {
        resource.RLIMIT_AS: limits.ADDRESS_SPACE,
        resource.RLIMIT_NOFILE: limits.OPEN_FILES,
        resource.RLIMIT_CPU: limits.CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in wanted.items():
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):  # macOS knows RLIMIT_AS but does not take it
            resource.setrlimit(which, (allowed, allowed))
    os.nice(limits.NICE)


def _hook(paths: list[str], ports: Collection[int]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return the audit hook. It raises PermissionError for what is not allowed."""
    below = tuple(f"{path}/" for path in paths)
    exactly = {*paths, *_DEVICES}
    allowed_ports = frozenset(ports)

    def may_open(path: Any, flags: int) -> bool:
        if isinstance(path, int):
            return True
        name = os.path.normpath(os.fsdecode(path))
        if flags & _WRITING:
            return name in _DEVICES
        return name in exactly or name.startswith(below)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event not in _LOOKED_AT:  # most of them: to compare two objects is an event
            return
        match event:
            case "open":
                allowed = may_open(given[0], int(given[2] or 0))
            case "os.listdir" | "os.scandir":
                allowed = given[0] is not None and may_open(given[0], 0)
            case "socket.connect":
                allowed = _is_of_lab(given[0], given[1], allowed_ports)
            case "socket.getaddrinfo" | "socket.gethostbyname":
                allowed = given[0] in (LOOPBACK, LOOPBACK.encode())
            case "os.kill" | "os.killpg":
                allowed = given[0] == os.getpid()
            case _:
                allowed = False
        if not allowed:
            raise PermissionError(1, f"not in a classroom: {event}")

    return hook


def _is_of_lab(sock: socket.socket, address: Any, ports: frozenset[int]) -> bool:
    return sock.family == socket.AF_INET and address[0] == LOOPBACK and address[1] in ports
