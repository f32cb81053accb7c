"""getenforce, setenforce and sestatus, as libselinux 2.2 and policycoreutils 2.2 have them."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.table import program


@program("getenforce", directory="/usr/sbin")
async def getenforce(process: Process) -> int:
    """getenforce: print SELinux's mode, such as `Enforcing`."""
    process.out(process.node.selinux.mode + "\n")
    return 0


@program("setenforce", directory="/usr/sbin")
async def setenforce(process: Process) -> int:
    """setenforce: set SELinux's mode until the next boot, where it is enabled."""
    modes = {"0": "Permissive", "1": "Enforcing", "permissive": "Permissive", "enforcing": "Enforcing"}
    if len(process.args) != 1 or process.args[0].lower() not in modes:
        process.err("usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]\n")
        return 1
    if process.node.selinux.mode == "Disabled":
        process.err("setenforce: SELinux is disabled\n")
        return 1
    if process.user.uid:
        process.err("setenforce:  setenforce() failed\n")
        return 1
    process.node.selinux.mode = modes[process.args[0].lower()]
    return 0


@program("sestatus", directory="/usr/sbin")
async def sestatus(process: Process) -> int:
    """sestatus: print SELinux's mode now and in the configuration."""
    selinux = process.node.selinux
    if selinux.mode == "Disabled":
        process.out("SELinux status:                 disabled\n")
        return 0
    rows = {
        "SELinux status": "enabled",
        "SELinuxfs mount": "/sys/fs/selinux",
        "SELinux root directory": "/etc/selinux",
        "Loaded policy name": "targeted",
        "Current mode": selinux.mode.lower(),
        "Mode from config file": selinux.configured() or "error (Success)",
        "Policy MLS status": "enabled",
        "Policy deny_unknown status": "allowed",
        "Max kernel policy version": "28",
    }
    process.out("".join(f"{f'{name}:':<32}{value}\n" for name, value in rows.items()))
    return 0
