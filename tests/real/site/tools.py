"""What this machine must have for real hosts, and the two small helpers that all parts share."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

# Debian's packages that build and boot the hosts, each with the command that shows it is there.
TOOLS = {
    "debootstrap": "debootstrap",
    "systemd-container": "systemd-nspawn",
    "iproute2": "ip",
    "util-linux": "nsenter",
    "mount": "losetup",
    "openssh-client": "ssh",
}


class Failed(Exception):
    """A command of the tests' own went wrong: what it was and what it said."""


def available() -> str | None:
    """Say why real hosts cannot run on this machine, or None when they can."""
    if os.geteuid() != 0:
        return "real hosts need root: run the tests as root"
    if not Path("/etc/debian_version").exists():
        return "real hosts are built with debootstrap and apt: run the tests on Debian"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "real hosts lie on overlay file systems, which this kernel does not have"
    if not Path("/dev/loop-control").exists():
        return "real hosts have loop devices for disks, which this machine does not have"
    if cgroup2() is None:
        return "real hosts are frozen through cgroup2, which is not mounted on this machine"
    if not missing() or shutil.which("apt-get"):
        return None
    return f"real hosts need the packages {', '.join(missing())}, and there is no apt-get to install them"


def missing() -> list[str]:
    """The packages of TOOLS that this machine does not have."""
    return [package for package, command in TOOLS.items() if not shutil.which(command)]


def install() -> None:
    """Install what is missing."""
    packages = missing()
    if packages:
        run("apt-get", "-q", "update")
        run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "--no-install-recommends", "install", *packages)


def cgroup2() -> Path | None:
    """Where cgroup2 is mounted."""
    mounts = (line.split() for line in Path("/proc/mounts").read_text().splitlines())
    return next((Path(fields[1]) for fields in mounts if fields[2] == "cgroup2"), None)


def run(*argv: str | Path, stdin: str | None = None) -> str:
    """Run a command of this machine and return what it printed; what it says goes into the error if it fails."""
    done = subprocess.run(argv, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, argv))} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def wait_for(what: str, condition: Callable[[], Found | None], limit: float = 120.0) -> Found:
    """Ask until the condition gives something true, and return that; past the limit, say what did not come."""
    deadline = time.monotonic() + limit
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"{what}: not within {limit:.0f} s")
        time.sleep(0.1)
