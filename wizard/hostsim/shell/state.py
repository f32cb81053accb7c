"""What the parts of a shell share: its state, and how commands end other than by running to their end."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from wizard.hostsim import clock, limits
from wizard.hostsim.interactive import History
from wizard.hostsim.process import Process
from wizard.hostsim.shell.syntax import Command
from wizard.hostsim.streams import os_error


class ShellError(Exception):
    """An error of the shell itself, which ends a script."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Jump(Exception):
    """The base class of what leaves commands before their end: exit, return, break and continue."""


class Exit(Jump):
    """`exit`, and what `set -e` does."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Abandoned(Exit):
    """What a person typed is given up: an interactive shell goes on with its next prompt."""


class Return(Jump):
    """`return` from a function or a sourced file."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Leave(Jump):
    """`break` out of, or `continue` with, the loop that is `levels` up."""

    def __init__(self, levels: int, *, again: bool) -> None:
        super().__init__(levels)
        self.levels = levels
        self.again = again


class JobControl(Protocol):
    """Keeps the processes of an interactive shell together as jobs; see `wizard.hostsim.shell.jobs`."""

    def enlist(self, process: Process, leader: Process | None = None) -> None:
        """Put a process that has not begun into the process group of its job's first one."""

    async def foreground(self, children: Sequence[Process], command: Command) -> list[int]:
        """Give the terminal to a job until it ends or stops, and return its exit statuses."""

    def in_background(self, children: Sequence[Process], command: Command) -> None:
        """Keep a job that runs in the background, and tell its number."""


_SPECIAL: Mapping[str, Callable[[Shell], str | None]] = {
    "?": lambda shell: str(shell.status),
    "$": lambda shell: str(shell.pid),
    "#": lambda shell: str(len(shell.positional)),
    "!": lambda shell: None if shell.background is None else str(shell.background),
    "-": lambda shell: "".join(sorted(shell.options)),
    "@": lambda shell: " ".join(shell.positional) if shell.positional else None,
    "*": lambda shell: " ".join(shell.positional) if shell.positional else None,
    "LINENO": lambda shell: str(shell.line),
}


class Shell(ABC):
    """A shell's state: variables, options, traps, jobs; `wizard.hostsim.shell.interpreter` runs commands."""

    def __init__(self, process: Process, name: str) -> None:
        self.process = process
        self.name = name
        self.variables = dict(process.env)
        self.exported = set(process.env)
        self.variables.setdefault("IFS", " \t\n")
        self.variables["PWD"] = process.cwd
        self.variables["PPID"] = str(process.parent_pid)
        self.variables.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")
        self.read_only: set[str] = set()
        self.functions: dict[str, Command] = {}
        self.positional: list[str] = []
        self.options: set[str] = set()
        self.status: int = 0
        self.fatal = 1
        self.substitution_status: int | None = None
        self.pid: int = process.pid
        self.background: int | None = None
        self.jobs: list[Process] = []
        self.traps: dict[str, str] = {}
        self.caught: list[str] = []
        self.tested = 0
        self.depth = 0
        self.alone = False
        """The command to come is a simple one, and all there is: a program then takes the shell's place."""
        self.line: int = 0
        self.locals: list[dict[str, str | None]] = []
        self.aliases: dict[str, str] = {}
        self.interactive = False
        self.login = False
        self.control: JobControl | None = None
        """Job control, which an interactive shell has."""
        self.history: History | None = None

    # --- variables

    def parameter(self, name: str) -> str | None:
        """Return the value of a variable or of a special or positional parameter; None if it is not set."""
        if name.isdigit():
            if name == "0":
                return self.name
            return self.positional[int(name) - 1] if int(name) <= len(self.positional) else None
        return _SPECIAL[name](self) if name in _SPECIAL else self.variables.get(name)

    def assign(self, name: str, value: str) -> None:
        """Set a variable.

        Raises `ShellError` for a readonly one, OSError (ENOMEM) where all together are too long.
        """
        if name in self.read_only:
            raise ShellError(f"{name}: readonly variable")
        if len(value) >= limits.CACHED and sum(map(len, self.variables.values())) + len(value) > limits.INPUT:
            raise os_error(errno.ENOMEM)
        self.variables[name] = value
        if "a" in self.options:
            self.exported.add(name)

    def environment(self) -> dict[str, str]:
        """Return what a child process gets."""
        return {name: self.variables[name] for name in self.exported if name in self.variables}

    # --- messages

    def say(self, message: str) -> None:
        """Say something on standard error, with the name and line in front."""
        self.process.err(f"{self.name}: {self._where()}{message}\n")

    def _where(self) -> str:
        return f"line {self.line}: " if self.line > 0 and not self.interactive else ""

    # --- processes

    async def fork(self, argv: Sequence[str] | None = None) -> Process:
        """Return a new child; where there are too many processes, try again as bash does."""
        for seconds in (1, 2, 4, 8):
            try:
                return self.process.fork(argv)
            except BlockingIOError as error:
                self.say(f"fork: retry: {error.strerror}")
                await self.process.flush()
                await clock.wait(seconds)
        try:
            return self.process.fork(argv)
        except BlockingIOError as error:
            self.say(f"fork: {error.strerror}")
            await self.process.flush()
            raise Exit(254) from None

    # --- failures

    def check(self) -> None:
        """Leave the script after a failure where `set -e` says so."""
        if self.status and "e" in self.options and not self.tested:
            raise Exit(self.status)

    async def cannot(self, error: OSError) -> None:
        """Say that a redirection failed."""
        self.say(f"{error.filename}: {error.strerror}" if error.filename else f"{error.strerror}")
        await self.process.flush()
        self.status = 1
        self.check()

    def say_from(self, process: Process) -> Callable[[str], None]:
        """Return a way to say something in this shell's name through another process's stderr."""
        where = self._where()
        return lambda message: process.err(f"{self.name}: {where}{message}\n")

    @property
    def expanding(self) -> Mapping[str, str]:
        """The aliases that are expanded where commands are read: none in scripts."""
        return self.aliases if self.interactive else {}

    async def wait_for(self, children: Sequence[Process], command: Command) -> list[int]:
        """Wait for the processes of a command in the foreground, and return their exit statuses."""
        if self.control is not None:
            return await self.control.foreground(children, command)
        return [await child.wait() for child in children]

    # --- what the interpreter does

    @abstractmethod
    async def run(self, command: Command) -> int:
        """Run a command; its status is returned and kept for `$?`."""

    @abstractmethod
    async def test(self, command: Command) -> bool:
        """Run a condition, in which a failure is an answer."""

    @abstractmethod
    async def run_text(self, text: str) -> None:
        """Run commands given as text: eval, a trap."""

    @abstractmethod
    async def subshell(self, body: Command) -> Shell:
        """Return a copy of this shell in a new process, which is to run some commands."""

    @abstractmethod
    def begin(self) -> Process:
        """Start the process of a subshell."""
