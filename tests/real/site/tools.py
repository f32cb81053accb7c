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


class ToolFailed(Exception):
    """A command of the tests' own went wrong: what it was and what it said."""


def available() -> str | None:
    """Say why real hosts cannot run on this machine, or None when they can."""
    needs = {
        "root: run the tests as root": os.geteuid() == 0,
        "Debian 12, whose Nova is Zed's": 'VERSION_ID="12"' in Path("/etc/os-release").read_text(),
        "the overlay file system in the kernel": "overlay" in Path("/proc/filesystems").read_text(),
        "loop devices, which are their disks": Path("/dev/loop-control").exists(),
        "cgroup2 mounted, through which they are frozen": cgroup2() is not None,
        f"the packages {', '.join(missing())}, or apt-get to install them": not missing()
        or shutil.which("apt-get"),
    }
    lacking = [need for need, met in needs.items() if not met]
    return f"real hosts need {'; '.join(lacking)}" if lacking else None


def missing() -> list[str]:
    """The packages of TOOLS that this machine does not have."""
    return [package for package, command in TOOLS.items() if not shutil.which(command)]


def install() -> None:
    """Install the packages of TOOLS that are missing, with apt-get."""
    packages = missing()
    if packages:
        update()
        run(
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-y",
            "--no-install-recommends",
            "install",
            *packages,
        )


def update() -> None:
    """Have apt know what its sources have."""
    run("apt-get", "-q", "update")


def cgroup2() -> Path | None:
    """Return where cgroup2 is mounted, or None where it is not."""
    mounts = (line.split() for line in Path("/proc/mounts").read_text().splitlines())
    return next((Path(fields[1]) for fields in mounts if fields[2] == "cgroup2"), None)


def run(*argv: str | Path, stdin: str | None = None) -> str:
    """Run a command of this machine and return what it printed; an error has what it said."""
    done = subprocess.run(argv, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stdout[-4000:] + done.stderr[-4000:]
        raise ToolFailed(f"{' '.join(map(str, argv))} ended with {done.returncode}:\n{said}")
    return done.stdout


# A process namespace ends with its first process, and that with the program that started it, even if killed.
FAMILY = "setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --propagation slave --mount-proc"


def run_family(*argv: str | Path) -> None:
    """Run a command that starts many others, none of which outlives this process; mounts go with it too."""
    run(*FAMILY.split(), *argv)


def wait_for(what: str, condition: Callable[[], Found | None], limit: float = 120.0) -> Found:
    """Ask until the condition gives something true, and return it; past the limit, say what did not come."""
    deadline = time.monotonic() + limit
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise ToolFailed(f"{what}: not within {limit:.0f} s")
        time.sleep(0.1)
