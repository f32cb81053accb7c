"""The mysql client and mysqladmin, as of MariaDB 10.1."""

from __future__ import annotations

import re
from typing import NoReturn

from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.streams import linux_number
from wizard.hostsim.table import program
from wizard.lab.services.node import cluster_of
from wizard.lab.services.session import MysqlSession, open_session
from wizard.lab.services.sql import ResultSet, SqlError

PACKAGE = "mariadb"
SOCKET = "/var/lib/mysql/mysql.sock"
LONG = (
    "user=", "password", "host=", "port=", "execute=", "batch", "skip-column-names", "force", "silent",
    "database=", "default-character-set=", "table", "protocol=", "socket=", "connect-timeout=", "raw",
    "vertical", "no-auto-rehash", "defaults-extra-file=", "defaults-file=", "no-defaults",
    "column-names", "verbose", "version",
)  # fmt: skip
STATEMENT = re.compile(
    r"""((?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`
    |--[ \t][^\n]*|--\n|\#[^\n]*|/\*.*?\*/|[^;])*)(;|\Z)""",
    re.VERBOSE | re.DOTALL,
)


class MysqlClient:
    """One run of the mysql client: its options and its session on the server."""

    def __init__(self, process: Process, options: dict[str, str]) -> None:
        self.process = process
        self.options = options
        self.session: MysqlSession | None = None
        self.status = 0

    def has(self, *names: str) -> bool:
        """Whether an option was given."""
        return bool(self.options.keys() & set(names))

    async def connect(self, user: str, password: str, host: str, port: int) -> MysqlSession:
        """Log in, through the socket or over the network."""
        node = self.process.node
        local = host in ("", "localhost")
        if local:
            if node.tree.find(SOCKET) is None:
                self.fail(
                    2002,
                    "HY000",
                    f"Can't connect to local MySQL server through socket '{SOCKET}' (2 "
                    '"No such file or directory")',
                )
        else:
            try:
                (await node.connect(host, port)).open().close()
            except OSError as error:
                if error.errno is None or error.errno < 0:
                    self.fail(2005, "HY000", f"Unknown MySQL server host '{host}' (0)")
                self.fail(
                    2003,
                    "HY000",
                    f"Can't connect to MySQL server on '{host}' ({linux_number(error)} \"{error.strerror}\")",
                )
        client = "localhost" if local else node.name
        try:
            database = cluster_of(node).database
            return open_session(
                database, user, client, lambda account: account.password == password, using=bool(password)
            )
        except SqlError as error:
            self.fail(error.number, error.state, error.message)

    def fail(self, number: int, state: str, message: str) -> NoReturn:
        """End with an error that is not a statement's."""
        self.process.err(f"ERROR {number} ({state}): {message}\n")
        raise Failure("", 1)

    async def run(self, text: str) -> None:
        """Run statements until one fails, or with --force all of them."""
        position = 0
        for match in STATEMENT.finditer(text):
            statement = match[1].strip()
            line = text.count("\n", 0, match.start(1) + len(match[1]) - len(match[1].lstrip())) + 1
            position = match.end()
            plain = re.sub(r"(?m)^(--[ \t].*|--|#.*)$", "", statement).strip()
            if plain.lower() in ("exit", "quit", "\\q"):
                return
            if plain and not await self._statement(plain, line):
                return
            if position >= len(text):
                return

    async def converse(self) -> None:
        """Run statements as they are typed."""
        self.process.out("Welcome to the MariaDB monitor.  Commands end with ; or \\g.\n\n")
        text = ""
        while True:
            schema = self.session.schema if self.session else ""
            self.process.out("    -> " if text.strip() else f"MariaDB [{schema or '(none)'}]> ")
            await self.process.flush()
            line = decode(await self.process.stdin.read_line())
            text += line
            if not line or text.strip().rstrip(";").lower() in ("exit", "quit", "\\q"):
                self.process.out("Bye\n")
                return
            if text.rstrip().endswith((";", "\\g", "\\G")):
                await self.run(text)
                self.status = 0
                text = ""

    async def _statement(self, statement: str, line: int) -> bool:
        assert self.session is not None  # noqa: S101 - connected before
        try:
            result = self.session.execute(statement.removesuffix("\\G"))
        except SqlError as error:
            where = f" at line {line}" if not self.has("-e", "--execute") else ""
            where = where or " at line 1"
            self.process.err(f"ERROR {error.number} ({error.state}){where}: {error.message}\n")
            if self.has("-f", "--force"):
                return True
            self.status = 1
            return False
        if result.columns:
            self.process.out(self._rendered(result))
        await self.process.flush()
        return True

    def _rendered(self, result: ResultSet) -> str:
        named = not self.has("-N", "--skip-column-names")
        rows = [["NULL" if value is None else str(value) for value in row] for row in result.rows]
        head = [result.columns] if named and rows else []
        if self.has("-t", "--table") or (self.process.fd(1).is_terminal and not self.has("-B", "--batch")):
            numbers = [isinstance(value, int) for value in result.rows[0]] if rows else []
            return boxed(head, rows, numbers)
        lines = head + [list(map(self._escaped, row)) for row in rows]
        return "".join("\t".join(line) + "\n" for line in lines)

    def _escaped(self, text: str) -> str:
        if self.has("-r", "--raw"):
            return text
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\0", "\\0")


def boxed(head: list[list[str]], rows: list[list[str]], numbers: list[bool]) -> str:
    """Return rows in a box of lines, columns of numbers to the right."""
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(*head, *rows, strict=True)]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+\n"

    def line(row: list[str], right: list[bool]) -> str:
        cells = zip(row, widths, right, strict=True)
        return "| " + " | ".join(c.rjust(width) if r else c.ljust(width) for c, width, r in cells) + " |\n"

    titles = "".join(line(row, [False] * len(row)) + rule for row in head)
    return rule + titles + "".join(line(row, numbers) for row in rows) + rule


@program("mysql", package=PACKAGE)
async def mysql(process: Process) -> int:
    """mysql: run the statements of -e or of standard input on the server."""
    options, operands, password = await _options(process)
    client = MysqlClient(process, options)
    if client.has("--version"):
        process.out("mysql  Ver 15.1 Distrib 10.1.12-MariaDB, for Linux (x86_64) using readline 5.1\n")
        return 0
    if password is None and client.has("-p", "--password"):
        password = await _asked(process)
    user = options.get("-u", options.get("--user", process.user.name))
    host = options.get("-h", options.get("--host", ""))
    port = int(options.get("-P", options.get("--port", "3306")))
    client.session = await client.connect(user, password or "", host, port)
    schema = operands[0] if operands else options.get("-D", options.get("--database", ""))
    if schema:
        try:
            client.session.use(schema)
        except SqlError as error:
            client.fail(error.number, error.state, error.message)
    statements = options.get("-e", options.get("--execute"))
    if statements is None and process.stdin.is_terminal:
        await client.converse()
        return client.status
    await client.run(await process.read_text() if statements is None else statements)
    return client.status


async def _options(process: Process) -> tuple[dict[str, str], list[str], str | None]:
    """Return options, operands and the password, by command line or option file."""
    words = process.args
    password: str | None = None
    for word in list(words):
        if match := re.fullmatch(r"(?:-p|--password=)(.+)|--password=", word):
            password = match[1] or ""
            words.remove(word)
    process.argv = [process.argv[0], *words]
    try:
        options, operands = process.options("u:ph:P:e:BNfsD:tr", *LONG)
    except Failure as failure:
        raise Failure(
            re.sub(
                r"unrecognized option '(--\S+)'", r"unknown option '\1'", failure.message.partition("\n")[0]
            ),
            2,
        ) from None
    first = words[0] if words else ""
    for option in ("--defaults-extra-file", "--defaults-file", "--no-defaults"):
        if option in options and not first.startswith(option):
            raise Failure(f"unknown variable '{option.lstrip('-')}={options[option]}'", 7)
    from_files = await _option_files(process, options)
    for name in ("user", "host", "port", "database"):
        if name in from_files and f"--{name}" not in options and f"-{name[0]}" not in options:
            options[f"--{name}"] = from_files[name]
    if password is None and not options.keys() & {"-p", "--password"}:
        password = from_files.get("password")
    return options, operands, password


async def _option_files(process: Process, options: dict[str, str]) -> dict[str, str]:
    names = [
        "/etc/my.cnf",
        options.get("--defaults-extra-file", ""),
        f"{process.env.get('HOME', '')}/.my.cnf",
    ]
    if "--no-defaults" in options:
        return {}
    if "--defaults-file" in options:
        names = [options["--defaults-file"]]
    values: dict[str, str] = {}
    for name in filter(None, names):
        try:
            text = decode(await process.read_file(name))
        except OSError:
            if name in (options.get("--defaults-extra-file"), options.get("--defaults-file")):
                process.err(f"Could not open required defaults file: {name}\n")
                process.err("Fatal error in defaults handling. Program aborted\n")
                raise Failure("") from None
            continue
        values.update(_read_options(text))
    return values


def _read_options(text: str) -> dict[str, str]:
    """Return what stands in [client] and [mysql] of an option file."""
    section = ""
    values: dict[str, str] = {}
    for written in text.splitlines():
        if not (line := written.strip()) or line[0] in "#;!":
            continue
        if line.startswith("["):
            section = line.strip("[]")
        elif section in ("client", "mysql"):
            name, _, value = line.partition("=")
            values[name.strip()] = _option_value(value.strip())
    return values


def _option_value(value: str) -> str:
    """Return an option's value: a `#` begins a comment outside of quotes, a backslash escapes."""
    if value[:1] in ("'", '"') and value.endswith(value[0]) and len(value) > 1:
        value = value[1:-1]
    else:
        value = value.partition("#")[0].rstrip() if not value.startswith("#") else ""
    escapes = {"b": "\b", "t": "\t", "n": "\n", "r": "\r", "s": " ", "\\": "\\", '"': '"', "'": "'"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[0]), value)


async def _asked(process: Process) -> str:
    """Ask for the password: on the terminal, and without one, as getpass(3) does, from standard input."""
    if process.terminal is not None:
        return (await process.terminal.ask("Enter password: ")).rstrip("\n")
    process.err("Enter password: ")
    await process.flush()
    return decode(await process.stdin.read_line()).rstrip("\n")


@program("mysqladmin", package=PACKAGE)
async def mysqladmin(process: Process) -> int:
    """mysqladmin ping: tell whether the server answers."""
    if process.node.tree.find(SOCKET) is None:
        process.err("mysqladmin: connect to server at 'localhost' failed\n")
        return 1
    process.out("mysqld is alive\n")
    return 0
