"""Who is and was logged in at a terminal, as utmp and wtmp keep it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from wizard.hostsim import clock
from wizard.hostsim.tree import Tree, User

KEPT = 100
"""Logins that are kept; the oldest ones go."""


@dataclass(slots=True)
class Login:
    """A session on a terminal; times are by the lab's clock, without the node's skew."""

    user: str
    line: str
    """The terminal's name without /dev/."""
    origin: str
    """The client's address."""
    pid: int
    began: float
    ended: float | None = None


class Logins:
    """The logins of a host, the newest last."""

    def __init__(self) -> None:
        self.all: list[Login] = []

    def add(self, user: str, origin: str, pid: int, moment: float) -> Login:
        """Note a login on the first terminal that is free, and return it."""
        taken = {login.line for login in self.present()}
        line = next(name for name in (f"pts/{at}" for at in range(len(taken) + 1)) if name not in taken)
        login = Login(user, line, origin, pid, moment)
        ended = [one for one in self.all if one.ended is not None]
        for old in ended[: len(self.all) - KEPT + 1]:
            self.all.remove(old)
        self.all.append(login)
        return login

    def present(self) -> list[Login]:
        """Return those who are logged in."""
        return [login for login in self.all if login.ended is None]


class Greeter(Protocol):
    """What a greeting needs of a host."""

    skew: float
    tree: Tree


def greeting(node: Greeter, user: User, origin: str) -> str:
    """Return when a user was there last, as sshd says it, and what is in /etc/motd; note the login."""
    path = f"/var/log/lastlog.{user.name}"
    moment = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(clock.now() + node.skew))
    last = node.tree.read(path)
    node.tree.write(path, f"{moment} from {origin}\n")
    return (f"Last login: {last}" if last else "") + node.tree.read("/etc/motd")
