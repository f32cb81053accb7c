"""MariaDB as root sees it: databases, what a user is granted on them, how far the schemas are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from wizard import mysql
from wizard.facts.accounts import Account
from wizard.facts.lines import complaint, integer, odd, reason
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.problems import Unknown
from wizard.secret import Text

# What follows ` ON ` in a line of SHOW GRANTS.
_ON = re.compile(
    r"[`'\"]?(?P<on>[^`'\".]+)[`'\"]?\.\* TO [`'\"](?P<user>[^`'\"]+)[`'\"]@[`'\"](?P<account>[^`'\"]+)"
)
_TO = re.compile(r" TO [`'\"](?P<user>[^`'\"]+)[`'\"]@[`'\"](?P<account>[^`'\"]+)")
_QUOTED = re.compile("'([^']*)'")


@dataclass(frozen=True)
class _Grant:
    """A line of SHOW GRANTS: what is granted, on which database, to which user's account at which host."""

    what: str
    on: str
    user: str
    account: str
    digest: str = field(repr=False)
    """The account's password as MariaDB keeps it; empty where the line does not show it."""


def _grant(line: str) -> _Grant | None:
    """Return what a line grants on a database, in time that grows with its length alone."""
    granted, _, rest = line.partition(" ON ")
    match = _ON.match(rest)
    if not granted.startswith("GRANT ") or match is None:
        return None
    how = rest[match.end() :].partition("IDENTIFIED ")[2]
    how = how.partition("USING ")[2] if how.startswith("VIA ") else how.removeprefix("BY PASSWORD ")
    quoted = _QUOTED.match(how)
    on = match["on"].replace("\\", "")
    return _Grant(
        granted.removeprefix("GRANT "), on, match["user"], match["account"], quoted[1] if quoted else ""
    )


@dataclass(frozen=True)
class LiveInstances(ShellFact):
    """How many instances Nova's database has that are not deleted.

    For example `LiveInstances(2)`.
    """

    count: int

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Count them; where there is no such table, there are none."""
        query = "SELECT 'instances', COUNT(*) FROM nova.instances WHERE deleted = 0;"
        return mysql.query(answers.passwords.dbpassword, f"SELECT 'login', 1;\n{query}")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where the server did not answer."""
        rows = [line.split("\t") for line in result.text.splitlines()]
        if ["login", "1"] not in rows:
            raise Unknown("database-unreachable", said=reason(result))
        return cls(sum(integer("instances", count) for (count,) in _columns(rows, "instances", 1)))


@dataclass(frozen=True)
class MariaDb(ShellFact):
    """What root finds in MariaDB of a guide's databases, and what their user is granted.

    For example `MariaDb(refusal="", names=frozenset({"nova"}), tables={"nova": 110}, versions={"nova":
    "319"}, grants=frozenset({("nova", "%")}), digests={"%": "*94BD…"})`.
    """

    wanted: ClassVar[tuple[str, ...]]
    """The databases' names."""
    user: ClassVar[str]
    accounts: ClassVar[tuple[str, ...]]
    """The hosts that the user has accounts for."""

    sensitive = True

    refusal: str
    """What the client said where root's login was refused; empty where it succeeded."""
    names: frozenset[str] = frozenset()
    tables: Mapping[str, int] = field(default_factory=dict)
    """How many tables a database has."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """The version that a database's schema says it has."""
    grants: frozenset[tuple[str, str]] = frozenset()
    """(database, account's host) where nova is granted everything."""
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    """An account's password as MariaDB keeps it, to tell whether two accounts have the same."""
    elsewhere: frozenset[str] = frozenset()
    """The hosts of the user's accounts that are granted anything besides these databases."""
    known: tuple[Account, ...] = ()
    """The accounts that a login as the user may get."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Ask for everything in one start of the mysql client, which gets its password over stdin."""
        return mysql.query(answers.passwords.dbpassword, cls._query())

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact; a refused login is one. Raises `Unknown` where there is no client or no server."""
        rows = [line.split("\t") for line in result.text.splitlines()]
        if ["login", "1"] not in rows:
            return cls._refused(result)
        grants = [grant for row in rows if (grant := _grant(row[0])) and grant.user == cls.user]
        return cls(
            refusal="",
            names=frozenset(name for (name,) in _columns(rows, "database", 1)),
            tables={name: integer("tables", count) for name, count in _columns(rows, "tables", 2)},
            versions=dict(_columns(rows, "version", 2)),
            grants=frozenset(
                (grant.on, grant.account) for grant in grants if grant.what.startswith("ALL PRIVILEGES")
            ),
            elsewhere=frozenset(_granted_elsewhere(rows, cls.user, cls.wanted)),
            digests={grant.account: grant.digest for grant in grants if grant.digest},
            known=tuple(
                Account(user, host, requires_tls=bool(tls))
                for user, host, tls in _columns(rows, "account", 3)
            ),
        )

    @classmethod
    def _query(cls) -> str:
        names = ", ".join(f"'{name}'" for name in cls.wanted)
        return "\n".join(
            [
                "SELECT 'login', 1;",
                "SELECT 'database', schema_name FROM information_schema.schemata"
                f" WHERE schema_name IN ({names});",
                "SELECT 'tables', table_schema, COUNT(*) FROM information_schema.tables"
                f" WHERE table_schema IN ({names}) GROUP BY table_schema;",
                *(f"SELECT 'version', '{name}', version FROM {name}.migrate_version;" for name in cls.wanted),
                *(
                    f"SELECT 'version', '{name}', version_num FROM {name}.alembic_version;"
                    for name in cls.wanted
                ),
                "SELECT 'account', user, host, ssl_type FROM mysql.user"
                f" WHERE user = '{cls.user}' OR user = '';",
                *(f"SHOW GRANTS FOR '{cls.user}'@'{account}';" for account in cls.accounts),
            ]
        )

    @classmethod
    def _refused(cls, result: Result) -> Self:
        said = complaint(result)
        if "ERROR 1045" in said or "ERROR 1698" in said:
            return cls(refusal=said)
        raise Unknown("database-unreachable", said=reason(result))


def _granted_elsewhere(rows: Iterable[list[str]], user: str, databases: tuple[str, ...]) -> Iterator[str]:
    """Yield the host of the user's account for each grant that is on none of the databases."""
    for line, *_ in rows:
        to = _TO.search(line) if line.startswith("GRANT ") else None
        if to is None or to["user"] != user:
            continue
        grant = _grant(line)
        nothing = grant and (grant.what, grant.on) == ("USAGE", "*")
        if not nothing and not (grant and grant.on in databases):
            yield to["account"]


def _columns(rows: Iterable[list[str]], word: str, count: int) -> Iterator[list[str]]:
    """Yield the columns behind `word`, which have to be that many, of each row that begins with it."""
    for first, *columns in rows:
        if first == word:
            if len(columns) != count:
                raise odd(word, "\t".join(columns))
            yield columns
