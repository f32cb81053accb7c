"""A terminal over a websocket: binary messages are its output, text ones are JSON.

To the browser: `{"anew": [columns, rows]}` before output that begins on a fresh terminal; `{"ended": true}`;
`{"file": KEY, "name": NAME}`. From it: `{"in": TEXT}`, `{"size": [columns, rows]}`, `{"start": true}`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from wizard.classroom import limits
from wizard.classroom.terminals import Terminal, Viewer, bounded
from wizard.model.problems import Problem

Tell = Callable[[str, str], None]
"""Takes the key and the name of a file."""


async def show(
    request: web.Request, terminal: Terminal, *, may_type: bool, told: set[Tell]
) -> web.WebSocketResponse:
    """Show a terminal until the browser goes away; take what it types where it may.

    Files that are handed over meanwhile are told where their callback is put into `told`.
    """
    socket = web.WebSocketResponse(heartbeat=limits.HEARTBEAT, max_msg_size=limits.MESSAGE, compress=False)
    await socket.prepare(request)
    viewer, said = Viewer(), asyncio.Queue[dict[str, Any]](limits.FILES)

    def tell_file(key: str, name: str) -> None:
        with suppress(asyncio.QueueFull):
            said.put_nowait({"file": key, "name": name})
            viewer.changed.set()

    terminal.viewers.add(viewer)
    if may_type:
        told.add(tell_file)
    sending = asyncio.create_task(_send(socket, terminal, viewer, said))
    try:
        if may_type:
            await _started(terminal, viewer)
        viewer.changed.set()
        await _receive(socket, terminal, viewer, may_type)
    finally:
        told.discard(tell_file)
        terminal.viewers.discard(viewer)
        sending.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await sending
    return socket


async def _started(terminal: Terminal, viewer: Viewer) -> None:
    try:
        await terminal.start()
    except (OSError, Problem):
        viewer.end()


async def _receive(socket: web.WebSocketResponse, terminal: Terminal, viewer: Viewer, may_type: bool) -> None:
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
        try:
            said = json.loads(message.data)
        except (ValueError, RecursionError):
            break
        match said:
            case {"in": str(text)} if may_type and len(said) == 1:
                await terminal.type(text.encode("utf-8", "replace"))
            case {"size": [columns, rows]} if (
                may_type and len(said) == 1 and (size := bounded(columns, rows))
            ):
                terminal.resize(size)
            case {"start": True} if may_type and len(said) == 1:
                await _started(terminal, viewer)
            case _:
                break
    if not socket.closed:
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)


async def _send(
    socket: web.WebSocketResponse, terminal: Terminal, viewer: Viewer, said: asyncio.Queue[dict[str, Any]]
) -> None:
    """Send what there is to see, as fast as the browser takes it."""
    while True:
        await viewer.changed.wait()
        viewer.changed.clear()
        if viewer.anew:
            viewer.anew = False
            await socket.send_str(json.dumps({"anew": terminal.size}))
            await socket.send_bytes(terminal.screen.replay())
            terminal.have_painted()
        elif data := viewer.take():
            await socket.send_bytes(data)
        while not said.empty():
            await socket.send_str(json.dumps(said.get_nowait()))
        if viewer.ended:
            viewer.ended = False
            await socket.send_str(json.dumps({"ended": True}))
