"""watch, as procps-ng 3.3.10 has it."""

from __future__ import annotations

import time

from wizard.hostsim import clock
from wizard.hostsim.execute import execute
from wizard.hostsim.process import Failure, Process, decode, encode
from wizard.hostsim.table import program

INTERVAL, LEAST = 2.0, 0.1
LONGEST = 65536
"""Bytes of a command's output that are looked at."""
USAGE = """\

Usage:
 watch [options] command

Options:
  -n, --interval <secs>  seconds to wait between updates
  -t, --no-title         turn off header
  -d, --differences      highlight changes between updates
  -g, --chgexit          exit when output from command changes
  -h, --help             display this help and exit

For more details see watch(1).
"""


@program("watch", helps=True)
async def watch(process: Process) -> int:
    """watch: run a command again and again on the whole screen, until Ctrl-C."""
    options, words = process.options(
        "+n:tdghebxc", "interval=", "no-title", "differences", "chgexit", "help", "errexit", "exec", "color"
    )
    if "-h" in options or "--help" in options or not words:
        (process.out if words or options else process.err)(USAGE)
        return 0 if options else 1
    try:
        interval = max(float(options.get("-n", options.get("--interval", INTERVAL))), LEAST)
    except ValueError:
        raise Failure(f"failed to parse argument: '{options.get('-n', options.get('--interval'))}'") from None
    if process.terminal is None:
        raise Failure("Error opening terminal: unknown.")
    command = " ".join(words)
    titled = not {"-t", "--no-title"} & options.keys()
    before: list[str] | None = None
    await process.terminal.write(b"\x1b[?1049h")
    try:
        while True:
            lines = await _printed(process, command)
            await process.terminal.write(encode(_picture(process, command, lines, interval, titled=titled)))
            if before not in (None, lines) and {"-g", "--chgexit"} & options.keys():
                return 0
            before = lines
            await clock.wait(interval)
    finally:
        await process.terminal.write(b"\x1b[?1049l")


async def _printed(process: Process, command: str) -> list[str]:
    """Return the lines that a command prints."""
    reader, writer = process.pipe()
    child = process.fork(["sh", "-c", command])
    for number in (1, 2):
        child.set_fd(number, writer)
    reader.open()
    child.start(execute)
    data = b""
    try:
        while (more := await reader.read(LONGEST)) and len(data) < LONGEST:
            data += more
    finally:
        reader.close()
    await child.wait()
    return decode(data).expandtabs().splitlines()


def _picture(process: Process, command: str, lines: list[str], interval: float, *, titled: bool) -> str:
    terminal = process.terminal
    assert terminal is not None  # noqa: S101 - told apart by the caller
    columns, height = terminal.size
    stamp = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(clock.now() + process.node.skew))
    left = f"Every {interval:.1f}s: {command}"[: max(columns - len(stamp) - 1, 0)]
    head = [f"{left:<{columns - len(stamp)}}{stamp}", ""] if titled else []
    shown = [line[:columns] for line in [*head, *lines]][:height]
    return "\x1b[H" + "\n".join(f"{line}\x1b[K" for line in shown) + "\x1b[J"
