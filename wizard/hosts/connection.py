"""fabric's connection to a node, and how it is prepared from the answers and ssh_config."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep

from fabric import Config, Connection
from paramiko import Channel, ChannelException, SSHConfig, SSHException, Transport

from wizard.hosts.auth import Authentication
from wizard.hosts.dialing import Dialing
from wizard.hosts.keepalive import Keepalive
from wizard.hosts.limits import Limits
from wizard.hosts.openssh import ConfigProblem, no_options, options_of
from wizard.hosts.options import SshOptions
from wizard.hosts.proxy import DetachedProxyCommand
from wizard.hosts.runner import CommandRunner
from wizard.hosts.trust import Trust
from wizard.hosts.unreachable import problem_of
from wizard.model.answers import Login, Node
from wizard.model.problems import Lost, Problem, Unreachable

NO_SESSION = "ssh-no-session"
"""The key of the problem that the server takes no more sessions on a connection."""
_CLEARING = 1.0
_PAUSE = 0.05


class HostConnection(Connection):  # type: ignore[misc]  # fabric has no types
    """fabric's connection to a node, opened once, with its limits. `run` takes what `CommandRunner` says."""

    # fabric takes an attribute that the class does not have for a setting.
    name = ""
    """The guide's name of the node."""
    options = SshOptions("", "", "", 22)
    limits = Limits()
    keepalive: Keepalive | None = None
    dialing = Dialing()

    def __init__(
        self, name: str, options: SshOptions, limits: Limits, gateway: HostConnection | str | None = None
    ) -> None:
        """`gateway` is the connection that it goes through, or a ProxyCommand."""
        # fabric reads none of its files and no ssh_config.
        config = Config(ssh_config=SSHConfig(), lazy=True)
        super().__init__(
            options.host,
            user=options.user,
            port=options.port,
            config=config,
            gateway=gateway or False,
            forward_agent=False,
        )
        self.name, self.options, self.limits = name, options, limits
        self.dialing = Dialing()

    def open(self) -> None:
        """Connect and log in; raises SSHException where it was open before.

        fabric opens a connection that broke again, before each command and without a word.
        """
        if self.is_connected:
            return
        if self.transport is not None:
            raise SSHException("the connection broke")
        if not self.gateway:
            target = self.options.host, self.options.port
            self.connect_kwargs["sock"] = self.dialing.connect(*target, self.limits.connect)
        super().open()

    def open_gateway(self) -> Channel | DetachedProxyCommand:
        """Return the way through the gateway: a channel of its connection, or a command as ssh runs it."""
        if isinstance(self.gateway, str):
            return DetachedProxyCommand(self.gateway)
        target = (self.options.host, self.options.port)
        channel: Channel = self.gateway.transport.open_channel(
            "direct-tcpip", target, ("", 0), timeout=self.limits.channel
        )
        return channel

    def open_hops(self) -> None:
        """Open the gateways, then the connection; raises a `HostProblem`, and leaves nothing open then."""
        for hop in reversed(list(self.hops())):
            try:
                hop.open()
            except Exception as error:
                transport = hop.client.get_transport()
                problem = problem_of(error, transport, self.name, hop.host, hop.port)
                self.close()
                raise problem from error

    def hops(self) -> Iterator[HostConnection]:
        """Yield the connection, the gateway that it goes through, that one's gateway, …"""
        hop = self
        yield hop
        while isinstance(hop.gateway, HostConnection):
            hop = hop.gateway
            yield hop

    def close(self) -> None:
        """Close the connection and its gateways, whatever state they are in."""
        if self.keepalive is not None:
            self.keepalive.stop()
        for hop in self.hops():
            hop.dialing.give_up()
            transport = hop.client.get_transport()
            hop.client.close()
            if transport is not None:
                # Else its timer, where the handshake never came, would keep the process from ending.
                transport.packetizer.complete_handshake()

    @property
    def alive(self) -> bool:
        """Whether it is open, and no error has ended it."""
        transport: Transport | None = self.transport
        # The exception is there before the channels are closed for it, the flag only after.
        return transport is not None and transport.is_active() and transport.saved_exception is None

    def _remote_runner(self) -> CommandRunner:
        """Return what `run` executes a command with; fabric would look it up in its settings each time."""
        return CommandRunner(self)

    def create_session(self, timeout: float | None = None) -> Channel:
        """Open a channel for a command; a host that does not answer in time is taken for frozen.

        Raises `Unreachable` where the server refuses one for a second, as it does with MaxSessions 1 until it
        has cleared away the command before, and what paramiko raises.
        """
        limit = self.limits.channel
        end = monotonic() + _CLEARING
        while True:
            try:
                channel: Channel = self.transport.open_session(timeout=min(limit, timeout or limit))
            except ChannelException as error:
                if monotonic() > end:
                    raise Unreachable(NO_SESSION, host=self.name, reason=error.text) from None
                sleep(_PAUSE)
            except SSHException:
                if self.alive and self.keepalive is not None:
                    self.keepalive.give_up()
                raise
            else:
                return channel

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Raise `Lost` where the connection breaks in the block; a `Problem` is raised as it is."""
        try:
            yield
        except Problem:
            raise
        except (SSHException, EOFError) as error:
            raise self.lost() from error
        except Exception as error:  # paramiko raises again whatever its thread met in a hostile packet
            if self.alive:
                raise
            raise self.lost() from error

    def lost(self) -> Lost:
        """Return the problem of a connection that broke, or whose host stopped answering."""
        silent = self.keepalive is not None and self.keepalive.timed_out
        return Lost("connection-silent" if silent else "connection-lost", host=self.name)

    def prepare(self, login: Login, trust: Trust | None) -> Trust:
        """Give the connection and its gateways their trust, login and limits; return the host's own trust.

        That is `trust`, where it is given. fabric itself would trust every gateway's key. Raises OSError and
        `Untrusted`, of a file of keys.
        """
        trust = trust or self._trust(login)
        for hop in self.hops():
            last = hop is self
            trusted = trust if last else hop._trust(replace(login, host_key=None), gateway=True)
            hop.client.set_missing_host_key_policy(trusted)
            hop.connect_timeout = self.limits.connect
            hop.connect_kwargs = {
                "transport_factory": trusted.transport,
                "banner_timeout": self.limits.banner,
                "channel_timeout": self.limits.channel,
                "auth_strategy": Authentication(
                    self.name,
                    hop.options,
                    identity_file=login.identity_file if last else None,
                    password=login.password if last else None,
                    limit=self.limits.login,
                ),
            }
        return trust

    def _trust(self, login: Login, *, gateway: bool = False) -> Trust:
        """Return what is known of this hop's keys."""
        users = (login.known_hosts,) if login.known_hosts else self.options.known_hosts
        files = [*users, *self.options.global_known_hosts]
        return Trust(self.name, self.options, files, pin=login.host_key, gateway=gateway)


def connection_to(node: Node, limits: Limits) -> HostConnection:
    """Return the connection, not open, as the answers and ssh_config want it.

    Raises `ConfigProblem`, OSError, and `Untrusted`.
    """
    login = node.login
    read = options_of if login.ssh_config else no_options
    options = read(login.host, login.user, login.port)
    return HostConnection(node.name, options, limits, _gateway(node.name, options, limits, ()))


def _gateway(
    name: str, options: SshOptions, limits: Limits, passed: tuple[SshOptions, ...]
) -> HostConnection | str | None:
    """Return what the options want a connection to go through. `passed` are the hops that lead here.

    The first of several jump hosts may have a gateway of its own; the others go through the one before.
    """
    gateway: HostConnection | str | None = options.proxy_command
    passed = (*passed, options)
    for jump in options.jumps:
        found = options_of(jump.host, jump.user, jump.port)
        if any((one.host, one.port, one.user) == (found.host, found.port, found.user) for one in passed):
            raise ConfigProblem(f"ProxyJump {jump.host}: a loop")
        if gateway is None:
            gateway = _gateway(name, found, limits, passed)
        gateway = HostConnection(name, found, limits, gateway)
    return gateway
