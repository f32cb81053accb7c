"""SFTP over a node's tree.

Nothing is inherited from asyncssh's `SFTPServer`, whose methods work on the real file system. What is not
defined here is refused, whatever a new version of asyncssh brings.
"""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import time
from collections.abc import AsyncIterator, Callable
from typing import NoReturn, cast
from weakref import WeakSet

import asyncssh
from asyncssh.sftp import run_sftp_server

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.openfiles import OpenFile, open_regular
from wizard.hostsim.streams import os_error
from wizard.hostsim.tree import Directory, Inode, Regular, Symlink, User
from wizard.lab import limits
from wizard.lab.channels import Session, sent

VERSION = 3
"""Of the protocol: the one that OpenSSH speaks."""
KINDS = ((Directory, 0o040000), (Symlink, 0o120000))
FLAGS = (
    (asyncssh.FXF_CREAT, os.O_CREAT),
    (asyncssh.FXF_TRUNC, os.O_TRUNC),
    (asyncssh.FXF_EXCL, os.O_EXCL),
    (asyncssh.FXF_APPEND, os.O_APPEND),
)


class Requests:
    """Reads a client's packets: the next one when others have had their turn and the answers are sent."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.logger = session.stdin.logger
        self.get_extra_info = session.stdin.get_extra_info

    async def readexactly(self, count: int) -> bytes:
        """Return so many bytes of the next packet."""
        await asyncio.sleep(0)
        await self.session.stdout.drain()
        await sent(self.session.get_extra_info("connection"))
        return await self.session.stdin.readexactly(count)


class Replies:
    """Writes the answers; the channel stays open after the last one, for the exit status."""

    def __init__(self, session: Session) -> None:
        self.channel = session.channel
        self.write = session.stdout.write

    def close(self) -> None:
        """Leave the channel to `serve`'s caller."""


async def serve(session: Session, files: Files) -> None:
    """Serve one session of SFTP, a request at a time, until its client ends it."""
    reader = cast("asyncssh.SSHReader[bytes]", Requests(session))
    writer = cast("asyncssh.SSHWriter[bytes]", Replies(session))
    server = cast(asyncssh.SFTPServer, files)  # by its methods, not by its class
    try:
        await run_sftp_server(server, reader, writer, VERSION)
    except (OSError, asyncssh.Error):
        pass  # the client has gone
    finally:
        files.exit()


class Listing(AsyncIterator[asyncssh.SFTPName]):
    """An open directory: the names that were in it when it was opened."""

    def __init__(self, directory: Directory) -> None:
        self.entries = directory.entries
        self.names = list(directory.entries)[::-1]

    async def __anext__(self) -> asyncssh.SFTPName:
        while self.names:
            name = self.names.pop()
            inode = self.entries.get(name)
            if inode is not None:
                return asyncssh.SFTPName(os.fsencode(name), attrs=_attributes(inode))
        raise StopAsyncIteration


def _attributes(inode: Inode) -> asyncssh.SFTPAttrs:
    kind = next((bits for cls, bits in KINDS if isinstance(inode, cls)), 0o100000)
    size = len(inode.content) if isinstance(inode, Regular) else 0
    return asyncssh.SFTPAttrs(
        size=size, uid=inode.uid, gid=inode.gid, permissions=kind | inode.mode,
        atime=int(inode.mtime), mtime=int(inode.mtime),
    )  # fmt: skip


class Files:
    """What a client of SFTP sees and does, with its user's rights."""

    def __init__(self, node: Node, user: User) -> None:
        self.node = node
        self.user = user
        self._open: WeakSet[OpenFile] = WeakSet()
        self._listings: WeakSet[Listing] = WeakSet()
        """asyncssh does not tell when one of them is closed."""

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        """Refuse an operation that is not defined here: `lsetstat`, `link`, `statvfs` and all to come."""

        def refused(*_: object, **__: object) -> NoReturn:
            raise asyncssh.SFTPOpUnsupported(f"{name} is not supported")

        return refused

    def _path(self, path: bytes) -> str:
        return os.path.join(self.user.home, os.fsdecode(path))  # noqa: PTH118 - a path of the node

    def _count(self) -> None:
        """Fail where the client has as many files and directories open as it may."""
        if len(self._open) + len(self._listings) >= limits.HANDLES:
            raise os_error(errno.EMFILE)

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Open a file."""
        self._count()
        reading, writing = pflags & asyncssh.FXF_READ, pflags & asyncssh.FXF_WRITE
        flags = os.O_RDWR if reading and writing else os.O_WRONLY if writing else os.O_RDONLY
        flags |= sum(ours for theirs, ours in FLAGS if pflags & theirs)
        mode = attrs.permissions if attrs.permissions is not None else 0o644
        readable = flags & os.O_ACCMODE != os.O_WRONLY
        inode, system = open_regular(self.node.tree, self._path(path), flags, self.user, mode & 0o7777)
        if not isinstance(inode, Regular):
            raise os_error(errno.EACCES)
        append = bool(pflags & asyncssh.FXF_APPEND)
        opened = OpenFile(inode, system, readable=readable, writable=bool(writing), append=append)
        self._open.add(opened)
        return opened.open()

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Read from a place."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        file_obj.offset = offset
        await asyncio.sleep(0)  # one request may copy a file in many pieces
        return await file_obj.read(min(size, limits.SFTP_READ))

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write at a place."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        file_obj.offset = offset
        await asyncio.sleep(0)
        await file_obj.write(data)
        return len(data)

    async def close(self, file_obj: object) -> None:
        """Close a file."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        self._open.discard(file_obj)
        file_obj.close()

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Return what is known of a file, links followed."""
        return _attributes(self.node.tree.get(self._path(path), self.user))

    def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Return what is known of a file."""
        return _attributes(self.node.tree.get(self._path(path), self.user, follow=False))

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """Return what is known of an open file."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        return _attributes(file_obj.inode)

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Set a file's mode, owner and time."""
        inode = self.node.tree.get(self._path(path), self.user)
        if self.user.uid not in (0, inode.uid):
            raise os_error(errno.EPERM)
        if attrs.permissions is not None:
            inode.mode = attrs.permissions & 0o7777
        if attrs.uid is not None and attrs.gid is not None and self.user.uid == 0:
            inode.uid, inode.gid = attrs.uid, attrs.gid
        inode.mtime = clock.now() if attrs.mtime is None else attrs.mtime

    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Set an open file's mode."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        if attrs.permissions is not None:
            file_obj.inode.mode = attrs.permissions & 0o7777

    async def convert_attrs(self, result: asyncssh.SFTPAttrs) -> asyncssh.SFTPAttrs:
        """Return the attributes: they have their form already."""
        return result

    def format_longname(self, name: asyncssh.SFTPName) -> None:
        """Give an entry the line that `ls -l` shows, with the node's names of users and groups."""
        attrs = name.attrs
        moment = time.strftime("%b %e  %Y", time.gmtime(attrs.mtime or 0))
        owner, group = self.node.users.user_name(attrs.uid or 0), self.node.users.group_name(attrs.gid or 0)
        mode = stat.filemode(attrs.permissions or 0)
        shown = f"{mode}    1 {owner:<8} {group:<8} {attrs.size or 0:>8} {moment} "
        name.longname = shown.encode() + os.fsencode(name.filename)

    def scandir(self, path: bytes) -> Listing:
        """Open a directory."""
        self._count()
        directory = self.node.tree.directory(self._path(path), self.user)
        listed = sum(len(listing.names) for listing in self._listings)
        if listed + len(directory.entries) > limits.LISTED:
            raise os_error(errno.ENOMEM)
        listing = Listing(directory)
        self._listings.add(listing)
        return listing

    def remove(self, path: bytes) -> None:
        """Remove a file."""
        self.node.tree.unlink(self._path(path), self.user)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Make a directory."""
        self.node.tree.put(self._path(path), Directory(0o755), self.user)

    def rmdir(self, path: bytes) -> None:
        """Remove a directory."""
        self.node.tree.rmdir(self._path(path), self.user)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename where nothing is in the way."""
        if self.node.tree.find(self._path(newpath), self.user, follow=False) is not None:
            raise os_error(errno.EEXIST)
        self.posix_rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename over what is there."""
        self.node.tree.rename(self._path(oldpath), self._path(newpath), self.user)

    def realpath(self, path: bytes, *_: bytes, **__: object) -> bytes:
        """Return where a path leads."""
        return os.fsencode(self.node.tree.resolve(self._path(path), self.user).path)

    def readlink(self, path: bytes) -> bytes:
        """Return a link's target."""
        inode = self.node.tree.get(self._path(path), self.user, follow=False)
        if not isinstance(inode, Symlink):
            raise os_error(errno.EINVAL)
        return os.fsencode(inode.target)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """Make a link."""
        self.node.tree.put(self._path(newpath), Symlink(0o777, target=os.fsdecode(oldpath)), self.user)

    def exit(self) -> None:
        """Close what is still open at the end of a session."""
        for opened in list(self._open):
            opened.close()
        self._open.clear()
