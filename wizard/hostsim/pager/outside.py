"""Programs that a pager leaves the terminal to: vi, and commands of the shell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from wizard.hostsim.execute import execute
from wizard.hostsim.pager.pager import Pager


async def _run(pager: Pager, body: Callable[[], Awaitable[int]]) -> None:
    """Leave the terminal to another program."""
    trapped, pager.process.trapped = pager.process.trapped, lambda name: name in ("INT", "QUIT", "TSTP")
    async with pager.display.lent():
        await body()
        pager.process.trapped = trapped
    await pager.display.take_back()


async def edit(pager: Pager) -> None:
    """Edit the file with vi."""
    content = pager.shown.content
    if not content.name or pager.help is not None:
        pager.say("Cannot edit standard input")
        return
    middle = pager.shown.top[0] + 1
    child = pager.process.fork(["vi", f"+{middle}", content.name])
    child.set_fd(0, pager.display.terminal)

    async def body() -> int:
        child.start(execute)
        return await child.wait()

    await _run(pager, body)
    top = pager.shown.top
    if pager.open(pager.at):
        pager.fresh = False
        await pager.shown.to_line(top[0])


async def shell(pager: Pager, command: str) -> None:
    """Run a command of the shell, and wait for Return."""
    child = pager.process.fork(["sh", "-c", command] if command else [pager.process.user.shell])
    child.set_fd(0, pager.display.terminal)

    async def body() -> int:
        await pager.display.terminal.write(f"!{command}\n".encode())
        child.start(execute)
        status = await child.wait()
        await pager.display.terminal.write(b"!done  (press RETURN)")
        return status

    await _run(pager, body)
    await pager.display.keyboard.next()
