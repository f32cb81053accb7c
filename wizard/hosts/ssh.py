"""A node over SSH: one connection for the whole run, through which fabric runs the commands."""

from __future__ import annotations

import logging
import re
import secrets
from contextlib import ExitStack
from functools import partial
from typing import cast

from paramiko import ChannelException

from wizard.hosts import Claim, OnLine, ignore, lock, shell
from wizard.hosts.connection import NO_SESSION, HostConnection, connection_to
from wizard.hosts.files import why_no_file
from wizard.hosts.holder import Holder
from wizard.hosts.keepalive import Keepalive
from wizard.hosts.known_hosts import name_of
from wizard.hosts.limits import Limits
from wizard.hosts.openssh import ConfigProblem
from wizard.hosts.output import HEAD, READING, TAIL, Output
from wizard.hosts.prompter import Prompter
from wizard.hosts.shell import SUDO_PROMPT, Sudo
from wizard.hosts.unreachable import too_many_files
from wizard.model.answers import Node
from wizard.model.commands import Command, Prompt, Result, Stream
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Lost, Refused, Unreachable, UntrustedKey
from wizard.plaintext import of_terminal
from wizard.trusted import Untrusted

_LONGEST_ANSWER = 4094
"""Bytes before the line break in a line that a Linux terminal takes whole."""
_NO_TERMINAL = "you must have a tty to run sudo"
"""What sudo says, in English, where its `requiretty` is set and it has none."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""What a terminal takes for a key to act on."""

# paramiko also logs what it raises; without a handler that would be on the screen.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class SshHost:
    """A `Host` that is reached over SSH.

    Keys are trusted by known_hosts or by the login's pin alone; StrictHostKeyChecking is not read.
    """

    def __init__(self, node: Node, limits: Limits | None = None) -> None:
        self.node = node
        self._limits = limits or Limits()
        self._connection: HostConnection | None = None
        self._holder: Holder | None = None
        self._lock_host: SshHost | None = None
        """The same host over a second connection, which holds the run lock where MaxSessions is 1."""
        self._claim: Claim | None = None
        self._marker = ""
        """Printed before a command's own output, where the login shell prints something of its own."""
        self._sudo = Sudo.NO
        self._needs_terminal = False
        """Whether sudo does."""

    def open(self) -> None:
        """Connect, log in, and see how sudo works; nothing where that is done.

        Raises `Unreachable` or `UntrustedKey`, the latter before anything of the login is sent.
        """
        if self._open_connection is not None:
            return
        self.close()
        self._log_in()
        try:
            self._greet()
            self._sudo = self._find_sudo()
        except HostProblem as problem:
            self.close()
            raise Unreachable(problem.message.key, **problem.message.variables) from problem

    def known_hosts_line(self) -> str:
        """Return the line that known_hosts would have of the host's key: its name, type and key.

        Raises as `open` does.
        """
        self.open()
        connection = self._open_connection
        if connection is None:
            raise Lost("connection-lost", host=self.node.name)
        options = connection.options
        key = connection.transport.get_remote_server_key()
        name = options.host_key_alias or name_of(options.host, options.port)
        return f"{name} {key.get_name()} {key.get_base64()}"

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run it to its end.

        Raises `Lost` where its end was not seen, and `Refused` for a changing command where an earlier run's
        is still at work on the host, and where another run has taken the run lock since it was acquired;
        nothing was done then. Reading waits for nothing.
        """
        prompts = self._prompts(command)
        stdin = self._sudo_line() if self._sudo is Sudo.ASKS else b""
        stdin += command.stdin.wire().encode("utf-8", "surrogateescape")
        line = shell.line(
            command,
            self._sudo,
            self._limits.command_lock,
            claim=self._claim,
            needs_terminal=self._needs_terminal,
            marker=self._marker,
        )
        execute = partial(self._execute, line, stdin, command.timeout, prompts, on_line, command.changes)
        try:
            result = execute()
        except Unreachable as problem:
            if self._holder is None or problem.message.key != NO_SESSION:
                raise
            self._hold_elsewhere(self._holder)
            result = execute()
        if command.changes and self._claim and (loss := lock.loss(self.node.name, result, self._claim)):
            raise Refused(loss.key, **loss.variables)
        return result

    def acquire(self, claim: Claim) -> Message | None:
        """Take the host's run lock, or take it again after a reconnection; does not wait for it.

        Return nothing where it is had, else who or what is in the way. Raises `Refused` where the host
        gives no safe place for it, and `HostProblem`.
        """
        if self._lock_host is not None:
            self._lock_host.open()
            obstacle = self._lock_host.acquire(claim)
            self._claim = None if obstacle else claim
            return obstacle
        connection = self._connected()
        line = shell.holding(
            claim,
            self._sudo,
            self._limits.run_lock,
            needs_terminal=self._needs_terminal,
            marker=self._marker,
        )
        with ExitStack() as stack:
            with connection.guarded():
                holder = Holder(connection.create_session(), self._marked)
                stack.callback(holder.end, 0.0)
                stdin = self._sudo_line() if self._sudo is Sudo.ASKS else b""
                holder.begin(line, stdin, self._limits.login)
            if not connection.alive:
                raise connection.lost()
            if obstacle := lock.in_the_way(self.node.name, holder.printed):
                return obstacle
            stack.pop_all()
        if self._holder is not None:
            self._holder.end(0.0)
        self._holder, self._claim = holder, claim
        return None

    def release(self) -> None:
        """Give the run lock back, if it is had; returns when it is free. Raises nothing."""
        holder, self._holder = self._holder, None
        self._claim = None
        if self._lock_host is not None:
            self._lock_host.release()
        if holder is not None:
            holder.end(self._limits.channel)

    def dial(self, address: str, port: int) -> Stream:
        """Open a TCP stream from the host; raises OSError where nothing answers."""
        connection = self._open_connection
        if connection is None:
            raise ConnectionError(f"no connection to {self.node.name}")
        where = f"{address}:{port} from {self.node.name}"
        try:
            with connection.guarded():
                channel = connection.transport.open_channel(
                    "direct-tcpip", (address, port), ("127.0.0.1", 0), timeout=self._limits.channel
                )
        except Lost as problem:
            if isinstance(error := problem.__cause__, ChannelException):
                raise ConnectionRefusedError(f"{where}: {error.text}") from None
            if connection.alive:
                raise TimeoutError(f"{where}: {error}") from None
            raise ConnectionError(f"{where}: the connection broke") from None
        channel.settimeout(self._limits.channel)
        return cast(Stream, channel)

    def close(self) -> None:
        """Let go of the connection. A `run` or `open` at work in another thread raises then."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if self._lock_host is not None:
            self._lock_host.close()

    # --- Connecting ---------------------------------------------------------------------------------

    @property
    def _open_connection(self) -> HostConnection | None:
        """The connection, while it is open."""
        connection = self._connection
        return connection if connection is not None and connection.is_connected else None

    def _connected(self) -> HostConnection:
        """Return the connection while it is open; raises `Lost`, before anything is sent."""
        if self._open_connection is not None:
            return self._open_connection
        raise Lost("connection-ended", host=self.node.name)

    def _log_in(self) -> None:
        """Connect; with a pin once for each type of key that the host has, until the pinned one comes."""
        login = self.node.login
        trust = None
        mismatch: UntrustedKey | None = None
        while self._open_connection is None:
            try:
                connection = self._connection = connection_to(self.node, self._limits)
                trust = connection.prepare(login, trust)
            except (OSError, ValueError, ConfigProblem) as error:
                key = "ssh-too-many-files" if too_many_files(error) else "ssh-config"
                raise Unreachable(key, host=self.node.name, reason=str(error)) from error
            except Untrusted as problem:
                raise Unreachable("ssh-config", host=self.node.name, reason=problem.message) from problem
            try:
                self._check_identity()
                connection.open_hops()
            except UntrustedKey as problem:
                mismatch = mismatch or problem
                if login.host_key is None or not trust.refused:
                    raise
            except Unreachable as problem:
                raise mismatch or problem from problem
            if self._connection is not connection:
                connection.close()
                raise Unreachable("ssh-closed", host=self.node.name)
        connection.keepalive = Keepalive(
            connection.transport,
            self._limits.keepalive_interval,
            self._limits.keepalive_timeout,
            self._keep_lock,
        )

    def _check_identity(self) -> None:
        """Raise `Unreachable` where the answers name a key file that is not there."""
        identity = self.node.login.identity_file
        if identity and (reason := why_no_file(identity)):
            raise Unreachable("ssh-key-missing", host=self.node.name, path=identity, reason=reason)

    # --- Running ------------------------------------------------------------------------------------

    def _greet(self) -> None:
        """See that the login shell runs sh, and whether it prints something before; raises `Unreachable`."""
        marker = f"nova-wizard {secrets.token_hex(8)}"
        self._marker = ""
        answer = self._execute(shell.handshake(marker), b"", self._limits.login)
        printed = [stream.decode("utf-8", "replace") for stream in (answer.stdout, answer.stderr)]
        if not all(f"{marker}\n" in stream for stream in printed):
            words = of_terminal("\n".join(printed)).splitlines()
            said = " / ".join(line.strip() for line in words if line.strip())
            user = self._connected().user
            raise Unreachable(
                "ssh-no-shell", host=self.node.name, user=user, said=said or Message("nothing-printed")
            )
        if printed != [f"{marker}\n"] * 2:
            self._marker = marker

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
        last = said.splitlines()[-1] if said else Message("nothing-printed")
        raise Unreachable("sudo-refused", host=self.node.name, said=last)

    def _hold_elsewhere(self, holder: Holder) -> None:
        """Hold the run lock over a connection of its own; raises `HostProblem`, `Refused` if it is lost."""
        lock_host = SshHost(self.node, self._limits)
        lock_host.open()
        if self._claim is not None and (obstacle := lock_host.acquire(self._claim)):
            lock_host.close()
            raise Refused(obstacle.key, **obstacle.variables)
        self._lock_host, self._holder = lock_host, None
        holder.end(self._limits.channel)

    @property
    def _marked(self) -> bytes:
        """The line that stands before a command's own output; empty where none does."""
        return f"{self._marker}\n".encode() if self._marker else b""

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
        timeout: float,
        prompts: tuple[Prompt, ...] = (),
        on_line: OnLine = ignore,
        changes: bool = False,
    ) -> Result:
        """Execute one line; raises `Lost` where its end is not seen, `Refused` where the host is busy.

        What a changing command prints is kept in part only; a reading one is not waited for where it prints
        too much.
        """
        connection = self._connected()
        kept = (HEAD, TAIL) if changes else (READING, 0)
        prompter = Prompter(prompts) if prompts else None
        with connection.guarded():
            outcome = connection.run(
                line,
                stdin=stdin,
                stdout=Output(on_line, *kept, self._marked),
                stderr=Output(on_line, *kept, self._marked),
                timeout=timeout,
                prompter=prompter,
            )
        if outcome.timed_out:
            key = "prompt-again" if prompter is not None and prompter.repeated else "command-limit"
            raise Lost(key, host=self.node.name, seconds=timeout)
        if not connection.alive:
            raise connection.lost()
        if outcome.busy and changes:
            raise Refused("host-busy", host=self.node.name)
        return cast(Result, outcome.result)
