"""rm: removes files and directories, and asks with -i, which is an alias of root's."""

from __future__ import annotations

import errno
import posixpath

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.files import agreed, kind_of, problem
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory
from wizard.hostsim.walking import walk


@program("rm")
async def rm(process: Process) -> int:
    """Remove files and, with -r, directories."""
    options, names = process.options("frRiv", "force", "recursive", "interactive=", "verbose")
    force = "-f" in options or "--force" in options
    if not names and not force:
        raise Failure("missing operand\nTry 'rm --help' for more information.")
    asks = "-i" in options and not force
    recursive = bool({"-r", "-R", "--recursive"} & options.keys())
    status = 0
    for name in names:
        try:
            inode = process.node.tree.get(process.path(name), process.user, follow=False)
            if isinstance(inode, Directory) and not recursive:
                raise os_error(errno.EISDIR)
            await (_remove_asking if asks else _remove)(process, name)
        except OSError as error:
            if not (force and error.errno in (errno.ENOENT, errno.ENOTDIR)):
                problem(process, f"cannot remove {process.quote(name)}", error)
                status = 1
    return status


async def _remove(process: Process, name: str) -> None:
    tree = process.node.tree
    for path, _ in reversed(list(walk(tree, process.path(name)))):
        found = tree.get(path, follow=False)
        (tree.rmdir if isinstance(found, Directory) else tree.unlink)(path, process.user)


async def _remove_asking(process: Process, name: str) -> bool:
    """Remove what is agreed to; return whether it is gone."""
    tree, path = process.node.tree, process.path(name)
    inode = tree.get(path, process.user, follow=False)
    shown = process.quote(name)
    if isinstance(inode, Directory) and inode.entries:
        if not await agreed(process, f"descend into directory {shown}"):
            return False
        gone = [await _remove_asking(process, posixpath.join(name, one)) for one in sorted(inode.entries)]
        if not all(gone):
            return False
    if not await agreed(process, f"remove {kind_of(inode)} {shown}"):
        return False
    (tree.rmdir if isinstance(inode, Directory) else tree.unlink)(path, process.user)
    return True
