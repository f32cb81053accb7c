"""A node as an editor reaches it: the files of its tree, and commands of its shell."""

from __future__ import annotations

import asyncio
import errno
import os
import posixpath
from collections.abc import Awaitable, Callable
from contextlib import suppress

from wizard.hostsim import limits
from wizard.hostsim.execute import execute
from wizard.hostsim.process import Process
from wizard.hostsim.streams import Null, Pipe, Stream, os_error
from wizard.hostsim.tree import WRITE, Directory, Generated, Inode, Program, Regular, permits
from wizard.hostsim.vi.world import Loaded

CHOICES = 1000
"""Names that completion offers."""


class NodeWorld:
    """The node of a process, with that process's user and directory."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.on_pause: Callable[[], Awaitable[None]] = self.stop

    # --- files

    def _inode(self, name: str) -> Inode | None:
        return self.process.node.tree.find(self.process.path(name), self.process.user)

    async def read(self, name: str) -> Loaded:
        """Return a file. Raises OSError: EISDIR for a directory, ENXIO for what is no file."""
        process = self.process
        inode = process.node.tree.get(process.path(name), process.user)
        if isinstance(inode, Directory):
            raise os_error(errno.EISDIR, name)
        if not isinstance(inode, Regular | Generated | Program):
            raise os_error(errno.ENXIO, name)
        stream = process.open(name).open()
        try:
            data = inode.content if isinstance(inode, Regular) else await stream.read_all()
        finally:
            stream.close()
        return Loaded(data, not self.writable(name), inode.mtime)

    def writable(self, name: str) -> bool:
        """Whether a file may be written, or is not there; without any bit to write not even by root."""
        process = self.process
        try:
            place = process.node.tree.resolve(process.path(name), process.user)
        except OSError:
            return False
        if place.inode is None:
            return True
        fixed = place.system.options.startswith("ro") or place.inode.immutable
        return not fixed and bool(place.inode.mode & 0o222) and permits(place.inode, process.user, WRITE)

    def stamp(self, name: str) -> float | None:
        """Return the time of a file's last change; None where there is none."""
        inode = self._inode(name)
        return None if inode is None else inode.mtime

    async def write(self, name: str, data: bytes, *, append: bool, force: bool) -> float:
        """Write into a file, whose owner, mode and label stay, or a new one; what fails changes nothing."""
        inode = self._inode(name)
        if isinstance(inode, Directory):
            raise os_error(errno.EISDIR, name)
        if inode is not None and not isinstance(inode, Regular):
            raise os_error(errno.ENXIO, name)
        try:
            await self._store(name, data, append=append)
        except OSError as error:
            if error.errno != errno.EACCES or not force or not isinstance(inode, Regular):
                raise
            await self._force(name, inode, data)
        return self.stamp(name) or 0.0

    async def _store(self, name: str, data: bytes, *, append: bool = False) -> None:
        inode = self._inode(name)
        before = inode.content if isinstance(inode, Regular) else b""
        if append:
            data = before + data
        if len(data) > limits.FILE:
            raise os_error(errno.EFBIG, name)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        stream = self.process.open(name, flags).open()
        try:
            await stream.write(data)
        except OSError:
            await stream.write(before)
            raise
        finally:
            stream.close()

    async def _force(self, name: str, inode: Regular, data: bytes) -> None:
        """Write a read-only file: its owner may change that, others may put a new one in its place."""
        process = self.process
        mode = inode.mode
        if inode.uid == process.user.uid:
            inode.mode |= 0o200
            try:
                await self._store(name, data)
            finally:
                inode.mode = mode
            return
        process.node.tree.unlink(process.path(name), process.user)
        await self._store(name, data)
        made = process.node.tree.get(process.path(name), process.user)
        made.mode, made.label = mode, inode.label

    def full_path(self, name: str) -> str:
        """Return a name as an absolute path."""
        if name == "~" or name.startswith("~/"):
            name = self.process.env.get("HOME", "/") + name[1:]
        return posixpath.normpath(self.process.path(name or "."))

    def names(self, begin: str) -> list[str]:
        """Return the names of files that begin so, directories with a slash behind."""
        directory, _, prefix = begin.rpartition("/")
        where = directory or ("/" if begin.startswith("/") else ".")
        try:
            found = self.process.node.tree.directory(self.process.path(where), self.process.user)
        except OSError:
            return []
        names = [
            name + "/" * isinstance(inode, Directory)
            for name, inode in sorted(found.entries.items())
            if name.startswith(prefix) and (prefix.startswith(".") or not name.startswith("."))
        ]
        return [begin[: len(begin) - len(prefix)] + name for name in names[:CHOICES]]

    # --- commands

    def _shell(self, command: str) -> Process:
        words = ["sh", "-c", command] if command else [self.process.user.shell or "/bin/sh"]
        return self.process.fork(words)

    async def filter(self, command: str, data: bytes) -> tuple[bytes, int]:
        """Run a command with some input; returns what it printed on both streams, and its status."""
        child = self._shell(command)
        from_us, to_child = Pipe().ends()
        from_child, by_child = Pipe().ends()
        child.set_fd(0, from_us if data else Null())
        child.set_fd(1, by_child)
        child.set_fd(2, by_child)
        reader = from_child.open()
        writing = asyncio.ensure_future(_write(to_child, data))
        child.start(execute)
        try:
            printed = await reader.read_all()
            return printed, await child.wait()
        finally:
            child.signal("KILL")
            writing.cancel()
            reader.close()

    async def shell(self, command: str) -> int:
        """Run a command on the terminal, or the user's shell for none; signals from keys are for it alone."""
        child = self._shell(command)
        trapped, self.process.trapped = self.process.trapped, lambda name: name in ("INT", "QUIT", "TSTP")
        try:
            child.start(execute)
            return await child.wait()
        finally:
            self.process.trapped = trapped
            child.signal("HUP")

    async def pause(self) -> None:
        """Stop, as whoever has the terminal does it."""
        await self.on_pause()

    async def stop(self) -> None:
        """Stop until a shell with job control continues the process."""
        if self.process.in_job:
            self.process.signal("STOP")
            await asyncio.sleep(0)


async def _write(stream: Stream, data: bytes) -> None:
    stream.open()
    try:
        with suppress(OSError):
            await stream.write(data)
    finally:
        stream.close()
