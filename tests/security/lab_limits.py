"""A runaway in one session of a lab, and whether everybody else is still served."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncssh

from wizard.hostsim import limits
from wizard.lab import Lab, LabNode

LIMIT = 20.0
"""Seconds for an answer that takes milliseconds: the machine may be busy with other things."""
END = 120.0
"""Seconds for a runaway to be ended by its limits."""
LEAST = 64 * limits.MIB
"""What a flood may make the lab grow by, in bytes."""


@asynccontextmanager
async def connect(node: LabNode) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Connect to a node as root."""
    async with asyncssh.connect(
        node.host, node.port, username=node.user, client_keys=[node.identity_file], known_hosts=None
    ) as connection:
        yield connection


async def said(node: LabNode, command: str) -> str:
    """Return what a command prints in a session of its own, within the limit."""
    async with asyncio.timeout(LIMIT), connect(node) as connection:
        return str((await connection.run(command)).stdout)


async def responsive(lab: Lab, node: str) -> None:
    """Fail unless a new session on this node, and one on each other node, answers."""
    for one in lab.nodes.values():
        assert await said(one, f"echo {one.name} for {node}") == f"{one.name} for {node}\n"


async def processes(node: LabNode) -> int:
    """Return how many processes a node has, with those that count them."""
    return int(await said(node, "ps -e -o pid= | wc -l"))


@asynccontextmanager
async def runaway(lab: Lab, node: str, command: str) -> AsyncIterator[asyncssh.SSHClientProcess[bytes]]:
    """Run a command and drop its output; afterwards the node has as many processes as before."""
    before = await processes(lab.nodes[node])
    async with connect(lab.nodes[node]) as connection:
        process = await connection.create_process(
            command, encoding=None, stdout=asyncssh.DEVNULL, stdin=asyncssh.DEVNULL
        )
        try:
            yield process
        finally:
            with contextlib.suppress(OSError, asyncssh.Error):
                connection.abort()
    async with asyncio.timeout(END):
        while await processes(lab.nodes[node]) > before:
            await asyncio.sleep(0.1)
