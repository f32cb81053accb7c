"""How long an SSH host may take for each thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds."""

    connect: float = 15.0
    """For TCP; then for the greeting and the key exchange together."""
    banner: float = 10.0
    """For the greeting."""
    login: float = 30.0
    """For all ways of logging in together; then for each way of calling sudo."""
    channel: float = 15.0
    """For the server's answer to a request for a channel."""
    keepalive_interval: float = 15.0
    """Between two questions to the host whether it is still there."""
    keepalive_timeout: float = 30.0
    """For the answer to that."""
    command_lock: float = 60.0
    """For a command that an earlier run left at work on the host."""
    run_lock: float = 90.0
    """For a sign of life from this end, before the host frees the run lock; some keepalive intervals."""
    interrupt: float = 5.0
    """For an interrupted command to end."""
    idle: float = 2.0
    """Without output, after a command's exit status, until it is taken to have printed all."""
