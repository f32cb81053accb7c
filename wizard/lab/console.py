"""A node's console, as the lab's owner has it: root without a login, also where sshd does not run."""

from __future__ import annotations

import asyncio
from typing import Any

from wizard.hostsim.execute import DEFAULT_PATH, execute
from wizard.hostsim.node import Node
from wizard.hostsim.openfiles import Snapshot
from wizard.hostsim.process import Process, decode
from wizard.hostsim.streams import Pipe
from wizard.hostsim.tree import ROOT

SECONDS = 60.0
"""Seconds of the machine that a script at the console may take."""


async def run(node: Node, script: str) -> dict[str, Any]:
    """Run a script by `sh -c` as root; return its `status` and `output`, or an `error`.

    A node in emergency mode has its console only: `systemctl default` or `systemctl reboot` leave that mode.
    """
    if node.power.state not in ("running", "emergency"):
        return {"error": f"{node.name} is {node.power.state}"}
    process = Process(node, ["sh", "-c", script], ROOT)
    process.env = {"PATH": DEFAULT_PATH, "HOME": "/root", "USER": "root", "LANG": "en_US.UTF-8"}
    process.set_fd(0, Snapshot(b""))
    reader, writer = Pipe().ends()
    process.set_fd(1, writer)
    process.set_fd(2, writer)
    reading = asyncio.ensure_future(reader.open().read_all())
    process.start(execute)
    try:
        async with asyncio.timeout(SECONDS):
            output = await reading
            return {
                "status": await process.wait(),
                "output": decode(output).encode("utf-8", "replace").decode(),
            }
    except (OSError, TimeoutError) as error:
        process.group.kill()
        return {"error": str(error) or f"{SECONDS:.0f} s"}
