"""The lab's process: it begins with a line of JSON on its standard input, and ends when that closes."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncssh

from wizard.lab import keeping, limits, scheduling
from wizard.lab.control import Control
from wizard.lab.lab import Place
from wizard.lab.parent import follow
from wizard.lab.ssh import Host
from wizard.lab.world import World

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


async def _serve(request: dict[str, Any]) -> None:
    """Build the lab, say where it is, and obey until the standard input closes."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    follow(loop, lines.put_nowait, request["folder"])
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
    while line := await lines.get():
        _say(await control.obey(json.loads(line)))
    for host in hosts.values():
        host.down()
    if folder:
        keeping.save(folder, world, hosts, client_key)


def _key(kept: bytes | None) -> asyncssh.SSHKey:
    return asyncssh.import_private_key(kept) if kept else asyncssh.generate_private_key("ssh-ed25519")


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the lab."""
    # The terminal's interrupt is for the wizard, which may still need its hosts.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scheduling.enable()
    _bound()
    request = json.loads(sys.stdin.readline())
    try:
        asyncio.run(_serve(request))
    finally:
        # A parent that was killed leaves its folder with the login's key behind.
        shutil.rmtree(request["folder"], ignore_errors=True)


def _bound() -> None:
    """Bound the memory of this process, and leave no passwords in a core dump."""
    if resource is None:
        return
    for limit, most in ((resource.RLIMIT_AS, limits.ADDRESS_SPACE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        with suppress(OSError, ValueError):  # macOS knows RLIMIT_AS but does not take it
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
