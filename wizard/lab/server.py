"""The running lab: it ends when its standard input closes, and writes its state where that is to be kept."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
from typing import Any

import asyncssh

from wizard.hostsim import scheduling
from wizard.lab import handing_over, keeping, preloading, privileges
from wizard.lab.answering import say
from wizard.lab.control import Control
from wizard.lab.lab import KEEP, SAVE, Place
from wizard.lab.parent import follow
from wizard.lab.saving import Saving
from wizard.lab.ssh import NodeListener
from wizard.lab.store import LabRefused
from wizard.lab.world import World

GARBAGE = 10_000
"""New objects after which garbage is looked for."""


def run(request: dict[str, Any], kept: bytes | None, keeper: socket.socket) -> int:
    """Drop all rights, then be the lab until standard input closes; return the exit status."""
    preloading.preload()
    scheduling.enable(
        {"asyncssh", "cryptography", *(f"wizard.lab.{name}" for name in ("channels", "sftp", "ssh"))}
    )
    try:
        privileges.drop()
        return asyncio.run(_serve(request, kept, keeper))
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
        return 1


async def _serve(request: dict[str, Any], data: bytes | None, keeper: socket.socket) -> int:
    """Build the lab, report its ports, and carry out requests until standard input closes."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    ending = follow(loop, lines.put_nowait)
    kept = keeping.read(data) if data is not None else None
    passwords = kept.passwords if kept else request["passwords"]
    world = World([Place(**place) for place in request["places"]], passwords, request.get("logins"))
    if kept:
        keeping.restore(kept, world)
    client_key = _key(kept.client_key if kept else None)
    hosts = {
        name: NodeListener(node, _key(kept.host_keys[name] if kept else None), client_key, world.logins)
        for name, node in world.nodes.items()
    }
    ports = request.get("ports", {})
    await asyncio.gather(*(_listen(host, ports.get(name, 0)) for name, host in hosts.items()))
    control = Control(world, hosts)
    announced = {name: host.key for name, host in hosts.items()}
    for fault in request["faults"]:
        await control.obey({"do": "inject", "fault": fault})
    say({
        "client_key": client_key.export_private_key("openssh").decode(),
        "logins": world.logins,
        "passwords": world.passwords,
        "nodes": {
            name: {
                "port": host.port,
                "fingerprint": announced[name].get_fingerprint(),
                "public_key": announced[name].export_public_key("openssh").decode().strip(),
            }
            for name, host in hosts.items()
        },
    })  # fmt: skip
    # What is there now stays: looking through it for garbage would take a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    saving = Saving(lambda: keeping.written(world, hosts, client_key), keeper)
    by_itself = loop.create_task(saving.go_on()) if request["directory"] else None
    while line := await lines.get():
        await _answer(json.loads(line), control, saving)
    ending.set()
    for host in hosts.values():
        host.down()
    if by_itself:
        by_itself.cancel()
        saving.hand_over_the_last()
    return 0


async def _answer(asked: dict[str, Any], control: Control, saving: Saving) -> None:
    """Carry out a request of the process that started the lab, and see to it that it is answered."""
    try:
        if asked == KEEP:
            say({"kept": saving.written().decode()})
        elif asked == SAVE:
            await saving.save(handing_over.ASKED)  # the keeper answers
        else:
            answer = await control.obey(asked)
            saving.changed()
            say(answer)
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})


async def _listen(host: NodeListener, port: int) -> None:
    """Listen at a port, where it is taken at another one."""
    host.port = port
    try:
        await host.up()
    except OSError:
        host.port = 0
        await host.up()


def _key(kept: str | None) -> asyncssh.SSHKey:
    if kept is None:
        return asyncssh.generate_private_key("ssh-ed25519")
    try:
        return asyncssh.import_private_key(kept)
    except ValueError:
        raise LabRefused("lab-dir-damaged", "key") from None
