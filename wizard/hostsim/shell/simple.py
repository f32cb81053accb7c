"""Simple commands: assignments, builtins, functions and programs with their redirections."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Sequence

from wizard.hostsim import limits
from wizard.hostsim.execute import execute
from wizard.hostsim.shell.expansion import Expander
from wizard.hostsim.shell.redirection import Redirector
from wizard.hostsim.shell.state import Exit, Return, Shell
from wizard.hostsim.shell.syntax import Simple
from wizard.hostsim.shell.table import BUILTINS, Builtin


class SimpleCommands:
    """Carries out the simple commands of one shell."""

    def __init__(self, shell: Shell, expander: Expander, redirector: Redirector) -> None:
        self.shell = shell
        self.expander = expander
        self.redirector = redirector

    async def run(self, command: Simple) -> None:
        """Carry out one simple command."""
        self.shell.line = command.line
        alone, self.shell.alone = self.shell.alone, False
        self.shell.substitution_status = None
        words = await self.expander.words(command.words)
        if not words:
            await self._assignments_only(command)
        elif words[0] in self.shell.functions and words[0] not in BUILTINS:
            await self._with_redirects(command, lambda: self._function(words, command))
        elif (builtin := BUILTINS.get(words[0])) is not None:
            await self._builtin(builtin, words, command)
        else:
            await self._program(words, command, alone)
        self.shell.check()

    async def _assignments_only(self, command: Simple) -> None:
        async def assign() -> None:
            for name, word in command.assignments:
                self.shell.assign(name, await self.expander.text(word))
            self.shell.status = self.shell.substitution_status or 0

        await self._with_redirects(command, assign)

    async def _with_redirects(self, command: Simple, work: Callable[[], Awaitable[object]]) -> None:
        try:
            saved = await self.redirector.apply(command.redirects)
        except OSError as error:
            await self.shell.cannot(error)
            return
        try:
            await work()
        finally:
            self.redirector.restore(saved)

    async def _function(self, words: list[str], command: Simple) -> None:
        outer, self.shell.positional = self.shell.positional, words[1:]
        self.shell.locals.append({})
        try:
            for name, word in command.assignments:
                self.shell.assign(name, await self.expander.text(word))
            await self.shell.run(self.shell.functions[words[0]])
        except Return as leave:
            self.shell.status = leave.status
        finally:
            self.shell.positional = outer
            self._restore_variables(self.shell.locals.pop())

    def _restore_variables(self, saved: dict[str, str | None]) -> None:
        for name, value in saved.items():
            if value is None:
                self.shell.variables.pop(name, None)
            else:
                self.shell.variables[name] = value

    async def _builtin(self, builtin: Builtin, words: list[str], command: Simple) -> None:
        kept = builtin.special
        before = {name: self.shell.variables.get(name) for name, _ in command.assignments}
        exported = set(self.shell.exported)

        async def work() -> None:
            for name, word in command.assignments:
                self.shell.assign(name, await self.expander.text(word))
                self.shell.exported.add(name)
            self.shell.status = await builtin.run(self.shell, words)
            await self._flush(words[0])

        if words[0] == "exec" and len(words) == 1:
            try:
                for stream in (await self.redirector.apply(command.redirects)).values():
                    if stream is not None:
                        stream.close()
                self.shell.status = 0
            except OSError as error:
                await self.shell.cannot(error)
                raise Exit(1) from None
            return
        try:
            await self._with_redirects(command, work)
        finally:
            if not kept:
                self._restore_variables(before)
                self.shell.exported = exported

    async def _flush(self, name: str) -> None:
        try:
            await self.shell.process.flush()
        except OSError as error:
            if error.errno in (errno.ENOMEM, errno.EFBIG) or (
                error.errno == errno.EPIPE and "PIPE" not in self.shell.process.ignored
            ):
                raise
            self.shell.say(f"{name}: write error: {error.strerror}")
            await self.shell.process.flush()
            self.shell.status = 1

    async def _program(self, words: Sequence[str], command: Simple, alone: bool) -> None:
        shell = self.shell
        process = shell.process if alone else await shell.fork(words)
        if shell.control is not None and not alone:
            shell.control.enlist(process)
        process.env = shell.environment()
        try:
            for name, word in command.assignments:
                process.env[name] = await self.expander.text(word)
            await self.redirector.apply_in(process, command.redirects)
        except BaseException as error:
            if not alone:
                process.leave()
            if not isinstance(error, OSError):
                raise
            await shell.cannot(error)
            return
        if sum(map(len, words)) + sum(map(len, process.env.values())) > limits.ARGUMENTS:
            if not alone:
                process.leave()
            shell.say(f"{words[0]}: Argument list too long")
            await shell.process.flush()
            shell.status = 126
            return
        path = shell.variables.get("PATH", "") if "/" not in words[0] else ""
        if alone:
            process.argv, process.trapped = list(words), None
            raise Exit(await execute(process, path=path, complain=shell.say))
        process.start(lambda child: execute(child, path=path, complain=shell.say_from(child)))
        (shell.status,) = await shell.wait_for([process], command)
