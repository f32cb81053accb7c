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
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from wizard.lab import limits
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
        kept = store.read() if store else None
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
        return False
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        if store:
            store.close()
        _be_the_lab(request, kept, writer)
    os.close(writer)
    os.close(sys.stdin.fileno())
    data = _state(reader, child, parent)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    if store and (ended == 0 or len(data) > LARGEST):
        _keep(store, data)
    elif store and ended != UNHEARD:
        say({"refused": "lab-dir-not-kept", "said": f"status {ended}"})
    return ended in (0, UNHEARD)


def _be_the_lab(request: dict[str, Any], kept: bytes | None, state: int) -> NoReturn:
    """Run the lab, which writes its state to a pipe at its end; status 0 says that all of it was written."""
    status = 1
    sys.stderr = cast(TextIO, BoundedLog(sys.stderr, limits.LOG))
    try:
        from wizard.lab.server import run  # noqa: PLC0415 - the keeper needs none of it

        status = run(request, kept, state)
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


def _state(reader: int, child: int, parent: int) -> bytes:
    """Return what the lab writes at its end; have it end where this process has got another parent."""
    data = bytearray()
    last = float("inf")
    while len(data) <= LARGEST:
        ready, _, _ = select.select([reader], [], [], limits.PARENT_CHECK)
        if ready:
            piece = os.read(reader, 65536)
            if not piece:
                return bytes(data)
            data += piece
        elif time.monotonic() > last:
            break
        elif os.getppid() != parent and last == float("inf"):
            os.kill(child, signal.SIGTERM)
            last = time.monotonic() + 2 * limits.GRACE
    os.kill(child, signal.SIGKILL)
    return bytes(data)


def _bound() -> None:
    """Bound the memory of both halves, and leave no passwords in a core dump."""
    for limit, most in ((resource.RLIMIT_AS, limits.ADDRESS_SPACE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        with suppress(OSError, ValueError):  # macOS knows RLIMIT_AS but does not take it
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _keep(store: Store, data: bytes) -> None:
    try:
        if len(data) > LARGEST:
            raise LabRefused("lab-dir-not-kept", f"> {LARGEST}")
        store.write(data)
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
    except OSError as error:
        say({"refused": "lab-dir-not-kept", "said": error.strerror or str(error)})
