"""The running lab: it ends when its standard input closes, and writes its state where that is to be kept."""

from __future__ import annotations

import asyncio
import gc
import json
from typing import Any

import asyncssh

from wizard.hostsim import scheduling
from wizard.lab import keeping, preloading, privileges
from wizard.lab.answering import say
from wizard.lab.control import Control
from wizard.lab.lab import KEEP, Place
from wizard.lab.parent import follow
from wizard.lab.ssh import NodeListener
from wizard.lab.store import LabRefused
from wizard.lab.world import World

GARBAGE = 10_000
"""New objects after which garbage is looked for."""


def run(request: dict[str, Any], kept: bytes | None, state: int) -> int:
    """Drop all rights, then be the lab until standard input closes; return the exit status."""
    preloading.preload()
    scheduling.enable(
        {"asyncssh", "cryptography", *(f"wizard.lab.{name}" for name in ("channels", "sftp", "ssh"))}
    )
    try:
        privileges.drop()
        return asyncio.run(_serve(request, kept, state))
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
        return 1


async def _serve(request: dict[str, Any], data: bytes | None, state: int) -> int:
    """Build the lab, report its ports, and carry out requests until standard input closes."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    ending = follow(loop, lines.put_nowait)
    kept = keeping.read(data) if data is not None else None
    world = World(
        [Place(**place) for place in request["places"]], kept.passwords if kept else request["passwords"]
    )
    if kept:
        keeping.restore(kept, world)
    client_key = _key(kept.client_key if kept else None)
    hosts = {
        name: NodeListener(node, _key(kept.host_keys[name] if kept else None), client_key, world.logins)
        for name, node in world.nodes.items()
    }
    await asyncio.gather(*(host.up() for host in hosts.values()))
    control = Control(world, hosts)
    announced = {name: host.key.get_fingerprint() for name, host in hosts.items()}
    for fault in request["faults"]:
        await control.obey({"do": "inject", "fault": fault})
    say({
        "client_key": client_key.export_private_key("openssh").decode(),
        "logins": world.logins,
        "passwords": world.passwords,
        "nodes": {
            name: {"port": host.port, "fingerprint": announced[name]} for name, host in hosts.items()
        },
    })  # fmt: skip
    # What is there now stays: looking through it for garbage would take a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    while line := await lines.get():
        asked = json.loads(line)
        say(_kept_now(world, hosts, client_key) if asked == KEEP else await control.obey(asked))
    ending.set()
    for host in hosts.values():
        host.down()
    if request["directory"]:
        with open(state, "wb") as file:
            file.write(keeping.written(world, hosts, client_key))
    return 0


def _kept_now(world: World, hosts: dict[str, NodeListener], client_key: asyncssh.SSHKey) -> dict[str, Any]:
    """Return the state as the folder of a lab has it."""
    try:
        return {"kept": keeping.written(world, hosts, client_key).decode()}
    except LabRefused as refused:
        return {"refused": refused.key, "said": refused.said}


def _key(kept: str | None) -> asyncssh.SSHKey:
    if kept is None:
        return asyncssh.generate_private_key("ssh-ed25519")
    try:
        return asyncssh.import_private_key(kept)
    except ValueError:
        raise LabRefused("lab-dir-damaged", "key") from None
