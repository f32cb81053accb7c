"""Finds programs in a node's tree and runs them, as execve(2) and a shell's search do."""

from __future__ import annotations

import errno
import posixpath
from collections.abc import Awaitable, Callable

from wizard.hostsim import manual
from wizard.hostsim.process import Process, decode
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import HELPFUL, PROGRAMS
from wizard.hostsim.tree import EXECUTE, Directory, Program, Regular, permits

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
Body = Callable[[Process], Awaitable[int]]


def find(process: Process, name: str, path: str) -> str:
    """Return the path of a command's file; fails with ENOENT or EACCES."""
    if "/" in name:
        candidates = iter([process.path(name)])
    else:
        candidates = (posixpath.join(process.cwd, directory, name) for directory in path.split(":"))
    refused: OSError | None = None
    for candidate in candidates:
        inode = process.node.tree.find(candidate, process.user)
        if inode is None:
            continue
        if isinstance(inode, Directory):
            refused = os_error(errno.EISDIR, name)
        elif not permits(inode, process.user, EXECUTE):
            refused = os_error(errno.EACCES, name)
        else:
            return candidate
    if refused is not None and ("/" in name or refused.errno != errno.EISDIR):
        raise refused
    raise os_error(errno.ENOENT, name)


async def execute(
    process: Process,
    *,
    path: str | None = None,
    complain: Callable[[str], None] | None = None,
    file: str = "",
) -> int:
    """Run the program that the process's arguments name, or a file under that name, in its place."""
    name = file or process.argv[0]
    search = process.env.get("PATH", DEFAULT_PATH) if path is None else path
    try:
        found = find(process, name, search)
    except OSError as error:
        missing = error.errno == errno.ENOENT
        text = "command not found" if missing and "/" not in name else str(error.strerror)
        (complain or (lambda message: process.err(f"{message}\n")))(f"{name}: {text}")
        await process.flush()
        return 127 if missing else 126
    return await process.guarded(body_of(process, found))


async def _usage(process: Process) -> int:
    process.out(manual.usage(process.name))
    return 0


def body_of(process: Process, path: str) -> Body:
    """Return what a file does when it is run."""
    inode = process.node.tree.get(path, process.user)
    if isinstance(inode, Program):
        if process.args == ["--help"] and inode.name not in HELPFUL and manual.find(inode.name):
            return _usage
        return PROGRAMS[inode.name]
    content = inode.content if isinstance(inode, Regular) else b""
    interpreter, *arguments = ["/bin/sh"]
    if content.startswith(b"#!"):
        interpreter, *arguments = decode(content.split(b"\n", 1)[0][2:]).split(None, 1) or ["/bin/sh"]
    process.argv = [interpreter, *arguments, path, *process.args]
    return body_of(process, interpreter)
