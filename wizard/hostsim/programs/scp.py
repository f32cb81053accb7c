"""scp, as OpenSSH 6.6 has it: files to and from other hosts of the network."""

from __future__ import annotations

import errno
import getopt
import os
import posixpath
from dataclasses import dataclass

from wizard.hostsim.node import Node
from wizard.hostsim.openfiles import OpenFile
from wizard.hostsim.process import Process
from wizard.hostsim.programs.ssh import destination
from wizard.hostsim.ssh_client import Connection, SshRefused, connect
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory, Regular, User

CHUNK = 65536
OPTIONS = "1234BCpqrvc:F:i:l:o:P:S:"
USAGE = """\
usage: scp [-12346BCpqrv] [-c cipher] [-F ssh_config] [-i identity_file]
           [-l limit] [-o ssh_option] [-P port] [-S program]
           [[user@]host1:]file1 ... [[user@]host2:]file2
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A path on this host or another one, and who reads or writes it there."""

    node: Node
    user: User
    path: str
    shown: str

    def inside(self, name: str) -> Place:
        """Return the place of a name in this directory."""
        return Place(self.node, self.user, posixpath.join(self.path, name), posixpath.join(self.shown, name))


@program("scp")
async def scp(process: Process) -> int:
    """scp: copy files from or to another host."""
    try:
        pairs, words = getopt.gnu_getopt(process.args, OPTIONS)
    except getopt.GetoptError as error:
        process.err(f"unknown option -- {error.opt}\n{USAGE}")
        return 1
    if len(words) < 2:
        process.err(USAGE)
        return 1
    flags = dict(pairs)
    connections: dict[str, Connection] = {}
    try:
        places = [await _place(process, word, pairs, connections) for word in words]
    except SshRefused as refused:
        process.err(f"{refused}\nlost connection\n")
        return 1
    *sources, target = places
    into = isinstance(target.node.tree.find(target.path, target.user), Directory)
    if len(sources) > 1 and not into:
        process.err(f"{target.shown}: Not a directory\n")
        return 1
    status = 0
    for source in sources:
        goal = target.inside(posixpath.basename(source.path.rstrip("/"))) if into else target
        status |= await _copied(process, source, goal, flags)
    return status


async def _place(
    process: Process, word: str, pairs: list[tuple[str, str]], connections: dict[str, Connection]
) -> Place:
    """Return where a word leads, with one login for each host. Raises `SshRefused`."""
    host, colon, path = word.partition(":")
    if not colon or "/" in host:
        return Place(process.node, process.user, process.path(word), word)
    if host not in connections:
        connections[host] = await connect(process, destination(process, host, pairs))
    login = connections[host]
    return Place(login.node, login.user, posixpath.join(login.user.home, path), path or ".")


async def _copied(process: Process, source: Place, target: Place, flags: dict[str, str]) -> int:
    """Copy a file, or with -r a directory; returns 1 after it has said what failed."""
    try:
        inode = source.node.tree.get(source.path, source.user)
        if isinstance(inode, Directory):
            return await _directory(process, source, target, flags)
        size = await _file(source, target, inode.mode if "-p" in flags else inode.mode & ~process.umask)
        if "-p" in flags and isinstance(copied := target.node.tree.find(target.path), Regular):
            copied.mode, copied.mtime = inode.mode, inode.mtime
    except OSError as error:
        process.err(
            f"scp: {source.shown if error.filename != target.path else target.shown}: {error.strerror}\n"
        )
        return 1
    if "-q" not in flags and process.fd(1).is_terminal:
        process.out(_progress(process, posixpath.basename(source.path), size))
        await process.flush()
    return 0


async def _directory(process: Process, source: Place, target: Place, flags: dict[str, str]) -> int:
    if "-r" not in flags:
        process.err(f"scp: {source.shown}: not a regular file\n")
        return 1
    names = list(source.node.tree.directory(source.path, source.user).entries)
    if target.node.tree.find(target.path, target.user) is None:
        target.node.tree.put(target.path, Directory(0o755), target.user)
    statuses = [await _copied(process, source.inside(name), target.inside(name), flags) for name in names]
    return max(statuses, default=0)


async def _file(source: Place, target: Place, mode: int) -> int:
    """Copy a file's content and return its size."""
    reading = source.node.open(source.path, os.O_RDONLY, source.user, 0).open()
    try:
        if not isinstance(reading, OpenFile):
            raise os_error(errno.EINVAL, source.path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        writing = target.node.open(target.path, flags, target.user, mode & 0o777).open()
        size = 0
        try:
            while data := await reading.read(CHUNK):
                await writing.write(data)
                size += len(data)
        finally:
            writing.close()
    finally:
        reading.close()
    return size


def _progress(process: Process, name: str, size: int) -> str:
    """Return the line that shows a file's transfer on a terminal."""
    width = process.terminal.size.columns if process.terminal else 80
    scaled, unit = float(size), "  "
    for following in ("KB", "MB"):
        if scaled >= 10_000:
            scaled, unit = scaled / 1024, following
    room = max(width - 45, 10)
    return f"{name[:room]:<{room}} 100% {scaled:4.0f}{unit} {size / 1024:6.1f}KB/s   00:00    \n"
