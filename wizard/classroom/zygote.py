"""The process that guests' wizards are forked from: it has loaded everything, and starts nothing else.

A fork shares the memory of the modules, takes no second of loading, and reads no module any more once it is
confined.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import tempfile
import termios
import traceback
from contextlib import suppress
from functools import partial
from typing import Any, NoReturn

LARGEST = 65_536
"""Bytes of a request."""
NOT_LOADED = (
    "wizard.__main__",
    "wizard.entry",
    "wizard.classroom",
    "wizard.labcli",
    "wizard.headless",
    "wizard.cli",
)
"""Of the program; a guest's wizard has no use for them."""
_LATER = (
    *("concurrent.futures.thread", "queue", "http.client", "configobj"),
    *("pydantic.main", "fluent.runtime.types", "textual.drivers.linux_driver", "textual.command", "fabric"),
    *(
        "textual.widgets._input",
        "textual.widgets._tabs",
        "textual.widgets._button",
        "textual._keyboard_protocol",
    ),
)


def main(control: int) -> None:
    """Serve requests that come over a socket until it is closed; then end all that were started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=control) as class_:
        class_.sendall(b"ready\n")
        _Forks(class_).serve()


def load() -> None:
    """Import all that a wizard may need, also what it imports late."""
    import encodings  # noqa: PLC0415 - after the signals are ignored

    import steps  # noqa: PLC0415 - after the signals are ignored
    import wizard  # noqa: PLC0415
    from wizard.text import LANGUAGES, words_in  # noqa: PLC0415

    for package in (encodings, wizard, steps):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(NOT_LOADED):
                with suppress(ImportError):  # a codec of another system
                    importlib.import_module(found.name)
    for name in _LATER:
        with suppress(ImportError):  # the name of a library's module may change
            importlib.import_module(name)
    for lang in LANGUAGES:
        words_in(lang).has("")  # the texts of both are read


class _Forks:
    """The wizards that run."""

    def __init__(self, class_: socket.socket) -> None:
        self._class = class_
        self._running: set[int] = set()
        self._turns = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process runs
        self._forked = 0

    def serve(self) -> None:
        """Start and end wizards as the class asks."""
        while True:
            asked, _, _ = select.select([self._class], [], [], 1.0)
            self._reap()
            if not asked:
                continue
            data, descriptors, _, _ = socket.recv_fds(self._class, LARGEST, 2)
            if not data:
                break
            self._obey(json.loads(data), descriptors)
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
        for pid in self._running:
            os.waitpid(pid, 0)

    def _obey(self, request: dict[str, Any], descriptors: list[int]) -> None:
        if "end" in request:
            if request["end"] in self._running:  # else it has ended, and another process may have its number
                os.kill(request["end"], signal.SIGKILL)
            return
        self._forked += 1
        pid = os.fork()
        if pid == 0:
            self._class.close()
            terminal, told = descriptors
            _be_a_wizard(request, terminal, told, self._turns.fileno(), self._forked % (os.cpu_count() or 1))
        for descriptor in descriptors:
            os.close(descriptor)
        self._running.add(pid)
        self._class.sendall(f"{pid}\n".encode())

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
                self._running.discard(pid)


def _be_a_wizard(request: dict[str, Any], terminal: int, class_: int, turns: int, place: int) -> NoReturn:
    """Run the wizard on a terminal; this never returns. `turns` is the file with the places for turns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # nobody could continue it
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for number in (0, 1, 2):
            os.dup2(terminal, number)
        kept = os.dup(class_), os.dup(turns)
        for number, descriptor in enumerate(kept, 3):
            os.dup2(descriptor, number)
        os.closerange(5, 1024)
        status = _wizard(request, 3, 4, place)
    except BaseException:
        if request.get("debug"):
            traceback.print_exc()
    finally:
        os._exit(status)


def _wizard(request: dict[str, Any], class_: int, turns: int, place: int) -> int:
    from wizard.answers.draft import Draft  # noqa: PLC0415 - in the wizard alone
    from wizard.classroom.confinement import confine  # noqa: PLC0415 - in the wizard alone
    from wizard.text import words_in  # noqa: PLC0415
    from wizard.tui.guest_setting import NOWHERE, guest_setting  # noqa: PLC0415
    from wizard.tui.guest_turns import Turns  # noqa: PLC0415
    from wizard.tui.setting import StartOptions  # noqa: PLC0415
    from wizard.tui.start import guide, opened  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(
        {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "HOME": str(NOWHERE),
            "PATH": "",
            "USER": "guest",
        }
    )
    gc.enable()
    confine([node["port"] for node in request["nodes"].values()])
    words = words_in(request["lang"])
    options = StartOptions(load=guide, draft=partial(Draft.example, words.lang), words=words, state=NOWHERE)
    return opened(guest_setting(request, class_, Turns(turns, place), options))


if __name__ == "__main__":
    main(int(sys.argv[1]))
