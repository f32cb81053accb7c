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

from wizard.hosts import OnLine, ignore
from wizard.hosts.lines import Lines
from wizard.hosts.lock import BUSY, WAITING
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


class Session:
    """A command at work on a channel. Its methods raise what paramiko raises when the connection breaks."""

    def __init__(self, channel: Channel, on_line: OnLine, patience: float) -> None:
        """`patience` is how many seconds more it has where it waits for the host's lock."""
        self._channel = channel
        self._patience = patience
        self._waited = False
        self._bell = _Bell()
        self._out = _Output(on_line)
        self._err = _Output(on_line)
        self._told = self._err
        """Where the word of waiting comes: a terminal has but one stream."""
        channel.in_buffer.set_event(self._bell)
        channel.in_stderr_buffer.set_event(self._bell)

    def run(self, line: str, stdin: bytes, end: float) -> bool:
        """Execute `line` with its stdin; return whether it ended before `end` (a time of `monotonic`)."""
        self._execute(line)
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
        self._execute(line)
        if self._follow(end, lambda heard: self._reply(dialogue, heard)):
            return True
        self._type(_INTERRUPT)
        return self._follow(monotonic() + grace)

    @property
    def busy(self) -> bool:
        """Whether the host's lock was not had, so that nothing was done."""
        return self._waited and self._channel.exit_status == BUSY

    @property
    def result(self) -> Result:
        """The exit status, stdout and stderr up to now."""
        status = self._channel.exit_status
        if self._waited:
            self._told.forget(_WAITING)
        return Result(None if status < 0 else status, self._out.collected, self._err.collected)

    def _execute(self, line: str) -> None:
        # As bytes: a name on the host need not be UTF-8.
        self._channel.exec_command(line.encode("utf-8", "surrogateescape"))

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
        while True:
            self._bell.silence()
            closed = self._channel.closed
            out, err = self._take()
            if not self._waited and self._told.waits:
                self._waited = True
                end += self._patience
            if goes_on is not None and not goes_on(out):
                return False
            if out or err:
                # A command that prints without end must not keep the time from being looked at.
                if not closed and monotonic() > end:
                    return False
            elif closed:
                self._out.finish()
                self._err.finish()
                return True
            elif not self._bell.wait(end - monotonic()):
                return False

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


class _Output:
    """One of the two streams that a command prints: all its bytes, and its lines as they come."""

    def __init__(self, on_line: OnLine) -> None:
        self._chunks: list[bytes] = []
        self._lines = Lines()
        self._on_line = None if on_line is ignore else on_line

    @property
    def collected(self) -> bytes:
        return b"".join(self._chunks)

    def forget(self, part: bytes) -> None:
        """Take the first such part out of what was collected."""
        self._chunks = [self.collected.replace(part, b"", 1)]

    @property
    def waits(self) -> bool:
        """Whether the first that came says that the command waits for the host's lock."""
        return len(self._chunks) < _FIRST and _WAITING in self.collected

    def take(self, chunk: bytes) -> None:
        if not chunk:
            return
        self._chunks.append(chunk)
        if self._on_line is not None:
            for line in self._lines.feed(chunk):
                self._on_line(line)

    def finish(self) -> None:
        if self._on_line is not None:
            for line in self._lines.end():
                self._on_line(line)


class _Bell(threading.Event):
    """Rings when a channel has something to read or is closed.

    Each of a channel's two buffers clears its event once it is empty, also when the other one has
    just set it; so only the reader may silence this one.
    """

    def clear(self) -> None:
        pass

    def silence(self) -> None:
        super().clear()
