"""A node over SSH: one fabric connection for the whole run. The only place that imports fabric."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from time import monotonic
from typing import cast

from fabric import Config, Connection
from paramiko import Channel, ChannelException, ConfigParseError, SSHException, Transport

from wizard.hosts import Claim, OnLine, ignore, lock, shell, ssh_config
from wizard.hosts.auth import Authentication
from wizard.hosts.files import users_path, why_no_file
from wizard.hosts.heart import Heart
from wizard.hosts.holder import Holder
from wizard.hosts.known_hosts import name_of
from wizard.hosts.session import Dialogue, Session
from wizard.hosts.shell import SUDO_PROMPT, Sudo
from wizard.hosts.trust import Trust
from wizard.hosts.unreachable import problem_of
from wizard.model import (
    Command,
    HostProblem,
    Lost,
    Message,
    Node,
    Problem,
    Prompt,
    Refused,
    Result,
    Stream,
    Unknown,
    Unreachable,
    UntrustedKey,
)
from wizard.trusted import Untrusted

_LONGEST_ANSWER = 4094
"""Bytes before the line break in a line that a Linux terminal takes whole."""
_NO_TERMINAL = "you must have a tty to run sudo"
"""What sudo says, in English, where its `requiretty` is set and it has none."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""What a terminal takes for a key to act on."""

# paramiko also logs what it raises; without a handler that would be on the screen.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds."""

    connect: float = 15.0
    """For TCP; then for the greeting and the key exchange together."""
    banner: float = 10.0
    """For the greeting."""
    login: float = 30.0
    channel: float = 15.0
    beat: float = 15.0
    """Between two questions to the host whether it is still there."""
    silence: float = 30.0
    """For the answer to that."""
    busy: float = 60.0
    """For a command that an earlier run left at work on the host."""
    hold: float = 90.0
    """For a word of this end, where it has the run lock; some beats."""
    interrupt: float = 5.0
    """For an interrupted command to end."""
    quiet: float = 2.0
    """Without output, after a command's exit status, until it is taken to have printed all."""


class SshHost:
    """A `Host` that is reached over SSH.

    Keys are trusted by known_hosts or by the login's pin alone; StrictHostKeyChecking is not read.
    """

    def __init__(self, node: Node, limits: Limits | None = None) -> None:
        self.node = node
        self._limits = limits or Limits()
        self._connection: Connection | None = None
        self._heart: Heart | None = None
        self._holder: Holder | None = None
        self._claim: Claim | None = None
        self._sudo = Sudo.NO
        self._needs_terminal = False
        """Whether sudo does."""
        self._settled = False
        """Whether nothing can be left at work by whoever was connected before, or by a command let go."""

    def open(self) -> None:
        """Connect, log in, and see how sudo works; nothing where that is done.

        Raises `Unreachable` or `UntrustedKey`, the latter before anything of the login is sent.
        """
        if self._transport is not None:
            return
        self.close()
        self._settled = False
        self._log_in()
        try:
            self._sudo = self._find_sudo()
        except HostProblem as problem:
            self.close()
            raise Unreachable(problem.message.key, **problem.message.variables) from problem

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run it to its end.

        Raises `Lost` where its end was not seen, and where an earlier run's command is still at work
        on the host `Refused` (of a changing command) or `Unknown` (of a reading one). `Refused` also
        where another run has taken the run lock since it was acquired; nothing was done then.
        """
        prompts = self._prompts(command)
        stdin = self._sudo_line() if self._sudo is Sudo.ASKS else b""
        stdin += command.stdin.wire().encode("utf-8", "surrogateescape")
        line = shell.line(
            command,
            self._sudo,
            self._limits.busy,
            claim=self._claim,
            settled=self._settled,
            needs_terminal=self._needs_terminal,
        )
        self._settled = False
        try:
            result = self._execute(line, stdin, command.timeout, prompts, on_line, changes=command.changes)
        except Unknown:
            if command.changes:
                raise Refused("host-busy", host=self.node.name) from None
            raise
        self._settled = True
        if command.changes and self._claim and (loss := lock.loss(self.node.name, result, self._claim)):
            raise Refused(loss.key, **loss.variables)
        return result

    def acquire(self, claim: Claim) -> Message | None:
        """Take the host's run lock, or take it again after a reconnection; does not wait for it.

        Return nothing where it is had, else who or what is in the way. Raises `Refused` where the host
        gives no safe place for it, and `HostProblem`.
        """
        transport = self._transport
        if transport is None:
            raise self._lost()
        line = shell.holding(claim, self._sudo, self._limits.hold, needs_terminal=self._needs_terminal)
        with ExitStack() as stack:
            try:
                holder = Holder(self._channel(transport, self._limits.channel))
                stack.callback(holder.end, 0.0)
                stdin = self._sudo_line() if self._sudo is Sudo.ASKS else b""
                holder.begin(line, stdin, self._limits.login)
            except Unreachable:
                raise
            except Exception as error:  # paramiko raises again whatever its thread met in a hostile packet
                raise self._lost() from error
            if not _alive(transport):
                raise self._lost()
            if obstacle := lock.in_the_way(self.node.name, holder.printed):
                return obstacle
            stack.pop_all()
        if self._holder is not None:
            self._holder.end(0.0)
        self._holder, self._claim, self._settled = holder, claim, True
        return None

    def release(self) -> None:
        """Give the run lock back, if it is had; returns when it is free. Raises nothing."""
        holder, self._holder = self._holder, None
        self._claim = None
        if holder is not None:
            holder.end(self._limits.channel)

    def dial(self, address: str, port: int) -> Stream:
        """Open a TCP stream from the host; raises OSError where nothing answers."""
        transport = self._transport
        if transport is None:
            raise ConnectionError(f"no connection to {self.node.name}")
        where = f"{address}:{port} from {self.node.name}"
        try:
            channel = transport.open_channel(
                "direct-tcpip", (address, port), ("127.0.0.1", 0), timeout=self._limits.channel
            )
        except ChannelException as error:
            raise ConnectionRefusedError(f"{where}: {error.text}") from None
        except SSHException as error:
            raise TimeoutError(f"{where}: {error}") from None
        except Exception as error:  # paramiko raises again whatever its thread met in a hostile packet
            if _alive(transport) and not isinstance(error, EOFError):
                raise
            raise ConnectionError(f"{where}: the connection broke") from None
        channel.settimeout(self._limits.channel)
        return cast(Stream, channel)

    def close(self) -> None:
        """Let go of the connection. A `run` or `open` at work in another thread raises then."""
        heart, self._heart = self._heart, None
        connection, self._connection = self._connection, None
        if heart is not None:
            heart.stop()
        if connection is not None:
            _close(connection)

    # --- Connecting ---------------------------------------------------------------------------------

    @property
    def _transport(self) -> Transport | None:
        """The transport, while it is alive."""
        connection = self._connection
        return connection.transport if connection is not None and connection.is_connected else None

    def _log_in(self) -> None:
        """Connect; with a pin once for each type of key that the host has, until the pinned one comes."""
        login = self.node.login
        trust = None
        mismatch: UntrustedKey | None = None
        while self._transport is None:
            try:
                connection = self._connection = self._new_connection()
                trust = self._prepare(connection, trust)
            except (OSError, ValueError, LookupError, ConfigParseError) as error:
                raise Unreachable("ssh-config", host=self.node.name, reason=str(error)) from error
            except Untrusted as problem:
                raise Unreachable("ssh-config", host=self.node.name, reason=problem.message) from problem
            try:
                self._open(connection)
            except UntrustedKey as problem:
                mismatch = mismatch or problem
                if login.host_key is None or not trust.refused:
                    raise
            except Unreachable as problem:
                raise mismatch or problem from problem
            if self._connection is not connection:
                _close(connection)
                raise Unreachable("ssh-closed", host=self.node.name)
        self._heart = Heart(connection.transport, self._limits.beat, self._limits.silence, self._keep_lock)

    def _new_connection(self) -> Connection:
        """Return fabric's connection, not open, as ~/.ssh/config and the answers want it."""
        login = self.node.login
        # Lazy: neither /etc/fabric.yml nor ~/.fabric.py has a say here.
        config = Config(ssh_config=ssh_config.load(), lazy=True)
        return Connection(login.host, user=login.user, port=login.port, config=config)

    def _prepare(self, connection: Connection, trust: Trust | None) -> Trust:
        """Give the connection and its gateways their trust, login and limits; return the host's own trust.

        fabric itself would trust every gateway's key.
        """
        login = self.node.login
        trust = trust or self._trust(connection, pin=login.host_key)
        for hop in _hops(connection):
            last = hop is connection
            trusted = trust if last else self._trust(hop, gateway=True)
            hop.client.set_missing_host_key_policy(trusted)
            hop.connect_timeout = self._limits.connect
            hop.connect_kwargs = {
                "transport_factory": trusted.transport,
                "banner_timeout": self._limits.banner,
                "channel_timeout": self._limits.channel,
                "auth_strategy": Authentication(
                    self.node.name,
                    hop.user,
                    hop.ssh_config,
                    identity_file=login.identity_file if last else None,
                    password=login.password if last else None,
                    limit=self._limits.login,
                ),
            }
        return trust

    def _trust(self, hop: Connection, *, pin: str | None = None, gateway: bool = False) -> Trust:
        """Return what is known of a hop's keys."""
        alias = hop.ssh_config.get("hostkeyalias")
        name = alias.lower() if alias else name_of(hop.host, hop.port)
        given = self.node.login.known_hosts
        users = hop.ssh_config.get("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2")
        everyones = hop.ssh_config.get("globalknownhostsfile", "/etc/ssh/ssh_known_hosts")
        files = [*([given] if given else users.split()), *everyones.split()]
        return Trust(self.node.name, name, [users_path(file) for file in files], pin=pin, gateway=gateway)

    def _open(self, connection: Connection) -> None:
        """Open the gateways, then the connection; nothing is left open where that raises."""
        identity = self.node.login.identity_file
        if identity and (reason := why_no_file(identity)):
            raise Unreachable("ssh-key-missing", host=self.node.name, path=identity, reason=reason)
        for hop in reversed(list(_hops(connection))):
            try:
                hop.open()
            except Exception as error:
                transport = hop.client.get_transport()
                problem = problem_of(error, transport, self.node.name, hop.host, hop.port)
                _close(connection)
                raise problem from error

    # --- Running ------------------------------------------------------------------------------------

    def _find_sudo(self) -> Sudo:
        """Return how sudo is to be called; raises `Unreachable` where it does not let the user."""
        login = self.node.login
        if not login.sudo:
            return Sudo.NO
        ways = [(Sudo.FREE, b"")]
        if login.password is not None:
            ways.append((Sudo.ASKS, self._sudo_line()))
        said = ""
        for needs_terminal in (False, True):
            self._needs_terminal = needs_terminal
            for sudo, stdin in ways:
                line = shell.root("true", sudo, makes_one=needs_terminal)
                tried = self._execute(line, stdin, self._limits.login)
                if tried.status == 0:
                    return sudo
            said = tried.errors.strip()
            if not said.endswith(_NO_TERMINAL):
                break
        last = said.splitlines()[-1] if said else "-"
        raise Unreachable("sudo-refused", host=self.node.name, said=last)

    def _keep_lock(self) -> None:
        if holder := self._holder:
            holder.keep()

    def _sudo_line(self) -> bytes:
        password = self.node.login.password
        return password.reveal().encode() + b"\n" if password is not None else b""

    def _prompts(self, command: Command) -> tuple[Prompt, ...]:
        """Return the command's prompts, sudo's own before them; raises `Refused` for what cannot be typed."""
        prompts = command.prompts
        password = self.node.login.password
        if prompts and self._sudo is Sudo.ASKS and password is not None:
            prompts = (Prompt(re.escape(SUDO_PROMPT), password), *prompts)
        for answer in (prompt.answer for prompt in prompts):
            name = answer.name
            if len(answer.reveal().encode()) > _LONGEST_ANSWER:
                raise Refused("answer-too-long", host=self.node.name, name=name, limit=_LONGEST_ANSWER)
            if _CONTROL.search(answer.reveal()):
                raise Refused("answer-not-typeable", host=self.node.name, name=name)
        return prompts

    def _execute(
        self,
        line: str,
        stdin: bytes,
        limit: float,
        prompts: tuple[Prompt, ...] = (),
        on_line: OnLine = ignore,
        *,
        changes: bool = False,
    ) -> Result:
        """Execute one line; raises `Lost` where its end is not seen, `Unknown` where the host is busy."""
        transport = self._transport
        if transport is None:
            raise self._lost()
        end = monotonic() + limit
        dialogue = Dialogue(prompts)
        try:
            with closing(self._channel(transport, limit)) as channel:
                session = Session(
                    channel,
                    on_line,
                    changes=changes,
                    patience=self._limits.busy,
                    quiet=self._limits.quiet,
                )
                if prompts:
                    ended = session.converse(line, dialogue, end, self._limits.interrupt)
                else:
                    ended = session.run(line, stdin, end)
        except (SSHException, EOFError) as error:
            raise self._lost() from error
        except Problem:
            raise
        except Exception as error:  # paramiko raises again whatever its thread met in a hostile packet
            if _alive(transport):
                raise
            raise self._lost() from error
        if not ended:
            key = "prompt-again" if dialogue.repeated else "command-limit"
            raise Lost(key, host=self.node.name, seconds=limit)
        if not _alive(transport):
            raise self._lost()
        if session.busy:
            raise Unknown("host-busy", host=self.node.name)
        return session.result

    def _channel(self, transport: Transport, limit: float) -> Channel:
        """Open a channel for a command; a host that does not answer in time is taken for frozen."""
        try:
            return transport.open_session(timeout=min(limit, self._limits.channel))
        except ChannelException as error:
            raise Unreachable("ssh-no-session", host=self.node.name, reason=error.text) from None
        except SSHException:
            if _alive(transport) and self._heart is not None:
                self._heart.give_up()
            raise

    def _lost(self) -> Lost:
        silent = self._heart is not None and self._heart.silent
        return Lost("connection-silent" if silent else "connection-lost", host=self.node.name)


def _hops(connection: Connection) -> Iterator[Connection]:
    """Yield the connection, the gateway that it goes through, that one's gateway, …"""
    hop: object = connection
    while isinstance(hop, Connection):
        yield hop
        hop = hop.gateway


def _close(connection: Connection) -> None:
    """Close the connection and its gateways, whatever state they are in."""
    for hop in _hops(connection):
        transport = hop.client.get_transport()
        hop.client.close()
        if transport is not None:
            # Else its timer, where the handshake never came, would keep the process from ending.
            transport.packetizer.complete_handshake()


def _alive(transport: Transport) -> bool:
    # The exception is there before the channels are closed for it, the flag only after.
    return transport.is_active() and transport.saved_exception is None
