"""fabric's connection to a node, and how it is prepared from the answers and ~/.ssh/config."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fabric import Config, Connection
from paramiko import Channel, ChannelException, SSHException, Transport

from wizard.hosts import ssh_config
from wizard.hosts.auth import Authentication
from wizard.hosts.keepalive import Keepalive
from wizard.hosts.known_hosts import name_of
from wizard.hosts.limits import Limits
from wizard.hosts.runner import CommandRunner
from wizard.hosts.trust import Trust
from wizard.hosts.unreachable import problem_of
from wizard.model import Login, Lost, Node, Problem, Unreachable


class HostConnection(Connection):  # type: ignore[misc]  # fabric has no types
    """fabric's connection to a node, opened once, with its limits. `run` takes what `CommandRunner` says."""

    # fabric takes an attribute that the class does not have for a setting.
    name = ""
    """The guide's name of the node."""
    limits = Limits()
    keepalive: Keepalive | None = None

    def __init__(self, node: Node, limits: Limits) -> None:
        """Read ~/.ssh/config.

        Raises OSError, ValueError, `Untrusted` or paramiko's ConfigParseError where it cannot be used.
        """
        login = node.login
        # Lazy: neither /etc/fabric.yml nor ~/.fabric.py has a say here.
        config = Config(
            ssh_config=ssh_config.load(), lazy=True, overrides={"runners": {"remote": CommandRunner}}
        )
        super().__init__(login.host, user=login.user, port=login.port, config=config)
        self.name, self.limits = node.name, limits

    def open(self) -> None:
        """Connect and log in; raises SSHException where it was open before.

        fabric opens a connection that broke again, before each command and without a word.
        """
        if self.is_connected:
            return
        if self.transport is not None:
            raise SSHException("the connection broke")
        super().open()

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

    def hops(self) -> Iterator[Connection]:
        """Yield the connection, the gateway that it goes through, that one's gateway, …"""
        hop: object = self
        while isinstance(hop, Connection):
            yield hop
            hop = hop.gateway

    def close(self) -> None:
        """Close the connection and its gateways, whatever state they are in."""
        if self.keepalive is not None:
            self.keepalive.stop()
        for hop in self.hops():
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

    def create_session(self, timeout: float | None = None) -> Channel:
        """Open a channel for a command; a host that does not answer in time is taken for frozen.

        Raises `Unreachable` where the server refuses one, and what paramiko raises.
        """
        limit = self.limits.channel
        try:
            channel: Channel = self.transport.open_session(timeout=min(limit, timeout or limit))
        except ChannelException as error:
            raise Unreachable("ssh-no-session", host=self.name, reason=error.text) from None
        except SSHException:
            if self.alive and self.keepalive is not None:
                self.keepalive.give_up()
            raise
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
        trust = trust or self._trust(self, login, pin=login.host_key)
        for hop in self.hops():
            last = hop is self
            trusted = trust if last else self._trust(hop, login, gateway=True)
            hop.client.set_missing_host_key_policy(trusted)
            hop.connect_timeout = self.limits.connect
            hop.connect_kwargs = {
                "transport_factory": trusted.transport,
                "banner_timeout": self.limits.banner,
                "channel_timeout": self.limits.channel,
                "auth_strategy": Authentication(
                    self.name,
                    hop.user,
                    hop.ssh_config,
                    identity_file=login.identity_file if last else None,
                    password=login.password if last else None,
                    limit=self.limits.login,
                ),
            }
        return trust

    def _trust(
        self, hop: Connection, login: Login, *, pin: str | None = None, gateway: bool = False
    ) -> Trust:
        """Return what is known of a hop's keys."""
        alias = hop.ssh_config.get("hostkeyalias")
        name = alias.lower() if alias else name_of(hop.host, hop.port)
        users = hop.ssh_config.get("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2")
        everyones = hop.ssh_config.get("globalknownhostsfile", "/etc/ssh/ssh_known_hosts")
        files = [*([login.known_hosts] if login.known_hosts else users.split()), *everyones.split()]
        return Trust(self.name, name, [Path(file).expanduser() for file in files], pin=pin, gateway=gateway)
