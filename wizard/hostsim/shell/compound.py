"""Compound commands: if, while, for, case, groups and subshells with their redirections."""

from __future__ import annotations

import asyncio
import errno

from wizard.hostsim.shell import patterns
from wizard.hostsim.shell.expansion import Expander
from wizard.hostsim.shell.redirection import Redirector, Saved
from wizard.hostsim.shell.state import Leave, Shell
from wizard.hostsim.shell.syntax import Case, Command, For, Group, If, Redirect, Subshell, While


class CompoundCommands:
    """Carries out the compound commands of one shell."""

    def __init__(self, shell: Shell, expander: Expander, redirector: Redirector) -> None:
        self.shell = shell
        self.expander = expander
        self.redirector = redirector

    async def run(self, command: Command) -> None:
        """Carry out one compound command."""
        redirects: tuple[Redirect, ...] = getattr(command, "redirects", ())
        saved: Saved = {}
        try:
            if redirects:
                saved = await self.redirector.apply(redirects)
            match command:
                case Subshell(body):
                    await self._subshell(body, command)
                case Group(body):
                    await self.shell.run(body)
                case If():
                    await self._if(command)
                case While():
                    await self._loop(command)
                case For():
                    await self._for(command)
                case Case():
                    await self._case(command)
        except OSError as error:
            if error.errno in (errno.EPIPE, errno.ENOMEM, errno.EFBIG):
                raise
            await self.shell.cannot(error)
        finally:
            if saved:
                self.redirector.restore(saved)
        if isinstance(command, Subshell):
            self.shell.check()

    async def _subshell(self, body: Command, command: Command) -> None:
        child = await self.shell.subshell(body)
        if self.shell.control is not None:
            self.shell.control.enlist(child.process)
        (self.shell.status,) = await self.shell.wait_for([child.begin()], command)

    async def _if(self, command: If) -> None:
        for condition, body in command.branches:
            if await self.shell.test(condition):
                await self.shell.run(body)
                return
        self.shell.status = 0
        if command.otherwise is not None:
            await self.shell.run(command.otherwise)

    async def _iteration(self, body: Command) -> bool:
        """Run a loop's body once; False when the loop is to end."""
        try:
            await self.shell.run(body)
        except Leave as leave:
            self.shell.status = 0
            if leave.levels > 1:
                raise Leave(leave.levels - 1, again=leave.again) from None
            return leave.again
        await asyncio.sleep(0)
        return True

    async def _loop(self, command: While) -> None:
        status = 0
        while await self.shell.test(command.condition) != command.until:
            going_on = await self._iteration(command.body)
            status = self.shell.status
            if not going_on:
                break
        self.shell.status = status

    async def _for(self, command: For) -> None:
        words = (
            list(self.shell.positional) if command.words is None else await self.expander.words(command.words)
        )
        self.shell.status = 0
        for word in words:
            self.shell.assign(command.name, word)
            if not await self._iteration(command.body):
                break

    async def _case(self, command: Case) -> None:
        subject = await self.expander.text(command.word)
        self.shell.status = 0
        for choices, body in command.branches:
            for choice in choices:
                if patterns.matches(await self.expander.pattern(choice), subject):
                    if body is not None:
                        await self.shell.run(body)
                    return
