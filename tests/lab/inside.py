"""Commands run on a simulated node without SSH in between."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from wizard.hostsim import scheduling
from wizard.hostsim.execute import execute
from wizard.hostsim.network import Network
from wizard.hostsim.node import Node
from wizard.hostsim.openfiles import Snapshot
from wizard.hostsim.process import Process
from wizard.hostsim.streams import Pipe
from wizard.hostsim.tree import ROOT
from wizard.lab import centos, chapters

FOLDER = "/srv/here"
SEARCH = "/usr/sbin:/usr/bin"


@dataclass(frozen=True)
class ShellResult:
    """The exit status and the output of a script that ran in the simulated shell."""

    status: int
    stdout: str
    stderr: str


def node() -> Node:
    """Return a node with nothing but its system."""
    made = centos.install(
        "controller", "10.0.0.11", Network(), {"controller": "10.0.0.11"}, chapters.cluster({})
    )
    made.tree.makedirs(FOLDER)
    return made


scheduling.enable()


async def run(on: Node, script: str, stdin: bytes = b"", limit: float = 20.0) -> ShellResult:
    """Run a script by `sh -c`; it has to end within the limit."""
    process = Process(on, ["sh", "-c", script], ROOT)
    process.cwd = FOLDER
    process.env = {"LC_ALL": "C", "PATH": SEARCH, "HOME": "/root"}
    process.set_fd(0, Snapshot(stdin))
    readers = []
    for number in (1, 2):
        reader, writer = Pipe().ends()
        process.set_fd(number, writer)
        readers.append(asyncio.ensure_future(reader.open().read_all()))
    process.start(execute)
    async with asyncio.timeout(limit):
        out, err = await asyncio.gather(*readers)
        status = await process.wait()
    return ShellResult(status, out.decode("utf-8", "surrogateescape"), err.decode("utf-8", "surrogateescape"))
