"""The transcripts of mysql, typed at a real MariaDB: it answers alike, apart from what is listed here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.lab.typing import COLUMNS, LIMIT, ROWS, Transcript, follow, transcripts
from tests.support import mariadb

DIFFERENCES: tuple[tuple[str, str | Callable[[re.Match[str]], str], str], ...] = (
    (r"Server version: .*", "Server version: 10.1.12-MariaDB MariaDB Server", "the server's version"),
    (r"2000, 2018, Oracle", "2000, 2016, Oracle", "the year of the release"),
    (r"\(0\.\d\d\d sec\)", "(0.00 sec)", "10.1 has two digits"),
    (r"(?m)^(User|Host)(?=: )", lambda match: match[0].lower(), "mysql.user is a view there"),
    (r"\^DBye", "Bye", "its line editor shows the key"),
)
"""What newer clients print otherwise, what CentOS 7.2's prints, and why."""
LEFT_OUT = ("-B is not asked", "a wrong password")
"""What is no dialog with the monitor."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mariadb.MariaDB]:
    """A server whose root has the book's password."""
    if missing := mariadb.missing():
        pytest.skip(missing)
    with mariadb.started(tmp_path_factory.mktemp("mariadb")) as running:
        with running.connect("root") as connection, connection.cursor() as cursor:
            cursor.execute("SET PASSWORD FOR root@localhost = PASSWORD('dbpassword')")
        yield running


class PtyWire:
    """A program on a terminal of this machine."""

    def __init__(self, command: str, folder: Path) -> None:
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", "LANG": "C.UTF-8"}
        self.child = pexpect.spawn("/bin/sh", ["-c", command], env=env, dimensions=(ROWS, COLUMNS))
        self.child.delaybeforesend = None

    def send(self, data: bytes) -> None:
        """Type."""
        self.child.send(data)

    def receive(self) -> bytes:
        """Return what it prints, after waiting for it; nothing when it has ended."""
        try:
            data: Any = self.child.read_nonblocking(65536, LIMIT)
            return bytes(data)
        except pexpect.EOF:
            return b""
        except pexpect.TIMEOUT:
            raise TimeoutError from None


def _as_centos(screen: str) -> str:
    for pattern, replacement, _ in DIFFERENCES:
        screen = re.sub(pattern, replacement, screen)
    return screen


def test_real_client_answers_alike(server: mariadb.MariaDB, tmp_path: Path) -> None:
    """All dialogs, in their order."""
    client = f"{server.programs}/mariadb --no-defaults --socket={server.socket}"
    for one in transcripts("mysql"):
        if one.name in LEFT_OUT:
            continue
        command = one.command.replace("mysql", f"exec {client}", 1)  # keys signal it alone, no shell
        wire = PtyWire(command, tmp_path)
        follow(Transcript(one.name, command, one.text, one.status), wire, changed=_as_centos)
        wire.child.wait()
        wire.child.close()
        assert wire.child.exitstatus == one.status
