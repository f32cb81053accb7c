"""A node's SSH server: sessions with and without a terminal, and TCP into the lab's own network."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import asyncssh
from asyncssh.constants import MSG_IGNORE
from asyncssh.packet import SSHPacketLogger

from wizard.hostsim.execute import execute
from wizard.hostsim.network import TcpSocket
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.scheduling import Group, shared
from wizard.hostsim.sshd import SshDoor
from wizard.hostsim.streams import Pipe
from wizard.hostsim.systemd import Unit
from wizard.hostsim.tree import User
from wizard.lab import limits, startup
from wizard.lab.channels import CHUNK, ChannelWriter, Outgoing, Session, leave, pump, sent
from wizard.lab.sftp import Files, serve
from wizard.lab.shared_door import Opening, SharedDoor
from wizard.lab.terminals import CLIENT, on_terminal

SSHD = "sshd.service"
TAKEN = 0.5
"""Seconds of the machine between two attempts to listen at a port that somebody else has."""
LOGIN_ATTEMPTS = 6
"""Passwords that one connection may try, as MaxAuthTries of sshd."""
LOGGING_IN = 64
"""Connections at once that have not logged in yet, as MaxStartups of sshd."""


@dataclass(slots=True)
class Cut:
    """A connection that is to be cut: at which command, and before, in or after it."""

    pattern: str
    when: str
    skip: int = 0


login_shell = partial(execute, file="bash")


class NodeListener:
    """A node's SSH server on a port of loopback: its host key, its connections, its logins."""

    def __init__(
        self,
        node: Node,
        key: asyncssh.SSHKey,
        client_key: asyncssh.SSHKey,
        passwords: Mapping[str, str],
        door: SharedDoor | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        """`door` is what it listens at together with others, at its own address."""
        self.node = node
        self.address = address
        self._door = door
        self.key = key
        self.client_key = client_key.export_public_key()
        self.passwords = {**passwords, **node.users.passwords}
        """Of the users that may log in."""
        node.users.passwords = self.passwords
        self.port = 0
        self.refuses_logins = False
        self.cuts: list[Cut] = []
        self.connections: dict[asyncssh.SSHServerConnection, set[Group]] = {}
        """The groups that have begun on each connection."""
        self.logging_in: set[asyncssh.SSHServerConnection] = set()
        self._listener: asyncssh.SSHAcceptor | Opening | None = None
        self._sessions: set[asyncio.Task[None]] = set()
        self._opening: asyncio.Task[None] | None = None
        node.systemd.watchers[SSHD] = self._follow
        node.power.cut.append(self.down)
        node.sshd = SshDoor(
            lambda: " ".join(self.key.export_public_key().decode().split()[:2]),
            self.knows_password,
            self.knows_key,
            self._environment,
            lambda user: self._command(user, "", on_terminal=True),
            lambda user, command: self._command(user, command, on_terminal=False),
        )

    def _follow(self, unit: Unit) -> None:
        """Listen as long as the node's sshd runs; sessions outlive it, as those of sshd do."""
        if unit.state == "active":
            self._opening = asyncio.get_running_loop().create_task(self._open(unit))
        else:
            self.close()

    async def _open(self, unit: Unit) -> None:
        """Listen, as soon as nobody else on the machine has the port."""
        while unit.state == "active" and not self.is_up:
            with suppress(OSError):
                await self.up()
                return
            await asyncio.sleep(TAKEN)

    async def up(self) -> None:
        """Listen, unless sshd does not run; after the first time at the same port again."""
        if self._listener is not None:
            return
        listener = await self._listen()
        if self._listener is not None:
            listener.close()
            return
        self._listener, self.port = listener, listener.get_port()
        sshd = self.node.systemd.find(SSHD)
        if sshd is None or sshd.state != "active":
            self.close()

    async def _listen(self) -> asyncssh.SSHAcceptor | Opening:
        options = self._options()
        if self._door is not None:
            return self._door.open(
                self.address, lambda connection: asyncssh.run_server(connection, options=options)
            )
        return await asyncssh.listen(self.address, self.port, options=options)

    def _options(self) -> asyncssh.SSHServerConnectionOptions:
        return asyncssh.SSHServerConnectionOptions(
            server_factory=lambda: SshServer(self),
            server_host_keys=[self.key],
            encoding=None,
            line_editor=False,
            login_timeout=30,
            keepalive_interval=0,
            compression_algs=None,
            window=limits.WINDOW,
            config=None,
            # Some of these are on by default, and would act on the machine instead of the node.
            agent_forwarding=False,
            x11_forwarding=False,
            allow_scp=False,
            host_based_auth=False,
            kbdint_auth=False,
            gss_kex=False,
            gss_auth=False,
            rdns_lookup=False,
            authorized_client_keys=None,
        )

    def close(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def down(self) -> None:
        """Stop listening, and cut every connection without a word."""
        self.close()
        self.drop()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self.connections):
            connection.abort()

    @property
    def is_up(self) -> bool:
        """Whether it listens."""
        return self._listener is not None

    # --- sessions

    def begin(self, session: Session) -> None:
        """Serve a session in a task of its own."""
        connection = session.get_extra_info("connection")
        if len(connection._channels) > limits.SESSIONS:
            session.close()
            return
        # The command goes on where the connection does not: so it has a task of its own.
        body = self._sftp if session.channel.get_subsystem() == "sftp" else self._session
        task = asyncio.get_running_loop().create_task(body(session))
        self._sessions.add(task)
        task.add_done_callback(self._sessions.discard)

    def _due(self, command: str) -> Cut | None:
        for cut in self.cuts:
            if re.search(cut.pattern, command):
                if cut.skip == 0:
                    self.cuts.remove(cut)
                    return cut
                cut.skip -= 1
        return None

    async def _session(self, session: Session) -> None:
        command = session.command or ""
        await asyncio.sleep(self.node.delay)
        cut = self._due(command)
        if cut and cut.when == "before":
            self.drop()
            return
        connection = session.get_extra_info("connection")
        try:
            process = self._process(session, command)
        except BlockingIOError:
            session.exit(254)
            return
        self.connections.setdefault(connection, set()).add(process.group)
        try:
            if session.term_type:
                await on_terminal(session, process, lambda: self._run(process, cut))
            else:
                await self._without_terminal(session, process, cut)
        finally:
            self.connections.get(connection, set()).discard(process.group)

    async def _sftp(self, session: Session) -> None:
        group = Group()
        groups = self.connections.setdefault(session.get_extra_info("connection"), set())
        groups.add(group)
        try:
            await shared(serve(session, Files(self.node, self._user(session))), group)
        finally:
            groups.discard(group)
            _leave_sftp(session)

    def _user(self, session: Session) -> User:
        return self.node.users.by_name(str(session.get_extra_info("username")))

    def _started(self, user: User, command: str) -> str:
        """Return the command as the login shell of a remote command runs it: bash reads .bashrc first."""
        text = self.node.tree.read(f"{user.home}/.bashrc")
        reads = any(line.strip() and not line.startswith("#") for line in text.splitlines())
        return f". ~/.bashrc\n{command}" if reads and text not in startup.PACKAGED else command

    def _command(self, user: User, command: str, *, on_terminal: bool) -> list[str]:
        """Return what is run for a command; none is a login."""
        if command:
            return ["bash", "-c", self._started(user, command)]
        return ["-bash"] if on_terminal else ["bash", "-s"]

    def _process(self, session: Session, command: str) -> Process:
        user = self._user(session)
        on_terminal = bool(session.term_type)
        process = Process(self.node, self._command(user, command, on_terminal=on_terminal), user)
        process.env = self._environment(user, CLIENT)
        return process

    def _environment(self, user: User, origin: str) -> dict[str, str]:
        return {
            "PATH": "/usr/local/bin:/usr/bin" + ("" if user.uid else ":/usr/local/sbin:/usr/sbin"),
            "HOME": user.home,
            "USER": user.name,
            "LOGNAME": user.name,
            "SHELL": user.shell,
            "LANG": "en_US.UTF-8",
            "PWD": user.home,
            "SSH_CONNECTION": f"{origin} 50022 {self.node.management_ip} 22",
        }

    def knows_password(self, name: str, password: str) -> bool:
        """Whether a user logs in with a password."""
        wanted = self.passwords.get(name, "")
        right = bool(wanted) and hmac.compare_digest(wanted.encode(), password.encode("utf-8", "replace"))
        return right and not self.refuses_logins

    def knows_key(self, user: User, key: str) -> bool:
        """Whether a user's authorized_keys has a public key, in base64."""
        known = key in self.node.tree.read(f"{user.home}/.ssh/authorized_keys").split()
        return known and user.name in self.passwords and not self.refuses_logins

    async def _run(self, process: Process, cut: Cut | None) -> int:
        if cut and cut.when == "in":
            process.start(login_shell)
            await asyncio.sleep(0.02)
            self.drop()
        else:
            process.start(login_shell)
        status = await process.wait()
        if cut and cut.when == "after":
            self.drop()
        return status

    async def _without_terminal(self, session: Session, process: Process, cut: Cut | None) -> None:
        reader, writer = Pipe().ends()
        process.set_fd(0, reader)
        outgoing = Outgoing(session, self.node.network)
        out, err = ChannelWriter(session, outgoing), ChannelWriter(session, outgoing, errors=True)
        process.set_fd(1, out)
        process.set_fd(2, err)
        pumping = asyncio.ensure_future(pump(session, writer.open().write, writer.close))
        status = await self._run(process, cut)
        # As sshd does: the channel stays open as long as anybody may still write to it.
        await out.released.wait()
        await err.released.wait()
        pumping.cancel()
        leave(session, process, status)


def _leave_sftp(session: Session) -> None:
    """Tell the client that the server has ended well, as sftp-server does: scp fails otherwise."""
    if not session.channel.is_closing():
        session.exit(0)


def _ignore_nothing(connection: asyncssh.SSHServerConnection) -> None:
    """Leave out the message that asyncssh sends before each other one: only ciphers in CBC mode need it."""
    send = connection.send_packet

    def send_packet(pkttype: int, *args: bytes, handler: SSHPacketLogger | None = None) -> None:
        if pkttype != MSG_IGNORE:
            send(pkttype, *args, handler=handler)

    vars(connection)["send_packet"] = send_packet


class SshServer(asyncssh.SSHServer):
    """Lets clients in: root and the student, by key or password."""

    def __init__(self, host: NodeListener) -> None:
        self.host = host
        self.attempts = 0

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        full = len(self.host.connections) >= limits.CONNECTIONS
        if full or len(self.host.logging_in) >= LOGGING_IN:
            asyncio.get_running_loop().call_soon(conn.abort)
            return
        self.host.connections[conn] = set()
        _ignore_nothing(conn)
        self.host.logging_in.add(conn)

    def auth_completed(self) -> None:
        self.host.logging_in.discard(self.connection)

    def connection_lost(self, exc: Exception | None) -> None:
        self.host.logging_in.discard(self.connection)
        for group in self.host.connections.pop(self.connection, set()):
            group.orphaned()

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        # paramiko asks for the service again before each attempt, which OpenSSH takes and asyncssh
        # does not; this is called after each refusal.
        self.connection._next_service = b"ssh-userauth"
        return True

    def validate_password(self, username: str, password: str) -> bool:
        right = self.host.knows_password(username, password)
        self.attempts += not right
        if self.attempts >= LOGIN_ATTEMPTS:
            asyncio.get_running_loop().call_soon(self.connection.abort)
        return right

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if username not in self.host.passwords or self.host.refuses_logins:
            return False
        if key.export_public_key() == self.host.client_key:
            return True
        user = self.host.node.users.by_name(username)
        return self.host.knows_key(user, key.export_public_key().split()[1].decode())

    def session_requested(self) -> Session:
        return Session(self.host.begin)

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> Awaitable[asyncssh.SSHTCPSession[bytes]]:
        return self._connect(dest_host, dest_port)

    async def _connect(self, host: str, port: int) -> asyncssh.SSHTCPSession[bytes]:
        if len(self.connection._channels) >= limits.SESSIONS:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, "too many channels")
        try:
            socket = await self.host.node.connect(host, port)
        except OSError as error:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, f"{error.strerror}") from None
        return Forward(socket, self.connection)


class Forward(asyncssh.SSHTCPSession[bytes]):
    """A forwarded connection into the lab's network."""

    def __init__(self, socket: TcpSocket, connection: asyncssh.SSHServerConnection) -> None:
        self.socket = socket
        self.connection = connection
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue()
        self.waiting = 0
        self.writable = asyncio.Event()
        self.writable.set()
        socket.open()

    def connection_made(self, chan: asyncssh.SSHTCPChannel[bytes]) -> None:
        self.channel = chan

    def session_started(self) -> None:
        loop = asyncio.get_running_loop()
        self.tasks = [loop.create_task(self._out()), loop.create_task(self._in())]

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self.incoming.put_nowait(data)
        self.waiting += len(data)
        if self.waiting > CHUNK:
            self.channel.pause_reading()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def eof_received(self) -> bool:
        self.incoming.put_nowait(b"")
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self.incoming.put_nowait(b"")
        for task in getattr(self, "tasks", []):
            task.cancel()
        self.socket.close()

    async def _in(self) -> None:
        while data := await self.incoming.get():
            try:
                await self.socket.write(data)
            except OSError:
                return
            self.waiting -= len(data)
            if self.waiting <= CHUNK:
                self.channel.resume_reading()

    async def _out(self) -> None:
        while data := await self.socket.read(CHUNK):
            self.channel.write(data)
            await self.writable.wait()
            await sent(self.connection)
        self.channel.write_eof()
        self.channel.close()
