"""Programs about the system and its users: id, date, sleep, getent, ps and the like."""

from __future__ import annotations

import re
import secrets
import time

from wizard.hostsim import clock
from wizard.hostsim.execute import find
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.shell.conditions import test as evaluate
from wizard.hostsim.shell.printing import echo, printf
from wizard.hostsim.shell.program import main as shell
from wizard.hostsim.table import program


@program("sh", "bash")
async def _shell(process: Process) -> int:
    return await shell(process)


@program("true")
async def _true(process: Process) -> int:
    return 0


@program("false")
async def _false(process: Process) -> int:
    return 1


@program("test", "[")
async def _test(process: Process) -> int:
    try:
        return evaluate(process, process.argv)
    except Failure as failure:
        raise Failure(failure.message, 2) from None


@program("echo")
async def _echo(process: Process) -> int:
    process.out(echo(process.args))
    return 0


@program("printf")
async def _printf(process: Process) -> int:
    if not process.args:
        raise Failure("missing operand\nTry 'printf --help' for more information.")
    text, problems = printf(process.args[0], process.args[1:])
    process.out(text)
    for problem in problems:
        process.err(f"printf: {problem}\n")
    return int(bool(problems))


@program("id")
async def identity(process: Process) -> int:
    """id: print the user's and the groups' numbers and names."""
    options, names = process.options("ungrGZ", "user", "name", "group")
    users = process.node.users
    user = process.user
    if names:
        try:
            user = users.by_name(names[0])
        except KeyError:
            raise Failure(f"{names[0]}: no such user") from None
    if "-Z" in options:
        process.out("unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023\n")
        return 0
    named = "-n" in options or "--name" in options
    group = users.group_name(user.gid)
    if "-u" in options or "--user" in options:
        process.out(f"{user.name if named else user.uid}\n")
    elif "-g" in options or "--group" in options:
        process.out(f"{group if named else user.gid}\n")
    elif "-G" in options:
        ids = [user.gid, *user.groups]
        process.out(" ".join(users.group_name(gid) if named else str(gid) for gid in ids) + "\n")
    else:
        groups = ",".join(f"{gid}({users.group_name(gid)})" for gid in (user.gid, *user.groups))
        process.out(f"uid={user.uid}({user.name}) gid={user.gid}({group}) groups={groups}\n")
    return 0


@program("whoami")
async def whoami(process: Process) -> int:
    """whoami: print the effective user's name."""
    process.out(process.user.name + "\n")
    return 0


@program("hostname", "hostnamectl")
async def hostname(process: Process) -> int:
    """hostname: print the node's name."""
    if process.name == "hostnamectl":
        system = re.search(r'^PRETTY_NAME="(.*)"$', process.node.tree.read("/etc/os-release"), re.MULTILINE)
        shown = system[1] if system else "Linux"
        process.out(f"   Static hostname: {process.node.name}\n  Operating System: {shown}\n")
        return 0
    options, _ = process.options("sfiId", "short", "fqdn")
    process.out(
        (process.node.management_ip if "-I" in options or "-i" in options else process.node.name) + "\n"
    )
    return 0


@program("uname")
async def uname(process: Process) -> int:
    """Print what system this is."""
    options, _ = process.options("asnrvmpio")
    values = {
        "-s": "Linux",
        "-n": process.node.name,
        "-r": "3.10.0-327.el7.x86_64",
        "-v": "#1 SMP Thu Nov 19 22:10:57 UTC 2015",
        "-m": "x86_64",
        "-p": "x86_64",
        "-i": "x86_64",
        "-o": "GNU/Linux",
    }
    chosen = [value for option, value in values.items() if "-a" in options or option in options]
    process.out(" ".join(chosen or ["Linux"]) + "\n")
    return 0


@program("nproc", "arch")
async def nproc(process: Process) -> int:
    """Print how many processors there are, or of which kind."""
    process.out("2\n" if process.name == "nproc" else "x86_64\n")
    return 0


@program("date")
async def date(process: Process) -> int:
    """Print the node's time in a format."""
    options, operands = process.options("ud:r:RIs:", "utc", "date=", "reference=", "rfc-3339=")
    moment = clock.now() + process.node.skew
    given = options.get("-d", options.get("--date", ""))
    if to := options.get("-s"):
        if process.user.uid or not re.fullmatch(r"@\d+", to):
            raise Failure(
                "cannot set date: Operation not permitted"
                if process.user.uid
                else f"invalid date {process.quote(to)}"
            )
        process.node.skew = float(to[1:]) - clock.now()
        moment = float(to[1:])
    if reference := options.get("-r", options.get("--reference")):
        moment = process.node.tree.get(process.path(reference), process.user).mtime + process.node.skew
    elif match := re.fullmatch(r"@(\d+)", given):
        moment = float(match[1])
    elif given and given != "now":
        raise Failure(f"invalid date '{given}'")
    template = operands[0] if operands else "+%a %b %e %H:%M:%S UTC %Y"
    if not template.startswith("+"):
        raise Failure(f"invalid date '{template}'")
    template = template[1:].replace("%N", f"{int(moment % 1 * 1e9):09d}").replace("%s", str(int(moment)))
    process.out(time.strftime(template, time.gmtime(moment)) + "\n")
    return 0


@program("chronyc")
async def chronyc(process: Process) -> int:
    """Tell the clock's offset, or set the clock right: makestep."""
    if process.args == ["makestep"]:
        process.node.skew = 0.0
        process.out("200 OK\n")
    elif process.args == ["tracking"]:
        process.out(f"System time     : {abs(process.node.skew):.9f} seconds slow of NTP time\n")
    else:
        process.err("Unrecognized command\n")
        return 1
    return 0


@program("sleep")
async def sleep(process: Process) -> int:
    """Wait, on the lab's clock."""
    if not process.args:
        raise Failure("missing operand\nTry 'sleep --help' for more information.")
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    total = 0.0
    for word in process.args:
        match = re.fullmatch(r"(\d+(?:\.\d*)?)([smhd]?)", word)
        if match is None:
            raise Failure(f"invalid time interval '{word}'\nTry 'sleep --help' for more information.")
        total += float(match[1]) * units.get(match[2], 1)
    await clock.wait(total)
    return 0


@program("getent")
async def getent(process: Process) -> int:
    """Look names up: hosts, ahosts, ahostsv4, passwd, group."""
    if len(process.args) < 2:
        raise Failure(
            "wrong number of arguments\nTry `getent --help' or `getent --usage' for more information."
        )
    database, *names = process.args
    node = process.node
    status = 0
    for name in names:
        if database in ("hosts", "ahosts", "ahostsv4"):
            address = node.resolve_or_none(name)
            if address is None:
                status = 2
            elif database == "hosts":
                process.out(f"{address:<15} {name}\n")
            else:
                process.out(f"{address:<15} STREAM {name}\n{address:<15} DGRAM  \n{address:<15} RAW    \n")
        elif database in ("passwd", "group"):
            line = node.users.passwd_line(name) if database == "passwd" else node.users.group_line(name)
            if line:
                process.out(line + "\n")
            else:
                status = 2
        else:
            raise Failure(
                f"Unknown database: {database}\nTry `getent --help' or `getent --usage' for more information."
            )
    return status


@program("which")
async def which(process: Process) -> int:
    """which: print the paths of programs found in PATH."""
    status = 0
    search = process.env.get("PATH", "")
    for name in process.args:
        try:
            process.out(find(process, name, search) + "\n")
        except OSError:
            process.err(f"/usr/bin/which: no {name} in ({search})\n")
            status = 1
    return status


@program("ps")
async def ps(process: Process) -> int:
    """Print about processes: -o FIELDS, -p PID, -e, -C NAME."""
    options, _ = process.options("o:p:eC:fAax", "pid=", "format=", "no-headers")
    fields = [one.partition("=") for one in options.get("-o", options.get("--format", "pid,comm")).split(",")]
    wanted = options.get("-p", options.get("--pid"))
    rows = process.node.process_table()
    if wanted is not None:
        rows = [row for row in rows if str(row["pid"]) in wanted.split(",")]
    elif "-C" in options:
        rows = [row for row in rows if row["comm"] == options["-C"]]
    for name, _, _ in fields:
        if name not in ("pid", "ppid", "comm", "args", "cmd", "user", "etimes", "stat"):
            raise Failure(f'error: unknown user-defined format specifier "{name}"')
    if not all(equals for _, equals, _ in fields) and "--no-headers" not in options:
        process.out(" ".join(f"{title or name.upper():>5}" for name, _, title in fields) + "\n")
    for row in rows:
        process.out(" ".join(f"{row[name]:>5}" for name, _, _ in fields) + "\n")
    return 0 if rows else 1


@program("kill")
async def kill(process: Process) -> int:
    """kill: send a signal to processes; TERM by default."""
    child = process.fork(["sh", "-c", 'kill "$@"', "kill", *process.args])
    return await child.start(shell).wait()


@program("tty")
async def tty(process: Process) -> int:
    """tty: print the name of the terminal on standard input, or `not a tty`."""
    if process.stdin.is_terminal:
        process.out("/dev/pts/0\n")
        return 0
    process.out("not a tty\n")
    return 1


@program("stty")
async def stty(process: Process) -> int:
    """stty: switch the terminal's echo, and onlcr, on or off."""
    stream = process.stdin
    if not stream.is_terminal or process.terminal is None:
        raise Failure("standard input: Inappropriate ioctl for device")
    for word in process.args:
        if word in ("echo", "-echo"):
            process.terminal.echo = word == "echo"
        elif word in ("onlcr", "-onlcr"):
            process.terminal.carriage_returns = word == "onlcr"
    return 0


@program("uuidgen")
async def uuidgen(process: Process) -> int:
    """uuidgen: print a new random UUID."""
    text = secrets.token_hex(16)
    process.out(f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}\n")
    return 0


@program("logger", "locale", "tput", "clear")
async def quiet(process: Process) -> int:
    """Do nothing that a script could see."""
    return 0


@program("ip", directory="/usr/sbin")
async def ip(process: Process) -> int:
    """ip: print the node's addresses."""
    if not process.args or process.args[0].lstrip("-") not in (
        "o",
        "4",
        "a",
        "addr",
        "address",
        "r",
        "route",
    ):
        raise Failure('Object is unknown, try "ip help".', 255)
    address = process.node.management_ip
    process.out(
        "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
        f"2: eth0    inet {address}/24 brd {address.rpartition('.')[0]}.255 scope global eth0\\"
        "       valid_lft forever preferred_lft forever\n"
    )
    return 0
