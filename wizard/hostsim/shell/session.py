"""An interactive shell: what a person at a terminal types, command after command."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable

from wizard.hostsim.interactive import History, edited_line
from wizard.hostsim.interactive.line import KillRing
from wizard.hostsim.process import Process, decode, encode
from wizard.hostsim.shell.completing import completer
from wizard.hostsim.shell.events import NoEvent, expanded
from wizard.hostsim.shell.interpreter import Interpreter
from wizard.hostsim.shell.jobs import Jobs
from wizard.hostsim.shell.joining import continues, joined
from wizard.hostsim.shell.parser import Parser, first_command
from wizard.hostsim.shell.prompt import decoded
from wizard.hostsim.shell.script import say_problem
from wizard.hostsim.shell.state import Abandoned, Exit, Leave, Return, ShellError
from wizard.hostsim.shell.syntax import Command, Incomplete, SyntaxProblem
from wizard.hostsim.terminal import Terminal

PROMPTS = {"PS1": "\\s-\\v\\$ ", "PS2": "> ", "PS4": "+ "}
LOGIN_FILES = ("~/.bash_profile", "~/.bash_login", "~/.profile")
IGNORED = {"TERM", "QUIT", "TSTP", "TTIN"}


class Session:
    """One interactive shell on its terminal."""

    def __init__(self, shell: Interpreter, terminal: Terminal) -> None:
        self.shell = shell
        self.terminal = terminal
        self.jobs = Jobs(shell, terminal)
        self.history = History()
        self.kills = KillRing()
        self.count = 1
        self._warned = False
        self._busy = False
        self._interrupted = False
        self._left = False

    async def run(self) -> None:
        """Read and run commands until the person leaves; raises `Exit` with the status."""
        shell = self.shell
        process = shell.process
        before, group = self.terminal.foreground, process.process_group
        process.process_group = self.terminal.foreground = process.pid
        process.trapped = self._trapped
        shell.control, shell.history, shell.interactive = self.jobs, self.history, True
        path = f"{shell.variables.get('HOME', '/')}/.bash_history"
        shell.variables.update(HISTFILE=path, HISTSIZE="1000", **PROMPTS)
        try:
            await self._begin(path)
            while True:
                await self._one()
        finally:
            self.terminal.foreground, process.process_group = before, group
            self.jobs.hang_up()
            shell.control = None
            await self.history.save(process, shell.variables.get("HISTFILE", path))

    async def _begin(self, history: str) -> None:
        if self.shell.login:
            await self._source("/etc/profile")
            for name in LOGIN_FILES:
                if await self._source(name):
                    break
        else:
            await self._source("~/.bashrc")
        loaded = await History.load(self.shell.process, self.shell.variables.get("HISTFILE", history))
        self.history.lines = loaded.lines

    async def _source(self, name: str) -> bool:
        """Run the commands of a file; False where there is none."""
        path = name.replace("~", self.shell.variables.get("HOME", ""), 1)
        try:
            text = decode(await self.shell.process.read_file(path))
        except OSError:
            return False
        await self._carry_out(lambda: self.shell.run_text(text))
        return True

    # --- one command

    async def _one(self) -> None:
        """Prompt for a command and run it."""
        process = self.shell.process
        process.err(self.jobs.told())
        columns, rows = self.terminal.size
        self.shell.variables.update(COLUMNS=str(columns), LINES=str(rows))
        if command := self.shell.variables.get("PROMPT_COMMAND"):
            status = self.shell.status
            await self._carry_out(lambda: self.shell.run_text(command))
            self.shell.status = status
        try:
            typed = await self._read()
        except EOFError:
            await self._end_of_file()
            return
        except KeyboardInterrupt:
            self.shell.status = 130
            return
        if typed is None:
            return
        self.count += 1
        self.shell.line = 0
        text = typed
        await self._carry_out(lambda: self.shell.run(text))

    async def _read(self) -> Command | None:
        """Read lines until they are a command; None where there is nothing to run."""
        text = ""
        while True:
            typed = await self._line("PS2" if text else "PS1")
            try:
                line, only_printed = expanded(typed, self.history)
            except NoEvent as problem:
                self.shell.say(str(problem))
                return None
            if line != typed:
                await self.terminal.write(encode(f"{line}\n"))
            if only_printed:
                self.history.add(line)
                return None
            text += f"{line}\n"
            try:
                command, _ = first_command(text, 1, self.shell.expanding)
            except Incomplete:
                continue
            except SyntaxProblem as problem:
                self.history.add(joined(text))
                self._complain(problem)
                return None
            if command is not None and continues(text):
                continue
            self.history.add(joined(text))
            return command

    async def _line(self, name: str) -> str:
        prompt = decoded(self.shell, self.shell.variables.get(name, ""), self.count, len(self.jobs.jobs))
        if "$" in prompt or "`" in prompt:
            prompt = await self._expanded(prompt)
        return await edited_line(
            self.shell.process,
            prompt,
            history=self.history,
            complete=completer(self.shell),
            kills=self.kills,
        )

    async def _expanded(self, prompt: str) -> str:
        status = self.shell.status
        try:
            return await self.shell.simple.expander.text(Parser(prompt).document())
        except (SyntaxProblem, ShellError):
            return prompt
        finally:
            self.shell.status = status

    def _complain(self, problem: SyntaxProblem) -> None:
        say_problem(self.shell, problem, "")
        self.shell.status = 1

    async def _end_of_file(self) -> None:
        """Leave at Ctrl-D, unless there are jobs that have been stopped."""
        if self.terminal.gone:
            raise Exit(129)
        self.shell.process.err("logout\n" if self.shell.login else "exit\n")
        await self._leave(self.shell.status)

    async def _leave(self, status: int) -> None:
        stopped = any(job.stopped for job in self.jobs.jobs)
        if stopped and not self._warned:
            self.shell.process.err("There are stopped jobs.\n")
            self.shell.status = 1
            self._warned = True
            return
        await self.shell.process.flush()
        raise Exit(status)

    # --- carrying out

    async def _carry_out(self, work: Callable[[], Awaitable[object]]) -> None:
        """Run commands up to their end, an interrupt, or whatever else leads back to the prompt."""
        shell = self.shell
        self._busy = True
        try:
            await work()
            await shell.process.flush()
            self._warned = False
        except Abandoned as abandoned:
            shell.status = abandoned.status
        except Exit as leave:
            shell.process.err("logout\n" if shell.login else "exit\n")
            await self._leave(leave.status)
        except ShellError as error:
            shell.say(error.message)
            shell.status = 1
        except (Return, Leave):
            pass
        except asyncio.CancelledError:
            await self._came_back()
        except OSError as error:
            if error.errno in (errno.EPIPE,) or self.terminal.gone:
                raise
            shell.say(f"{error.strerror}")
            shell.status = 1
        finally:
            self._busy = False

    async def _came_back(self) -> None:
        task = asyncio.current_task()
        if not self._interrupted or task is None or self.terminal.gone:
            raise asyncio.CancelledError
        task.uncancel()
        self._interrupted = False
        self.shell.status = 130
        await self.terminal.write(b"\n")

    def _trapped(self, signal: str) -> bool:
        shell, process = self.shell, self.shell.process
        if signal in shell.traps:
            shell.caught.append(signal)
            return True
        if signal == "INT":
            if self._busy and process.task is not None:
                self._interrupted = True
                process.task.cancel()
            return True
        return signal in IGNORED


async def interact(shell: Interpreter, process: Process) -> None:
    """Be an interactive shell on the process's terminal."""
    terminal = process.terminal
    assert terminal is not None  # noqa: S101 - whoever calls this has looked
    await Session(shell, terminal).run()
