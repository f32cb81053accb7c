"""lsblk, mount, umount, findmnt, swapon: what is mounted where, as util-linux 2.23 has them."""

from __future__ import annotations

import posixpath

from wizard.hostsim.mounting import BUSY, fstab, mount_line, remount, swap_on
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.table import program


@program("mount")
async def mount(process: Process) -> int:
    """Mount a device, or what /etc/fstab says."""
    options, names = process.options("at:o:rvwfnl", "all", "bind", "types=", "options=")
    tree = process.node.tree
    if process.user.uid and (names or "-a" in options):
        raise Failure("only root can do that")
    if "-a" in options or "--all" in options:
        failed = False
        for line in fstab(process.node):
            if line[2] == "swap" or line[1] in tree.mounts or "noauto" in line[3].split(","):
                continue
            try:
                mount_line(process.node, line, process.cwd)
            except Failure as failure:
                process.err(f"mount: {failure.message}\n")
                failed = True
        return BUSY if failed else 0
    if not names:
        for path, system in tree.mounts.items():
            process.out(f"{system.source} on {path} type {system.kind} ({system.options})\n")
        return 0
    if "remount" in options.get("-o", "").split(","):
        remount(process.node, names[-1], options["-o"], process.cwd)
        return 0
    if len(names) == 1:
        found = [line for line in fstab(process.node) if names[0].rstrip("/") in line[:2]]
        if not found:
            raise Failure(f"can't find {names[0]} in /etc/fstab")
        line = found[0]
    else:
        line = [names[0], names[1], options.get("-t", "auto"), options.get("-o", "")]
    mount_line(process.node, line, process.cwd)
    return 0


@program("umount")
async def umount(process: Process) -> int:
    """umount: unmount by device or directory."""
    _, names = process.options("lfnv")
    tree = process.node.tree
    for name in names:
        path = process.path(name)
        volume = process.node.storage.find(path)
        places = process.node.storage.mounted_at(volume) if volume else [posixpath.normpath(path)]
        if not places or places[-1] not in tree.mounts:
            process.err(f"umount: {name}: {'not mounted' if tree.find(path) else 'mountpoint not found'}\n")
            return BUSY
        if any((other.cwd + "/").startswith(places[-1] + "/") for other in process.node.processes.values()):
            process.err(f"umount: {name}: target is busy.\n")
            return BUSY
        del tree.mounts[places[-1]]
    return 0


@program("findmnt")
async def findmnt(process: Process) -> int:
    """findmnt: print mounted file systems, or the one that a device or directory belongs to."""
    options, names = process.options(
        "nro:S:T:M:t:lPfsm",
        "noheadings",
        "raw",
        "output=",
        "source=",
        "target=",
        "mountpoint=",
        "list",
        "pairs",
        "first-only",
    )
    columns = options.get("-o", options.get("--output", "TARGET,SOURCE,FSTYPE,OPTIONS")).upper().split(",")
    rows = []
    source = options.get("-S", options.get("--source"))
    target = options.get("-M", options.get("--mountpoint"))
    beneath = options.get("-T", options.get("--target"))
    if beneath:
        system = process.node.tree.resolve(process.path(beneath)).system
        target = next(path for path, one in process.node.tree.mounts.items() if one is system)
    for path, system in process.node.tree.mounts.items():
        row = {"TARGET": path, "SOURCE": system.source, "FSTYPE": system.kind, "OPTIONS": system.options}
        if source and system.source != source:
            continue
        if target and path != target.rstrip("/") and path != target:
            continue
        if names and not {path, system.source} & {names[0], names[0].rstrip("/")}:
            continue
        rows.append(row)
    for column in columns:
        if column not in ("TARGET", "SOURCE", "FSTYPE", "OPTIONS"):
            raise Failure(f"unknown column: {column}")
    if not rows:
        return 1
    if not {"-n", "--noheadings", "-P", "--pairs"} & options.keys():
        process.out(" ".join(columns) + "\n")
    for row in rows:
        if "-P" in options or "--pairs" in options:
            process.out(" ".join(f'{column}="{row[column]}"' for column in columns) + "\n")
        else:
            process.out(" ".join(row[column] for column in columns) + "\n")
    return 0


@program("mountpoint")
async def mountpoint(process: Process) -> int:
    """Tell whether a directory is one."""
    options, names = process.options("qd")
    there = process.path(names[0]).rstrip("/") in process.node.tree.mounts if names else False
    if "-q" not in options:
        process.out(f"{names[0]} is {'' if there else 'not '}a mountpoint\n")
    return 0 if there else 1


@program("swapon", "swapoff", directory="/usr/sbin")
async def swapon(process: Process) -> int:
    """Show, add or take away swap."""
    options, names = process.options("sap:", "summary", "show", "noheadings", "all")
    storage = process.node.storage
    if "-s" in options or "--summary" in options:
        process.out(process.node.tree.read("/proc/swaps"))
        return 0
    if "--show" in options:
        raise Failure("unrecognized option '--show'")
    for name in names:
        path = process.path(name)
        if process.name == "swapon":
            swap_on(process.node, path)
            continue
        volume = storage.find(path)
        if volume is None or storage.swaps.pop(f"/dev/{volume.name}", None) is None:
            raise Failure(f"{name}: swapoff failed: Invalid argument", 255)
    storage.publish()
    return 0
