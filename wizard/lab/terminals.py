"""Sessions with a terminal: between the client's terminal and the processes on the node's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from wizard.hostsim import clock
from wizard.hostsim.logins import greeting
from wizard.hostsim.process import Process, encode
from wizard.hostsim.terminal import Terminal, sensible
from wizard.lab.channels import ChannelWriter, Outgoing, Session, leave, pump

LONGEST_TERM = 64
CLIENT = "10.0.0.1"
"""The address that all clients seem to come from; see SSH_CONNECTION."""


async def on_terminal(session: Session, process: Process, run: Callable[[], Awaitable[int]]) -> None:
    """Run a session's process on a terminal of its own, and tell the client how it ended."""
    outgoing = Outgoing(session, process.node.network, at_once=True)
    writer = ChannelWriter(session, outgoing).open()

    def signal(name: str, *, everybody: bool = False) -> None:
        for other in list(process.node.processes.values()):
            reached = everybody or terminal.foreground in (None, other.process_group)
            if other.terminal is terminal and reached:
                other.signal(name)

    def hang_up() -> None:
        terminal.hang_up()
        signal("HUP", everybody=True)
        signal("CONT", everybody=True)

    columns, rows, *_ = session.term_size
    terminal = Terminal(writer.write, signal, term=_term(session), size=sensible(columns, rows))
    session.resized = lambda columns, rows: terminal.resize(sensible(columns, rows))
    session.lost = hang_up
    terminal.rested = process.group.rested
    process.terminal = terminal
    origin = process.env.get("SSH_CONNECTION", "").partition(" ")[0]
    login = process.node.logins.add(process.user.name, origin, process.pid, clock.now())
    terminal.line = login.line
    process.env["SSH_TTY"] = f"/dev/{login.line}"
    process.env["TERM"] = terminal.term
    if not session.command:
        await terminal.write(encode(greeting(process.node, process.user, CLIENT)))
    for number in (0, 1, 2):
        process.set_fd(number, terminal)
    pumping = asyncio.ensure_future(pump(session, terminal.typed, hang_up))
    try:
        status = await run()
    finally:
        login.ended = clock.now()
    pumping.cancel()
    hang_up()
    outgoing.send()
    leave(session, process, status)


def _term(session: Session) -> str:
    name = session.term_type or ""
    known = name.isascii() and name.isprintable() and " " not in name
    return name[:LONGEST_TERM] if known else "dumb"
