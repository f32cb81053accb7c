"""Whether the parts of a kept lab fit together: what its schema alone does not show."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable

from wizard.lab.kept import DirectoryForm, LabForm, NodeForm, VolumeForm

DEEPEST = 1000
"""How many directories may lie in each other: walks over a tree are recursive."""


def check(kept: LabForm) -> None:
    """Raise `ValueError` where one part of a kept lab names another that is not there."""
    _need(list(kept.host_keys) == list(kept.nodes), "host_keys")
    for name, node in kept.nodes.items():
        for index, inode in enumerate(node.inodes):
            if isinstance(inode, DirectoryForm):
                _need(max(inode.entries.values(), default=0) < len(node.inodes), f"{name}.inodes.{index}")
        for system in node.systems:
            _need(_is_directory(node, system.root), f"{name}.systems")
        _need("/" in node.mounts, f"{name}.mounts")
        used = [*node.mounts.values(), *_systems(node)]
        _need(max(used) < len(node.systems), f"{name}.mounts")
        _check_tree(name, node)
        _check_disks(name, node)
        for user, form in node.users.items():
            _need(user == form.name, f"{name}.users")


def _need(holds: bool, where: str) -> None:
    if not holds:
        raise ValueError(where)


def _is_directory(node: NodeForm, index: int) -> bool:
    return index < len(node.inodes) and isinstance(node.inodes[index], DirectoryForm)


def _volumes(node: NodeForm) -> Iterable[VolumeForm]:
    for disk in node.disks.values():
        yield from (disk, *disk.partitions)
    yield from node.volumes.values()


def _systems(node: NodeForm) -> Iterable[int]:
    contents = (volume.content for volume in _volumes(node))
    return (content.system for content in contents if content is not None and content.system is not None)


def _check_tree(name: str, node: NodeForm) -> None:
    """Directories form trees: none is in two others or in itself, and none too deep."""
    above: dict[int, int] = {}
    for at, inode in enumerate(node.inodes):
        for inside in inode.entries.values() if isinstance(inode, DirectoryForm) else ():
            if _is_directory(node, inside):
                _need(inside not in above, f"{name}.inodes.{inside}")
                above[inside] = at
    try:
        order = list(
            graphlib.TopologicalSorter({inside: [at] for inside, at in above.items()}).static_order()
        )
    except graphlib.CycleError:
        raise ValueError(f"{name}.inodes") from None
    depths: dict[int, int] = {}
    for at in order:
        depths[at] = depths[above[at]] + 1 if at in above else 0
    _need(max(depths.values(), default=0) <= DEEPEST, f"{name}.inodes")


def _check_disks(name: str, node: NodeForm) -> None:
    for key, disk in node.disks.items():
        partitions = [partition.name for partition in disk.partitions]
        fits = key == disk.name and node.volumes.keys() >= disk.holders.keys()
        _need(fits and set(partitions) >= set(disk.holders.values()), f"{name}.disks.{key}")
    for key, volume in node.volumes.items():
        held = any(key in disk.holders for disk in node.disks.values())
        _need(key == volume.name and held, f"{name}.volumes.{key}")
    names = [volume.name for volume in _volumes(node)]
    _need(len(names) == len(set(names)), f"{name}.disks")
