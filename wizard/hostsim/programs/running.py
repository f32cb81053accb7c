"""Programs that run other programs: env, timeout, flock, su, sudo, xargs."""

from __future__ import annotations

import asyncio
import os
import posixpath
import re

from wizard.hostsim.clock import Deadline
from wizard.hostsim.execute import execute
from wizard.hostsim.node import Node, RunningProcess
from wizard.hostsim.openfiles import OpenFile, flocks
from wizard.hostsim.process import SIGNALS, Failure, Process
from wizard.hostsim.table import program
from wizard.hostsim.tree import User

ENVIRONMENT_OF_LOGIN = ("HOME", "LOGNAME", "SHELL", "USER")


@program("timeout")
async def timeout(process: Process) -> int:
    """Run a command with a limit."""
    options, words = process.options("+k:s:", "kill-after=", "signal=", "preserve-status", "foreground")
    if len(words) < 2:
        raise Failure("missing operand\nTry 'timeout --help' for more information.", 125)
    match = re.fullmatch(r"(\d+(?:\.\d*)?)([smhd]?)", words[0])
    if match is None:
        raise Failure(f"invalid time interval '{words[0]}'\nTry 'timeout --help' for more information.", 125)
    seconds = float(match[1]) * {"m": 60, "h": 3600, "d": 86400}.get(match[2], 1)
    signal = options.get("-s", options.get("--signal", "TERM")).upper().removeprefix("SIG")
    child = process.fork(words[1:])
    deadline = Deadline(seconds or float("inf"))
    with deadline:
        child.start(_named(process))
    waiting = asyncio.ensure_future(child.wait())
    expired = asyncio.ensure_future(deadline.expired.wait())
    try:
        await asyncio.wait([waiting, expired], timeout=seconds or None, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done() and not deadline.expired.is_set():
            return waiting.result()
        _signal_family(process.node, child, signal if signal in SIGNALS else "TERM")
        if options.get("-k", options.get("--kill-after")) or signal == "KILL":
            await asyncio.wait([waiting], timeout=0.2)
            _signal_family(process.node, child, "KILL")
        status = await child.wait()
    finally:
        expired.cancel()
        waiting.cancel()
    return status if "--preserve-status" in options else 137 if signal == "KILL" else 124


def _signal_family(node: Node, process: RunningProcess, signal: str) -> None:
    """Signal a process and its descendants: timeout(1) makes a process group of them."""
    for child in list(node.processes.values()):
        if child.parent_pid == process.pid:
            _signal_family(node, child, signal)
    process.signal(signal)


def _named(process: Process):  # type: ignore[no-untyped-def]
    """Return a body that runs a program and complains as env(1) and the like do about a missing one."""
    name = process.name

    async def run(child: Process) -> int:
        def complain(message: str) -> None:
            command, _, text = message.rpartition(": ")
            text = "No such file or directory" if text == "command not found" else text
            verb = "failed to run command " if name in ("timeout", "nice", "nohup") else ""
            shown = child.quote(command) if verb else command
            child.err(f"{name}: {verb}{shown}: {text}\n")

        return await execute(child, complain=complain)

    return run


@program("env")
async def env(process: Process) -> int:
    """Run a program in a changed environment, or print it."""
    words = process.args
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word in ("-i", "-", "--ignore-environment"):
            process.env.clear()
        elif word == "-u" and words:
            process.env.pop(words.pop(0), None)
        else:
            raise Failure(f"invalid option -- '{word[1:]}'\nTry 'env --help' for more information.", 125)
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        process.env[name] = value
    if not words:
        for name, value in process.env.items():
            process.out(f"{name}={value}\n")
        return 0
    return await process.fork(words).start(_named(process)).wait()


@program("printenv")
async def printenv(process: Process) -> int:
    """Print the environment or some of it."""
    if not process.args:
        process.out("".join(f"{name}={value}\n" for name, value in process.env.items()))
        return 0
    found = [process.env[name] for name in process.args if name in process.env]
    process.out("".join(value + "\n" for value in found))
    return int(len(found) < len(process.args))


@program("nohup", "nice", "setsid", "ionice", "stdbuf")
async def nohup(process: Process) -> int:
    """Run a program; nohup lets it ignore a hangup."""
    words = process.args
    while words and words[0].startswith("-"):
        words.pop(0)
    child = process.fork(words)
    if process.name == "nohup":
        child.ignored.add("HUP")
    if process.name == "setsid":
        child.terminal = None
    return await child.start(_named(process)).wait()


@program("xargs")
async def xargs(process: Process) -> int:
    """Run a program with arguments that are read."""
    options, words = process.options("+0rn:I:t", "null", "no-run-if-empty")
    text = await process.read_text()
    zero = "-0" in options or "--null" in options
    items = [item for item in text.split("\0") if item] if zero else text.split()
    if not items and ("-r" in options or "--no-run-if-empty" in options):
        return 0
    words = words or ["echo"]
    if mark := options.get("-I"):
        commands = [[word.replace(mark, line.strip()) for word in words] for line in text.splitlines()]
    else:
        size = int(options.get("-n", len(items) or 1))
        commands = [[*words, *items[at : at + size]] for at in range(0, len(items) or 1, size)]
    failed = False
    for command in commands:
        status = await process.fork(command).start(_named(process)).wait()
        if status in (126, 127):
            return status
        failed = failed or status != 0
    return 123 if failed else 0


def become(process: Process, user: User, *, login: bool = False) -> None:
    """Give a process another user."""
    process.user = user
    process.env.update(HOME=user.home, SHELL=user.shell)
    if user.uid or login:
        process.env.update(USER=user.name, LOGNAME=user.name)
    if login:
        process.cwd = user.home


@program("su", "runuser")
async def su(process: Process) -> int:
    """Run a shell as another user."""
    options, names = process.options("s:c:lmpfg:", "shell=", "command=", "login", "preserve-environment")
    login = "-l" in options or "--login" in options or "-" in names
    names = [name for name in names if name != "-"]
    name = names[0] if names else "root"
    try:
        user = process.node.users.by_name(name)
    except KeyError:
        raise Failure(f"user {name} does not exist") from None
    if process.user.uid != 0:
        await _check_password(process, name)
    path = options.get("-s", options.get("--shell", user.shell))
    command = options.get("-c", options.get("--command"))
    file = posixpath.basename(path)
    shown = f"-{file}" if login and command is None and process.terminal is not None else file
    child = process.fork([shown, *(["-c", command] if command is not None else []), *names[1:]])
    become(child, user, login=login)
    if path.endswith("/nologin"):
        process.out("This account is currently not available.\n")
        return 1
    if process.node.tree.find(path) is None:
        raise Failure(f"failed to execute {path}: No such file or directory", 127)
    return await child.start(lambda shell: execute(shell, file=file)).wait()


async def _check_password(process: Process, name: str) -> None:
    """Ask for a user's password. Raises `Failure` for a wrong one; without a terminal none is right."""
    given = ""
    if process.terminal is not None and process.stdin.is_terminal:
        given = (await process.terminal.ask("Password: ")).rstrip("\n")
    else:
        process.err("Password: ")
        await process.flush()
    if not given or given != process.node.users.passwords.get(name):
        raise Failure("Authentication failure")


@program("sudo")
async def sudo(process: Process) -> int:
    """Run a program as root, as far as sudoers lets one."""
    words = process.args
    target = "root"
    prompt = ""
    interactive = True
    from_stdin = False
    shell = ""
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word == "--":
            break
        if word == "-u":
            target = words.pop(0)
        elif word == "-p":
            prompt = words.pop(0)
        elif word == "-n":
            interactive = False
        elif word == "-S":
            from_stdin = True
        elif word in ("-i", "-s", "--login", "--shell"):
            shell = word
        elif word in ("-E", "-H", "-k"):
            pass
        else:
            raise Failure(f"invalid option -- '{word[1:]}'\nusage: sudo -h | -K | -k | -V")
    if process.user.uid != 0:
        await _authenticate(process, interactive=interactive, from_stdin=from_stdin, prompt=prompt)
    login = shell in ("-i", "--login")
    child = process.fork(words or ["bash"])
    become(child, process.node.users.by_name(target), login=login)
    child.env.update(USER=target, LOGNAME=target, SUDO_USER=process.user.name)
    if shell:
        child.argv = ["-bash" if login else "bash", *(["-c", " ".join(words)] if words else [])]
        return await child.start(lambda process: execute(process, file="bash")).wait()
    return await child.start(_named(process)).wait()


async def _authenticate(process: Process, *, interactive: bool, from_stdin: bool, prompt: str) -> None:
    """Ask for the user's password where sudoers does not waive it."""
    node = process.node
    if process.user.name not in node.sudoers:
        raise Failure(f"{process.user.name} is not in the sudoers file.  This incident will be reported.")
    password = node.sudoers[process.user.name]
    if password is None:
        return
    password = node.users.passwords.get(process.user.name, password)
    if not interactive:
        raise Failure("a password is required")
    if not from_stdin and process.terminal is None:
        raise Failure("no tty present and no askpass program specified")
    text = prompt or f"[sudo] password for {process.user.name}: "
    for _ in range(3):
        if from_stdin:
            process.err(text)
            await process.flush()
            line = (await process.stdin.read_line()).decode("utf-8", "replace")
        else:
            assert process.terminal is not None  # noqa: S101 - told apart above
            await process.flush()
            line = await process.terminal.ask(text)
        if line.rstrip("\n") == password:
            return
        if not line:
            break
        process.err("Sorry, try again.\n")
    raise Failure("3 incorrect password attempts")


@program("flock")
async def flock(process: Process) -> int:
    """Hold a lock on a descriptor or, while a command runs, on a file."""
    options, words = process.options(
        "+sxnuw:E:oc:", "shared", "exclusive", "nonblock", "unlock", "timeout=", "conflict-exit-code="
    )
    if not words:
        raise Failure("requires file descriptor, file or directory", 64)
    own = len(words) > 1 or "-c" in options
    if own:
        stream = process.open(words[0], os.O_RDWR | os.O_CREAT).open()
    elif not words[0].isdigit() or int(words[0]) not in process.fds:
        raise Failure(f"{words[0]}: Bad file descriptor", 65)
    else:
        stream = process.fd(int(words[0]))
    if not isinstance(stream, OpenFile):
        raise Failure(f"{words[0]}: Bad file descriptor", 65)
    try:
        lock = flocks(stream.inode)
        if "-u" in options or "--unlock" in options:
            lock.release(stream)
            return 0
        limit = options.get("-w", options.get("--timeout"))
        seconds = 0.0 if {"-n", "--nonblock"} & options.keys() else float(limit) if limit else None
        shared = "-s" in options or "--shared" in options
        if not await lock.acquire(stream, shared=shared, seconds=seconds):
            return int(options.get("-E", options.get("--conflict-exit-code", "1")))
        if not own:
            return 0
        rest = words[1:]
        if rest[:1] == ["-c"]:
            rest = ["/bin/sh", "-c", *rest[1:2]]
        child = process.fork(rest or ["/bin/sh", "-c", options["-c"]])
        return await child.start(_named(process)).wait()
    finally:
        if own:
            stream.close()
