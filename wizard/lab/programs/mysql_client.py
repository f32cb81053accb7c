"""The mysql client: its session on the server, and the form of its results."""

from __future__ import annotations

from typing import NoReturn

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.streams import linux_number
from wizard.lab.programs.mysql_tables import tabbed, table, vertical
from wizard.lab.services.node import cluster_of
from wizard.lab.services.session import MysqlSession, open_session
from wizard.lab.services.sql import ResultSet, SqlError

SOCKET = "/var/lib/mysql/mysql.sock"


class MysqlClient:
    """One run of the mysql client: its options and its session on the server."""

    def __init__(self, process: Process, options: dict[str, str]) -> None:
        self.process = process
        self.options = options
        self.status = 0
        self.user = options.get("-u", options.get("--user", process.user.name))
        self.host = options.get("-h", options.get("--host", ""))
        self.port = int(options.get("-P", options.get("--port", "3306")))
        self.password = ""
        self.session: MysqlSession

    def has(self, *names: str) -> bool:
        """Whether an option was given."""
        return bool(self.options.keys() & set(names))

    @property
    def on_terminal(self) -> bool:
        """Whether it reads from a terminal and prints on one."""
        fds = self.process.fds
        return all(number in fds and fds[number].is_terminal for number in (0, 1))

    @property
    def local(self) -> bool:
        """Whether it reaches the server through its socket."""
        return self.host in ("", "localhost")

    async def connect(self, schema: str = "") -> None:
        """Log in, through the socket or over the network. Raises `SqlError` where that fails."""
        node = self.process.node
        if self.local:
            if node.tree.find(SOCKET) is None:
                reason = '2 "No such file or directory"'
                message = f"Can't connect to local MySQL server through socket '{SOCKET}' ({reason})"
                raise SqlError(2002, "HY000", message)
        else:
            try:
                (await node.connect(self.host, self.port)).open().close()
            except OSError as error:
                if error.errno is None or error.errno < 0:
                    raise SqlError(2005, "HY000", f"Unknown MySQL server host '{self.host}' (0)") from None
                reason = f'{linux_number(error)} "{error.strerror}"'
                message = f"Can't connect to MySQL server on '{self.host}' ({reason})"
                raise SqlError(2003, "HY000", message) from None
        client = "localhost" if self.local else node.name
        password = self.password
        session = open_session(
            cluster_of(node).database,
            self.user,
            client,
            lambda account: account.password == password,
            using=bool(password),
        )
        if schema:
            session.use(schema)
        self.session = session

    def fail(self, error: SqlError) -> NoReturn:
        """End with an error that is not a statement's."""
        self.process.err(f"ERROR {error.number} ({error.state}): {error}\n")
        raise Failure("", 1)

    def rendered(self, result: ResultSet, *, upright: bool = False) -> str:
        """Return a result as the options say: in a box on a terminal, and with --table; `upright` as \\G."""
        named = not self.has("-N", "--skip-column-names")
        if upright or self.has("-E", "--vertical"):
            return vertical(result, named=named)
        if self.has("-t", "--table") or (self.on_terminal and not self.has("-B", "--batch")):
            return table(result, named=named)
        return tabbed(result, named=named, raw=self.has("-r", "--raw"))
