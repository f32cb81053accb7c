"""Who is and was logged in at a terminal, as utmp and wtmp keep it."""

from __future__ import annotations

from dataclasses import dataclass

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
