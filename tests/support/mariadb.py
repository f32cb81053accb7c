"""A MariaDB server from the system's package, run as the current user on a socket in a folder."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
from pymysql.connections import Connection

_PACKAGES = "mariadb-server-core and mariadb-client-core"


class MariaDB:
    """A server that is up, and its programs."""

    def __init__(self, programs: Path, socket: Path) -> None:
        self.programs, self.socket = programs, socket

    def connect(self, user: str, password: str = "") -> Connection:
        """Log in on the socket, in utf8mb4."""
        return pymysql.connect(
            unix_socket=str(self.socket), user=user, password=password, charset="utf8mb4", autocommit=True
        )


def missing() -> str:
    """Return why no server can be started, nothing where one can."""
    return "" if _server() else f"no MariaDB here: Debian has it in {_PACKAGES}"


@contextmanager
def started(folder: Path, *options: str) -> Iterator[MariaDB]:
    """Run a server with an empty database in a folder; without options it has no network.

    Its root has no password.
    """
    server = _server()
    assert server, missing()
    base = server.parent.parent
    common = [f"--basedir={base}", f"--datadir={folder / 'data'}", f"--user={getpass.getuser()}"]
    install = [str(base / "bin" / "mariadb-install-db"), "--no-defaults", *common]
    subprocess.run(
        [*install, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        capture_output=True,
    )
    running = MariaDB(base / "bin", folder / "socket")
    process = subprocess.Popen(
        [
            *(str(server), "--no-defaults", *common, *(options or ["--skip-networking"])),
            *(f"--socket={running.socket}", f"--pid-file={folder / 'pid'}", f"--log-error={folder / 'log'}"),
        ]
    )
    try:
        _wait(process, running, folder / "log")
        yield running
    finally:
        process.terminate()
        process.wait(60)


def _server() -> Path | None:
    found = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def _wait(process: subprocess.Popen[bytes], running: MariaDB, log: Path) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            running.connect("root").close()
            return
        except pymysql.err.OperationalError:
            assert process.poll() is None and time.monotonic() < limit, log.read_text()
            time.sleep(0.05)
