"""The process that a lab is started as. It divides itself in two, as sshd does.

The lab itself runs in the child, which drops every right before it listens. This half stays the user who
started it: it reads and writes the folder that the lab is kept in, and takes the login's key away at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from wizard.lab.store import LARGEST, LabRefused, Store


def main() -> None:
    """Keep a lab from its beginning, a line of JSON on standard input, to its end."""
    # The terminal's interrupt is for the wizard, which may still need its hosts.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    request = json.loads(sys.stdin.readline())
    try:
        store = Store(Path(request["directory"])) if request["directory"] else None
        kept = store.read() if store else None
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
        return
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_the_lab(request, kept, writer)
    os.close(writer)
    os.close(sys.stdin.fileno())
    with os.fdopen(reader, "rb") as state:
        data = state.read(LARGEST + 1)
    _, status = os.waitpid(child, 0)
    if store and status == 0:
        _keep(store, data)
    # A parent that was killed leaves its folder with the login's key behind; one that lives reads the log.
    if status == 0 or os.getppid() != parent:
        shutil.rmtree(request["folder"], ignore_errors=True)


def say(answer: dict[str, Any]) -> None:
    """Answer with a line of JSON."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _be_the_lab(request: dict[str, Any], kept: bytes | None, state: int) -> NoReturn:
    """Run the lab, which writes its state to a pipe at its end; status 0 says that all of it was written."""
    status = 1
    try:
        from wizard.lab.server import run  # noqa: PLC0415 - the keeper needs none of it

        status = run(request, kept, state)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _keep(store: Store, data: bytes) -> None:
    try:
        if len(data) > LARGEST:
            raise LabRefused("lab-dir-not-kept", f"> {LARGEST}")
        store.write(data)
    except LabRefused as refused:
        say({"refused": refused.key, "said": refused.said})
    except OSError as error:
        say({"refused": "lab-dir-not-kept", "said": error.strerror or str(error)})
