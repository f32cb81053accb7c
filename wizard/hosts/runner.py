"""What fabric runs a command with: one command on one SSH channel, from its start to its end.

fabric's own runner starts threads for each command, looks for its end every 10 ms, joins all output anew at
each chunk and decodes it as text. This one waits in the calling thread for the channel alone.
"""

from __future__ import annotations

import struct
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from time import monotonic

from fabric.runners import Remote
from paramiko import Channel, Message, SSHException
from paramiko.common import cMSG_CHANNEL_REQUEST

from wizard.hosts.lock import BUSY, WAITING
from wizard.hosts.output import Output
from wizard.hosts.prompter import Prompter
from wizard.model.commands import Result

_CHUNK = 1 << 20
_FIRST = 4
"""Chunks in which the message of waiting stands: after sudo's prompt at most."""
_INTERRUPT = b"\x03"
_MODES = struct.pack(">BIBIB", 53, 0, 72, 0, 0)
"""ECHO and ONLCR off, by their numbers in RFC 4254, section 8."""
_WAITING = WAITING.encode()
_AFTERMATH = 30.0
"""Seconds at most in which output is taken after a command has ended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    result: Result
    busy: bool
    """Whether the host's command lock was not had, so that nothing was done."""
    timed_out: bool
    """Whether its end was not seen in time, or it repeated a question."""


class CommandRunner(Remote):  # type: ignore[misc]  # fabric has no types
    """A command at work on a channel of a `HostConnection`, which has its limits.

    A command that waits for the host's command lock has that much more time. One on a terminal that is late
    or repeats a question is interrupted, and has some seconds to end. Once its exit status is known, it is
    over when nothing was printed for a while: a process that it leaves in the background may keep its output
    open. A command that prints more than an `Output` takes is not waited for.
    """

    def run(
        self,
        command: str,
        *,
        stdin: bytes,
        stdout: Output,
        stderr: Output,
        timeout: float,
        prompter: Prompter | None = None,
    ) -> Outcome:
        """Run the line to its end, on a terminal where there is a prompter, else with `stdin`.

        `timeout` is in seconds. Raises what paramiko raises in a broken connection.
        """
        self._deadline = monotonic() + timeout
        self._waited = False
        self._out, self._err, self._prompter = stdout, stderr, prompter
        # A terminal has but one stream.
        self._messages = stderr if prompter is None else stdout
        with closing(self.context.create_session(timeout)) as self._channel:
            self._start(command, stdin)
            ended = self._follow()
            if not ended and prompter is not None:
                self._prompter = None
                self._type(_INTERRUPT)
                self._deadline = monotonic() + self.context.limits.interrupt
                ended = self._follow()
            return self._outcome(ended)

    def _start(self, command: str, stdin: bytes) -> None:
        """Have the command executed, and send its stdin."""
        self._ready = _ReadyEvent()
        channel = self._channel
        channel.in_buffer.set_event(self._ready)
        channel.in_stderr_buffer.set_event(self._ready)
        # Set when the exit status comes; nobody else waits for it.
        channel.status_event = self._ready
        if self._prompter is not None:
            request_terminal(channel)
        execute(channel, command, self._deadline)
        if self._prompter is None:
            self._send(stdin)

    def _outcome(self, ended: bool) -> Outcome:
        """Return the exit status, stdout and stderr up to now."""
        if self._waited:
            self._messages.forget(_WAITING)
        too_long = self._too_long
        out, err = (output.beginning if too_long else output.collected for output in (self._out, self._err))
        exited = self._channel.exit_status
        status = None if too_long or exited < 0 else exited
        result = Result(status, out, err, too_long=too_long)
        return Outcome(result, busy=self._waited and exited == BUSY, timed_out=not ended)

    @property
    def _too_long(self) -> bool:
        return self._out.overflowed or self._err.overflowed

    def _send(self, stdin: bytes) -> None:
        """Send all of stdin and close it, in a thread where that may take its time."""
        if len(stdin) <= self._channel.out_window_size:
            self._feed(stdin)
        else:
            # The command may have to get rid of output before it reads on.
            threading.Thread(target=self._feed, args=(stdin,), daemon=True).start()

    def _feed(self, stdin: bytes) -> None:
        # A command may end before it has read all; that is for its exit status to tell.
        with suppress(OSError, SSHException, EOFError):
            self._channel.sendall(stdin)
            self._channel.shutdown_write()

    def _type(self, keys: bytes) -> None:
        # The command may just have ended.
        with suppress(OSError):
            self._channel.sendall(keys)

    def _follow(self) -> bool:
        """Take what the command prints; return whether it ended, neither late nor repeating a question."""
        channel = self._channel
        exited = False
        while True:
            self._ready.reset()
            closed = channel.closed
            if not exited and channel.exit_status >= 0:
                exited, self._deadline = True, min(self._deadline, monotonic() + _AFTERMATH)
            out, err = self._take()
            if not self._waited and self._waits():
                self._waited = True
                self._deadline += self.context.limits.command_lock
            if not self._reply(out):
                return False
            if (out or err) and not self._too_long:
                # A command that prints without end must not keep the time from being looked at.
                if closed or monotonic() <= self._deadline:
                    continue
            elif not closed and not self._too_long:
                left = self._deadline - monotonic()
                if self._ready.wait(min(left, self.context.limits.idle) if exited else left):
                    continue
            if not (closed or exited or self._too_long):
                return False
            self._out.finish()
            self._err.finish()
            return True

    def _reply(self, printed: bytes) -> bool:
        """Answer what is asked; return False where it was answered before."""
        if self._prompter is None:
            return True
        answer = self._prompter.answer(printed)
        if answer is not None:
            self._type(answer.reveal().encode() + b"\n")
        return not self._prompter.repeated

    def _waits(self) -> bool:
        """Whether the first that came says that the command waits for the host's lock."""
        return self._messages.chunks < _FIRST and _WAITING in self._messages.collected

    def _take(self) -> tuple[bytes, bytes]:
        """Take what has come to stdout and stderr, at most a chunk each."""
        channel = self._channel
        out = channel.recv(_CHUNK) if channel.recv_ready() else b""
        err = channel.recv_stderr(_CHUNK) if channel.recv_stderr_ready() else b""
        self._out.take(out)
        self._err.take(err)
        return out, err


class _ReadyEvent(threading.Event):
    """Is set when a channel has something to read, has an exit status, or is closed.

    Each of a channel's two buffers clears its event once it is empty, also when the other one has
    just set it; so only the reader may reset this one.
    """

    def clear(self) -> None:
        """Do nothing: a buffer that is empty says nothing of the other."""

    def reset(self) -> None:
        """Clear it, before the buffers are looked at."""
        super().clear()


def request_terminal(channel: Channel) -> None:
    """Ask for a terminal that is wide enough for any table and neither echoes nor adds \\r to \\n.

    paramiko's get_pty can ask for no modes, so that the host would have to run stty first.
    """
    request = Message()
    request.add_byte(cMSG_CHANNEL_REQUEST)
    request.add_int(channel.remote_chanid)
    request.add_string("pty-req")
    request.add_boolean(False)
    request.add_string("dumb")
    for size in (500, 100, 0, 0):
        request.add_int(size)
    request.add_string(_MODES)
    channel.get_transport()._send_user_message(request)  # type: ignore[attr-defined]


def execute(channel: Channel, line: str, deadline: float) -> None:
    """Ask for a line to be executed, and wait for the server's consent until the deadline, of `monotonic`.

    Raises what paramiko raises; SSHException also where the server does not answer, for which paramiko would
    wait for ever.
    """
    request = Message()
    request.add_byte(cMSG_CHANNEL_REQUEST)
    request.add_int(channel.remote_chanid)
    request.add_string("exec")
    request.add_boolean(True)
    # As bytes: a name on the host need not be UTF-8.
    request.add_string(line.encode("utf-8", "surrogateescape"))
    # What paramiko's exec_command does, but for the limit.
    channel._event_pending()  # type: ignore[attr-defined]
    channel.get_transport()._send_user_message(request)  # type: ignore[attr-defined]
    if not channel.event.wait(max(deadline - monotonic(), 0.001)):
        channel.close()
        raise SSHException("the server does not answer")
    channel._wait_for_event()  # type: ignore[attr-defined]
