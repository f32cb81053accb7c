"""Hosts: what the engine needs of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wizard.model.answers import Node
    from wizard.model.commands import Command, Result, Stream
    from wizard.model.message import Message

OnLine = Callable[[str], None]
"""Takes one line of a remote program's output, as it comes, unmasked."""


def ignore(line: str) -> None:
    """Take a line and do nothing with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run's claim to the run locks of its hosts."""

    token: str
    """Hexadecimal digits that no other run has."""
    owner: str
    """Whom others are told of: user, workstation, process."""


class Host(Protocol):
    """A host that commands can be run on. All of it blocks, within limits."""

    node: Node

    def open(self) -> None:
        """Connect and log in; nothing where that is done. Raises `Unreachable`, `UntrustedKey`."""

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Run it to its end.

        Raises `Lost` where its end was not seen, and `Refused` of a changing one where the claim last
        acquired does not hold any more: nothing was done then.
        """

    def acquire(self, claim: Claim) -> Message | None:
        """Take the host's run lock, or take it again after a reconnection; does not wait for it.

        Return nothing where it is had, else who or what is in the way. Raises `Refused` where it cannot
        be had at all, and `HostProblem`.
        """

    def release(self) -> None:
        """Give the run lock back, if it is had. Raises nothing."""

    def dial(self, address: str, port: int) -> Stream:
        """Open a TCP stream from the host; raises OSError where nothing answers."""

    def close(self) -> None:
        """Let go of the connection. May be called at any time, from another thread too."""
