"""`nova-lab serve`: a class in browsers, in the foreground, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.labcli.parser import CommandParser, number
from wizard.model.problems import Problem
from wizard.outermost import complain, say
from wizard.state import state_folder
from wizard.stopping import Stopping
from wizard.text import Words

if TYPE_CHECKING:
    from wizard.classroom.classroom import Codes

USAGE = (
    "nova-lab serve [--port 8080] [--host ADDRESS [--tls-cert FILE --tls-key FILE]] [--exercise NAME|FILE] "
    "[--students FILE.csv] [--dir DIR] [--lang ko|en]"
)
LOOPBACK = "127.0.0.1"
INTERRUPTED = 130


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()
    parser.add_argument("--port", type=number(0, 65535), default=8080)
    parser.add_argument("--host", default=LOOPBACK)
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)
    parser.add_argument("--exercise")
    parser.add_argument("--students", type=Path)


def run(options: Namespace, words: Words) -> int:
    """Serve the class until a signal comes. Raises `Problem` where it cannot be served."""
    if (options.tls_cert is None) != (options.tls_key is None):
        raise Problem("classroom-cert-and-key")
    try:
        from wizard.classroom import people, preparing, serving  # noqa: PLC0415 - slow to import
        from wizard.classroom.classroom import Classroom  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "aiohttp":
            raise
        raise Problem("classroom-no-aiohttp") from None

    listed = people.read_list(options.students.absolute()) if options.students else None
    if options.exercise:
        complain(words.label("lab-preparing-exercise"))
    with Stopping() as stopping:
        beginning = preparing.beginning(options.exercise)
        folder = options.dir.absolute() if options.dir else state_folder(os.environ) / "classroom"
        if not _is_loopback(options.host) and options.tls_cert is None:
            complain(words.label("classroom-no-tls"))

        async def served() -> None:
            stopped, loop = asyncio.Event(), asyncio.get_running_loop()

            def stop() -> None:
                loop.call_soon_threadsafe(stopped.set)

            stopping.hand_over(stop, partial(os._exit, INTERRUPTED))
            place = serving.Place(options.host, options.port, options.tls_cert, options.tls_key)
            class_ = Classroom(folder, beginning, listed, words.lang)
            await serving.serve(class_, place, partial(_opened, words), stopped)

        asyncio.run(served())
    complain(words.label("classroom-stopped"))
    return 0


def _opened(words: Words, address: str, codes: Codes) -> None:
    say(words.label("classroom-open", address=address, code=codes.class_, teachers=codes.teachers))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
