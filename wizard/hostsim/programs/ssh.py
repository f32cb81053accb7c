"""ssh, as OpenSSH 6.6 has it: a session on another host of the network, with a terminal or without one."""

from __future__ import annotations

import asyncio
import errno
import getopt
from collections.abc import Mapping
from functools import partial

from wizard.hostsim import clock
from wizard.hostsim.execute import execute
from wizard.hostsim.logins import greeting
from wizard.hostsim.process import Process, encode
from wizard.hostsim.scheduling import shared
from wizard.hostsim.ssh_client import Connection, Destination, SshRefused, connect
from wizard.hostsim.streams import Null, Pipe, Stream, os_error
from wizard.hostsim.table import program
from wizard.hostsim.terminal import Terminal

CHUNK = 65536
FAILED = 255
OPTIONS = "1246AaCfgKkMNnqsTtVvXxYyb:c:D:E:e:F:I:i:L:l:m:O:o:p:Q:R:S:W:w:"
USAGE = """\
usage: ssh [-1246AaCfgKkMNnqsTtVvXxYy] [-b bind_address] [-c cipher_spec]
           [-D [bind_address:]port] [-E log_file] [-e escape_char]
           [-F configfile] [-I pkcs11] [-i identity_file]
           [-L [bind_address:]port:host:hostport] [-l login_name] [-m mac_spec]
           [-O ctl_cmd] [-o option] [-p port]
           [-Q cipher | cipher-auth | mac | kex | key]
           [-R [bind_address:]port:host:hostport] [-S ctl_path] [-W host:port]
           [-w local_tun[:remote_tun]] [user@]hostname [command]
"""
VERSION = "OpenSSH_6.6.1p1, OpenSSL 1.0.1e-fips 11 Feb 2013\n"


def destination(process: Process, where: str, options: list[tuple[str, str]]) -> Destination:
    """Return where a client wants to go, by `[user@]host` and its options; `-P` is scp's `-p`."""
    user, at, host = where.rpartition("@")
    to = Destination(host, user if at else process.user.name)
    for option, value in options:
        if option == "-l" and not at:
            to.user = value
        elif option in ("-p", "-P") and value:
            to.port = int(value) if value.isdigit() else -1
        elif option == "-i":
            to.identities.append(value)
        elif option == "-q":
            to.quiet = True
        elif option == "-o":
            name, _, given = value.replace("=", " ", 1).strip().partition(" ")
            _take(to, name.lower(), given.strip())
    return to


def _take(to: Destination, name: str, value: str) -> None:
    """Take an option as ssh_config(5) has it; what means nothing here is left out."""
    match name:
        case "stricthostkeychecking":
            to.check_host_key = value.lower()
        case "batchmode":
            to.batch = value.lower() == "yes"
        case "user":
            to.user = value
        case "port":
            to.port = int(value) if value.isdigit() else -1
        case "identityfile":
            to.identities.append(value)
        case "passwordauthentication":
            to.keys_only = value.lower() == "no"


@program("ssh")
async def ssh(process: Process) -> int:
    """ssh: log in to another host, or run a command on it."""
    try:
        pairs, words = getopt.getopt(process.args, OPTIONS)
        if words:
            more, command = getopt.getopt(words[1:], OPTIONS)
            pairs += more
    except getopt.GetoptError as error:
        process.err(f"unknown option -- {error.opt}\n{USAGE}")
        return FAILED
    flags = dict(pairs)
    if "-V" in flags:
        process.err(VERSION)
        return 0
    if not words:
        process.err(USAGE)
        return FAILED
    to = destination(process, words[0], pairs)
    try:
        connection = await connect(process, to)
    except SshRefused as refused:
        process.err(f"{refused}\n")
        return FAILED
    await process.flush()
    wants_terminal = (not command or "-t" in flags) and "-T" not in flags
    if wants_terminal and process.terminal is not None and process.stdin.is_terminal:
        return await _with_terminal(process, to, connection, " ".join(command))
    if wants_terminal and not flags.keys() & {"-q"} and "-T" not in flags:
        process.err("Pseudo-terminal will not be allocated because stdin is not a terminal.\n")
        await process.flush()
    return await _without_terminal(process, to, connection, " ".join(command), flags)


_shell = partial(execute, file="bash")


def _remote(process: Process, connection: Connection, command: str, *, on_terminal: bool = False) -> Process:
    """Return a process on the other host that counts for this login."""
    if not process.group.has_room():
        raise os_error(errno.EAGAIN)
    door, user = connection.door, connection.user
    argv = door.login(user) if on_terminal and not command else door.command(user, command)
    remote = Process(connection.node, argv, user)
    remote.group = process.group
    remote.env = connection.door.environment(connection.user, process.node.management_ip)
    return remote


async def _without_terminal(
    process: Process, to: Destination, connection: Connection, command: str, flags: Mapping[str, str]
) -> int:
    remote = _remote(process, connection, command)
    reader, writer = Pipe().ends()
    remote.set_fd(0, Null() if "-n" in flags else reader)
    for number in (1, 2):
        remote.set_fd(number, process.fd(number))
    writer.open()
    source: Stream = Null() if "-n" in flags else process.stdin
    pumping = asyncio.get_running_loop().create_task(shared(_copied(source, writer), process.group))
    remote.start(_shell)
    try:
        status = await remote.wait()
    except asyncio.CancelledError:
        remote.signal("HUP")
        raise
    finally:
        pumping.cancel()
    return _ended(process, to, connection, remote, status)


async def _copied(source: Stream, writer: Stream) -> None:
    """Hand over what is typed or read, up to its end: ssh reads all of it, whoever wants it."""
    try:
        while data := await source.read(CHUNK):
            await writer.write(data)
    except OSError:
        pass
    finally:
        writer.close()


async def _with_terminal(process: Process, to: Destination, connection: Connection, command: str) -> int:
    """Run a session on a terminal of its own: keys go there as they are, and come back as it shows them."""
    here = process.terminal
    assert here is not None  # noqa: S101 - told apart by the caller
    remote = _remote(process, connection, command, on_terminal=True)
    node = connection.node

    def signal(name: str, *, everybody: bool = False) -> None:
        for other in list(node.processes.values()):
            if other.terminal is there and (everybody or there.foreground in (None, other.process_group)):
                other.signal(name)

    def hang_up() -> None:
        there.hang_up()
        signal("HUP", everybody=True)
        signal("CONT", everybody=True)

    there = Terminal(here.send, signal, term=here.term, size=here.size)
    login = node.logins.add(remote.user.name, process.node.management_ip, remote.pid, clock.now())
    there.line = login.line
    remote.terminal = there
    remote.env |= {"TERM": here.term, "SSH_TTY": f"/dev/{login.line}"}
    for number in (0, 1, 2):
        remote.set_fd(number, there)
    there.rested = process.group.rested
    if not command:
        await there.write(encode(greeting(node, remote.user, process.node.management_ip)))
    forget = here.on_resize(lambda: there.resize(here.size))
    async with here.raw():
        keys = asyncio.get_running_loop().create_task(shared(_typed(here, there), process.group))
        remote.start(_shell)
        ending = asyncio.ensure_future(remote.wait())
        try:
            await asyncio.wait([keys, ending], return_when=asyncio.FIRST_COMPLETED)
            if not ending.done():
                hang_up()
            status = await ending
        finally:
            keys.cancel()
            ending.cancel()
            forget()
            hang_up()
            login.ended = clock.now()
    status = _ended(process, to, connection, remote, status)
    if not to.quiet:
        process.err(f"Connection to {to.host} closed.\n")
    return status


async def _typed(here: Terminal, there: Terminal) -> None:
    """Hand over keys, until the terminal is closed or `~.` is typed at the beginning of a line."""
    at_beginning, tilde = True, False
    while data := await here.read(CHUNK):
        if tilde and data[:1] == b".":
            return
        if tilde:
            await there.typed(b"~")
        tilde = at_beginning and data == b"~"
        at_beginning = data[-1:] in (b"\r", b"\n")
        if not tilde:
            await there.typed(data)


def _ended(process: Process, to: Destination, connection: Connection, remote: Process, status: int) -> int:
    """Return the exit status; a host that went off has closed the connection."""
    if connection.node.power.state == "running" or not remote.killed_by:
        return FAILED if remote.killed_by else status
    process.err(f"Connection to {to.host} closed by remote host.\n")
    return FAILED
