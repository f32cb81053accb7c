"""The answers: the hosts, how to log in to them, and the passwords."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from wizard.model.role import Role
from wizard.secret import Secret


@dataclass(frozen=True, slots=True)
class Login:
    """How SSH gets to a host. None leaves the choice to ~/.ssh/config and the agent."""

    host: str
    user: str | None = None
    port: int | None = None
    identity_file: str | None = None
    known_hosts: str | None = None
    host_key: str | None = None
    password: Secret | None = None
    sudo: bool = False
    ssh_config: bool = True
    """Whether ~/.ssh/config is read at all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A host of the guide, by the name that the guide gives it."""

    role: Role
    name: str
    management_ip: str
    login: Login
    disk: str | None = None
    erase: str | None = None


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords of the guide, by the book's names."""

    dbpassword: Secret
    novadbpass: Secret
    novapass: Secret
    rabbitpass: Secret


@dataclass(frozen=True, slots=True)
class UndoAnswers:
    """What undoing may take back besides what it takes back by itself."""

    databases: bool = False
    """The guide's databases, with all that is in them."""
    disks: tuple[str, ...] = ()
    """The identities of the disks that are emptied."""
    unrecorded: bool = False
    """Also what no record shows to be a run's own."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that the guide asks the reader for, checked."""

    controller: Node
    compute: tuple[Node, ...]
    passwords: Passwords
    language: str | None = None
    region: str = "RegionOne"
    openrc: str = "/root/admin-openrc"
    console_host: str = "controller"
    undo: UndoAnswers = UndoAnswers()
    left_out: frozenset[str] = field(default=frozenset(), compare=False)
    """The names of hosts that the run goes on without: no answer, but said by the engine to a step's plan."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every host, the controller first."""
        return (self.controller, *self.compute)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Every password in the answers, the logins' ones included."""
        of_logins = [node.login.password for node in self.nodes if node.login.password]
        of_the_book = (getattr(self.passwords, one.name) for one in fields(self.passwords))
        return (*of_the_book, *of_logins)
