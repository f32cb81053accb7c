"""Open files of a tree: what open(2) returns and what is read and written through it."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from weakref import WeakKeyDictionary

from wizard.hostsim import clock, limits
from wizard.hostsim.streams import Stream, Waiters, os_error
from wizard.hostsim.tree import READ, WRITE, Directory, FileSystem, Inode, Regular, Tree, User, permits


class OpenFile(Stream):
    """An open regular file, with its offset."""

    def __init__(
        self, inode: Regular, system: FileSystem, *, readable: bool, writable: bool, append: bool
    ) -> None:
        super().__init__()
        self.inode = inode
        self.system = system
        self.readable = readable
        self.writable = writable
        self.append = append
        self.offset = 0

    def closed(self) -> None:
        if (lock := _locks.get(self.inode)) is not None:
            lock.release(self)

    async def peek(self, beyond: int = 0) -> bytes:
        if not self.readable:
            raise os_error(errno.EBADF)
        return self.inode.content[self.offset :]

    def consume(self, count: int) -> None:
        self.offset += count

    async def write(self, data: bytes) -> None:
        if not self.writable:
            raise os_error(errno.EBADF)
        content = self.inode.content
        at = len(content) if self.append else self.offset
        if at + len(data) > limits.FILE:
            raise os_error(errno.EFBIG)
        self.system.take(max(0, at + len(data) - len(content)))
        if at > len(content):
            content = content.ljust(at, b"\0")
        appended = at == len(content)
        self.inode.content = content + data if appended else content[:at] + data + content[at + len(data) :]
        self.inode.mtime = clock.now()
        self.offset = at + len(data)


class Snapshot(Stream):
    """An open file of /proc: what it said when it was opened; writing goes to the node."""

    def __init__(self, content: bytes, accept: Callable[[bytes], None] | None = None) -> None:
        super().__init__()
        self.content = content
        self.accept = accept
        self.offset = 0

    async def peek(self, beyond: int = 0) -> bytes:
        return self.content[self.offset :]

    def consume(self, count: int) -> None:
        self.offset += count

    async def write(self, data: bytes) -> None:
        if self.accept is None:
            raise os_error(errno.EACCES)
        self.accept(data)


def open_regular(tree: Tree, path: str, flags: int, who: User, mode: int) -> tuple[Inode, FileSystem]:
    """Return the file that open(2) with these flags gives, made or emptied as they say."""
    place = tree.resolve(path, who)
    inode = place.inode
    accessing = flags & (os.O_WRONLY | os.O_RDWR)
    if inode is None:
        if not flags & os.O_CREAT:
            raise os_error(errno.ENOENT, path)
        tree.changeable(place, who, path)
        place.system.take_inode()
        inode = Regular(mode, who.uid, who.gid)
        place.parent.entries[place.name] = inode
        place.parent.mtime = clock.now()
        return inode, place.system
    if flags & os.O_EXCL:
        raise os_error(errno.EEXIST, path)
    if isinstance(inode, Directory) and accessing:
        raise os_error(errno.EISDIR, path)
    wanted = {0: READ, os.O_WRONLY: WRITE, os.O_RDWR: READ | WRITE}[accessing]
    if not permits(inode, who, wanted):
        raise os_error(errno.EACCES, path)
    if accessing and place.system.options.startswith("ro"):
        raise os_error(errno.EROFS, path)
    if accessing and inode.immutable:
        raise os_error(errno.EPERM, path)
    if isinstance(inode, Regular) and flags & os.O_TRUNC:
        place.system.give_back(len(inode.content))
        inode.content = b""
        inode.mtime = clock.now()
    return inode, place.system


class FileLock:
    """The flock(2) locks on one file; they belong to open files, and go with them."""

    def __init__(self) -> None:
        self.holders: dict[OpenFile, bool] = {}
        self.changed = Waiters()

    async def acquire(self, holder: OpenFile, *, shared: bool, seconds: float | None) -> bool:
        """Take the lock, waiting for at most so many seconds; False if it was not to be had."""
        try:
            async with asyncio.timeout(seconds):
                while not self._free(holder, shared=shared):
                    await self.changed.wait()
        except TimeoutError:
            return False
        self.holders[holder] = shared
        return True

    def _free(self, holder: OpenFile, *, shared: bool) -> bool:
        others = [mode for other, mode in self.holders.items() if other is not holder]
        return not others or (shared and all(others))

    def release(self, holder: OpenFile) -> None:
        """Give the lock back, if the holder has it."""
        if self.holders.pop(holder, None) is not None:
            self.changed.wake()


_locks: WeakKeyDictionary[Inode, FileLock] = WeakKeyDictionary()


def flocks(inode: Inode) -> FileLock:
    """Return the locks on a file."""
    return _locks.setdefault(inode, FileLock())
