"""What goes over the wire: commands, what they leave, and streams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from wizard.secret import Secret, Text


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that the remote program asks on its terminal, and the answer, given once."""

    expects: str
    """A regular expression that matches the end of what the program has printed."""
    answer: Secret


@dataclass(frozen=True, slots=True)
class Command:
    """One remote command: a POSIX sh script, what it reads, and how long it may take.

    The script stands in the remote process list, so it is a str and can hold no `Secret`.
    """

    script: str
    stdin: Text = field(default_factory=Text)
    prompts: tuple[Prompt, ...] = ()
    """With prompts the command runs on a terminal of its own (a pty) and stdin is not used."""
    timeout: float = 120.0
    """Seconds."""
    changes: bool = True
    """A changing command holds the host's lock and outlives a lost connection."""
    gives_up: int = 0
    """Seconds after which timeout(1) ends it on the host, where nothing breaks by that; 0 for never."""
    name: str = ""
    """What a changing command is called where it is found at work; empty for its first line."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a remote command left: exit status (None when a signal ended it), stdout and stderr."""

    status: int | None
    stdout: bytes = field(default=b"", repr=False)
    stderr: bytes = field(default=b"", repr=False)
    too_long: bool = False
    """Whether it was ended because it printed more than is read; what came until then is here."""

    @property
    def text(self) -> str:
        """stdout as text; bytes that are not UTF-8 survive as surrogates."""
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def errors(self) -> str:
        """stderr as text; bytes that are not UTF-8 become U+FFFD."""
        return self.stderr.decode("utf-8", "replace")


class Stream(Protocol):
    """A TCP stream that starts at a host: the part of a socket that clients of a protocol use."""

    def send(self, data: bytes, /) -> int:
        """Send some of `data`; return how many bytes were sent."""

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`, in as many calls of `send` as that takes."""

    def recv(self, size: int, /) -> bytes:
        """Receive at most `size` bytes, none at the end."""

    def settimeout(self, seconds: float | None, /) -> None:
        """Limit every later call to so many seconds; None for no limit."""

    def makefile(self, mode: str = ..., /) -> Any:
        """Return a file object over the stream, as `socket.makefile` does."""

    def close(self) -> None:
        """Close the stream; later calls raise OSError."""


Dial = Callable[[str, int], Stream]
"""Opens a stream from a host to an address, as that host resolves it, and a port."""
