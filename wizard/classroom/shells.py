"""Login shells on the lab's nodes, over SSH, for the pages of students."""

from __future__ import annotations

from collections.abc import Callable

import asyncssh

from wizard.classroom.terminals import Size, Terminal
from wizard.lab import LabNode

_READ = 32_768
_WINDOW = 65_536
"""Bytes that may be under way: after Ctrl-C, no more of a flood than that is still shown."""
_TERM = "xterm-256color"


class ShellTerminal(Terminal):
    """A shell of root's on a node. `node` returns where the node is now."""

    def __init__(self, node: Callable[[], LabNode]) -> None:
        super().__init__()
        self._node = node
        self._connection: asyncssh.SSHClientConnection | None = None
        self._process: asyncssh.SSHClientProcess[bytes]

    async def open(self) -> None:
        """Log in. Raises OSError."""
        node = self._node()
        try:
            connection = await asyncssh.connect(
                node.host,
                node.port,
                username=node.user,
                client_keys=[node.identity_file],
                known_hosts=([asyncssh.import_public_key(node.public_key)], [], []),
                config=None,
                agent_path=None,
                login_timeout=30,
            )
            self._connection = connection
            self._process = await connection.create_process(
                term_type=_TERM, term_size=self.size, encoding=None, stderr=asyncssh.STDOUT, window=_WINDOW
            )
        except asyncssh.Error as error:
            raise OSError(str(error)) from None

    async def read(self) -> bytes:
        """Return output."""
        try:
            return await self._process.stdout.read(_READ)
        except asyncssh.Error:
            return b""

    async def write(self, data: bytes) -> None:
        """Send input; wait while the lab takes none."""
        try:
            self._process.stdin.write(data)
            await self._process.stdin.drain()
        except (asyncssh.Error, BrokenPipeError):
            return

    def apply_size(self, size: Size) -> None:
        """Tell the shell its size."""
        columns, rows = size
        self._process.change_terminal_size(columns, rows)

    async def shut(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.abort()
            self._connection = None
