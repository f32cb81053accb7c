"""What a host's sshd is to the other hosts of its network: a key, and who may log in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.hostsim.tree import User

PORT = 22


@dataclass(frozen=True, slots=True)
class SshDoor:
    """How clients of the same network see a host's sshd."""

    public_key: Callable[[], str]
    """Its key as known_hosts has it: type and base64."""
    knows_password: Callable[[str, str], bool]
    """Whether a user, by name, logs in with a password."""
    knows_key: Callable[[User, str], bool]
    """Whether a user logs in with a public key, in base64."""
    environment: Callable[[User, str], dict[str, str]]
    """The environment of a user's session that comes from an address."""
    login: Callable[[User], list[str]]
    """What is run for a login on a terminal."""
    command: Callable[[User, str], list[str]]
    """What is run for a command without a terminal; an empty one is a login."""
