"""SHOW and DESCRIBE: what a session of MariaDB tells of databases, tables, accounts and the server."""

from __future__ import annotations

from typing import Protocol

from wizard.lab.services.mariadb import VERSION, Account, Database, digest
from wizard.lab.services.select import like
from wizard.lab.services.sql import ResultSet, Row, SqlError, StatementReader, Value

VARIABLES = {"version": VERSION, "sql_mode": "", "port": "3306", "bind_address": "10.0.0.11"}
PRIMARY = {"id", "version", "Host", "User"}


class Asking(Protocol):
    """The session that asks: what it sees, and as whom."""

    database: Database
    account: Account
    schema: str
    number: int
    client: str
    warnings: list[tuple[str, int, str]]

    def visible(self) -> list[str]:
        """Return the databases that the account is shown."""

    def table(self, schema: str, name: str) -> tuple[list[str], list[Row]]:
        """Return a table's columns and rows. Raises `SqlError`."""

    def table_names(self, schema: str) -> list[str]:
        """Return the names of a database's tables."""

    def account_name(self, reader: StatementReader) -> tuple[str, str]:
        """Read an account's name and host."""

    def existing(self, user: str, host: str, number: int) -> Account:
        """Return an account. Raises `SqlError`."""


def show(session: Asking, reader: StatementReader) -> ResultSet:  # noqa: PLR0911 - a case a branch
    """Carry out a SHOW whose first word has been read. Raises `SqlError`."""
    if reader.accept("DATABASES") or reader.accept("SCHEMAS"):
        pattern = reader.string() if reader.accept("LIKE") else "%"
        title = "Database" if pattern == "%" else f"Database ({pattern})"
        return ResultSet([title], [[name] for name in session.visible() if like(name, pattern)])
    reader.accept("FULL")
    if reader.accept("TABLES"):
        return _tables(session, reader)
    if reader.accept("COLUMNS") or reader.accept("FIELDS"):
        if not (reader.accept("FROM") or reader.accept("IN")):
            raise reader.problem()
        return describe(session, reader)
    if reader.accept("GRANTS"):
        account = session.account
        if reader.accept("FOR"):
            account = session.existing(*session.account_name(reader), 1141)
        return _grants(account)
    if reader.accept("PROCESSLIST"):
        return _processes(session)
    if reader.accept("CREATE"):
        return _creation(session, reader)
    reader.accept("SESSION")
    reader.accept("GLOBAL")
    if reader.accept("VARIABLES", "LIKE"):
        pattern = reader.string()
        rows: list[list[Value]] = [[name, value] for name, value in VARIABLES.items() if like(name, pattern)]
        return ResultSet(["Variable_name", "Value"], rows)
    if reader.accept("WARNINGS"):
        return ResultSet(["Level", "Code", "Message"], [list(one) for one in session.warnings])
    raise reader.problem()


def _tables(session: Asking, reader: StatementReader) -> ResultSet:
    schema = reader.name() if reader.accept("FROM") or reader.accept("IN") else session.schema
    if not schema:
        raise SqlError(1046, "3D000", "No database selected")
    account = session.account
    if not account.may(schema):
        raise SqlError(1044, "42000", f"Access denied for user {account.shown} to database '{schema}'")
    if schema not in session.database.schemas:
        raise SqlError(1049, "42000", f"Unknown database '{schema}'")
    pattern = reader.string() if reader.accept("LIKE") else "%"
    names = [name for name in session.table_names(schema) if like(name, pattern)]
    return ResultSet([f"Tables_in_{schema}"], [[name] for name in names])


def describe(session: Asking, reader: StatementReader) -> ResultSet:
    """Return a table's columns, for a statement whose first words have been read. Raises `SqlError`."""
    schema, name = "", reader.name()
    if reader.accept("."):
        schema, name = name, reader.name()
    elif reader.accept("FROM") or reader.accept("IN"):
        schema = reader.name()
    reader.end()
    columns, rows = session.table(schema, name)
    first = rows[0] if rows else {}
    described: list[list[Value]] = []
    for column in columns:
        kind = "int(11)" if isinstance(first.get(column), int) else "varchar(255)"
        primary = column in PRIMARY
        nullable, key = ("NO", "PRI") if primary else ("YES", "")
        described.append([column, kind, nullable, key, None, ""])
    return ResultSet(["Field", "Type", "Null", "Key", "Default", "Extra"], described)


def _creation(session: Asking, reader: StatementReader) -> ResultSet:
    reader.expect("DATABASE")
    name = reader.name()
    reader.end()
    if name not in session.visible():
        raise SqlError(1049, "42000", f"Unknown database '{name}'")
    statement = f"CREATE DATABASE `{name}` /*!40100 DEFAULT CHARACTER SET utf8 */"
    return ResultSet(["Database", "Create Database"], [[name, statement]])


def _processes(session: Asking) -> ResultSet:
    columns = ["Id", "User", "Host", "db", "Command", "Time", "State", "Info", "Progress"]
    row: list[Value] = [session.number, session.account.user, session.client, session.schema or None]
    return ResultSet(columns, [[*row, "Query", 0, "init", "show processlist", "0.000"]])


def _grants(account: Account) -> ResultSet:
    secret = f" IDENTIFIED BY PASSWORD '{digest(account.password)}'" if account.password else ""
    everywhere = account.grants.get("*.*", "USAGE")
    rows: list[list[Value]] = [[f"GRANT {everywhere} ON *.* TO {account.shown}{secret}"]]
    for scope, privileges in account.grants.items():
        if scope != "*.*":
            schema, _, table = scope.partition(".")
            rows.append([f"GRANT {privileges} ON `{schema}`.{table} TO {account.shown}"])
    return ResultSet([f"Grants for {account.user}@{account.host}"], rows)
