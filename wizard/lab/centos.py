"""A freshly installed CentOS 7.2: what is in its tree before any package of OpenStack's Compute."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wizard.hostsim import (
    boot,
    programs,  # noqa: F401 - fills the table
    sysctl,
)
from wizard.hostsim.network import Network
from wizard.hostsim.node import Node
from wizard.hostsim.storage import GIB, Content, Partition, Volume
from wizard.hostsim.table import LISTINGS
from wizard.hostsim.tree import Device, Directory, FileSystem, Generated, Program, Symlink, Tree
from wizard.lab import packages, startup
from wizard.lab.programs import openstack  # noqa: F401 - its package fills the table
from wizard.lab.services.cluster import Cluster
from wizard.lab.services.node import OpenStackNode

CHARACTER_DEVICES = {
    "null": (1, 3),
    "zero": (1, 5),
    "full": (1, 7),
    "random": (1, 8),
    "urandom": (1, 9),
    "tty": (5, 0),
}
DIRECTORIES = ("/boot", "/etc/sysconfig", "/home", "/mnt", "/opt", "/root", "/srv", "/usr/lib64", "/usr/lib",
               "/usr/libexec", "/usr/local/bin", "/usr/local/sbin", "/usr/share", "/var/lib", "/var/log",
               "/var/spool", "/var/cache")  # fmt: skip
LINKS = {
    "/bin": "usr/bin",
    "/sbin": "usr/sbin",
    "/lib": "usr/lib",
    "/lib64": "usr/lib64",
    "/var/run": "../run",
    "/etc/sysconfig/selinux": "../selinux/config",
    "/etc/mtab": "/proc/self/mounts",
}
DEVICE_LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}
PROCESSOR = """\
processor\t: {number}
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 63
model name\t: Intel(R) Xeon(R) CPU E5-2620 v3 @ 2.40GHz
cpu MHz\t\t: 2400.000
cache size\t: 15360 KB
flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 \
ss ht syscall nx pdpe1gb rdtscp lm constant_tsc arch_perfmon rep_good nopl pni pclmulqdq{vmx} ssse3 fma cx16 \
sse4_1 sse4_2 x2apic movbe popcnt aes xsave avx f16c rdrand hypervisor lahf_lm abm

"""


def install(
    name: str, management_ip: str, network: Network, hosts: Mapping[str, str], cluster: Cluster
) -> OpenStackNode:
    """Return a node with the system on it; `hosts` are names and addresses for its /etc/hosts."""
    node = OpenStackNode(name, management_ip, network, packages.packages, cluster)
    tree = node.tree
    tree.mounts["/"].root.mode = 0o555
    for path in DIRECTORIES:
        tree.makedirs(path)
    tree.makedirs("/root").mode = 0o550
    tree.makedirs("/tmp").mode = 0o1777  # noqa: S108 - a node's
    tree.makedirs("/var/tmp").mode = 0o1777  # noqa: S108 - a node's
    tree.makedirs("/run")
    tree.mounts["/run"] = FileSystem("tmpfs", "tmpfs", options="rw,nosuid,nodev,mode=755", device=0x12)
    tree.makedirs("/dev")
    tree.mounts["/dev"] = FileSystem("devtmpfs", "devtmpfs", options="rw,nosuid", device=0x5)
    node.populate = lambda: _devices(tree)
    node.populate()
    tree.makedirs("/usr/bin")
    tree.makedirs("/usr/sbin")
    for path, target in LINKS.items():
        tree.make(path, Symlink(0o777, target=target))
    for listing in LISTINGS:
        if not listing.package:
            directory, _, name = listing.path.rpartition("/")
            tree.directory(directory).entries[name] = Program(0o755, name=listing.program)
    _processes(node)
    _settings(node, hosts)
    _system_disk(node)
    for package in packages.BASE:
        node.packages.install(package.name)
    sysctl.load(node)
    boot.first(node)
    for unit in node.systemd.units.values():
        if unit.enabled:
            node.systemd.start(unit)
    return node


def _devices(tree: Tree) -> None:
    """Make what the kernel and udev have in /dev and /run after a boot, apart from disks."""
    tree.makedirs("/run/lock").mode = 0o1777
    tree.makedirs("/dev/shm").mode = 0o1777  # noqa: S108 - a node's
    for device, (major, minor) in CHARACTER_DEVICES.items():
        tree.make(f"/dev/{device}", Device(0o666, name=device, major=major, minor=minor))
    for path, target in DEVICE_LINKS.items():
        tree.make(path, Symlink(0o777, target=target))


def _system_disk(node: Node) -> None:
    storage, tree = node.storage, node.tree
    disk = storage.add_disk("sda", 40 * GIB, minor=0, serial="QM00001")
    boot = Content("xfs", uuid="6f5a31c4-2a4f-4d0e-9a9e-8b0f6b0d7e11")
    boot.system = FileSystem("/dev/sda1", "xfs", device=0x801)
    disk.label, disk.identifier = "dos", 0x000A6E1B
    disk.partitions = [
        Partition("sda1", 500 * 2**20, 8, 1, boot, number=1, start=2048),
        Partition("sda2", 39 * GIB, 8, 2, Content("LVM2_member"), number=2, start=1026048, type="8e"),
    ]
    disk.holders = {"dm-0": "sda2", "dm-1": "sda2"}
    root = Content("xfs", system=tree.mounts["/"])
    storage.volumes["dm-0"] = Volume("dm-0", 35 * GIB, 253, 0, root, "/dev/mapper/centos-root")
    storage.volumes["dm-1"] = Volume("dm-1", 4 * GIB, 253, 1, Content("swap"), "/dev/mapper/centos-swap")
    storage.swaps["/dev/dm-1"] = 4 * GIB
    tree.makedirs("/boot")
    tree.mounts["/boot"] = boot.system
    storage.publish()


def _processes(node: Node) -> None:
    tree = node.tree
    tree.makedirs("/proc")
    tree.mounts["/proc"] = FileSystem("proc", "proc", options="rw,nosuid,nodev,noexec,relatime", device=0x3)
    tree.make("/proc/self", Directory(0o555))
    for name, generate in {
        "uptime": lambda: f"{node.uptime:.2f} {node.uptime * 1.99:.2f}\n",
        "boot_id": lambda: str(UUID(node.systemd.journal.boots[-1])) + "\n",
        "cpuinfo": lambda: _processors(node),
        "meminfo": lambda: "MemTotal:        8010756 kB\nMemFree:         6010756 kB\n",
        "loadavg": lambda: "0.00 0.01 0.05 1/120 2345\n",
        "version": lambda: "Linux version 3.10.0-327.el7.x86_64 (gcc version 4.8.3) #1 SMP\n",
        "mounts": lambda: mounts(node),
    }.items():
        node.generators[name] = generate
        path = f"/proc/sys/kernel/random/{name}" if name == "boot_id" else f"/proc/{name}"
        tree.make(path, Generated(0o444, generator=name))
    tree.make("/proc/self/mounts", Generated(0o444, generator="mounts"))
    tree.write("/proc/cmdline", "BOOT_IMAGE=/vmlinuz-3.10.0-327.el7.x86_64 root=/dev/mapper/centos-root ro\n")


def mounts(node: Node) -> str:
    """Return the text of /proc/mounts for what is mounted on the node."""
    return "".join(
        f"{system.source} {path} {system.kind} {system.options} 0 0\n"
        for path, system in node.tree.mounts.items()
    )


def _processors(node: Node) -> str:
    vmx = " vmx" if node.accelerated else ""
    return "".join(PROCESSOR.format(number=number, vmx=vmx) for number in range(2))


def _settings(node: Node, hosts: Mapping[str, str]) -> None:
    tree = node.tree
    node.selinux.write_config("enforcing")
    tree.write("/etc/hostname", f"{node.name}\n")
    tree.write("/etc/redhat-release", "CentOS Linux release 7.2.1511 (Core) \n")
    tree.write("/etc/centos-release", "CentOS Linux release 7.2.1511 (Core) \n")
    tree.write(
        "/etc/os-release",
        'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="7"\n'
        'PRETTY_NAME="CentOS Linux 7 (Core)"\n',
    )
    lines = ["127.0.0.1   localhost localhost.localdomain", "::1         localhost localhost.localdomain"]
    lines += [f"{address:<11} {name}" for name, address in hosts.items()]
    tree.write("/etc/hosts", "\n".join(lines) + "\n")
    tree.write(
        "/etc/fstab",
        "\n#\n# /etc/fstab\n# Created by anaconda on Mon Feb  1 09:12:44 2016\n#\n"
        "# Accessible filesystems, by reference, are maintained under '/dev/disk'\n"
        "# See man pages fstab(5), findfs(8), mount(8) and/or blkid(8) for more info\n#\n"
        "/dev/mapper/centos-root /                       xfs     defaults        0 0\n"
        "UUID=6f5a31c4-2a4f-4d0e-9a9e-8b0f6b0d7e11 /boot                   xfs     defaults        0 0\n"
        "/dev/mapper/centos-swap swap                    swap    defaults        0 0\n",
    )
    tree.write("/etc/resolv.conf", "# no nameserver\n")
    startup.install(tree)
