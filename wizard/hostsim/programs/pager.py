"""Shows long text through a pager where a person looks, as systemd's programs and man do."""

from __future__ import annotations

from collections.abc import Container

from wizard.hostsim.execute import execute, find
from wizard.hostsim.process import Process, encode
from wizard.hostsim.table import PROGRAMS

SYSTEMD = "FRSXMK"
"""What systemd's programs tell less by the variable LESS."""


async def paged(
    process: Process, text: str, options: Container[str] = (), *, at_end: bool = False, less: str = SYSTEMD
) -> None:
    """Print a text: through less on a terminal, if it is there and `no-pager` is not among the options."""
    try:
        on_terminal = process.fd(1).is_terminal
        find(process, "less", process.env.get("PATH", "/usr/bin"))
    except OSError:
        on_terminal = False
    if not on_terminal or "no-pager" in options or "less" not in PROGRAMS:
        process.out(text)
        return
    await process.flush()
    reader, writer = process.pipe()
    child = process.fork(["less", *(["+G"] if at_end else [])])
    child.env["LESS"] = less
    child.set_fd(0, reader)
    child.start(execute)
    writer.open()
    try:
        await writer.write(encode(text))
    except OSError:
        pass  # it was left before it had read all
    finally:
        writer.close()
    await child.wait()
