"""MariaDB's sessions: a login, what it may see, and the statements that an installer sends."""

from __future__ import annotations

from collections.abc import Callable

from wizard.hostsim import limits
from wizard.lab.services.mariadb import VERSION, Account, Database, Schema, digest
from wizard.lab.services.select import select
from wizard.lab.services.showing import describe, show
from wizard.lab.services.sql import NAME, ResultSet, Row, SqlError, StatementReader, Value

RECORDS = 1000
"""Databases, accounts, and grants of one account."""
USER, HOST, PASSWORD, PRIVILEGES = 80, 60, 1024, 100
"""Characters of an account's name, host and password; words of what is granted."""
CHARSET_WORDS = ("DEFAULT", "CHARACTER", "SET", "CHARSET", "COLLATE", "=")


def _full() -> SqlError:
    return SqlError(1021, "HY000", "Disk full; waiting for someone to free some space")


def open_session(
    database: Database, user: str, client: str, check: Callable[[Account], bool], *, using: bool
) -> MysqlSession:
    """Return a session, or refuse with error 1045."""
    account = database.matching(user, client)
    if account is None or not check(account):
        said = "YES" if using else "NO"
        raise SqlError(1045, "28000", f"Access denied for user '{user}'@'{client}' (using password: {said})")
    return MysqlSession(database, account, client)


class MysqlSession:
    """A session of MariaDB: the account that logged in, its default database, and its statements."""

    def __init__(self, database: Database, account: Account, client: str) -> None:
        self.database = database
        self.account = account
        self.client = client
        self.schema = ""
        database.logins += 1
        self.number = database.logins
        self.warnings: list[tuple[str, int, str]] = []
        """Of the last statement: level, error number, message."""

    # --- access

    def use(self, name: str) -> None:
        """Make a database the default one. Raises `SqlError` where it is not there or not permitted."""
        if not self.account.may(name) and name != "information_schema":
            raise SqlError(1044, "42000", f"Access denied for user {self.account.shown} to database '{name}'")
        if name not in self.database.schemas:
            raise SqlError(1049, "42000", f"Unknown database '{name}'")
        self.schema = name

    def visible(self) -> list[str]:
        """Return the databases that this account is shown."""
        names = sorted(self.database.schemas)
        return [name for name in names if name == "information_schema" or self.account.may(name)]

    def table_names(self, schema: str) -> list[str]:
        """Return the names of a database's tables; none where there is no such database."""
        found = self.database.schemas.get(schema)
        return sorted(found.tables) if found and self.account.may(schema) else []

    def variable(self, name: str) -> Value:
        """Return a system variable or the value of a function without arguments."""
        known: dict[str, Value] = {
            "VERSION()": VERSION,
            "USER()": f"{self.account.user}@{self.client}",
            "CURRENT_USER()": f"{self.account.user}@{self.account.host}",
            "DATABASE()": self.schema or None,
            "CONNECTION_ID()": self.number,
            "@@VERSION": VERSION,
            "@@HOSTNAME": "controller",
            "@@SQL_MODE": "",
            "@@PORT": 3306,
        }
        key = name.upper().replace("@@SESSION.", "@@").replace("@@GLOBAL.", "@@")
        if key not in known:
            if key.startswith("@@"):
                raise SqlError(1193, "HY000", f"Unknown system variable '{name.lstrip('@')}'")
            raise SqlError(1305, "42000", f"FUNCTION {name.rstrip('()')} does not exist")
        return known[key]

    def table(self, schema: str, name: str) -> tuple[list[str], list[Row]]:
        """Return a table's columns and rows."""
        schema = schema or self.schema
        if not schema:
            raise SqlError(1046, "3D000", "No database selected")
        if schema.lower() == "information_schema":
            return self._information(name)
        if (schema, name) == ("mysql", "user") and self.account.may("mysql"):
            columns = ["Host", "User", "Password", "ssl_type", "plugin"]
            return columns, [
                {
                    "Host": one.host,
                    "User": one.user,
                    "Password": digest(one.password),
                    "ssl_type": "",
                    "plugin": "",
                }
                for one in self.database.accounts
            ]
        if not self.account.may(schema):
            raise SqlError(
                1142, "42000", f"SELECT command denied to user {self.account.shown} for table '{name}'"
            )
        found = self.database.schemas[schema].tables.get(name) if schema in self.database.schemas else None
        if found is None:
            raise SqlError(1146, "42S02", f"Table '{schema}.{name}' doesn't exist")
        return found.columns, found.rows

    def _information(self, name: str) -> tuple[list[str], list[Row]]:
        if name.lower() == "schemata":
            columns = ["CATALOG_NAME", "SCHEMA_NAME", "DEFAULT_CHARACTER_SET_NAME"]
            return columns, [dict(zip(columns, ("def", one, "utf8"), strict=True)) for one in self.visible()]
        if name.lower() == "tables":
            columns = ["TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE", "ENGINE"]
            return columns, [
                dict(zip(columns, (schema, table, "BASE TABLE", "InnoDB"), strict=True))
                for schema in self.visible()
                for table in sorted(self.database.schemas[schema].tables)
            ]
        raise SqlError(1109, "42S02", f"Unknown table '{name}' in information_schema")

    # --- statements

    def execute(self, text: str) -> ResultSet:
        """Carry out one statement and return its result. Raises `SqlError`."""
        if len(text) > limits.PACKET:
            raise SqlError(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes")
        reader = StatementReader(text.strip().removesuffix(";"))
        if reader.ended:
            raise SqlError(1065, "42000", "Query was empty")
        if reader.peek() != "SHOW":
            self.warnings = []
        statements: dict[str, Callable[[StatementReader], ResultSet]] = {
            "SELECT": lambda reader: select(reader, self.variable, self.table),
            "SHOW": lambda reader: show(self, reader),
            "DESCRIBE": lambda reader: describe(self, reader),
            "DESC": lambda reader: describe(self, reader),
            "CREATE": self._create,
            "DROP": self._drop,
            "GRANT": self._grant,
            "REVOKE": self._revoke,
            "USE": self._use,
            "SET": self._set,
            "FLUSH": lambda _: ResultSet(),
            "COMMIT": lambda _: ResultSet(),
            "ROLLBACK": lambda _: ResultSet(),
        }
        if reader.peek() not in statements:
            raise reader.problem()
        try:
            result = statements[reader.take().text.upper()](reader)
            result.warnings = 0 if result.columns else len(self.warnings)
            return result
        except RecursionError:
            raise SqlError(1436, "HY000", "Thread stack overrun") from None
        except MemoryError:
            raise SqlError(1041, "HY000", "Out of memory") from None

    def _use(self, reader: StatementReader) -> ResultSet:
        self.use(reader.name())
        return ResultSet()

    def _set(self, reader: StatementReader) -> ResultSet:
        if reader.accept("PASSWORD"):
            account = self.account
            if reader.accept("FOR"):
                account = self.existing(*self.account_name(reader), 1133)
            reader.expect("=", "PASSWORD", "(")
            account.password = self._password(reader)
        return ResultSet()

    def _require(self, *, schema: str = "") -> None:
        """Fail unless the account may create, drop and grant."""
        if "*.*" in self.account.grants or (schema and self.account.may(schema)):
            return
        if schema:
            raise SqlError(
                1044, "42000", f"Access denied for user {self.account.shown} to database '{schema}'"
            )
        raise SqlError(1045, "28000", f"Access denied for user {self.account.shown} (using password: YES)")

    def _unless(self, gentle: bool, error: SqlError) -> ResultSet:
        """Raise an error, or with IF (NOT) EXISTS make a note of it."""
        if not gentle:
            raise error
        self.warnings.append(("Note", error.number, error.message))
        return ResultSet()

    def _create(self, reader: StatementReader) -> ResultSet:
        if not (reader.accept("DATABASE") or reader.accept("SCHEMA")):
            raise reader.problem()
        gentle = reader.accept("IF", "NOT", "EXISTS")
        name = reader.name()
        while not reader.ended:
            if reader.peek() not in CHARSET_WORDS and reader.peek(-1) not in CHARSET_WORDS:
                raise reader.problem()
            reader.take()
        self._require(schema=name)
        if name in self.database.schemas:
            message = f"Can't create database '{name}'; database exists"
            return self._unless(gentle, SqlError(1007, "HY000", message))
        if len(self.database.schemas) >= RECORDS:
            raise _full()
        self.database.schemas[name] = Schema()
        return ResultSet(affected=1)

    def _drop(self, reader: StatementReader) -> ResultSet:
        if reader.accept("USER"):
            user, host = self.account_name(reader)
            self._require()
            if self.database.account(user, host) is None:
                raise SqlError(1396, "HY000", f"Operation DROP USER failed for '{user}'@'{host}'")
            self.database.accounts.remove(self.existing(user, host, 1396))
            return ResultSet()
        reader.expect("DATABASE")
        gentle = reader.accept("IF", "EXISTS")
        name = reader.name()
        reader.end()
        self._require(schema=name)
        if name not in self.database.schemas:
            message = f"Can't drop database '{name}'; database doesn't exist"
            return self._unless(gentle, SqlError(1008, "HY000", message))
        return ResultSet(affected=len(self.database.schemas.pop(name).tables))

    @staticmethod
    def account_name(reader: StatementReader) -> tuple[str, str]:
        """Read an account's name and host, as in `'nova'@'%'`."""
        user, host = reader.take().value(), "%"
        if reader.accept("@"):
            host = reader.take().value()
        elif not reader.ended and reader.peek().startswith("@"):
            host = reader.take().text[1:]
        if len(user) > USER or len(host) > HOST:
            raise SqlError(1470, "HY000", f"String '{user[:USER]}' is too long for user name")
        return user, host

    @staticmethod
    def _password(reader: StatementReader) -> str:
        password = reader.string()
        if len(password) > PASSWORD:
            message = f"String is too long for password (should be no longer than {PASSWORD})"
            raise SqlError(1470, "HY000", message)
        return password

    def existing(self, user: str, host: str, number: int) -> Account:
        """Return an account. Raises `SqlError` of that number where there is none."""
        account = self.database.account(user, host)
        if account is None:
            if number == 1141:
                message = f"There is no such grant defined for user '{user}' on host '{host}'"
                raise SqlError(1141, "42000", message)
            raise SqlError(number, "42000", "Can't find any matching row in the user table")
        return account

    @staticmethod
    def _scope(reader: StatementReader) -> tuple[str, str]:
        """Read privileges and what they are on."""
        words = []
        while not reader.accept("ON"):
            words.append(reader.take().text.upper())
            if len(words) > PRIVILEGES or len(words[-1]) > NAME:
                raise reader.problem()
        privileges = " ".join(words).replace(" ,", ",")
        if privileges == "ALL":
            privileges = "ALL PRIVILEGES"
        first = reader.take().value()
        if not reader.accept("."):
            raise reader.problem()
        second = reader.take().value()
        if max(len(first), len(second)) > NAME:
            longer = max(first, second, key=len)
            raise SqlError(1059, "42000", f"Identifier name '{longer[:NAME]}' is too long")
        return privileges, f"{first}.{second}"

    def _grant(self, reader: StatementReader) -> ResultSet:
        privileges, scope = self._scope(reader)
        reader.expect("TO")
        user, host = self.account_name(reader)
        password: str | None = None
        if reader.accept("IDENTIFIED", "BY"):
            if reader.accept("PASSWORD"):
                raise SqlError(1827, "HY000", "Password hash should be a 41-digit hexadecimal number")
            password = self._password(reader)
        reader.accept("WITH", "GRANT", "OPTION")
        reader.end()
        self._require()
        account = self.database.account(user, host)
        if len(self.database.accounts) >= RECORDS or (account and len(account.grants) >= RECORDS):
            raise _full()
        if account is None:
            # The sql_mode has no NO_AUTO_CREATE_USER: a GRANT makes an account,
            account = Account(user, host, password or "")
            self.database.accounts.append(account)
        elif password is not None:
            account.password = password
        account.grants[scope] = privileges
        return ResultSet()

    def _revoke(self, reader: StatementReader) -> ResultSet:
        _, scope = self._scope(reader)
        reader.expect("FROM")
        user, host = self.account_name(reader)
        self._require()
        self.existing(user, host, 1141).grants.pop(scope, None)
        return ResultSet()
