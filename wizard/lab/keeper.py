"""The process that a lab is started as. It divides itself in two, as sshd does.

The lab itself runs in the child, which drops every right before it listens. This half stays the user who
started it: it reads and writes the folder that the lab is kept in, and takes the login's key away at the end.
"""

from __future__ import annotations

import io
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from wizard.lab import handing_over, limits
from wizard.lab.answering import say
from wizard.lab.store import LARGEST, LabRefused, Store

UNHEARD = 3
"""The lab's exit status where nobody reads its answers any more."""


def main(folder: str) -> None:
    """Keep a lab from its beginning, a line of JSON on standard input, to its end; then remove its folder.

    The folder stays where the lab has failed and its parent, which reads the log there, lives.
    """
    # The terminal's interrupt is for the wizard, which may still need its hosts.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound()
    parent = os.getppid()
    over = False
    try:
        line = sys.stdin.readline()
        over = _kept(json.loads(line), parent) if line.endswith("\n") else True
    except BrokenPipeError:
        over = True
    finally:
        if over or os.getppid() != parent:
            shutil.rmtree(folder, ignore_errors=True)


def _kept(request: dict[str, Any], parent: int) -> bool:
    """Keep the lab that is asked for; return whether nobody needs its log."""
    try:
        store = Store(Path(request["directory"])) if request["directory"] else None
        kept = store.kept() if store else None
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
        return False
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        here.close()
        if store:
            store.close()
        _be_the_lab(request, kept, there)
    there.close()
    os.close(sys.stdin.fileno())
    last = Following(here, store, child, parent).to_the_end()
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    if store and last is not None and (ended == 0 or len(last) > LARGEST):
        _say_if_not_kept(store, last)
    elif store and ended != UNHEARD:
        say({"refused": "lab-dir-not-kept", "said": f"status {ended}"})
    return ended in (0, UNHEARD)


def _be_the_lab(request: dict[str, Any], kept: bytes | None, keeper: socket.socket) -> NoReturn:
    """Run the lab, which hands its state to the keeper; status 0: the last one was handed over."""
    status = 1
    sys.stderr = cast(TextIO, BoundedLog(sys.stderr, limits.LOG))
    try:
        from wizard.lab.server import run  # noqa: PLC0415 - the keeper needs none of it

        status = run(request, kept, keeper)
    except BrokenPipeError:
        status = UNHEARD
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


class BoundedLog(io.TextIOBase):
    """A text stream that writes so many characters to another one, and drops what comes after them."""

    def __init__(self, log: TextIO, most: int) -> None:
        self._log = log
        self._left = most

    def write(self, text: str) -> int:
        """Write what there is room for."""
        if self._left > 0:
            self._log.write(text[: self._left])
            self._log.flush()
            self._left -= len(text)
        return len(text)


class Following:
    """Keeps what the lab hands over until it ends; has it end where this process has got another parent."""

    def __init__(self, lab: socket.socket, store: Store | None, child: int, parent: int) -> None:
        self._lab = lab
        self._store = store
        self._child = child
        self._parent = parent
        self._last = float("inf")
        """When the lab is killed."""

    def to_the_end(self) -> bytes | None:
        """Return what the lab handed over at its end, None where it did not, or not all of it."""
        while self._waits_for(self._lab):
            kind, descriptors, _, _ = socket.recv_fds(self._lab, 1, 4)
            if not kind:
                return None
            states = [self._read(descriptor) for descriptor in descriptors]
            if kind == handing_over.LAST:
                return states[0] if states else None
            if self._store:
                self._keep(kind, self._store, states[0] if states else None)
        os.kill(self._child, signal.SIGKILL)
        return None

    def _keep(self, kind: bytes, store: Store, data: bytes | None) -> None:
        problem = None if data is None else kept_problem(store, data)
        if kind == handing_over.ASKED:
            lost = {"refused": "lab-dir-not-kept", "said": "-"} if data is None else {}
            with suppress(BrokenPipeError):
                say(problem or lost)

    def _read(self, descriptor: int) -> bytes | None:
        """Return what a pipe brings, None where that is not all; of too much, more than `LARGEST` bytes."""
        data = bytearray()
        with open(descriptor, "rb", buffering=0) as pipe:
            while len(data) <= LARGEST + handing_over.HEAD and self._waits_for(pipe):
                piece = pipe.read(65536)
                if not piece:
                    return handing_over.whole(data)
                data += piece
        return bytes(data) if len(data) > LARGEST else None

    def _waits_for(self, source: socket.socket | io.RawIOBase) -> bool:
        """Wait until something can be read; return False where the lab takes too long to end."""
        while not select.select([source], [], [], limits.PARENT_CHECK)[0]:
            if time.monotonic() > self._last:
                return False
            if os.getppid() != self._parent and self._last == float("inf"):
                os.kill(self._child, signal.SIGTERM)
                self._last = time.monotonic() + 2 * limits.GRACE
        return True


def _bound() -> None:
    """Bound the memory of both halves, and leave no passwords in a core dump."""
    for limit, most in ((resource.RLIMIT_AS, limits.ADDRESS_SPACE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        with suppress(OSError, ValueError):  # macOS knows RLIMIT_AS but does not take it
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _say_if_not_kept(store: Store, data: bytes) -> None:
    if problem := kept_problem(store, data):
        say(problem)


def kept_problem(store: Store, data: bytes) -> dict[str, str] | None:
    """Keep a lab's state; return None, or the answer that says why it cannot be kept."""
    try:
        if len(data) > LARGEST:
            return {"refused": "lab-dir-not-kept", "said": f"> {LARGEST}"}
        store.keep(data)
    except OSError as error:
        return {"refused": "lab-dir-not-kept", "said": error.strerror or str(error)}
    return None
