"""Types what a transcript says at a terminal, and holds the screen to it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import paramiko
import pyte

FOLDER = Path(__file__).with_name("typed")
COLUMNS, ROWS = 160, 500
"""A window in which nothing wraps or scrolls away."""
LIMIT = 60.0
MARK = re.compile(r"«([^»]*)»|‹([^›]*)›")
KEYS = {"^C": "\x03", "^D": "\x04", "TAB": "\t", "UP": "\x1b[A"}
ANYTHING = {
    "<hex>": "[0-9a-f]{8}",
    "<id>": "[0-9a-f]{32}",
    "<uuid>": "[0-9a-f-]{36}",
    "<number>": r"\d+",
    "<any>": "[^\n]*",
}


class Wire(Protocol):
    """A program on a terminal."""

    def send(self, data: bytes) -> None:
        """Type."""

    def receive(self) -> bytes:
        """Return what it prints, after waiting for it; nothing when it has ended. Raises TimeoutError."""


@dataclass(frozen=True)
class Transcript:
    """A command, and what is on the screen from its start to its end.

    `«text»` is typed with Enter and shown; `‹text›` is typed with Enter and not shown; `«^C»`, `«^D»`,
    `«TAB»` and `«UP»` are keys, and what they show is in the text. `<number>` and the like stand for what
    differs each time.
    """

    name: str
    command: str
    text: str
    status: int

    def steps(self) -> Iterator[tuple[str, bytes]]:
        """Give the pattern of the whole screen before each thing that is typed, and that; last without."""
        at = 0
        screen = ""
        for match in MARK.finditer(self.text):
            screen += self.text[at : match.start()]
            at = match.end()
            shown, hidden = match[1], match[2]
            if shown in KEYS:
                yield _pattern(screen), KEYS[shown].encode()
            else:
                yield _pattern(screen), f"{shown if hidden is None else hidden}\n".encode()
                screen += shown or ""
        yield _pattern(screen + self.text[at:]), b""


def _pattern(screen: str) -> str:
    lines = "\n".join(line.rstrip() for line in screen.split("\n")).rstrip()
    return re.sub(r"<[a-z]+>", lambda match: ANYTHING.get(match[0], match[0]), re.escape(lines))


def transcripts(program: str) -> list[Transcript]:
    """Return the transcripts of a file, in their order.

    Each has `=== NAME` and `$ COMMAND` before it, and `[STATUS]` behind it; -1 is a signal's end.
    """
    text = (FOLDER / f"{program}.txt").read_text(encoding="utf-8")
    found = re.finditer(r"^=== (.*)\n\$ (.*)\n((?s:.*?))^\[(-?\d+)\]\n", text, re.MULTILINE)
    return [Transcript(one[1], one[2], one[3], int(one[4])) for one in found]


class SshWire:
    """A command on a terminal of a host, over SSH."""

    def __init__(self, client: paramiko.SSHClient, command: str) -> None:
        transport = client.get_transport()
        assert transport is not None
        self.channel = transport.open_session(timeout=LIMIT)
        self.channel.settimeout(LIMIT)
        self.channel.get_pty("xterm", COLUMNS, ROWS)
        self.channel.exec_command(command)

    def send(self, data: bytes) -> None:
        """Type."""
        self.channel.sendall(data)

    def receive(self) -> bytes:
        """Return what it prints, after waiting for it; nothing when it has ended."""
        return self.channel.recv(65536)

    def status(self) -> int:
        """Return its exit status."""
        return self.channel.recv_exit_status()


def follow(
    transcript: Transcript, wire: Wire, *, changed: Callable[[str], str] = lambda screen: screen
) -> None:
    """Type a transcript's answers, each when the screen shows what stands before it."""
    screen = pyte.Screen(COLUMNS, ROWS)
    screen.write_process_input = lambda data: wire.send(data.encode())  # type: ignore[method-assign]
    stream = pyte.ByteStream(screen)
    end = time.monotonic() + LIMIT
    ended = False
    for pattern, keys in transcript.steps():
        while not re.fullmatch(pattern, shown := changed(_text(screen))) or (not keys and not ended):
            wanted = re.sub(r"\\(\W)", r"\1", pattern)
            assert time.monotonic() < end and not ended, f"wanted:\n{wanted}\n\nand got:\n{shown}"
            try:
                data = wire.receive()
            except TimeoutError:
                continue
            ended = not data
            stream.feed(data)
        if keys:
            wire.send(keys)


def _text(screen: pyte.Screen) -> str:
    return "\n".join(line.rstrip() for line in screen.display).rstrip()
