"""hostname, hostnamectl, uname, sysctl, dmesg and the like: what host and kernel this is."""

from __future__ import annotations

import re
import time
from uuid import UUID

from wizard.hostsim import clock
from wizard.hostsim.journal import KERNEL
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.pager import paged
from wizard.hostsim.sysctl import READ_ONLY, settings_of
from wizard.hostsim.table import program

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
RELEASE = "3.10.0-327.el7.x86_64"


@program("hostname")
async def hostname(process: Process) -> int:
    """hostname: print the node's name, or set it until the next boot."""
    options, words = process.options("sfiId", "short", "fqdn", "all-ip-addresses", "help")
    node = process.node
    if {"-I", "-i", "--all-ip-addresses"} & options.keys():
        process.out(f"{node.management_ip}\n")
    elif words:
        if process.user.uid:
            raise Failure("you must be root to change the host name")
        if not NAME.fullmatch(words[0]):
            raise Failure("the specified hostname is invalid")
        node.name = words[0]
    else:
        process.out((node.name.partition(".")[0] if "-s" in options else node.name) + "\n")
    return 0


@program("hostnamectl")
async def hostnamectl(process: Process) -> int:
    """hostnamectl: print the node's names and system, or set its name for good."""
    _, words = process.options("", "static", "transient", "pretty", "help", "no-ask-password")
    node = process.node
    if words[:1] == ["set-hostname"] and len(words) > 1:
        if process.user.uid:
            process.err("Could not set property: Interactive authentication required.\n")
            return 1
        if not NAME.fullmatch(words[1]):
            process.err(f"Could not set property: Invalid static hostname '{words[1]}'\n")
            return 1
        node.name = words[1].lower()
        node.tree.write("/etc/hostname", f"{node.name}\n")
        return 0
    if words and words[0] != "status":
        process.err(f"Unknown operation {words[0]}\n")
        return 1
    static = node.tree.read("/etc/hostname").strip()
    found = re.search(r'^PRETTY_NAME="(.*)"$', node.tree.read("/etc/os-release"), re.MULTILINE)
    rows = [
        ("Static hostname", static),
        *([("Transient hostname", node.name)] if node.name != static else []),
        ("Icon name", "computer-vm"),
        ("Chassis", "vm"),
        ("Machine ID", UUID(int=int.from_bytes(node.management_ip.encode()) % 2**128).hex),
        ("Boot ID", node.systemd.journal.boots[-1]),
        ("Virtualization", "kvm"),
        ("Operating System", found[1] if found else "Linux"),
        ("CPE OS Name", "cpe:/o:centos:centos:7"),
        ("Kernel", f"Linux {RELEASE}"),
        ("Architecture", "x86-64"),
    ]
    process.out("".join(f"{name:>18}: {value}\n" for name, value in rows))
    return 0


@program("uname")
async def uname(process: Process) -> int:
    """uname: print what system this is."""
    options, _ = process.options("asnrvmpio", "all", "kernel-release", "nodename", "machine", "help")
    values = {
        "-s": "Linux",
        "-n": process.node.name,
        "-r": RELEASE,
        "-v": "#1 SMP Thu Nov 19 22:10:57 UTC 2015",
        "-m": "x86_64",
        "-p": "x86_64",
        "-i": "x86_64",
        "-o": "GNU/Linux",
    }
    short = {"--all": "-a", "--kernel-release": "-r", "--nodename": "-n", "--machine": "-m"}
    given = {short.get(option, option) for option in options}
    chosen = [value for option, value in values.items() if "-a" in given or option in given]
    process.out(" ".join(chosen or ["Linux"]) + "\n")
    return 0


@program("nproc", "arch")
async def nproc(process: Process) -> int:
    """nproc, arch: print how many processors there are, or of which kind."""
    process.out("2\n" if process.name == "nproc" else "x86_64\n")
    return 0


@program("sysctl", directory="/usr/sbin")
async def sysctl(process: Process) -> int:
    """sysctl: print the kernel's settings, or set them: -a, -n, -w NAME=VALUE, -p FILE."""
    options, words = process.options("anewpqN", "all", "values", "write", "load", "system", "quiet")
    node = process.node
    if {"-p", "--load"} & options.keys():
        text = "".join(node.tree.read(process.path(word)) + "\n" for word in words or ["/etc/sysctl.conf"])
        return max([_set(process, *pair, quiet="-q" in options) for pair in settings_of(text)], default=0)
    if {"-a", "--all"} & options.keys():
        words = sorted(node.settings)
    status = 0
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("/", ".")
        if equals:
            status = max(status, _set(process, name, value.strip(), quiet="-q" in options))
        elif name not in node.settings:
            process.err(
                f"sysctl: cannot stat /proc/sys/{name.replace('.', '/')}: No such file or directory\n"
            )
            status = 255
        else:
            shown = node.name if name == "kernel.hostname" else node.settings[name]
            process.out(f"{shown}\n" if {"-n", "--values"} & options.keys() else f"{name} = {shown}\n")
    return status


def _set(process: Process, name: str, value: str, *, quiet: bool) -> int:
    """Set one of the kernel's settings; returns the exit status."""
    settings = process.node.settings
    path = f"/proc/sys/{name.replace('.', '/')}"
    if name not in settings:
        process.err(f"sysctl: cannot stat {path}: No such file or directory\n")
        return 255
    if process.user.uid:
        process.err(f"sysctl: permission denied on key '{name}'\n")
        return 255
    if name in READ_ONLY or (settings[name].isdigit() and not re.fullmatch(r"-?\d{1,12}", value)):
        process.err(f'sysctl: setting key "{name}": Invalid argument\n')
        return 255
    settings[name] = value
    if not quiet:
        process.out(f"{name} = {value}\n")
    return 0


@program("dmesg")
async def dmesg(process: Process) -> int:
    """dmesg: print the kernel's messages of this boot."""
    options, _ = process.options(
        "THkxwLCcn:l:f:", "ctime", "human", "nopager", "color=", "kernel", "help", "level="
    )
    node = process.node
    boot = node.systemd.journal.boots[-1]
    entries = [one for one in node.systemd.journal.entries if one.program == KERNEL and one.boot == boot]
    began = clock.now() + node.skew - node.uptime
    text = ""
    for entry in entries:
        since = max(entry.moment - began, 0.0)
        if {"-T", "--ctime", "-H", "--human"} & options.keys():
            text += f"[{time.strftime('%a %b %e %H:%M:%S %Y', time.gmtime(entry.moment))}] {entry.message}\n"
        else:
            text += f"[{since:12.6f}] {entry.message}\n"
    await paged(process, text, () if {"-H", "--human"} & options.keys() else ("no-pager",))
    return 0
