"""A session on a node where the machine has no ssh: on a terminal with its size, and with every key."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import asyncssh

from wizard.lab import LabNode
from wizard.model.problems import Unreachable

LOST = 255
"""The exit status where the connection broke, as ssh has it."""


def session(node: LabNode, command: str | None) -> int:
    """Run a command, or a login shell, and return its exit status. Raises `Unreachable`."""
    try:
        return asyncio.run(_session(node, command))
    except (OSError, asyncssh.Error) as error:
        raise Unreachable("lab-no-session", host=node.name, reason=str(error)) from None


async def _session(node: LabNode, command: str | None) -> int:
    key = asyncssh.import_public_key(node.public_key)
    connecting = asyncssh.connect(
        node.host,
        node.port,
        username=node.user,
        client_keys=[node.identity_file],
        known_hosts=([key], [], []),
        config=None,
        agent_path=None,
    )
    on_terminal = command is None and sys.stdin.isatty()
    async with connecting as connection:
        process = await connection.create_process(
            command,
            term_type=os.environ.get("TERM", "vt100") if on_terminal else None,
            term_size=tuple(shutil.get_terminal_size()) if on_terminal else None,
            stdin=os.dup(0),
            stdout=os.dup(1),
            stderr=os.dup(2),
            encoding=None,
        )
        with _raw() if on_terminal else _as_it_is():
            if on_terminal:
                asyncio.get_running_loop().add_signal_handler(
                    signal.SIGWINCH, lambda: process.change_terminal_size(*shutil.get_terminal_size())
                )
            ended = await process.wait()
    return LOST if ended.exit_status is None else ended.exit_status


@contextmanager
def _raw() -> Iterator[None]:
    """Hand every key over as it is typed."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        yield
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
