"""top, as procps-ng 3.3.10 has it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.process import Failure, Process, encode
from wizard.hostsim.process_table import MEMORY, Row, memory_used, rows
from wizard.hostsim.programs.load import uptime_line
from wizard.hostsim.table import program

DELAY = 3.0
"""Seconds of the machine between two pictures: a person looks at them."""
LEAST = 0.5
TITLE = "  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND"
CACHED = 1_154_368
CLEAR, HOME, TO_END, REVERSE, PLAIN = "\x1b[H\x1b[2J", "\x1b[H", "\x1b[J", "\x1b[7m", "\x1b[0m"
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
SORTS: dict[str, Callable[[Row], tuple[float, ...]]] = {
    "P": lambda row: (not row.stat.startswith("R"), row.pid),
    "M": lambda row: (-row.rss, row.pid),
    "N": lambda row: (-row.pid,),
    "T": lambda row: (row.started, row.pid),
}
"""The order of processes by the key that chooses it."""


@program("top", helps=True)
async def top(process: Process) -> int:
    """top: show the processes and what they use, again and again; q ends it, -b prints."""
    options, _ = process.options("bn:d:p:u:cHiSso:w:h", "help")
    if "-h" in options or "--help" in options:
        process.out(
            "  procps-ng version 3.3.10\nUsage:\n"
            "  top -hv | -bcHiOSs -d secs -n max -u|U user -p pid(s) -o field -w [cols]\n"
        )
        return 0
    pictures = _number(options, "-n", None)
    delay = max(_number(options, "-d", DELAY) or DELAY, LEAST)
    if "-b" in options:
        await _printed(process, options, int(pictures) if pictures else None, delay)
        return 0
    if process.terminal is None or not process.fd(1).is_terminal:
        raise Failure("failed tty get")
    await _on_screen(process, options, int(pictures) if pictures else None, delay)
    return 0


def _number(options: dict[str, str], name: str, default: float | None) -> float | None:
    if name not in options:
        return default
    try:
        return float(options[name])
    except ValueError:
        raise Failure(
            f"bad {'iterations' if name == '-n' else 'delay interval'} argument '{options[name]}'"
        ) from None


async def _printed(process: Process, options: dict[str, str], pictures: int | None, delay: float) -> None:
    shown = 0
    while pictures is None or shown < pictures:
        if shown:
            await clock.wait(delay)
            process.out("\n\n")
        process.out("\n".join(_picture(process, options, "P")) + "\n")
        await process.flush()
        shown += 1


async def _on_screen(process: Process, options: dict[str, str], pictures: int | None, delay: float) -> None:
    terminal = process.terminal
    assert terminal is not None  # noqa: S101 - told apart by the caller
    order = "P"
    shown = 0
    async with terminal.raw():
        await terminal.write(encode(HIDE + CLEAR))
        key = asyncio.ensure_future(terminal.read(1))
        try:
            while pictures is None or shown < pictures:
                columns, height = terminal.size
                lines = [line[:columns] for line in _picture(process, options, order)[:height]]
                lines[6] = f"{REVERSE}{lines[6]:<{columns}}{PLAIN}" if len(lines) > 6 else ""
                await terminal.write(encode(HOME + "\n".join(f"{line}\x1b[K" for line in lines) + TO_END))
                shown += 1
                await asyncio.wait([key], timeout=delay)
                if key.done():
                    pressed = key.result().decode("ascii", "replace")
                    if pressed in ("q", "Q", "\x03", ""):
                        break
                    order = pressed if pressed in SORTS else order
                    key = asyncio.ensure_future(terminal.read(1))
        finally:
            key.cancel()
            await terminal.write(encode(f"\x1b[{terminal.size.rows};1H{SHOW}\n"))


def _picture(process: Process, options: dict[str, str], order: str) -> list[str]:
    """Return the lines of one picture: five of a summary, an empty one, the title, the processes."""
    node = process.node
    found = rows(node, process.pid)
    if "-p" in options:
        found = [row for row in found if str(row.pid) in options["-p"].split(",")]
    if "-u" in options:
        found = [row for row in found if row.user == options["-u"]]
    running = sum(row.stat.startswith("R") for row in found)
    stopped = sum(row.stat.startswith("T") for row in found)
    swap = sum(node.storage.swaps.values()) // 1024
    used = memory_used(node)
    free = MEMORY - used - CACHED
    whole = "-c" in options
    return [
        f"top - {uptime_line(node).strip()}",
        f"Tasks:{len(found):4} total,{running:4} running,{len(found) - running - stopped:4} sleeping,"
        f"{stopped:4} stopped,   0 zombie",
        "%Cpu(s):  0.3 us,  0.2 sy,  0.0 ni, 99.5 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st",
        f"KiB Mem :{MEMORY:9} total,{free:9} free,{used:9} used,{CACHED:9} buff/cache",
        f"KiB Swap:{swap:9} total,{swap:9} free,{0:9} used.{free + CACHED * 9 // 10:9} avail Mem ",
        "",
        TITLE,
        *(_row(node, row, whole) for row in sorted(found, key=SORTS[order])),
    ]


def _row(node: Node, row: Row, whole: bool) -> str:
    user = row.user if len(row.user) <= 8 else f"{row.user[:7]}+"
    shared = row.rss // 2
    kernel = row.args.startswith("[")
    priority, nice = ("rt", 0) if row.comm.startswith("migration") else ("20", 0)
    command = row.args if whole else row.comm
    state = "R" if row.stat.startswith("R") else row.stat[0]
    spent = 0 if kernel else min(row.age // 50, 5999)
    hundredths = time.strftime("%M:%S", time.gmtime(spent)).lstrip("0") or ":00"
    shown = f"{hundredths if hundredths[0] != ':' else '0' + hundredths}.{row.pid % 100:02}"
    return (
        f"{row.pid:>5} {user:<8}  {priority:>2} {nice:>3} {row.vsz:>7} {row.rss:>6} {shared:>6} {state}"
        f"   0.0 {row.rss * 100 / MEMORY:>4.1f} {shown:>9} {command}"
    )
