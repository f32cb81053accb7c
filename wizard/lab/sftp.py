"""SFTP over a node's tree."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncIterator

import asyncssh

from wizard.lab import clock
from wizard.lab.node import Node
from wizard.lab.openfiles import OpenFile, open_regular
from wizard.lab.streams import os_error
from wizard.lab.tree import Directory, Inode, Regular, Symlink, User

KINDS = ((Directory, 0o040000), (Symlink, 0o120000))
FLAGS = (
    (asyncssh.FXF_CREAT, os.O_CREAT),
    (asyncssh.FXF_TRUNC, os.O_TRUNC),
    (asyncssh.FXF_EXCL, os.O_EXCL),
    (asyncssh.FXF_APPEND, os.O_APPEND),
)


class Files(asyncssh.SFTPServer):
    """What a client of SFTP sees and does, with its user's rights."""

    def __init__(self, node: Node, user: User, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        super().__init__(channel)
        self.node = node
        self.user = user

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
        inode, system = open_regular(self.node.tree, self._path(path), flags, self.user, mode & 0o7777)
        if not isinstance(inode, Regular):
            raise os_error(errno.EACCES)
        append = bool(pflags & asyncssh.FXF_APPEND)
        opened = OpenFile(inode, system, readable=True, writable=bool(writing), append=append)
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
