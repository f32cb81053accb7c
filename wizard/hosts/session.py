"""One remote command on one SSH channel, from its start to its end.

paramiko's channel is used directly. invoke's Runner, which fabric puts on top of it, starts threads
for each command, wakes every 10 ms, joins all output anew at each chunk and reads the wizard's own
terminal unless told not to; once all that is mended, nothing of it is left to use.
"""

from __future__ import annotations

import codecs
import re
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic

from paramiko import Channel, Message, SSHException
from paramiko.common import cMSG_CHANNEL_REQUEST

from wizard.bounds import without_cut_end
from wizard.hosts import OnLine
from wizard.hosts.lock import BUSY, WAITING
from wizard.hosts.output import HEAD, READING, TAIL, Output
from wizard.model import Prompt, Result
from wizard.secret import Secret

_CHUNK = 1 << 20
_FIRST = 4
"""Chunks in which the word of waiting stands: after sudo's prompt at most."""
_HEARD = 4096
"""Characters that a prompt is looked for in."""
_INTERRUPT = b"\x03"
_MODES = struct.pack(">BIBIB", 53, 0, 72, 0, 0)
"""ECHO and ONLCR off, by their numbers in RFC 4254, section 8."""
_WAITING = WAITING.encode()
_AFTERMATH = 30.0
"""Seconds at most in which output is taken after a command has ended."""


def execute(channel: Channel, line: str, end: float) -> None:
    """Ask for a line to be executed, and wait for the server's consent until `end` (a time of `monotonic`).

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
    if not channel.event.wait(max(end - monotonic(), 0.001)):
        channel.close()
        raise SSHException("the server does not answer")
    channel._wait_for_event()  # type: ignore[attr-defined]


class Session:
    """A command at work on a channel. Its methods raise what paramiko raises when the connection breaks."""

    def __init__(
        self, channel: Channel, on_line: OnLine, *, changes: bool, patience: float, quiet: float
    ) -> None:
        """`patience` is how many seconds more it has where it waits for the host's lock.

        Once its exit status is known, it is over when nothing was printed for `quiet` seconds: a
        process that it leaves in the background may keep its output open. What a changing command
        prints is kept in part only; a reading one is let go of where it prints too much.
        """
        self._channel = channel
        self._patience = patience
        self._quiet = quiet
        self._waited = False
        self._bell = _Bell()
        head, tail = (HEAD, TAIL) if changes else (READING, 0)
        self._out = Output(on_line, head, tail)
        self._err = Output(on_line, head, tail)
        self._bounded = not changes
        self._told = self._err
        """Where the word of waiting comes: a terminal has but one stream."""
        channel.in_buffer.set_event(self._bell)
        channel.in_stderr_buffer.set_event(self._bell)
        # Set when the exit status comes; nobody else waits for it.
        channel.status_event = self._bell

    def run(self, line: str, stdin: bytes, end: float) -> bool:
        """Execute `line` with its stdin; return whether it ended before `end` (a time of `monotonic`)."""
        execute(self._channel, line, end)
        if len(stdin) <= self._channel.out_window_size:
            self._feed(stdin)
        else:
            # The command may have to get rid of output before it reads on.
            threading.Thread(target=self._feed, args=(stdin,), daemon=True).start()
        return self._follow(end)

    def converse(self, line: str, dialogue: Dialogue, end: float, grace: float) -> bool:
        """Execute `line` on a terminal, answering; return whether it ended.

        It is interrupted at `end`, or when it asks again, and has `grace` seconds from then.
        """
        self._told = self._out
        self._ask_for_terminal()
        execute(self._channel, line, end)
        if self._follow(end, lambda heard: self._reply(dialogue, heard)):
            return True
        self._type(_INTERRUPT)
        return self._follow(monotonic() + grace)

    @property
    def busy(self) -> bool:
        """Whether the host's lock was not had, so that nothing was done."""
        return self._waited and self._channel.exit_status == BUSY

    @property
    def too_long(self) -> bool:
        """Whether it is a reading command that printed too much."""
        return self._bounded and (self._out.full or self._err.full)

    @property
    def result(self) -> Result:
        """The exit status, stdout and stderr up to now."""
        status = self._channel.exit_status
        if self._waited:
            self._told.forget(_WAITING)
        out, err = self._out.collected, self._err.collected
        if self.too_long:
            return Result(None, _bounded(out), _bounded(err), too_long=True)
        return Result(None if status < 0 else status, out, err)

    def _ask_for_terminal(self) -> None:
        """Ask for a terminal that is wide enough for any table and neither echoes nor adds \\r to \\n.

        paramiko's get_pty can ask for no modes, so that the host would have to run stty first.
        """
        request = Message()
        request.add_byte(cMSG_CHANNEL_REQUEST)
        request.add_int(self._channel.remote_chanid)
        request.add_string("pty-req")
        request.add_boolean(False)
        request.add_string("dumb")
        for size in (500, 100, 0, 0):
            request.add_int(size)
        request.add_string(_MODES)
        self._channel.get_transport()._send_user_message(request)  # type: ignore[attr-defined]

    def _feed(self, stdin: bytes) -> None:
        # A command may end before it has read all; that is for its exit status to tell.
        with suppress(OSError, SSHException, EOFError):
            self._channel.sendall(stdin)
            self._channel.shutdown_write()

    def _type(self, keys: bytes) -> None:
        # The command may just have ended.
        with suppress(OSError):
            self._channel.sendall(keys)

    def _reply(self, dialogue: Dialogue, heard: bytes) -> bool:
        """Answer what is asked; return whether to go on."""
        answer = dialogue.hear(heard)
        if answer is not None:
            self._type(answer.reveal().encode() + b"\n")
        return not dialogue.repeated

    def _follow(self, end: float, goes_on: Callable[[bytes], bool] | None = None) -> bool:
        """Take what the command prints; return True at its end, False at `end` or when `goes_on` says no."""
        exited = False
        while True:
            self._bell.silence()
            closed = self._channel.closed
            if not exited and self._channel.exit_status >= 0:
                exited, end = True, min(end, monotonic() + _AFTERMATH)
            out, err = self._take()
            if not self._waited and self._waits():
                self._waited = True
                end += self._patience
            if goes_on is not None and not goes_on(out):
                return False
            if (out or err) and not self.too_long:
                # A command that prints without end must not keep the time from being looked at.
                if closed or monotonic() <= end:
                    continue
            elif not closed and not self.too_long:
                left = end - monotonic()
                if self._bell.wait(min(left, self._quiet) if exited else left):
                    continue
            if not (closed or exited or self.too_long):
                return False
            self._out.finish()
            self._err.finish()
            return True

    def _waits(self) -> bool:
        """Whether the first that came says that the command waits for the host's lock."""
        return self._told.chunks < _FIRST and _WAITING in self._told.collected

    def _take(self) -> tuple[bytes, bytes]:
        """Take what has come to stdout and stderr, at most a chunk each."""
        channel = self._channel
        out = channel.recv(_CHUNK) if channel.recv_ready() else b""
        err = channel.recv_stderr(_CHUNK) if channel.recv_stderr_ready() else b""
        self._out.take(out)
        self._err.take(err)
        return out, err


class Dialogue:
    """The questions that a program asks on its terminal: answered in their order, once each."""

    def __init__(self, prompts: Sequence[Prompt]) -> None:
        self._prompts = prompts
        self._expected = [re.compile(rf"(?:{prompt.expects})\Z") for prompt in prompts]
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._heard = ""
        self._answered = 0
        self.repeated = False
        """Whether it asked again what had been answered."""

    def hear(self, printed: bytes) -> Secret | None:
        """Return the answer to the question that stands at the end of what was printed, if one does."""
        if not printed:
            return None
        self._heard = (self._heard + self._decoder.decode(printed))[-_HEARD:]
        asked = [bool(question.search(self._heard)) for question in self._expected[: self._answered + 1]]
        if any(asked[self._answered :]):
            self._heard = ""
            self._answered += 1
            return self._prompts[self._answered - 1].answer
        self.repeated = any(asked)
        return None


class _Bell(threading.Event):
    """Rings when a channel has something to read or is closed.

    Each of a channel's two buffers clears its event once it is empty, also when the other one has
    just set it; so only the reader may silence this one.
    """

    def clear(self) -> None:
        pass

    def silence(self) -> None:
        super().clear()


def _bounded(printed: bytes) -> bytes:
    return printed if len(printed) <= READING else without_cut_end(printed[:READING])
