"""Programs about the system and its users: id, date, sleep, getent, ps and the like."""

from __future__ import annotations

import secrets

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


@program("whereis")
async def whereis(process: Process) -> int:
    """whereis: print where programs are."""
    for name in (word for word in process.args if not word.startswith("-")):
        found = [f"/usr/{folder}/{name}" for folder in ("bin", "sbin")]
        paths = [path for path in found if process.node.tree.find(path) is not None]
        process.out(f"{' '.join([f'{name}:', *paths])}\n")
    return 0


@program("logger")
async def logger(process: Process) -> int:
    """logger: add a line to the journal, from the arguments or standard input."""
    options, words = process.options("t:p:isf:", "tag=", "priority=", "id", "stderr")
    text = " ".join(words) if words else await process.read_text()
    tag = options.get("-t", options.get("--tag", process.user.name))
    for line in text.splitlines():
        process.node.systemd.note(line, tag, process.pid)
    return 0


@program("kill")
async def kill(process: Process) -> int:
    """kill: send a signal to processes; TERM by default."""
    child = process.fork(["sh", "-c", 'kill "$@"', "kill", *process.args])
    return await child.start(shell).wait()


@program("tty")
async def tty(process: Process) -> int:
    """tty: print the name of the terminal on standard input, or `not a tty`."""
    if process.stdin.is_terminal:
        process.out(f"/dev/{process.terminal.line if process.terminal else 'pts/0'}\n")
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


@program("clear")
async def clear(process: Process) -> int:
    """clear: clear the terminal's screen, where it can be."""
    if process.env.get("TERM", "dumb") != "dumb":
        process.out("\x1b[H\x1b[2J")
    return 0


@program("locale", "tput")
async def quiet(process: Process) -> int:
    """Do nothing that a script could see."""
    return 0
