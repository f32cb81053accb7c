"""The kernel's settings of /proc/sys, as sysctl(8) shows and changes them; they end with the boot."""

from __future__ import annotations

from wizard.hostsim.node import Node
from wizard.hostsim.tree import Directory

DEFAULTS = {
    "fs.file-max": "794168",
    "kernel.hostname": "",
    "kernel.osrelease": "3.10.0-327.el7.x86_64",
    "kernel.panic": "0",
    "kernel.pid_max": "32768",
    "kernel.sysrq": "16",
    "net.bridge.bridge-nf-call-ip6tables": "1",
    "net.bridge.bridge-nf-call-iptables": "1",
    "net.ipv4.conf.all.rp_filter": "1",
    "net.ipv4.conf.default.rp_filter": "1",
    "net.ipv4.ip_forward": "0",
    "net.ipv6.conf.all.disable_ipv6": "0",
    "vm.overcommit_memory": "0",
    "vm.swappiness": "30",
}
READ_ONLY = ("kernel.hostname", "kernel.osrelease")
FOLDERS = ("/run/sysctl.d", "/etc/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d")


def settings_of(text: str) -> list[tuple[str, str]]:
    """Return the settings that a file of sysctl.d has, in its order."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and line[0] not in "#;")
    return [(name.strip().lstrip("-").replace("/", "."), value.strip()) for name, _, value in pairs]


def load(node: Node) -> None:
    """Take the settings of the boot: the kernel's own, then those of /etc/sysctl.conf and sysctl.d."""
    node.settings = dict(DEFAULTS)
    files: dict[str, str] = {}
    for folder in reversed(FOLDERS):
        found = node.tree.find(folder)
        if isinstance(found, Directory):
            files |= {name: f"{folder}/{name}" for name in found.entries if name.endswith(".conf")}
    for path in [*(files[name] for name in sorted(files)), "/etc/sysctl.conf"]:
        for name, value in settings_of(node.tree.read(path)):
            if name in node.settings and name not in READ_ONLY:
                node.settings[name] = value
