"""Guests' wizards: forked from a process that has loaded them, each on a pseudo-terminal."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import signal
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from wizard.classroom import limits
from wizard.classroom.terminals import Size, Terminal
from wizard.lab.lab import import_path

_START = (
    "import sys; _, end, *sys.path[:] = sys.argv; from wizard.classroom.zygote import main; main(int(end))"
)
_READ = 65_536
Told = Callable[[dict[str, Any]], None]
"""Takes what a guest's wizard tells the class."""


class Zygote:
    """The process that wizards are forked from; it ends them all when this one ends."""

    def __init__(self) -> None:
        self._asking = asyncio.Lock()
        self._socket: socket.socket
        self._process: subprocess.Popen[bytes]

    async def start(self) -> None:
        """Start it, and wait until it has loaded everything. Raises OSError where it ends instead."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, str(theirs.fileno()), *import_path()],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd="/",
                env={"HOME": "/", "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")},
                start_new_session=True,
            )
        ours.setblocking(False)
        self._socket = ours
        await self._answer()

    async def fork(self, request: Mapping[str, Any], terminal: int, told: int) -> int:
        """Have a wizard forked onto a terminal; return its process's number. Raises OSError."""
        async with self._asking:
            socket.send_fds(self._socket, [json.dumps(request).encode()], [terminal, told])
            return int(await self._answer())

    def kill(self, pid: int) -> None:
        """Kill a wizard, if it still runs."""
        with suppress(OSError):
            self._socket.send(json.dumps({"end": pid}).encode())

    async def close(self) -> None:
        """End all wizards and the process itself."""
        self._socket.close()
        await asyncio.to_thread(self._wait)

    def _wait(self) -> None:
        try:
            self._process.wait(limits.ENDING)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    async def _answer(self) -> bytes:
        data = await asyncio.get_running_loop().sock_recv(self._socket, 100)
        if not data:
            raise OSError("the process that wizards are forked from has ended")
        return data


class WizardTerminal(Terminal):
    """A guest's wizard. `request` says which lab is the guest's, `told` takes what the wizard tells."""

    def __init__(self, zygote: Zygote, request: Callable[[], Mapping[str, Any]], told: Told) -> None:
        super().__init__()
        self._zygote = zygote
        self._request = request
        self._told = told
        self._terminal = -1
        self._pid = 0
        self._listening: asyncio.Task[None] | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    async def open(self) -> None:
        """Fork it."""
        ours, theirs = pty.openpty()
        told, telling = os.pipe()
        try:
            os.set_blocking(ours, False)
            self._terminal = ours
            self.apply_size(self.size)
            self._pid = await self._zygote.fork(self._request(), theirs, telling)
        except BaseException:
            os.close(ours)
            os.close(told)
            raise
        finally:
            os.close(theirs)
            os.close(telling)
        self._listening = asyncio.create_task(self._listen(told))

    async def read(self) -> bytes:
        """Return output; a closed terminal has none any more."""
        await self._ready(reading=True)
        try:
            return os.read(self._terminal, _READ)
        except BlockingIOError:
            return await self.read()
        except OSError:
            return b""

    async def write(self, data: bytes) -> None:
        """Send input as fast as the wizard takes it."""
        rest = memoryview(data)
        while rest and self.is_running:
            await self._ready(reading=False)
            with suppress(BlockingIOError):
                rest = rest[os.write(self._terminal, rest) :]

    def apply_size(self, size: Size) -> None:
        """Tell the terminal its size; the wizard gets a signal."""
        columns, rows = size
        with suppress(OSError):
            fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    async def shut(self) -> None:
        """Close the terminal, by which the wizard ends; kill it where it does not."""
        if self._terminal < 0:
            return
        descriptor, self._terminal = self._terminal, -1
        loop = asyncio.get_running_loop()
        loop.remove_reader(descriptor)
        loop.remove_writer(descriptor)
        for ready in self._waiting:
            if not ready.done():
                ready.set_exception(OSError("closed"))
        os.close(descriptor)
        if self._listening:
            await asyncio.wait([self._listening], timeout=limits.ENDING)
            self._zygote.kill(self._pid)
            self._listening.cancel()

    async def _listen(self, told: int) -> None:
        """Take the lines that the wizard tells, until it has ended."""
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader(limit=limits.LINE)
        pipe = os.fdopen(told, "rb")
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
        try:
            while line := await stream.readline():
                said = json.loads(line)
                if isinstance(said, dict):
                    self._told(said)
        except ValueError:  # a line without an end
            self._zygote.kill(self._pid)
        finally:
            transport.close()

    async def _ready(self, *, reading: bool) -> None:
        """Wait until the terminal can be read or written. Raises OSError where it is closed."""
        descriptor = self._terminal
        if descriptor < 0:
            raise OSError("closed")
        loop = asyncio.get_running_loop()
        add = loop.add_reader if reading else loop.add_writer
        remove = loop.remove_reader if reading else loop.remove_writer
        ready: asyncio.Future[None] = loop.create_future()
        self._waiting.add(ready)
        add(descriptor, lambda: None if ready.done() else ready.set_result(None))
        try:
            await ready
        finally:
            self._waiting.discard(ready)
            if self._terminal == descriptor:
                remove(descriptor)
