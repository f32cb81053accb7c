"""Which of a MariaDB server's accounts it chooses for a login; pure.

The server looks for the first account whose host and user fit, in the order of their hosts: names and
addresses first, then patterns, the later their first wildcard the earlier; of one host's accounts the one
without a user comes last (MariaDB's documentation of CREATE USER, "Account Names").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network

_LITERAL = 1 << 16


@dataclass(frozen=True)
class Account:
    """A user at a host, as `mysql.user` has it; without a user it is anybody's."""

    user: str
    host: str
    requires_tls: bool = False

    def __str__(self) -> str:
        """Return the account as SQL names it."""
        return f"'{self.user}'@'{self.host}'"

    def fits(self, user: str, clients: Iterable[str]) -> bool:
        """Whether a login as this user from a client, by any of its names and addresses, may get it."""
        return self.user in ("", user) and any(_fits(self.host.lower(), one.lower()) for one in clients)


def chosen(accounts: Iterable[Account], user: str, clients: Iterable[str]) -> Account | None:
    """Return the account that the server chooses for a login as this user from a client."""
    known = list(clients)
    fitting = [account for account in accounts if account.fits(user, known)]
    return max(fitting, key=lambda account: (_rank(account.host), bool(account.user)), default=None)


def _rank(host: str) -> int:
    wildcards = [at for at in (host.find("%"), host.find("_")) if at >= 0]
    return min(wildcards) if wildcards else _LITERAL if host else -1


def _fits(host: str, client: str) -> bool:
    if "/" in host:
        try:
            return ip_address(client) in ip_network(host)
        except ValueError:
            return False
    pattern = host.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
    return fnmatchcase(client, pattern.replace("%", "*").replace("_", "?") or "*")
