"""Runs the syntax tree: a shell is a process whose program walks over commands."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Sequence

from wizard.hostsim import clock, limits
from wizard.hostsim.process import Process
from wizard.hostsim.shell import timing
from wizard.hostsim.shell.compound import CompoundCommands
from wizard.hostsim.shell.expansion import Expander
from wizard.hostsim.shell.redirection import Redirector
from wizard.hostsim.shell.script import run_script
from wizard.hostsim.shell.simple import SimpleCommands
from wizard.hostsim.shell.state import Exit, Jump, Leave, Return, Shell, ShellError
from wizard.hostsim.shell.syntax import (
    AndOr,
    Command,
    Function,
    Pipeline,
    Simple,
    Timed,
)
from wizard.hostsim.shell.syntax import Sequence as Commands
from wizard.hostsim.streams import Null, Stream


class Interpreter(Shell):
    """Runs the commands of one shell."""

    def __init__(self, process: Process, name: str) -> None:
        super().__init__(process, name)
        expander = Expander(self)
        redirector = Redirector(self, expander)
        self.simple = SimpleCommands(self, expander, redirector)
        self.compound = CompoundCommands(self, expander, redirector)
        self.body: Command | None = None
        process.trapped = self._trapped

    # --- signals and traps

    def _trapped(self, signal: str) -> bool:
        if signal not in self.traps:
            return False
        self.caught.append(signal)
        return True

    async def run_traps(self) -> None:
        """Run the commands of signals that have come in."""
        while self.caught:
            action = self.traps.get(self.caught.pop(0), "")
            status = self.status
            await self.run_text(action)
            self.status = status

    async def run_text(self, text: str) -> None:
        """Run commands given as text: eval, a trap."""
        await run_script(self, text, self.line)

    async def finished(self, status: int) -> int:
        """Run the EXIT trap and return the status to end with."""
        action = self.traps.pop("EXIT", "")
        self.status = status
        if action:
            try:
                await self.run_text(action)
            except Exit as leave:
                return leave.status
            except Jump:
                pass
        return status

    # --- subshells

    async def subshell(self, body: Command) -> Interpreter:
        """Return a copy of this shell in a new process, which is to run some commands."""
        process = await self.fork()
        process.env = self.environment()
        copy = Interpreter(process, self.name)
        copy.variables = dict(self.variables)
        copy.exported = set(self.exported)
        copy.read_only = set(self.read_only)
        copy.functions = dict(self.functions)
        copy.positional = list(self.positional)
        copy.options = set(self.options)
        copy.status = self.status
        copy.pid = self.pid
        copy.background = self.background
        copy.interactive = self.interactive
        copy.aliases = dict(self.aliases)
        copy.history = self.history
        copy.tested = self.tested
        copy.line = self.line
        copy.body = body
        return copy

    def begin(self) -> Process:
        """Start the process of a subshell."""
        return self.process.start(self._main)

    async def _main(self, _: Process) -> int:
        body = self.body
        if body is None:
            return 0
        self.alone = isinstance(body, Simple)
        return await self.guard(lambda: self.run(body))

    async def guard(self, work: Callable[[], Awaitable[object]]) -> int:
        """Run until the commands end, one way or another, and return the exit status."""
        try:
            await work()
            status = self.status
        except Exit as leave:
            status = leave.status
        except Return as leave:
            status = leave.status
        except Leave:
            status = self.status
        except ShellError as error:
            self.say(error.message)
            await self.process.flush()
            status = self.fatal
        except OSError as error:
            if error.errno != errno.ENOMEM:
                raise
            self.say("xmalloc: cannot allocate memory")
            await self.process.flush()
            status = 2
        return await self.finished(status)

    # --- commands

    async def run(self, command: Command) -> int:
        """Run a command; its status is returned and kept for `$?`."""
        if self.depth >= limits.NESTING:
            raise RecursionError
        self.depth += 1
        try:
            await self._run(command)
        finally:
            self.depth -= 1
        if self.caught:
            await self.run_traps()
        return self.status

    async def _run(self, command: Command) -> None:
        match command:
            case Simple():
                await self.simple.run(command)
            case Commands(items):
                for item, background in items:
                    if background:
                        await self._in_background(item)
                    else:
                        await self.run(item)
            case AndOr():
                await self._and_or(command)
            case Pipeline():
                await self._pipeline(command)
            case Timed(body, portable):
                await self._timed(body, portable=portable)
            case Function(name, body):
                self.functions[name] = body
                self.status = 0
            case _:
                await self.compound.run(command)

    async def test(self, command: Command) -> bool:
        """Run a condition, in which a failure is an answer."""
        self.tested += 1
        try:
            return await self.run(command) == 0
        finally:
            self.tested -= 1

    async def _and_or(self, command: AndOr) -> None:
        if await self.test(command.left) == (command.operator == "&&"):
            await self.run(command.right)

    async def _in_background(self, command: Command) -> None:
        commands = command.commands if isinstance(command, Pipeline) and not command.negated else (command,)
        if len(commands) > 1 and "pipefail" in self.options:
            commands = (command,)  # the status to wait for is not the last one's
        children = await self._begun(commands, in_background=True)
        if self.control is not None:
            self.control.in_background(children, command)
        for child in children:
            self.jobs = [job for job in self.jobs if job.status is None or len(self.jobs) < limits.PROCESSES]
            self.jobs.append(child)
            self.background = child.pid
        self.status = 0

    async def _timed(self, command: Command | None, *, portable: bool) -> None:
        began = clock.uptime()
        self.status = 0
        if command is not None:
            await self.run(command)
        usual = timing.PORTABLE if portable else self.variables.get("TIMEFORMAT", timing.USUAL)
        try:
            self.process.err(timing.report(usual, clock.uptime() - began if command else 0.0))
        except timing.BadFormat as bad:
            self.say(f"TIMEFORMAT: `{bad}': invalid format character")
        await self.process.flush()

    async def _pipeline(self, pipeline: Pipeline) -> None:
        if len(pipeline.commands) == 1:
            self.tested += pipeline.negated
            try:
                await self.run(pipeline.commands[0])
            finally:
                self.tested -= pipeline.negated
        else:
            await self._joined(pipeline)
        if pipeline.negated:
            self.status = int(not self.status)
        else:
            self.check()

    async def _joined(self, pipeline: Pipeline) -> None:
        statuses = await self.wait_for(await self._begun(pipeline.commands), pipeline)
        failed = [status for status in statuses if status]
        self.status = (failed[-1] if failed else 0) if "pipefail" in self.options else statuses[-1]

    async def _begun(self, commands: Sequence[Command], *, in_background: bool = False) -> list[Process]:
        """Start a process for each command, each one's output the next one's input."""
        children: list[Process] = []
        source: Stream | None = Null().open() if in_background else None
        for number, command in enumerate(commands):
            child = await self.subshell(command)
            if self.control is not None:
                self.control.enlist(child.process, children[0] if children else None)
            elif in_background:
                child.process.ignored |= {"INT", "QUIT"}
            children.append(child.process)
            if source is not None:
                child.process.set_fd(0, source)
                source.close()
            if number < len(commands) - 1:
                reader, writer = self.process.pipe()
                source = reader.open()
                child.process.set_fd(1, writer)
            child.begin()
        return children
