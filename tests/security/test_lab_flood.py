"""Clients that send without end, do not read, or open more than anybody needs."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import Iterator

import asyncssh
import pytest

from bench.lab import resident as memory_of
from tests.security.lab_limits import END, LEAST, LIMIT, connect, responsive
from wizard.hostsim import limits
from wizard.lab import Lab
from wizard.lab import limits as lab_limits

NODE = "controller"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests of this module share."""
    with Lab() as started:
        yield started


def resident(lab: Lab) -> int:
    """Return the memory of the lab's processes, in bytes."""
    assert lab._process is not None
    return memory_of(lab._process.pid)


@pytest.mark.parametrize("window", [2 * limits.MIB, 2**31 - 1])
async def test_client_that_does_not_read(lab: Lab, window: int) -> None:
    """Only the command waits whose client does not read; what is kept for it is bounded."""
    before = resident(lab)
    async with connect(lab.nodes[NODE]) as connection:
        chan, _ = await connection.create_session(
            asyncssh.SSHClientSession, "yes", encoding=None, window=window
        )
        chan.pause_reading()
        transport = connection._transport
        assert transport is not None
        transport.pause_reading()
        await responsive(lab, NODE)
        await responsive(lab, NODE)
        assert resident(lab) < before + LEAST
        connection.abort()


@pytest.mark.parametrize("command", ["sleep 9999", "cat > /dev/null", "read line", "tr a b | sort", "sh"])
async def test_endless_input(lab: Lab, command: str) -> None:
    """What a client sends waits with the client, or ends the command that wants all of it."""
    before = resident(lab)
    async with connect(lab.nodes[NODE]) as connection:
        process = await connection.create_process(command, encoding=None)

        async def send() -> None:
            with contextlib.suppress(OSError, asyncssh.Error):
                while not process.is_closing():
                    process.stdin.write(b"x" * 65536)
                    await process.stdin.drain()

        sending = asyncio.ensure_future(send())
        await responsive(lab, NODE)
        assert resident(lab) < before + LEAST
        sending.cancel()
        connection.abort()


async def test_endless_typing(lab: Lab) -> None:
    """A line that is typed has an end."""
    before = resident(lab)
    async with connect(lab.nodes[NODE]) as connection:
        process = await connection.create_process("sleep 9999", encoding=None, term_type="xterm")
        for _ in range(64):
            process.stdin.write(b"x" * 65536 + b"\n")
        await responsive(lab, NODE)
        assert resident(lab) < before + LEAST
        connection.abort()


async def test_sessions(lab: Lab) -> None:
    """A connection has so many sessions at a time and no more; others are not affected."""
    async with connect(lab.nodes[NODE]) as connection, asyncio.timeout(END):
        refused = 0
        for _ in range(lab_limits.SESSIONS + 20):
            try:
                process = await connection.create_process("echo begun; sleep 9999")
                refused += await process.stdout.readline() != "begun\n"
            except (OSError, asyncssh.Error):
                refused += 1
        assert refused >= 20
        await responsive(lab, NODE)
        connection.abort()


async def test_connections(lab: Lab) -> None:
    """A node takes so many connections; another one still answers, and this one does once they are gone."""
    node = lab.nodes["compute1"]
    writers = []
    for _ in range(lab_limits.CONNECTIONS + 50):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(node.host, node.port)
            writers.append(writer)
    async with asyncio.timeout(LIMIT), connect(lab.nodes[NODE]) as connection:
        assert (await connection.run("echo here")).stdout == "here\n"
    for writer in writers:
        writer.close()
    async with asyncio.timeout(END):
        while True:
            with contextlib.suppress(OSError, asyncssh.Error):
                await responsive(lab, NODE)
                break
            await asyncio.sleep(0.1)


SERVICES = {
    "a packet of MariaDB without end": (3306, b"", b"\xff\xff\xff\x01", b"x" * 65536),
    "packets of MariaDB without a login": (3306, b"", struct.pack("<I", 40)[:3] + b"\x01", b"x" * 65536),
    "a request line without end": (35357, b"GET /", b"", b"x" * 65536),
    "a header without end": (35357, b"GET / HTTP/1.1\r\nX: ", b"", b"x" * 65536),
    "headers without end": (35357, b"GET / HTTP/1.1\r\n", b"", b"a: b\r\n" * 1000),
    "a body without end": (
        35357,
        b"POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
        b"",
        b"x" * 65536,
    ),
    "a length that is none": (35357, b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"", b"x" * 65536),
    "a frame without end": (5672, b"AMQP\0\0\x09\x01", b"\x01\0\0\xff\xff\xff\xff", b"x" * 65536),
    "a line for memcached without end": (11211, b"", b"", b"x" * 65536),
}


@pytest.mark.parametrize("name", SERVICES)
async def test_services(lab: Lab, name: str) -> None:
    """The lab's services hang up on what is too large."""
    port, first, second, then = SERVICES[name]
    before = resident(lab)
    async with connect(lab.nodes[NODE]) as connection, asyncio.timeout(END):
        reader, writer = await connection.open_connection("127.0.0.1", port)
        writer.write(first + second)

        async def send() -> None:
            with contextlib.suppress(OSError, asyncssh.Error):
                while True:
                    writer.write(then)
                    await writer.drain()

        sending = asyncio.ensure_future(send())
        while await reader.read(65536):  # until it has hung up
            pass
        sending.cancel()
        await responsive(lab, NODE)
        assert resident(lab) < before + 4 * LEAST  # of the lab's own process, which the flood keeps busy
        connection.abort()
