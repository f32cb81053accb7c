"""The lab's process: it begins with a line of JSON on its standard input, and ends when that closes."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import asyncssh

from wizard.lab import keeping
from wizard.lab.control import Control
from wizard.lab.lab import Place
from wizard.lab.ssh import Host
from wizard.lab.world import World


async def _serve(request: dict[str, Any]) -> None:
    """Build the lab, say where it is, and obey until the standard input closes."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    world = World([Place(**place) for place in request["places"]], request["passwords"])
    folder = Path(request["directory"]) if request["directory"] else None
    try:
        kept = keeping.load(folder) if folder else None
        if kept:
            keeping.restore(kept, world)
    except keeping.NotThisLab as problem:
        _say({"other": str(problem)})
        return
    except OSError as problem:
        _say({"folder": problem.strerror})
        return
    client_key = _key(kept["client_key"] if kept else None)
    hosts = {
        name: Host(node, _key(kept["host_keys"][name] if kept else None), client_key)
        for name, node in world.nodes.items()
    }
    await asyncio.gather(*(host.up() for host in hosts.values()))
    control = Control(world, hosts)
    announced = {name: host.key.get_fingerprint() for name, host in hosts.items()}
    for fault in request["faults"]:
        await control.obey({"do": "break", "fault": fault})
    _say({
        "client_key": client_key.export_private_key("openssh").decode(),
        "nodes": {
            name: {"port": host.port, "fingerprint": announced[name]} for name, host in hosts.items()
        },
    })  # fmt: skip
    threading.Thread(target=_read, args=(loop, lines), daemon=True).start()
    while line := await lines.get():
        _say(await control.obey(json.loads(line)))
    for host in hosts.values():
        host.down()
    if folder:
        keeping.save(folder, world, hosts, client_key)
    # A parent that was killed leaves its folder with the login's key behind.
    shutil.rmtree(request["folder"], ignore_errors=True)


def _key(kept: bytes | None) -> asyncssh.SSHKey:
    return asyncssh.import_private_key(kept) if kept else asyncssh.generate_private_key("ssh-ed25519")


def _read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Hand over the lines of standard input; the empty one at its end too."""
    while True:
        line = sys.stdin.readline()
        loop.call_soon_threadsafe(lines.put_nowait, line)
        if not line:
            return


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the lab."""
    # The terminal's interrupt is for the wizard, which may still need its hosts.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_serve(json.loads(sys.stdin.readline())))


if __name__ == "__main__":
    main()
