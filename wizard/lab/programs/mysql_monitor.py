"""The mysql client with a person at a terminal: the MariaDB monitor."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from wizard.hostsim import clock, limits
from wizard.hostsim.execute import execute
from wizard.hostsim.interactive import Completions, History, edited_line
from wizard.hostsim.process import decode
from wizard.hostsim.streams import linux_number
from wizard.lab.programs.mysql_client import SOCKET, MysqlClient
from wizard.lab.programs.mysql_input import ClientCommand, StatementInput
from wizard.lab.programs.mysql_words import (
    CLIENT,
    COMPLETING,
    HELP,
    NO_SERVER_HELP,
    RULE,
    SERVER,
    STATUS,
    WELCOME,
)
from wizard.lab.services.sql import ResultSet, SqlError

PROMPT = "\\N [\\d]> "
KEYWORDS = (
    *("ALL", "BY", "CREATE", "DATABASE", "DATABASES", "DESCRIBE", "DROP", "EXISTS", "FLUSH", "FOR", "FROM"),
    *(
        "GRANT",
        "GRANTS",
        "IDENTIFIED",
        "ON",
        "PRIVILEGES",
        "REVOKE",
        "SELECT",
        "SHOW",
        "TABLES",
        "TO",
        "USER",
    ),
    *("USE", "WHERE"),
)
NESTING = 10
"""Files that may be sourced inside each other."""
MISSING = {"e": "edit", "P": "pager", "T": "tee"}
"""Commands of the client that the lab does not have."""


class Monitor:
    """A dialog with the server: prompts, results with their counts, and the client's own commands.

    As a batch it reads lines from a pipe: it only prints results, and ends with the first error that is
    not in a sourced file.
    """

    def __init__(self, client: MysqlClient, *, batch: bool = False) -> None:
        self.client = client
        self.process = client.process
        self.batch = batch
        self.stopped = False
        """Whether an error has ended the batch."""
        self.input = StatementInput()
        self.prompt_set = client.options.get("--prompt", PROMPT)
        self.where = ""
        """The line that the statement begins on, and its file, where it is not typed."""
        self.sourced = 0
        self.warns = False
        self.asked = 0
        """Statements that were sent."""
        say = self.process.out
        inform = self._inform
        self.commands: dict[str, Callable[[str], Awaitable[None] | None]] = {
            "": lambda letter: self.complain(f"Unknown command '\\{letter}'."),
            "#": lambda _: None,
            "!": self._system,
            ".": self._source,
            "?": self._help,
            "C": lambda _: inform("Charset changed\n"),
            "G": lambda _: self._send(upright=True),
            "R": self._prompt,
            "W": lambda _: self._warnings(shown=True),
            "c": lambda _: self.input.clear(),
            "d": self._delimiter,
            "g": lambda _: self._send(),
            "h": self._help,
            "n": lambda _: say("PAGER set to stdout\n"),
            "p": lambda _: say(f"{RULE}{self.input.shown}{RULE}\n"),
            "r": self._connect,
            "s": self._status,
            "t": lambda _: say("Outfile disabled.\n"),
            "u": self._use,
            "w": lambda _: self._warnings(shown=False),
        }

    async def converse(self) -> None:
        """Ask for statements and run them, until the person leaves."""
        file = self.process.env.get("MYSQL_HISTFILE", f"{self.process.env.get('HOME', '')}/.mysql_history")
        history = await History.load(self.process, file)
        if self.client.session.schema:
            self._complete()
        self.process.out(WELCOME % self.client.session.number)
        while True:
            try:
                prompt = self.input.prompt or self._own_prompt()
                line = await edited_line(self.process, prompt, history=history, complete=self._completions)
            except KeyboardInterrupt:
                self.input.clear()
                continue
            except EOFError:
                break
            if await self._take(line):
                break
            history.add(line)
        self.process.out("Bye\n")
        await history.save(self.process, file)

    async def _take(self, line: str) -> bool:
        """Run what a line completes; return whether the person leaves."""
        for command in self.input.add(line):
            if command.letter == "q":
                return True
            await self._obey(command)
            await self.process.flush()
            if self.stopped:
                return True
        if self.input.size > limits.PACKET:
            self.input.clear()
            self.complain(SqlError(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes"))
        return self.stopped

    async def _obey(self, command: ClientCommand) -> None:
        if name := MISSING.get(command.letter):
            self.complain(f"The lab's mysql has no '{name}'.")
            return
        done = self.commands[command.letter](command.argument)
        if done is not None:
            await done

    def _own_prompt(self) -> str:
        schema = self.client.session.schema or "(none)"
        return (
            self.prompt_set.replace("\\N", "MariaDB").replace("\\d", schema).replace("\\u", self.client.user)
        )

    def complain(self, error: SqlError | str) -> None:
        """Print an error, the server's or the client's own."""
        number = f" {error.number} ({error.state})" if isinstance(error, SqlError) else ""
        self.process.err(f"ERROR{number}{self.where}: {error}\n")
        if self.batch and not self.sourced and not self.client.has("-f", "--force"):
            self.stopped = True
            self.client.status = 1

    def _inform(self, text: str) -> None:
        """Print what a batch keeps to itself."""
        if not self.batch:
            self.process.out(text)

    def _completions(self, line: str) -> Completions:
        """Return the names of databases and of the default one's tables that complete the last word."""
        start = len(line) - len(re.findall(r"\w*$", line)[0])
        session = self.client.session
        names = [*session.visible(), *session.table_names(session.schema), *KEYWORDS]
        word = line[start:].lower()
        return Completions(start, sorted({name for name in names if word and name.lower().startswith(word)}))

    # --- statements

    async def _send(self, *, upright: bool = False) -> None:
        statement = self.input.text
        self.input.clear()
        if not statement.strip():
            if not self.batch:
                self.complain("No query specified\n")
            return
        self.asked += 1
        try:
            result = self.client.session.execute(statement)
        except SqlError as error:
            self.complain(error)
            return
        self.process.out(self._answered(result, upright=upright))
        if self.warns and result.warnings:
            shown = self.client.session.execute("SHOW WARNINGS")
            self.process.out("".join(f"{level} (Code {code}): {text}\n" for level, code, text in shown.rows))

    def _answered(self, result: ResultSet, *, upright: bool) -> str:
        """Return a result with the line that counts it, which a batch leaves out."""
        rows = len(result.rows)
        if self.batch:
            return self.client.rendered(result, upright=upright) if rows else ""
        if not result.columns:
            text, count = "", f"Query OK, {_counted(result.affected, 'row')} affected"
        elif rows:
            text = self.client.rendered(result, upright=upright)
            count = f"{_counted(rows, 'row')} in set"
        else:
            text, count = "", "Empty set"
        warnings = f", {_counted(result.warnings, 'warning')}" if result.warnings else ""
        return f"{text}{count}{warnings} (0.00 sec)\n\n"

    # --- the client's own commands

    def _warnings(self, *, shown: bool) -> None:
        self.warns = shown
        self._inform(f"Show warnings {'enabled' if shown else 'disabled'}.\n")

    def _prompt(self, text: str) -> None:
        if text:
            self.prompt_set = text
            self.process.out(f"PROMPT set to '{text}'\n")
        else:
            self.prompt_set = PROMPT
            self.process.out(f"Returning to default PROMPT of {PROMPT}\n")

    def _delimiter(self, text: str) -> None:
        word = text.partition(" ")[0]
        if not word:
            self.complain("DELIMITER must be followed by a 'delimiter' character or string")
        elif "\\" in word:
            self.complain("DELIMITER cannot contain a backslash character")
        else:
            self.input.delimiter = word

    def _help(self, topic: str) -> None:
        self.process.out(NO_SERVER_HELP if topic else HELP)

    def _use(self, argument: str) -> None:
        name = _word(argument)
        if not name:
            self.complain("USE must be followed by a database name")
            return
        session = self.client.session
        before = session.schema
        try:
            session.use(name)
        except SqlError as error:
            self.complain(error)
            return
        if session.schema != before:
            self._complete()
        self._inform("Database changed\n")

    def _complete(self) -> None:
        """Say that names are read for completion, where there are any and nothing says otherwise."""
        session = self.client.session
        if session.table_names(session.schema) and not self.client.has("-A", "--no-auto-rehash"):
            self._inform(COMPLETING)

    async def _connect(self, argument: str) -> None:
        words = argument.split()
        schema = _word(words[0]) if words else self.client.session.schema
        if words[1:]:
            self.client.host = words[1]
        try:
            await self.client.connect(schema)
        except SqlError as error:
            self.complain(error)
            return
        self._inform(f"Connection id:    {self.client.session.number}\n")
        self._inform(f"Current database: {schema or '*** NONE ***'}\n\n")

    async def _system(self, command: str) -> None:
        if not command:
            self.complain("Usage: \\! shell-command")
            return
        child = self.process.fork(["sh", "-c", command])
        await child.start(execute).wait()

    async def _source(self, argument: str) -> None:
        name = _word(argument)
        if not name:
            self.complain("Usage: \\. <filename> | source <filename>")
            return
        try:
            text = decode(await self.process.read_file(name)) if name != "-" else ""
        except OSError as error:
            self.complain(f"Failed to open file '{name}', error: {linux_number(error)}")
            return
        if self.sourced >= NESTING:
            self.complain(f"Source of '{name}' failed, too many files inside each other")
            return
        outer = self.input, self.where
        self.input = StatementInput()
        self.sourced += 1
        try:
            await self.run(text, name)
        finally:
            self.input, self.where = outer
            self.sourced -= 1

    async def run(self, text: str, file: str = "") -> None:
        """Run the lines of a file or a pipe; the last statement needs no delimiter."""
        within = f" in file: '{file}'" if file else ""
        for number, line in enumerate(text.split("\n"), 1):
            if not self.input.size:
                self.where = f" at line {number}{within}"
            if await self._take(line):
                return
        if self.input.text.strip():
            await self._send()

    def _status(self, _: str) -> None:
        session, client = self.client.session, self.client
        uptime = max(int(clock.uptime()), 1)
        self.process.out(
            STATUS.format(
                client=CLIENT,
                server=SERVER,
                number=session.number,
                schema=session.schema,
                user=session.variable("USER()"),
                delimiter=self.input.delimiter,
                connection="Localhost via UNIX socket" if client.local else f"{client.host} via TCP/IP",
                address=f"UNIX socket:\t\t{SOCKET}" if client.local else f"TCP port:\t\t{client.port}",
                uptime=_duration(uptime),
                questions=self.asked + 1,
                average=(self.asked + 1) / uptime,
            )
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _word(argument: str) -> str:
    """Return the first word of an argument, or what stands in quotes there."""
    quote = argument[:1]
    if quote and quote in "'\"`":
        return argument[1:].partition(quote)[0]
    return argument.partition(" ")[0]


def _duration(seconds: int) -> str:
    """Return a time as `status` prints it."""
    parts: list[str] = []
    for unit, size in (("day", 86400), ("hour", 3600), ("min", 60)):
        if parts or seconds >= size:
            count = seconds // size
            parts.append(_counted(count, unit) if unit != "min" else f"{count} min")
        seconds %= size
    return " ".join([*parts, f"{seconds} sec"])
