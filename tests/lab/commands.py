"""Reads commands.toml and holds a host to its rows; the host may be the lab's or a real one."""

from __future__ import annotations

import contextlib
import re
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import paramiko

from wizard.lab import LabNode

TABLE = Path(__file__).with_name("commands.toml")
LIMIT = 30.0


@dataclass(frozen=True)
class Otherwise:
    """What real hosts answer otherwise than CentOS 7.2, and why; None where they answer alike."""

    reason: str
    status: int | None = None
    stdout: str | None = None
    stderr: str | None = None


@dataclass(frozen=True)
class ExpectedCommand:
    """A command and what it has to end with."""

    run: str
    status: int
    stdout: str = ""
    stderr: str = ""
    stdin: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    real: Otherwise | None = None

    def on_real_hosts(self) -> ExpectedCommand:
        """Return the row as real hosts have to answer it."""
        if self.real is None:
            return self
        parts = {name: getattr(self.real, name) for name in ("status", "stdout", "stderr")}
        return replace(self, real=None, **{name: part for name, part in parts.items() if part is not None})


@dataclass(frozen=True)
class CommandSequence:
    """Commands that run in their order on one host."""

    name: str
    on: str
    rows: tuple[ExpectedCommand, ...]
    after: str = ""
    slow: bool = False


def sequences() -> list[CommandSequence]:
    """Return the sequences of commands.toml, in the file's order."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [
        CommandSequence(**{**sequence, "rows": tuple(_row(**row) for row in sequence["rows"])})
        for sequence in table["sequence"]
    ]


def _row(
    typed: Sequence[Sequence[str]] = (), real: Mapping[str, Any] | None = None, **parts: Any
) -> ExpectedCommand:
    return ExpectedCommand(
        typed=tuple((prompt, answer) for prompt, answer in typed),
        real=Otherwise(**real) if real else None,
        **parts,
    )


def log_in(node: LabNode) -> paramiko.SSHClient:
    """Log in to a node of the lab as root."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(
        node.host,
        node.port,
        node.user,
        key_filename=node.identity_file,
        look_for_keys=False,
        allow_agent=False,
    )
    return client


@dataclass(frozen=True)
class CommandResult:
    """The exit status and the output of a command that ran over SSH."""

    status: int
    stdout: str
    stderr: str


def run(client: paramiko.SSHClient, row: ExpectedCommand) -> CommandResult:
    """Run a row's command over SSH."""
    transport = client.get_transport()
    assert transport is not None
    channel = transport.open_session(timeout=LIMIT)
    channel.settimeout(LIMIT)
    with channel:
        if row.typed:
            return _on_terminal(channel, row)
        channel.exec_command(row.run)
        if row.stdin:
            with contextlib.suppress(OSError):  # it has ended without reading
                channel.sendall(row.stdin.encode())
        channel.shutdown_write()
        stdout = channel.makefile("rb").read().decode()
        stderr = channel.makefile_stderr("rb").read().decode()
        return CommandResult(channel.recv_exit_status(), stdout, stderr)


def _on_terminal(channel: paramiko.Channel, row: ExpectedCommand) -> CommandResult:
    """Type each answer once its prompt ends the screen."""
    channel.get_pty()
    channel.exec_command(row.run)
    screen = ""
    end = time.monotonic() + LIMIT
    for prompt, answer in row.typed:
        while prompt and not screen.endswith(prompt):
            assert time.monotonic() < end, f"waited for {prompt!r} after {screen!r}"
            data = channel.recv(4096)
            assert data, f"ended before {prompt!r}: {screen!r}"
            screen += data.decode()
        channel.sendall(answer.encode())
        if prompt:
            screen += channel.recv(4096).decode()
    while data := channel.recv(4096):
        screen += data.decode()
    return CommandResult(channel.recv_exit_status(), screen.replace("\r\n", "\n"), "")


def differences(row: ExpectedCommand, ended: CommandResult) -> list[str]:
    """Return in what a command ended otherwise than the table says."""
    found = []
    if ended.status != row.status:
        found.append(f"status {ended.status}, not {row.status}")
    for name, wanted, got in (("stdout", row.stdout, ended.stdout), ("stderr", row.stderr, ended.stderr)):
        if wanted and not re.search(wanted, got):
            found.append(f"{name} has no {wanted!r}: {got!r}")
    return [f"`{row.run}`: {difference} ({ended.stderr[-300:]!r})" for difference in found]


def walk(
    client: paramiko.SSHClient, sequence: CommandSequence
) -> Iterator[tuple[ExpectedCommand, CommandResult]]:
    """Run the rows in their order, and put the host back."""
    try:
        for row in sequence.rows:
            yield row, run(client, row)
    finally:
        if sequence.after:
            client.exec_command(sequence.after)[1].channel.recv_exit_status()
