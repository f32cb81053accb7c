"""SFTP over a node's tree.

Nothing is inherited from asyncssh's `SFTPServer`, whose methods work on the real file system. What is not
defined here is refused, whatever a new version of asyncssh brings.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import AsyncIterator, Callable
from typing import NoReturn

import asyncssh

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.openfiles import OpenFile, open_regular
from wizard.hostsim.streams import os_error
from wizard.hostsim.tree import Directory, Inode, Regular, Symlink, User

KINDS = ((Directory, 0o040000), (Symlink, 0o120000))
FLAGS = (
    (asyncssh.FXF_CREAT, os.O_CREAT),
    (asyncssh.FXF_TRUNC, os.O_TRUNC),
    (asyncssh.FXF_EXCL, os.O_EXCL),
    (asyncssh.FXF_APPEND, os.O_APPEND),
)


class Files:
    """What a client of SFTP sees and does, with its user's rights."""

    def __init__(self, node: Node, user: User) -> None:
        self.node = node
        self.user = user

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        """Refuse an operation that is not defined here: `lsetstat`, `link`, `statvfs` and all to come."""

        def refused(*_: object, **__: object) -> NoReturn:
            raise asyncssh.SFTPOpUnsupported(f"{name} is not supported")

        return refused

    def _path(self, path: bytes) -> str:
        return os.path.join(self.user.home, os.fsdecode(path))  # noqa: PTH118 - a path of the node

    def _attributes(self, inode: Inode) -> asyncssh.SFTPAttrs:
        kind = next((bits for cls, bits in KINDS if isinstance(inode, cls)), 0o100000)
        size = len(inode.content) if isinstance(inode, Regular) else 0
        return asyncssh.SFTPAttrs(
            size=size, uid=inode.uid, gid=inode.gid, permissions=kind | inode.mode,
            atime=int(inode.mtime), mtime=int(inode.mtime),
        )  # fmt: skip

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Open a file."""
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
        return opened.open()

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Read from a place."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        file_obj.offset = offset
        return await file_obj.read(size)

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write at a place."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        file_obj.offset = offset
        await file_obj.write(data)
        return len(data)

    async def close(self, file_obj: object) -> None:
        """Close a file."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        file_obj.close()

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Return what is known of a file, links followed."""
        return self._attributes(self.node.tree.get(self._path(path), self.user))

    def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Return what is known of a file."""
        return self._attributes(self.node.tree.get(self._path(path), self.user, follow=False))

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """Return what is known of an open file."""
        assert isinstance(file_obj, OpenFile)  # noqa: S101 - what open returned
        return self._attributes(file_obj.inode)

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

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List a directory."""
        for name, inode in sorted(self.node.tree.directory(self._path(path), self.user).entries.items()):
            yield asyncssh.SFTPName(os.fsencode(name), attrs=self._attributes(inode))

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
        """Do nothing at the end of a session: asyncssh has closed its files."""
