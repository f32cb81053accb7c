"""What a file descriptor of a simulated process stands for: pipes and the ends of other streams."""

from __future__ import annotations

import asyncio
import errno
import os
from abc import ABC, abstractmethod
from collections.abc import Callable

from wizard.hostsim import limits

LINUX: dict[int, tuple[int, str]] = {
    errno.EPERM: (1, "Operation not permitted"),
    errno.ENOENT: (2, "No such file or directory"),
    errno.ENXIO: (6, "No such device or address"),
    errno.EBADF: (9, "Bad file descriptor"),
    errno.EAGAIN: (11, "Resource temporarily unavailable"),
    errno.ENOMEM: (12, "Cannot allocate memory"),
    errno.E2BIG: (7, "Argument list too long"),
    errno.EACCES: (13, "Permission denied"),
    errno.EBUSY: (16, "Device or resource busy"),
    errno.EEXIST: (17, "File exists"),
    errno.EXDEV: (18, "Invalid cross-device link"),
    errno.ENOTDIR: (20, "Not a directory"),
    errno.EISDIR: (21, "Is a directory"),
    errno.EINVAL: (22, "Invalid argument"),
    errno.EFBIG: (27, "File too large"),
    errno.ENOSPC: (28, "No space left on device"),
    errno.EROFS: (30, "Read-only file system"),
    errno.EPIPE: (32, "Broken pipe"),
    errno.ENAMETOOLONG: (36, "File name too long"),
    errno.ENOTEMPTY: (39, "Directory not empty"),
    errno.ELOOP: (40, "Too many levels of symbolic links"),
    errno.ECONNRESET: (104, "Connection reset by peer"),
    errno.ETIMEDOUT: (110, "Connection timed out"),
    errno.ECONNREFUSED: (111, "Connection refused"),
    errno.EHOSTUNREACH: (113, "No route to host"),
}
"""What Linux calls an error, whatever the machine that the lab runs on calls it."""


def os_error(number: int, path: str | None = None) -> OSError:
    """Return the error that a system call of a node sets errno to `number` for."""
    return OSError(number, LINUX[number][1], path)


def linux_number(error: OSError) -> int:
    """Return the number that Linux has for an error."""
    number = error.errno or 0
    return LINUX[number][0] if number in LINUX else number


class Stream(ABC):
    """An open file description: shared by descriptors that were duplicated, closed with the last."""

    def __init__(self) -> None:
        self.references = 0

    def open(self) -> Stream:
        """Count one more descriptor that shares it, and return it."""
        self.references += 1
        return self

    def close(self) -> None:
        """Count one descriptor fewer; the last one calls `closed`."""
        self.references -= 1
        if self.references == 0:
            self.closed()

    def closed(self) -> None:  # noqa: B027 - most streams have nothing to do here
        """Do what the last close does."""

    @property
    def is_terminal(self) -> bool:
        """Whether it is a terminal, as isatty(3) tells."""
        return False

    @abstractmethod
    async def peek(self, beyond: int = 0) -> bytes:
        """Return what can be read now, after waiting for more than `beyond` bytes or the end."""

    @abstractmethod
    def consume(self, count: int) -> None:
        """Drop `count` bytes that were peeked at."""

    @abstractmethod
    async def write(self, data: bytes) -> None:
        """Write all of it, waiting for room where there is none."""

    async def read(self, limit: int) -> bytes:
        """Return at most `limit` bytes as soon as there are any; none at the end."""
        data = (await self.peek())[:limit]
        self.consume(len(data))
        return data

    async def read_all(self) -> bytes:
        """Return everything up to the end; fails with ENOMEM if that is too much."""
        parts = []
        size = 0
        while data := await self.peek():
            self.consume(len(data))
            parts.append(data)
            size += len(data)
            if size > limits.INPUT:
                raise os_error(errno.ENOMEM)
        return b"".join(parts)

    async def read_line(self, longest: int = limits.INPUT) -> bytes:
        """Return one line with its end and not a byte more, as a shell reads its script.

        Fails with ENOMEM if the line is longer than `longest` bytes.
        """
        data = await self.peek()
        if not data:
            return b""  # what a terminal that goes on gives for Ctrl-D
        while (end := data.find(b"\n")) < 0:
            if len(data) > longest:
                raise os_error(errno.ENOMEM)
            longer = await self.peek(len(data))
            if len(longer) <= len(data):
                break
            data = longer
        line = data[: end + 1] if end >= 0 else data
        if len(line) > longest:
            raise os_error(errno.ENOMEM)
        self.consume(len(line))
        return line


class Waiters:
    """Tasks that wait for a change of something."""

    def __init__(self) -> None:
        self._futures: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        """Return after the next `wake`."""
        future = asyncio.get_running_loop().create_future()
        self._futures.append(future)
        await future

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once something holds; whoever changes that has to `wake`.

        Nothing gets between a look at it and the wait for the next wake: this module is not interrupted.
        """
        while not holds():
            await self.wait()

    def wake(self) -> None:
        """Let all tasks that wait go on, to check again what they wait for."""
        waiting, self._futures = self._futures, []
        for future in waiting:
            if not future.done():
                future.set_result(None)


class Pipe:
    """A pipe, with as many readers and writers as have opened an end of it."""

    CAPACITY = 65536

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.readers = 0
        self.writers = 0
        self.hungry = False
        self.changed = Waiters()

    def ends(self) -> tuple[PipeReader, PipeWriter]:
        """Return a reading and a writing end."""
        return PipeReader(self), PipeWriter(self)


class PipeReader(Stream):
    """The end of a pipe that is read from."""

    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self.pipe = pipe
        pipe.readers += 1

    def closed(self) -> None:
        self.pipe.readers -= 1
        self.pipe.changed.wake()

    async def peek(self, beyond: int = 0) -> bytes:
        pipe = self.pipe
        while len(pipe.buffer) <= beyond and pipe.writers:
            # A full pipe that is still too short for this reader has to let its writer go on.
            pipe.hungry = True
            pipe.changed.wake()
            await pipe.changed.wait()
        pipe.hungry = False
        return bytes(pipe.buffer)

    def consume(self, count: int) -> None:
        del self.pipe.buffer[:count]
        self.pipe.changed.wake()

    async def read(self, limit: int) -> bytes:
        while not self.pipe.buffer and self.pipe.writers:
            await self.pipe.changed.wait()
        data = bytes(self.pipe.buffer[:limit])
        self.consume(len(data))
        return data

    async def write(self, data: bytes) -> None:
        raise os_error(errno.EBADF)


class PipeWriter(Stream):
    """The end of a pipe that is written to."""

    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self.pipe = pipe
        pipe.writers += 1

    def closed(self) -> None:
        self.pipe.writers -= 1
        self.pipe.changed.wake()

    async def peek(self, beyond: int = 0) -> bytes:
        raise os_error(errno.EBADF)

    def consume(self, count: int) -> None:
        raise os_error(errno.EBADF)

    async def write(self, data: bytes) -> None:
        pipe = self.pipe
        for at in range(0, len(data) or 1, pipe.CAPACITY):
            while pipe.readers and len(pipe.buffer) >= pipe.CAPACITY and not pipe.hungry:
                await pipe.changed.wait()
            if not pipe.readers:
                raise os_error(errno.EPIPE)
            pipe.buffer += data[at : at + pipe.CAPACITY]
            pipe.hungry = False  # the reader got more: it must look at it before more is written
            pipe.changed.wake()


class Null(Stream):
    """/dev/null, and with `full` /dev/full."""

    def __init__(self, *, full: bool = False) -> None:
        super().__init__()
        self.full = full

    async def peek(self, beyond: int = 0) -> bytes:
        return b""

    def consume(self, count: int) -> None:
        pass

    async def write(self, data: bytes) -> None:
        if self.full:
            raise os_error(errno.ENOSPC)


_ZEROS = bytes(1 << 20)


def zeros(size: int) -> bytes:
    """Return so many zeros; of a megabyte there is one object, which is compared with itself in no time."""
    return _ZEROS if size == len(_ZEROS) else bytes(size)


class Endless(Stream):
    """/dev/zero and /dev/urandom: as many bytes as anyone asks for."""

    def __init__(self, *, random: bool) -> None:
        super().__init__()
        self.random = random

    async def peek(self, beyond: int = 0) -> bytes:
        size = min(beyond, limits.INPUT) + 4096
        return os.urandom(size) if self.random else bytes(size)

    def consume(self, count: int) -> None:
        pass

    async def write(self, data: bytes) -> None:
        pass

    async def read_all(self) -> bytes:
        raise os_error(errno.ENOMEM)

    async def read(self, limit: int) -> bytes:
        size = min(limit, limits.BLOCK)
        return os.urandom(size) if self.random else zeros(size)
