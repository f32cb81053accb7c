"""What a host does when it boots: /run, SELinux, names, swap and mounts of /etc/fstab, and the services."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.hostsim import clock, sysctl
from wizard.hostsim.mounting import fstab, mount_line, named, swap_on
from wizard.hostsim.node import Node
from wizard.hostsim.process import Failure
from wizard.hostsim.systemd import BOOTED, FailedMount
from wizard.hostsim.tree import Directory
from wizard.hostsim.unit_names import of_path

FIRST_PID = 700
"""Numbers below are those of the kernel and of systemd's own programs."""
TMPFILES = ("/usr/lib/tmpfiles.d", "/etc/tmpfiles.d")
KERNEL = (
    "Linux version 3.10.0-327.el7.x86_64 (builder@kbuilder.dev.centos.org) "
    "(gcc version 4.8.3 20140911 (Red Hat 4.8.3-9) (GCC) ) #1 SMP Thu Nov 19 22:10:57 UTC 2015",
    "Command line: BOOT_IMAGE=/vmlinuz-3.10.0-327.el7.x86_64 root=/dev/mapper/centos-root ro",
    "Memory: 7982324k/9437184k available (6444k kernel code, 1426428k absent, 405988k reserved, 4186k data, "
    "1604k init)",
    "SELinux:  Initializing.",
    "smpboot: CPU0: Intel(R) Xeon(R) CPU E5-2620 v3 @ 2.40GHz (fam: 06, model: 3f, stepping: 02)",
    "Brought up 2 CPUs",
)


def messages(node: Node) -> Iterator[str]:
    """Give what the kernel says when it has found the host's devices."""
    yield from KERNEL
    for disk in node.storage.disks.values():
        decimal, binary = disk.size / 1e9, disk.size / 2**30
        yield (
            f"sd 2:0:0:0: [{disk.name}] {disk.sectors} 512-byte logical blocks: "
            f"({decimal:.1f} GB/{binary:.1f} GiB)"
        )
    yield "XFS (dm-0): Mounting V4 Filesystem"
    yield "XFS (dm-0): Ending clean mount"
    yield "e1000: eth0 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX"


def first(node: Node) -> None:
    """Let the journal say that the host was booted before the lab began."""
    for message in messages(node):
        node.systemd.kernel(message, ago=BOOTED)
    node.systemd.note(
        "Startup finished in 1.032s (kernel) + 2.418s (initrd) + 11.203s (userspace) = 14.654s.", ago=BOOTED
    )


async def boot(node: Node) -> None:
    """Boot a host that is off: mount what /etc/fstab names and start what is enabled.

    Where a line of /etc/fstab cannot be mounted, the host stops in emergency mode, without network and sshd.
    """
    node.power.state = "booting"
    await clock.wait(node.power.boot_seconds)
    systemd = node.systemd
    systemd.journal.new_boot()
    systemd.booted = clock.uptime()
    node.last_pid = FIRST_PID
    for message in messages(node):
        systemd.kernel(message)
    node.selinux.boot()
    if node.selinux.mode == "Disabled":
        systemd.kernel("SELinux:  Disabled at runtime.")
    node.populate()
    node.storage.publish()
    node.name = node.tree.read("/etc/hostname").strip() or "localhost.localdomain"
    sysctl.load(node)
    await settle(node)


async def settle(node: Node) -> None:
    """Mount and start what a host in its normal mode has; else leave it in emergency mode."""
    if not await _mount_all(node):
        node.systemd.note("Started Emergency Shell.")
        node.systemd.note("Reached target Emergency Mode.")
        node.power.state = "emergency"
        return
    _make_volatile(node)
    node.network.plug(node.management_ip)
    node.systemd.reload()
    for unit in node.systemd.units.values():
        if unit.enabled and unit.state != "active":
            node.systemd.start(unit)
    node.systemd.note("Reached target Multi-User System.")
    node.systemd.note("Startup finished in 1.028s (kernel) + 2.377s (initrd) + 9.891s (userspace) = 13.297s.")
    node.power.state = "running"


async def _mount_all(node: Node) -> bool:
    """Mount what /etc/fstab names, the outer directories first; whether all that boot needs is there."""
    node.systemd.failed_mounts.clear()
    complete = True
    waited = False
    for line in sorted(fstab(node), key=lambda line: line[1].rstrip("/").count("/")):
        source, directory, kind, given = line
        options = given.split(",")
        if "noauto" in options or directory == "/" or (kind != "swap" and not directory.startswith("/")):
            continue
        optional = "nofail" in options or "_netdev" in options or kind in ("swap", "nfs", "nfs4")
        if named(node, source) is None and source.startswith(("/dev/", "UUID=", "LABEL=")):
            if not waited and "nofail" not in options:
                await clock.wait(node.power.device_seconds)
                waited = True
            node.systemd.note(f"Timed out waiting for device {of_path(_device_path(source), 'device')}.")
            node.systemd.note(f"Dependency failed for {directory}.")
            complete = complete and optional
            continue
        try:
            if _mount(node, line):
                _say_mounted(node, source)
        except Failure as failure:
            _failed(node, line, failure)
            complete = complete and optional
    if not complete:
        node.systemd.note("Dependency failed for Local File Systems.")
        node.systemd.note("Triggering OnFailure= dependencies of local-fs.target.")
    return complete


def _device_path(source: str) -> str:
    tag, _, value = source.partition("=")
    return f"/dev/disk/by-{tag.lower()}/{value}" if tag in ("UUID", "LABEL") else source


def _failed(node: Node, line: list[str], failure: Failure) -> None:
    """Note that a line of /etc/fstab could not be mounted, or used as swap."""
    source, directory, kind, given = line
    if kind == "swap":
        node.systemd.note(f"swapon: {failure.message}", "swapon", node.new_pid())
        node.systemd.note(f"Failed to activate swap {_device_path(source)}.")
        return
    options = ",".join(one for one in given.split(",") if one not in ("defaults", "nofail", "auto"))
    mount = FailedMount(
        directory.rstrip("/"),
        _device_path(source),
        kind,
        options,
        failure.status,
        node.new_pid(),
        clock.uptime(),
    )
    node.systemd.mount_failed(mount, f"mount: {failure.message}")


def _mount(node: Node, line: list[str]) -> bool:
    """Mount a line of /etc/fstab, and make its directory as systemd does; False where it is mounted."""
    source, directory, kind, _ = line
    if kind == "swap":
        volume = named(node, source)
        if volume is None or f"/dev/{volume.name}" in node.storage.swaps:
            return False
        swap_on(node, source)
        return True
    if directory.rstrip("/") in node.tree.mounts:
        return False
    if node.tree.find(directory) is None:
        node.tree.makedirs(directory)
    mount_line(node, line)
    return True


def _say_mounted(node: Node, source: str) -> None:
    volume = named(node, source)
    if volume is None or volume.content is None:
        return
    match volume.content.kind:
        case "ext4":
            node.systemd.kernel(
                f"EXT4-fs ({volume.name}): mounted filesystem with ordered data mode. Opts: (null)"
            )
        case "xfs":
            node.systemd.kernel(f"XFS ({volume.name}): Ending clean mount")
        case "swap":
            node.systemd.kernel(f"Adding {volume.size // 1024 - 4}k swap on {volume.path}.")


def _make_volatile(node: Node) -> None:
    """Make the directories that tmpfiles.d names, as systemd-tmpfiles does (only lines of type d)."""
    tree, users = node.tree, node.users
    for folder in TMPFILES:
        found = tree.find(folder)
        for name in sorted(found.entries) if isinstance(found, Directory) else []:
            for line in tree.read(f"{folder}/{name}").splitlines() if name.endswith(".conf") else []:
                kind, path, mode, user, group = [*line.split(), "", "", "", "", ""][:5]
                if kind not in ("d", "D") or not path.startswith("/"):
                    continue
                made = tree.makedirs(path)
                made.mode = (
                    int(mode, 8) & 0o7777 if mode.isdigit() and set(mode) <= set("01234567") else 0o755
                )
                made.uid = users.users[user].uid if user in users.users else 0
                made.gid = users.groups.get(group, 0)
