"""Goes through a tree. It may be interrupted anywhere, as a program may: it changes nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from wizard.hostsim import limits
from wizard.hostsim.tree import Directory, Inode, Tree


def walk(tree: Tree, path: str = "/") -> Iterator[tuple[str, Inode]]:
    """Give everything beneath a path, itself first, without following links.

    What lies so deep that no path leads there is left out.
    """
    place = tree.resolve(path, follow=False)
    if place.inode is None:
        return
    pending = [(place.path, place.inode)]
    while pending:
        at, inode = pending.pop()
        yield at, inode
        if isinstance(inode, Directory):
            pending += _inside(tree, at, inode)


def _inside(tree: Tree, at: str, directory: Directory) -> Iterator[tuple[str, Inode]]:
    """Give what is in a directory, the last name first, with what is mounted there."""
    for name in sorted(directory.entries, reverse=True):
        path = posixpath.join(at, name)
        mounted = tree.mounts.get(path)
        inode = mounted.root if mounted else directory.entries.get(name)
        if inode is not None and len(path) < limits.PATH:
            yield path, inode
