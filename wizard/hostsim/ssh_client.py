"""An ssh client of a simulated host: it reaches the hosts of its own network, and never a real socket."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field

from wizard.hostsim import clock
from wizard.hostsim.network import UNANSWERED
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.ssh_keys import NAMES, fingerprint, known_keys, public_of
from wizard.hostsim.sshd import PORT, SshDoor
from wizard.hostsim.streams import LINUX
from wizard.hostsim.tree import User

IDENTITIES = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
ATTEMPTS = 3
METHODS = "publickey,gssapi-keyex,gssapi-with-mic,password"
CHANGED = """\
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Someone could be eavesdropping on you right now (man-in-the-middle attack)!
It is also possible that a host key has just been changed.
The fingerprint for the {kind} key sent by the remote host is
{fingerprint}.
Please contact your system administrator.
Add correct host key in {path} to get rid of this message.
Offending {kind} key in {path}:{line}
{kind} host key for {host} has changed and you have requested strict checking.
Host key verification failed.
"""


class SshRefused(Exception):
    """Why a connection does not come about, as ssh prints it."""


@dataclass
class Destination:
    """Where a client wants to log in, and what its options say."""

    host: str
    user: str
    port: int = PORT
    identities: list[str] = field(default_factory=list)
    """Files of private keys that are tried first."""
    check_host_key: str = "ask"
    batch: bool = False
    """Whether nothing may be asked."""
    quiet: bool = False
    keys_only: bool = False
    """Whether no password may be asked for."""


@dataclass(frozen=True)
class Connection:
    """A login on another host."""

    node: Node
    door: SshDoor
    user: User


async def connect(process: Process, to: Destination) -> Connection:
    """Log in: check the host's key, try keys, ask for the password. Raises `SshRefused`."""
    node, door, address = await _reached(process, to)
    await _check_key(process, to, door, address)
    user = node.users.users.get(to.user)
    if user is not None and any(door.knows_key(user, key) for key in _own_keys(process, to)):
        return Connection(node, door, user)
    for attempt in range(0 if to.batch or to.keys_only or process.terminal is None else ATTEMPTS):
        assert process.terminal is not None  # noqa: S101 - told apart by the range
        if attempt:
            process.err("Permission denied, please try again.\n")
        await process.flush()
        password = await process.terminal.ask(f"{to.user}@{to.host}'s password: ")
        if user is not None and door.knows_password(to.user, password.rstrip("\n")):
            return Connection(node, door, user)
        if not password:
            break
    raise SshRefused(f"Permission denied ({METHODS}).")


async def _reached(process: Process, to: Destination) -> tuple[Node, SshDoor, str]:
    network = process.node.network
    address = process.node.resolve_or_none(to.host)
    if address is None:
        raise SshRefused(f"ssh: Could not resolve hostname {to.host}: Name or service not known")
    if address.startswith("127.") or address == "::1":
        address = process.node.management_ip
    where = f"ssh: connect to host {to.host} port {to.port}: "
    node = network.nodes.get(address)
    if not isinstance(node, Node) or {address, process.node.management_ip} & network.unplugged:
        await clock.wait(UNANSWERED)
        raise SshRefused(where + LINUX[errno.EHOSTUNREACH][1])
    sshd = node.systemd.find("sshd")
    if node.sshd is None or sshd is None or sshd.state != "active" or to.port != PORT:
        raise SshRefused(where + LINUX[errno.ECONNREFUSED][1])
    return node, node.sshd, address


async def _check_key(process: Process, to: Destination, door: SshDoor, address: str) -> None:
    key = door.public_key()
    kind = NAMES.get(key.split()[0], "RSA")
    path = f"{process.user.home}/.ssh/known_hosts"
    known = known_keys(process.node.tree, path, (to.host, address))
    if any(one == key for _, one in known):
        return
    if known:
        text = CHANGED.format(
            kind=kind, fingerprint=fingerprint(key), path=path, line=known[0][0], host=to.host
        )
        if to.check_host_key != "no":
            raise SshRefused(text.rstrip("\n"))
        process.err(text.partition(f"{kind} host key for")[0])
        return
    shown = to.host if to.host == address else f"{to.host},{address}"
    if to.check_host_key != "no":
        await _ask_whether_to_trust(process, to, address, f"{kind} key fingerprint is {fingerprint(key)}.")
    process.err(f"Warning: Permanently added '{shown}' ({kind}) to the list of known hosts.\n")
    tree = process.node.tree
    tree.makedirs(f"{process.user.home}/.ssh", 0o700, process.user.uid, process.user.gid)
    tree.write(path, f"{tree.read(path)}{shown} {key}\n", 0o644, process.user.uid, process.user.gid)


async def _ask_whether_to_trust(process: Process, to: Destination, address: str, key: str) -> None:
    if process.terminal is None or to.batch or to.check_host_key == "yes":
        raise SshRefused("Host key verification failed.")
    prompt = (
        f"The authenticity of host '{to.host} ({address})' can't be established.\n{key}\n"
        "Are you sure you want to continue connecting (yes/no)? "
    )
    await process.flush()
    while True:
        answer = await process.terminal.ask(prompt, echo=True)
        if answer.strip().lower() == "yes":
            return
        if not answer or answer.strip().lower() == "no":
            raise SshRefused("Host key verification failed.")
        prompt = "Please type 'yes' or 'no': "


def _own_keys(process: Process, to: Destination) -> list[str]:
    """Return the public keys, in base64, whose private keys the user has."""
    folder = f"{process.user.home}/.ssh"
    paths = [*map(process.path, to.identities), *(f"{folder}/{name}" for name in IDENTITIES)]
    publics = (public_of(process.node.tree.read(path)) for path in paths)
    return [public.split()[1] for public in publics if public]
