"""Redirections: opens, duplicates and closes descriptors, and puts them back afterwards."""

from __future__ import annotations

import errno
import os
import re

from wizard.hostsim.openfiles import Snapshot
from wizard.hostsim.process import Process, encode
from wizard.hostsim.shell.expansion import Expander
from wizard.hostsim.shell.state import Shell
from wizard.hostsim.shell.syntax import Redirect, Word
from wizard.hostsim.streams import Stream, os_error

FLAGS = {
    "<": os.O_RDONLY,
    ">": os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
    ">|": os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
    ">>": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
    "<>": os.O_RDWR | os.O_CREAT,
}
NETWORK = re.compile(r"/dev/tcp/([^/]+)/(\d+)")
Saved = dict[int, Stream | None]


class Redirector:
    """Applies the redirections of one shell's commands."""

    def __init__(self, shell: Shell, expander: Expander) -> None:
        self.shell = shell
        self.expander = expander

    async def apply(self, redirects: tuple[Redirect, ...]) -> Saved:
        """Redirect the shell itself; returns what `restore` needs."""
        saved: Saved = {}
        try:
            for redirect in redirects:
                stream = await self._stream(redirect, self.shell.process)
                number = redirect.descriptor
                if number not in saved:
                    old = self.shell.process.fds.get(number)
                    saved[number] = old.open() if old else None
                self.shell.process.set_fd(number, stream)
        except BaseException:
            self.restore(saved)
            raise
        return saved

    def restore(self, saved: Saved) -> None:
        """Put back what `apply` replaced."""
        for number, stream in saved.items():
            self.shell.process.set_fd(number, stream)
            if stream is not None:
                stream.close()

    async def apply_in(self, child: Process, redirects: tuple[Redirect, ...]) -> None:
        """Redirect a child that is about to run a program."""
        for redirect in redirects:
            child.set_fd(redirect.descriptor, await self._stream(redirect, child))

    async def _stream(self, redirect: Redirect, process: Process) -> Stream | None:
        if redirect.document is not None:
            return Snapshot(encode(await self.expander.text(redirect.document.text)))
        target = await self._target(redirect.target)
        if redirect.operator in ("<&", ">&"):
            return self._duplicate(target, process)
        if match := NETWORK.fullmatch(target):
            return await self._connect(match[1], int(match[2]))
        flags = FLAGS[redirect.operator]
        if redirect.operator == ">" and "C" in self.shell.options:
            self._refuse_existing(target, process)
        try:
            return process.open(target, flags)
        except OSError as error:
            raise OSError(error.errno, error.strerror, target) from None

    async def _target(self, word: Word) -> str:
        names = await self.expander.words((word,))
        if len(names) != 1:
            raise OSError(errno.EINVAL, "ambiguous redirect", await self.expander.text(word))
        return names[0]

    def _duplicate(self, target: str, process: Process) -> Stream | None:
        if target == "-":
            return None
        if not target.isdigit():
            raise OSError(errno.EINVAL, "ambiguous redirect", target)
        try:
            return process.fd(int(target))
        except OSError as error:
            raise OSError(error.errno, error.strerror, target) from None

    def _refuse_existing(self, target: str, process: Process) -> None:
        if process.node.tree.find(process.path(target), process.user) is not None:
            raise OSError(errno.EEXIST, "cannot overwrite existing file", target)

    async def _connect(self, host: str, port: int) -> Stream:
        """Open bash's /dev/tcp; a failure is said twice, as bash does."""
        path = f"/dev/tcp/{host}/{port}"
        try:
            return await self.shell.process.node.connect(host, port)
        except OSError as error:
            if error.errno is None or error.errno < 0:
                self.shell.say(f"{host}: {error.strerror}")
                raise os_error(errno.EINVAL, path) from None
            self.shell.say(f"connect: {error.strerror}")
            raise OSError(error.errno, error.strerror, path) from None
