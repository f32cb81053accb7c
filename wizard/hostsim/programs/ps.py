"""ps and pgrep, as procps-ng 3.3.10 has them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.process import SIGNALS, Failure, Process
from wizard.hostsim.process_table import MEMORY, Row, rows
from wizard.hostsim.table import program

USAGE = """\

Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
"""
Shows = Callable[[Node, Row], str]


def _start(node: Node, row: Row, today: str, other: str) -> str:
    """Return when a process began: the time of day today, else the date."""
    now = clock.now() + node.skew
    began = now - row.age
    same = time.gmtime(now)[:3] == time.gmtime(began)[:3]
    return time.strftime(today if same else other, time.gmtime(began))


def _elapsed(row: Row) -> str:
    days, rest = divmod(row.age, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    day = f"{days}-" if days else ""
    return f"{day}{hours:02}:{minutes:02}:{seconds:02}" if days or hours else f"{minutes:02}:{seconds:02}"


def _user_number(node: Node, name: str) -> int:
    user = node.users.users.get(name)
    return user.uid if user else 0


COLUMNS: dict[str, tuple[str, int, Shows]] = {
    "pid": ("PID", 5, lambda node, row: str(row.pid)),
    "ppid": ("PPID", 5, lambda node, row: str(row.ppid)),
    "pgid": ("PGID", 5, lambda node, row: str(row.pid)),
    "comm": ("COMMAND", -15, lambda node, row: row.comm),
    "ucmd": ("CMD", -15, lambda node, row: row.comm),
    "args": ("COMMAND", -27, lambda node, row: row.args),
    "command": ("COMMAND", -27, lambda node, row: row.args),
    "cmd": ("CMD", -27, lambda node, row: row.args),
    "user": ("USER", -8, lambda node, row: row.user),
    "uid": ("UID", 5, lambda node, row: str(_user_number(node, row.user))),
    "ruser": ("RUSER", -8, lambda node, row: row.user),
    "etime": ("ELAPSED", 11, lambda node, row: _elapsed(row)),
    "etimes": ("ELAPSED", 7, lambda node, row: str(row.age)),
    "stat": ("STAT", -4, lambda node, row: row.stat),
    "state": ("S", -1, lambda node, row: row.stat[0]),
    "s": ("S", -1, lambda node, row: row.stat[0]),
    "tty": ("TT", -8, lambda node, row: row.tty),
    "tname": ("TTY", -8, lambda node, row: row.tty),
    "time": ("TIME", 8, lambda node, row: "00:00:00"),
    "bsdtime": ("TIME", 6, lambda node, row: "0:00"),
    "vsz": ("VSZ", 6, lambda node, row: str(row.vsz)),
    "rss": ("RSS", 5, lambda node, row: str(row.rss)),
    "pcpu": ("%CPU", 4, lambda node, row: "0.0"),
    "pmem": ("%MEM", 4, lambda node, row: f"{row.rss * 100 / MEMORY:.1f}"),
    "c": ("C", 2, lambda node, row: "0"),
    "start": ("STARTED", 8, lambda node, row: _start(node, row, "%H:%M:%S", "  %b %d")),
    "stime": ("STIME", 5, lambda node, row: _start(node, row, "%H:%M", "%b%d")),
    "bsdstart": ("START", 5, lambda node, row: _start(node, row, "%H:%M", "%b%d")),
    "lstart": ("STARTED", 24, lambda node, row: _start(node, row, "%a %b %e %T %Y", "%a %b %e %T %Y")),
    "nlwp": ("NLWP", 4, lambda node, row: "1"),
    "ni": ("NI", 3, lambda node, row: "0"),
}  # fmt: skip
COLUMNS |= {"%cpu": COLUMNS["pcpu"], "%mem": COLUMNS["pmem"]}
"""Title, width (negative for left-aligned), and value of each."""
PLAIN = ["pid", "tname", "time", "ucmd"]
FULL = ["user", "pid", "ppid", "c", "stime", "tname", "time", "cmd"]
AUX = ["user", "pid", "pcpu", "pmem", "vsz", "rss", "tname", "stat", "bsdstart", "bsdtime", "args"]
BSD = ["pid", "tname", "stat", "bsdtime", "args"]
LISTS = {"-p": "pid", "--pid": "pid", "--ppid": "ppid", "-C": "comm", "-u": "user", "-U": "user",
    "--user": "user", "-t": "tty"}  # fmt: skip
"""Options that choose processes by a list, and what has to be in it."""
BSD_WORD = re.compile(r"[aAuxwefTrl]*[aux][auxwefo]*")


@program("ps", helps=True)
async def ps(process: Process) -> int:
    """ps: print about processes: -e, -f, aux, -o FIELDS, -p PID, -C NAME, -u USER."""
    words = process.args
    bsd = words[0] if words and BSD_WORD.fullmatch(words[0]) else ""
    if bsd:
        process.argv = [process.argv[0], *(["-o"] if bsd.endswith("o") else []), *words[1:]]
    options, rest = process.options(
        "o:p:eC:fAaxu:U:Hwt:lF",
        "pid=",
        "format=",
        "no-headers",
        "noheaders",
        "sort=",
        "forest",
        "user=",
        "help=",
        "ppid=",
    )
    if "--help" in options or rest:
        (process.out if "--help" in options else process.err)(USAGE)
        return 0 if "--help" in options else 1
    columns = _columns(options, bsd)
    found = _sorted(_selected(process, options, bsd), options.get("--sort", ""))
    wide = _width(process, options, bsd)
    headers = any(title for _, title in columns) and not {"--no-headers", "--noheaders"} & options.keys()
    if headers:
        process.out(_line([(name, title, title) for name, title in columns])[:wide] + "\n")
    for row in found:
        cells = [(name, title, COLUMNS[name][2](process.node, row)) for name, title in columns]
        process.out(_line(cells)[:wide] + "\n")
    return 0 if found else 1


def _columns(options: dict[str, str], bsd: str) -> list[tuple[str, str]]:
    """Return the columns with their titles; as soon as one is given, those after `=` go up to the end."""
    given = options.get("-o", options.get("--format"))
    if given is None:
        names = AUX if "u" in bsd else BSD if bsd else FULL if {"-f", "-F"} & options.keys() else PLAIN
        return [(name, "UID" if names is FULL and name == "user" else COLUMNS[name][0]) for name in names]
    columns = []
    for word in re.split(r"[,\s]+(?![^=]*$)|,", given) if "=" in given else re.split(r"[,\s]+", given):
        name, equals, title = word.partition("=")
        if name not in COLUMNS:
            raise Failure(f'error: unknown user-defined format specifier "{name}"')
        columns.append((name, title if equals else COLUMNS[name][0]))
    return columns


def _selected(process: Process, options: dict[str, str], bsd: str) -> list[Row]:
    found = rows(process.node, process.pid)
    for option, attribute in LISTS.items():
        if option in options:
            wanted = [word[:15] if option == "-C" else word for word in re.split(r"[,\s]+", options[option])]
            if attribute.endswith("pid") and not all(word.isdigit() for word in wanted):
                raise Failure("error: process ID list syntax error")
            return [row for row in found if str(getattr(row, attribute)) in wanted]
    if {"-e", "-A"} & options.keys() or {"a", "x"} <= set(bsd):
        return found
    own = next((row.tty for row in found if row.pid == process.pid), "?")
    if "a" in bsd or "-a" in options:
        return [row for row in found if row.tty != "?"]
    everywhere = "x" in bsd or "-x" in options
    return [row for row in found if row.user == process.user.name and (everywhere or row.tty == own)]


def _sorted(found: list[Row], order: str) -> list[Row]:
    for key in reversed(order.split(",")):
        name = key.lstrip("+-")
        attribute = {"pcpu": "pid", "%cpu": "pid", "pmem": "rss", "%mem": "rss", "start": "started"}.get(
            name, name
        )
        if attribute in Row.__dataclass_fields__:
            found = sorted(found, key=lambda row: getattr(row, attribute), reverse=key.startswith("-"))
    return found


def _width(process: Process, options: dict[str, str], bsd: str) -> int | None:
    """Return where lines are cut: a terminal's width, unless more is asked for or a pipe follows."""
    stream = process.fds.get(1)
    if process.terminal is None or stream is None or not stream.is_terminal or "w" in bsd or "-w" in options:
        return None
    return process.terminal.size.columns


def _line(cells: list[tuple[str, str, str]]) -> str:
    parts = []
    for at, (name, title, value) in enumerate(cells):
        width = COLUMNS[name][1]
        size = max(abs(width), len(title))
        shown = f"{value[:7]}+" if name in ("user", "ruser") and len(value) > 8 else value
        last = at == len(cells) - 1
        parts.append(shown.rjust(size) if width > 0 else shown if last else shown.ljust(size))
    return " ".join(parts)


@program("pgrep", "pkill", "pidof")
async def pgrep(process: Process) -> int:
    """pgrep, pidof, pkill: find processes by their names, or signal them."""
    signal = "TERM"
    words = []
    for word in process.args:
        name = word.lstrip("-").removeprefix("SIG")
        number = next((key for key, value in SIGNALS.items() if name == str(value)), name)
        if process.name == "pkill" and word.startswith("-") and number in SIGNALS:
            signal = number
        else:
            words.append(word)
    process.argv = [process.argv[0], *words]
    options, names = process.options("flaxu:vns", "full", "list-name", "list-full", "exact", "signal=")
    if not names:
        process.err(f"{process.name}: no matching criteria specified\n")
        process.err(f"Try `{process.name} --help' for more information.\n")
        return 2
    found = [
        row for row in rows(process.node) if row.pid != process.pid and _matches(process, row, names, options)
    ]
    if process.name == "pidof":
        process.out(" ".join(str(row.pid) for row in reversed(found)) + "\n" * bool(found))
    for row in found:
        if process.name == "pgrep":
            more = f" {row.args if '-a' in options else row.comm}" if {"-l", "-a"} & options.keys() else ""
            process.out(f"{row.pid}{more}\n")
        elif process.name == "pkill" and (process.user.uid == 0 or process.user.name == row.user):
            if row.pid in process.node.processes:
                process.node.processes[row.pid].signal(signal)
            else:
                process.node.kill(row.pid, signal)
    return 0 if found else 1


def _matches(process: Process, row: Row, names: list[str], options: dict[str, str]) -> bool:
    if "-u" in options and row.user not in options["-u"].split(","):
        return False
    if process.name == "pidof":
        return row.comm in [name.rpartition("/")[2][:15] for name in names]
    text = row.args if {"-f", "--full"} & options.keys() else row.comm
    try:
        pattern = re.compile(names[0])
    except re.error:
        raise Failure("Invalid regular expression", 2) from None
    return bool(pattern.fullmatch(text) if "-x" in options else pattern.search(text))
