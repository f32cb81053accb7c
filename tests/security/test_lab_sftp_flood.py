"""A client of SFTP that asks without end keeps nobody else waiting, and has what it opens counted."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncssh
import pytest

from bench.lab import resident
from tests.security.lab_limits import END, LEAST, connect, responsive, said
from wizard.hostsim.node import Node
from wizard.hostsim.tree import ROOT, Tree
from wizard.lab import Lab, limits
from wizard.lab.sftp import Files

NODE = "controller"
OPEN, CLOSE, OPENDIR, READDIR, REALPATH, STAT = 3, 4, 11, 12, 16, 17
READ, STATUS = 1, 101
FIRST = struct.pack(">I4s", 4, bytes(4))
"""The handle that the server gives out first."""
PIPELINED = 60_000
"""Requests that are sent before an answer is read."""


def text(path: str) -> bytes:
    """Return a string as the protocol has it."""
    return struct.pack(">I", len(path)) + path.encode()


def request(kind: int, body: bytes) -> bytes:
    """Return a request; all have the same number, which the server does not mind."""
    return struct.pack(">IBI", len(body) + 5, kind, 1) + body


REQUESTS = {
    "stat": request(STAT, text("/etc")),
    "realpath": request(REALPATH, text("/etc/./.././etc")),
    "a missing file": request(STAT, text("/no")),
    "open": request(OPEN, text("/etc/hosts") + struct.pack(">II", READ, 0)),
    "opendir": request(OPENDIR, text("/usr/bin")),
    "readdir": request(READDIR, FIRST),
    "open and close": request(OPENDIR, text("/etc")) + request(CLOSE, FIRST),
    "an unknown request": request(99, b""),
}


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests of this module share."""
    with Lab() as started:
        yield started


@asynccontextmanager
async def session(lab: Lab) -> AsyncIterator[asyncssh.SSHClientProcess[bytes]]:
    """Open an SFTP session for requests by hand, its version agreed on."""
    async with connect(lab.nodes[NODE]) as connection:
        process = await connection.create_process(subsystem="sftp", encoding=None)
        process.stdin.write(struct.pack(">IBI", 5, 1, 3))
        await process.stdout.readexactly(int.from_bytes(await process.stdout.readexactly(4)))
        yield process
        connection.abort()


async def answered(process: asyncssh.SSHClientProcess[bytes], seen: list[int]) -> None:
    """Note the kind of each answer until the session ends."""
    while True:
        try:
            packet = await process.stdout.readexactly(int.from_bytes(await process.stdout.readexactly(4)))
        except (asyncio.IncompleteReadError, OSError, asyncssh.Error):
            return
        seen.append(packet[0])


@pytest.mark.parametrize("one", REQUESTS.values(), ids=REQUESTS)
async def test_pipelined_requests(lab: Lab, one: bytes) -> None:
    """Others are served while thousands of requests wait for their answer."""
    async with session(lab) as process:
        seen: list[int] = []
        reading = asyncio.create_task(answered(process, seen))
        process.stdin.write(request(OPENDIR, text("/usr/bin")) + one * PIPELINED)
        async with asyncio.timeout(END):
            while not seen:
                await asyncio.sleep(0.01)
        assert await said(lab.nodes[NODE], "echo here") == "here\n"
        assert len(seen) < PIPELINED
        await responsive(lab, NODE)
        reading.cancel()


async def test_many_sessions(lab: Lab) -> None:
    """As many as one connection may have, each with requests that wait."""
    async with connect(lab.nodes[NODE]) as connection:
        sessions = [
            await connection.create_process(subsystem="sftp", encoding=None) for _ in range(limits.SESSIONS)
        ]
        for process in sessions:
            process.stdin.write(struct.pack(">IBI", 5, 1, 3) + REQUESTS["stat"] * 10_000)
        await responsive(lab, NODE)
        connection.abort()


@pytest.mark.long
async def test_a_session_has_its_processor_time(lab: Lab) -> None:
    """It ends when that is used up, as a command does; another one is served."""
    async with session(lab) as process, asyncio.timeout(END):
        seen: list[int] = []
        reading = asyncio.create_task(answered(process, seen))
        with pytest.raises((OSError, asyncssh.Error)):
            while not reading.done():
                process.stdin.write(REQUESTS["realpath"] * 1000)
                await process.stdin.drain()
            raise OSError
    async with connect(lab.nodes[NODE]) as connection, connection.start_sftp_client() as sftp:
        assert await sftp.exists("/etc/hosts")


async def test_client_that_reads_no_answers(lab: Lab) -> None:
    """The server reads no further: what it keeps for the client is bounded."""
    assert lab._process is not None
    before = resident(lab._process.pid)
    await said(lab.nodes[NODE], "head -c 8M /dev/zero >/root/large")
    async with session(lab) as process:
        process.channel.pause_reading()
        transport = process.get_extra_info("connection")._transport
        transport.pause_reading()
        whole = request(5, FIRST + struct.pack(">QI", 0, 2**32 - 1))
        process.stdin.write(request(OPEN, text("/root/large") + struct.pack(">II", READ, 0)) + whole * 60)
        for _ in range(3):
            await responsive(lab, NODE)
        assert resident(lab._process.pid) < before + LEAST
    await said(lab.nodes[NODE], "rm /root/large")


@pytest.mark.parametrize(
    "one", [request(OPEN, text("/etc/hosts") + struct.pack(">II", READ, 0)), request(OPENDIR, text("/etc"))]
)
async def test_so_many_may_be_open(lab: Lab, one: bytes) -> None:
    """Then opening fails, and works again after closing."""
    async with session(lab) as process, asyncio.timeout(END):
        seen: list[int] = []
        reading = asyncio.create_task(answered(process, seen))
        process.stdin.write(one * limits.HANDLES + one + request(CLOSE, FIRST) + one)
        while len(seen) < limits.HANDLES + 3:
            await asyncio.sleep(0.01)
        reading.cancel()
        assert seen[limits.HANDLES :] == [STATUS, STATUS, seen[0]]
        assert STATUS not in seen[: limits.HANDLES]


def test_names_of_open_directories_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each open directory keeps its names; those of all together are bounded."""
    node = Node.__new__(Node)
    node.tree = Tree()
    for number in range(10):
        node.tree.write(f"/many/{number}", "")
    monkeypatch.setattr(limits, "LISTED", 25)
    files = Files(node, ROOT)
    opened = [files.scandir(b"/many"), files.scandir(b"/many")]
    with pytest.raises(OSError, match="memory"):
        files.scandir(b"/many")
    opened.pop()
    assert len(files.scandir(b"/many").names) == 10


async def test_what_is_removed_is_not_listed() -> None:
    """A directory that changes while it is listed gives the names that are still there."""
    node = Node.__new__(Node)
    node.tree = Tree()
    node.tree.write("/d/a", "")
    node.tree.write("/d/b", "")
    listing = Files(node, ROOT).scandir(b"/d")
    node.tree.unlink("/d/a")
    node.tree.write("/d/c", "")
    assert [name.filename async for name in listing] == [b"b"]
