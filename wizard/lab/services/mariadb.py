"""MariaDB 10.1: its accounts with their grants, and its databases."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from wizard.lab.services.select import like
from wizard.lab.services.sql import Row

VERSION = "10.1.12-MariaDB"
SYSTEM = ("information_schema", "mysql", "performance_schema")


@dataclass(slots=True)
class Table:
    """A table: its columns and rows."""

    columns: list[str]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Schema:
    """A database: its tables by name."""

    tables: dict[str, Table] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    """Somebody at some host, a password, and what is granted: the scope and the privileges."""

    user: str
    host: str
    password: str
    grants: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The account as messages name it."""
        return f"'{self.user}'@'{self.host}'"

    def may(self, schema: str) -> bool:
        """Whether anything in a database is granted."""
        return "*.*" in self.grants or any(
            like(schema, scope.removesuffix(".*")) for scope in self.grants if scope != "*.*"
        )


def digest(password: str) -> str:
    """Return a password's hash as mysql_native_password has it, `*` and 40 hexadecimal digits; empty for
    none.
    """
    if not password:
        return ""
    return "*" + hashlib.sha1(hashlib.sha1(password.encode()).digest()).hexdigest().upper()  # noqa: S324


class Database:
    """What MariaDB holds: databases, accounts and their grants."""

    def __init__(self, root_password: str) -> None:
        self.accounts = [
            Account("root", host, root_password, {"*.*": "ALL PRIVILEGES"})
            for host in ("localhost", "127.0.0.1", "::1")
        ]
        self.schemas: dict[str, Schema] = {name: Schema() for name in SYSTEM}
        self.logins = 1
        """How many there were; each session has a number by it."""

    def add_service(self, name: str, password: str) -> None:
        """Add a database with its user, as an earlier chapter did."""
        self.schemas[name] = Schema({"migrate_version": Table(["version"], [{"version": 97}])})
        self.accounts += [
            Account(name, host, password, {f"{name}.*": "ALL PRIVILEGES"}) for host in ("localhost", "%")
        ]

    def account(self, user: str, host: str) -> Account | None:
        """Return the account of exactly this name."""
        return next((one for one in self.accounts if (one.user, one.host) == (user, host)), None)

    def matching(self, user: str, client: str) -> Account | None:
        """Return the account that a login from a client gets: a host by name goes before `%`."""
        return self.account(user, client) or self.account(user, "%")
