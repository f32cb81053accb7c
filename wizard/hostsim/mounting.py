"""Mounts what a device or a line of /etc/fstab names, as mount(8) of util-linux 2.23 does."""

from __future__ import annotations

import posixpath
import re

from wizard.hostsim.node import Node
from wizard.hostsim.process import Failure
from wizard.hostsim.storage import Volume
from wizard.hostsim.tree import Directory, FileSystem

BUSY = 32
VIRTUAL = {"tmpfs": 0x20, "proc": 0x3, "sysfs": 0x10, "devpts": 0xB}
"""File systems without a device, and their device numbers."""
OPTION = re.compile(
    r"defaults|r[ow]|(no)?(auto|exec|suid|dev|user|users|owner|group|atime|diratime|relatime|strictatime|acl|"
    r"barrier|delalloc|discard|quota|user_xattr|iversion|mand|init_itable)|nofail|sync|async|dirsync|remount|"
    r"bind|rbind|loop|_netdev|inode64|inode32|usrquota|grpquota|uquota|gquota|pquota|prjquota|seclabel|"
    r"lazytime|bsddf|minixdf|journal_checksum|largeio|swalloc|wsync|norecovery|noload|x-[^,]*|comment=[^,]*|"
    r"(data|commit|errors|stripe|barrier|size|mode|uid|gid|nr_inodes|logbufs|logbsize|context|rootcontext|"
    r"fscontext|defcontext|pri|sw)(=[^,]*)?"
)
"""What the kernel's ext4, xfs and tmpfs, mount(8) and systemd take as an option."""


def fstab(node: Node) -> list[list[str]]:
    """Return the first four fields of /etc/fstab's lines: device, directory, type, options."""
    lines = (line.split() for line in node.tree.read("/etc/fstab").splitlines())
    fields = (line for line in lines if len(line) > 1 and not line[0].startswith("#"))
    return [[*line, *("auto", "defaults")[len(line) - 2 :]][:4] for line in fields]


def named(node: Node, source: str) -> Volume | None:
    """Return the block device that the first field of a line of /etc/fstab names, if there is one."""
    if not source.startswith(("UUID=", "LABEL=")):
        return node.storage.find(posixpath.join("/", source))
    tag, _, key = source.partition("=")
    key = key.strip('"')
    for volume in node.storage.all():
        content = volume.content
        if content and key and key == (content.uuid if tag == "UUID" else content.label):
            return volume
    return None


def swap_on(node: Node, source: str) -> None:
    """Use a device as swap. Raises `Failure` as swapon(8) does."""
    volume = named(node, source)
    if volume is None:
        raise Failure(f"cannot open {source}: No such file or directory", 255)
    if volume.content is None or volume.content.kind != "swap":
        raise Failure(f"{source}: read swap header failed: Invalid argument", 255)
    path = f"/dev/{volume.name}"
    if path in node.storage.swaps:
        raise Failure(f"{source}: swapon failed: Device or resource busy", 255)
    node.storage.swaps[path] = volume.size
    node.storage.publish()


def remount(node: Node, directory: str, options: str, cwd: str = "/") -> None:
    """Change whether what is mounted there is read-only."""
    system = node.tree.mounts.get(node.tree.resolve(posixpath.join(cwd, directory)).path)
    if system is None:
        raise Failure(f"{directory} not mounted or bad option", BUSY)
    if access := [option for option in options.split(",") if option in ("ro", "rw")]:
        system.options = access[-1] + system.options[2:]


def mount_line(node: Node, line: list[str], cwd: str = "/") -> None:
    """Mount a device on a directory, given with type and options. Raises `Failure` as mount(8) does."""
    source, directory, kind, given = line
    options = [option for option in given.split(",") if option]
    path = _mount_point(node, directory, cwd)
    if kind in VIRTUAL:
        node.tree.mounts[path] = FileSystem(source, kind, device=VIRTUAL[kind])
        return
    if "bind" in options or kind in ("nfs", "nfs4"):
        raise Failure(f"mount of type {kind} is not simulated in this lab", BUSY)
    shown, volume = _device(node, source, cwd)
    mounted = node.storage.mounted_at(volume)
    if path in mounted:
        raise Failure(
            f"{shown} is already mounted or {directory} busy\n       {shown} is already mounted on {path}",
            BUSY,
        )
    content = volume.content
    if content is not None and content.usage == "raid":
        raise Failure(f"unknown filesystem type '{content.kind}'", BUSY)
    fits = content is not None and kind in ("auto", content.kind)
    if content is None or content.system is None or not fits or not all(map(OPTION.fullmatch, options)):
        raise Failure(
            f"wrong fs type, bad option, bad superblock on {shown},\n"
            "       missing codepage or helper program, or other error\n\n"
            "       In some cases useful info is found in syslog - try\n       dmesg | tail or so.",
            BUSY,
        )
    if "ro" in options:
        content.system.options = content.system.options.replace("rw", "ro", 1)
    elif not mounted and content.system.options.startswith("ro"):
        content.system.options = "rw" + content.system.options[2:]
    node.tree.mounts[path] = content.system
    content.system.last_mounted = path


def _mount_point(node: Node, directory: str, cwd: str) -> str:
    try:
        place = node.tree.resolve(posixpath.join(cwd, directory))
    except OSError:
        place = None
    if place is None or place.inode is None:
        raise Failure(f"mount point {directory} does not exist", BUSY)
    if not isinstance(place.inode, Directory):
        raise Failure(f"mount point {directory} is not a directory", BUSY)
    return place.path


def _device(node: Node, source: str, cwd: str) -> tuple[str, Volume]:
    """Return a device, and its name for messages."""
    if source.startswith(("UUID=", "LABEL=")):
        volume = named(node, source)
        if volume is None:
            raise Failure(f"can't find {source}", 1)
        return volume.path, volume
    path = posixpath.join(cwd, source)
    if node.tree.find(path) is None:
        raise Failure(f"special device {source} does not exist", BUSY)
    volume = node.storage.find(path)
    if volume is None:
        raise Failure(f"{source} is not a block device", BUSY)
    return source, volume
