"""The client's end of the process that holds a host's run lock."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

from paramiko import Channel, SSHException

from wizard.hosts import ignore, lock
from wizard.hosts.output import Output
from wizard.hosts.runner import execute

_CHUNK = 1 << 16


class Holder:
    """A process on the host that holds the run lock while this end keeps it alive."""

    def __init__(self, channel: Channel, marker: bytes = b"") -> None:
        """A marker stands before its answer, after what the login shell prints."""
        self._channel = channel
        self._output = Output(ignore, lock.MOST, 0, marker)

    @property
    def printed(self) -> bytes:
        """What it has answered, at most `lock.MOST` bytes."""
        return self._output.beginning

    def begin(self, line: str, stdin: bytes, limit: float) -> None:
        """Execute `line` and wait for its answer or its end. Raises SSHException or EOFError without one."""
        self._channel.set_combine_stderr(True)
        end = monotonic() + limit
        execute(self._channel, line, end)
        try:
            self._channel.sendall(stdin)
            self._read_answer(end)
        except OSError as error:
            raise SSHException(f"no answer: {error}") from error

    def _read_answer(self, end: float) -> None:
        while not lock.answered(self.printed) and not self._output.overflowed:
            self._channel.settimeout(max(end - monotonic(), 0.001))
            if not (chunk := self._channel.recv(_CHUNK)):
                break
            self._output.take(chunk)

    def keep(self) -> None:
        """Let it see that this end is there. Neither blocks nor raises."""
        with suppress(OSError, SSHException, EOFError):
            if self._channel.send_ready():
                self._channel.send(b".")

    def end(self, limit: float) -> None:
        """Have it end, and wait for that, at most so many seconds. Raises nothing."""
        with suppress(OSError, SSHException, EOFError):
            self._channel.shutdown_write()
            end = monotonic() + limit
            while (left := end - monotonic()) > 0:
                self._channel.settimeout(left)
                if not self._channel.recv(lock.MOST):
                    break
        with suppress(OSError, SSHException, EOFError):
            self._channel.close()
