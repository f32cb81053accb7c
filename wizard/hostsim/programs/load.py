"""uptime, free, w, who, last and users: how busy a host is, and with whom."""

from __future__ import annotations

import time

from wizard.hostsim import clock
from wizard.hostsim.logins import Login
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.process_table import MEMORY, memory_used, rows
from wizard.hostsim.table import program

CACHED, SHARED = 1_154_368, 8_564


def uptime_line(node: Node) -> str:
    """Return what uptime prints, without a line end."""
    days, rest = divmod(int(node.uptime), 86400)
    hours, minutes = divmod(rest // 60, 60)
    parts = f"{days} day{'s' if days != 1 else ''}, " if days else ""
    parts += f"{hours:2}:{minutes:02}, " if hours else f"{minutes} min, "
    users = len(node.logins.present())
    stamp = time.strftime("%H:%M:%S", time.gmtime(clock.now() + node.skew))
    plural = "" if users == 1 else "s"
    return f" {stamp} up {parts}{users:2} user{plural},  load average: 0.00, 0.01, 0.05"


@program("uptime")
async def uptime(process: Process) -> int:
    """uptime: print how long the host has been up."""
    options, _ = process.options("psh", "pretty", "since", "help")
    node = process.node
    if "-p" in options or "--pretty" in options:
        days, rest = divmod(int(node.uptime), 86400)
        parts = [(days, "day"), (rest // 3600, "hour"), (rest // 60 % 60, "minute")]
        shown = [f"{count} {name}{'s' * (count != 1)}" for count, name in parts if count] or ["0 minutes"]
        process.out(f"up {', '.join(shown)}\n")
    elif "-s" in options or "--since" in options:
        began = clock.now() + node.skew - node.uptime
        process.out(time.strftime("%Y-%m-%d %H:%M:%S\n", time.gmtime(began)))
    else:
        process.out(uptime_line(node) + "\n")
    return 0


@program("free")
async def free(process: Process) -> int:
    """free: print how much memory there is, in KiB, or with -b, -m, -g, -h."""
    options, _ = process.options("bkmghtlws:c:", "bytes", "kilo", "mega", "giga", "human", "total", "wide")
    used = memory_used(process.node)
    swap = sum(process.node.storage.swaps.values()) // 1024
    available = MEMORY - used - CACHED // 10
    table = {
        "Mem:": (MEMORY, used, MEMORY - used - CACHED, SHARED, CACHED, available),
        "Swap:": (swap, 0, swap),
    }
    if "-t" in options or "--total" in options:
        table["Total:"] = tuple(table["Mem:"][at] + table["Swap:"][at] for at in range(3))
    columns = ("total", "used", "free", "shared", "buff/cache", "available")
    process.out(" " * 7 + "".join(f" {name:>11}" for name in columns) + "\n")
    for name, values in table.items():
        process.out(f"{name:<7}" + "".join(f" {_scaled(value, options):>11}" for value in values) + "\n")
    return 0


def _scaled(kib: int, options: dict[str, str]) -> str:
    if "-h" in options or "--human" in options:
        for unit, size in (("G", 2**20), ("M", 2**10)):
            if kib >= size:
                scaled = kib / size
                return f"{scaled:.1f}{unit}" if scaled < 10 else f"{scaled:.0f}{unit}"
        return f"{kib}K" if kib else "0B"
    for flag, long, shift in (("-m", "--mega", 10), ("-g", "--giga", 20)):
        if flag in options or long in options:
            return str(kib >> shift)
    return str(kib * 1024 if "-b" in options or "--bytes" in options else kib)


def _moment(node: Node, login: Login) -> time.struct_time:
    return time.gmtime(login.began + node.skew)


@program("who")
async def who(process: Process) -> int:
    """who: print who is logged in, or with -b when the host was booted."""
    options, words = process.options("abHqrumT", "boot", "heading", "count", "all")
    node = process.node
    if "-b" in options or "--boot" in options:
        stamp = time.strftime("%Y-%m-%d %H:%M", time.gmtime(clock.now() + node.skew - node.uptime))
        process.out(f"         system boot  {stamp}\n")
        return 0
    if "-r" in options:
        stamp = time.strftime("%Y-%m-%d %H:%M", time.gmtime(clock.now() + node.skew - node.uptime))
        process.out(f"         run-level 3  {stamp}\n")
        return 0
    if "-H" in options:
        process.out("NAME     LINE         TIME             COMMENT\n")
    for login in node.logins.present():
        if words and (process.terminal is None or login.line != process.terminal.line):
            continue  # who am i
        stamp = time.strftime("%Y-%m-%d %H:%M", _moment(node, login))
        process.out(f"{login.user:<8} {login.line:<12} {stamp} ({login.origin})\n")
    return 0


@program("users")
async def users(process: Process) -> int:
    """users: print the names of those who are logged in."""
    names = sorted(login.user for login in process.node.logins.present())
    process.out(" ".join(names) + "\n" * bool(names))
    return 0


@program("w")
async def w(process: Process) -> int:
    """w: print who is logged in and what they run."""
    options, _ = process.options("hsfuo", "no-header", "short")
    node = process.node
    if "-h" not in options:
        process.out(uptime_line(node) + "\n")
        process.out("USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n")
    table = rows(node)
    for login in node.logins.present():
        on_line = [row for row in table if row.tty == login.line]
        what = on_line[-1].args if on_line else "-"
        stamp = time.strftime("%H:%M", _moment(node, login))
        who_and_where = f"{login.user[:8]:<8} {login.line:<8} {login.origin[:16]:<16}"
        process.out(f"{who_and_where} {stamp:<7}  0.00s  0.02s  0.00s {what}\n")
    return 0


@program("last")
async def last(process: Process) -> int:
    """last: print the logins and boots, the newest first."""
    options, words = process.options("n:xaidF0123456789", "limit=")
    node = process.node
    now = clock.now() + node.skew
    lines: list[tuple[float, str, str]] = []
    for login in node.logins.all:
        head = f"{login.user[:8]:<8} {login.line:<12} {login.origin[:16]:<16}"
        lines.append((login.began + node.skew, f"{head} {_span(node, login)}", login.user))
    entries = node.systemd.journal.entries
    for boot in node.systemd.journal.boots:
        moments = [entry.moment for entry in entries if entry.boot == boot]
        if moments:
            end = now if boot == node.systemd.journal.boots[-1] else moments[-1]
            until = time.strftime("%H:%M", time.gmtime(end))
            text = f"{_day(moments[0])} - {until}  {_length(end - moments[0])}"
            lines.append(
                (moments[0], f"{'reboot':<8} {'system boot':<12} {'3.10.0-327.el7.x':<16} {text}", "reboot")
            )
    chosen = [line for _, line, name in sorted(lines, reverse=True) if not words or name in words]
    count = options.get("-n", options.get("--limit", ""))
    for line in chosen[: int(count)] if count.isdigit() else chosen:
        process.out(line + "\n")
    begin = min([moment for moment, _, _ in lines], default=now)
    process.out(f"\nwtmp begins {time.strftime('%a %b %e %H:%M:%S %Y', time.gmtime(begin))}\n")
    return 0


def _day(moment: float) -> str:
    return time.strftime("%a %b %e %H:%M", time.gmtime(moment))


def _span(node: Node, login: Login) -> str:
    began = _day(login.began + node.skew)
    if login.ended is None:
        return f"{began}   still logged in   "
    end = time.strftime("%H:%M", time.gmtime(login.ended + node.skew))
    return f"{began} - {end}  {_length(login.ended - login.began)}"


def _length(seconds: float) -> str:
    days, rest = divmod(int(max(seconds, 0)), 86400)
    hours, minutes = divmod(rest // 60, 60)
    return f"({days}+{hours:02}:{minutes:02})" if days else f"({hours:02}:{minutes:02})"
