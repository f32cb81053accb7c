"""The socket in a lab's folder on which whoever runs the lab takes requests: a line of JSON each way.

Only the folder's owner and root may ask.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wizard.lab import LabRefused
from wizard.lab.store import LARGEST, Folder
from wizard.labfolder.names import CONTROL
from wizard.model.message import Message
from wizard.model.problems import Problem

ANSWERING = 300.0
"""Seconds that a request may take: a restore of large hosts on a slow machine."""
_ASKING = 30.0
"""Seconds that a client has to send its request."""
_LONGEST = 2 * LARGEST
"""Bytes of a request or an answer; a state is text in text."""
Obey = Callable[[dict[str, Any]], dict[str, Any]]


# --- The side of the lab


@contextmanager
def serving(folder: Folder, obey: Obey) -> Iterator[None]:
    """Take requests and answer them with what `obey` returns. Raises OSError where no socket can be made."""
    folder.remove(CONTROL)
    before = os.umask(0o177)
    try:
        server = _Server(_address(folder.at, folder.folder), obey)
    finally:
        os.umask(before)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="control", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        with suppress(OSError):
            folder.remove(CONTROL)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 16

    def __init__(self, address: str, obey: Obey) -> None:
        self.obey = obey
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who asked has gone."""


class _Handler(socketserver.StreamRequestHandler):
    timeout = _ASKING
    server: _Server

    def handle(self) -> None:
        if not _is_owner(self.connection):
            return
        line = self.rfile.readline(_LONGEST)
        if line.endswith(b"\n"):
            self.connection.settimeout(ANSWERING)
            self.wfile.write(json.dumps(_answer(self.server.obey, line)).encode() + b"\n")


def _answer(obey: Obey, line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
        return obey(request) if isinstance(request, dict) else {"error": "no request"}
    except Problem as problem:
        return {"problem": problem.message.key, "variables": _plain(problem.message)}
    except (ValueError, RecursionError) as error:
        return {"error": str(error)}
    except OSError as error:
        return {"problem": "lab-request-failed", "variables": {"reason": error.strerror or str(error)}}


def _plain(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.variables.items() if not isinstance(value, Message)}


def _is_owner(connection: socket.socket) -> bool:
    """Whether the other end is this user or root; where the system does not tell, the mode has to do."""
    if sys.platform != "linux":
        return True
    form = struct.Struct("3i")
    _, user, _ = form.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, form.size))
    return user in (0, os.geteuid())


# --- The side of who asks


def ask(directory: Path, request: dict[str, Any]) -> dict[str, Any] | None:
    """Return the answer of the lab that runs in a folder, None where none runs there.

    Raises `Problem` for what is refused, `ValueError` for what there is not, `LabRefused` for a folder that
    others could change.
    """
    if not directory.is_dir():
        return None
    folder = Folder(directory)
    try:
        line = _exchanged(_address(folder.at, folder.folder), json.dumps(request).encode() + b"\n")
    except (FileNotFoundError, ConnectionRefusedError):  # refused: it was left behind by one that was killed
        return None
    except OSError as error:
        raise Problem("lab-request-failed", reason=error.strerror or str(error)) from None
    finally:
        folder.close()
    if not line.endswith(b"\n"):
        raise Problem("lab-request-failed", reason=Message("lab-ended-meanwhile"))
    return _understood(json.loads(line))


def _exchanged(address: str, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(ANSWERING)
        connection.connect(address)
        if not _is_owner(connection):
            raise LabRefused("lab-dir-untrusted", CONTROL)
        connection.sendall(line)
        with connection.makefile("rb") as answer:
            return answer.readline(_LONGEST)


def _understood(answer: dict[str, Any]) -> dict[str, Any]:
    if "problem" in answer:
        raise Problem(answer["problem"], **answer["variables"])
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


def _address(at: int, folder: Path) -> str:
    """Return a path of the socket that is short enough for one (108 bytes), however deep the folder lies."""
    if Path("/proc/self/fd").is_dir():
        return f"/proc/self/fd/{at}/{CONTROL}"
    return str(folder / CONTROL)
