"""Which account a MariaDB server chooses for a login, beside what a real server chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pymysql
import pytest

from tests.support import mariadb
from tests.support.sshd import free_port
from wizard.facts.accounts import Account, chosen

HERE = ("localhost", "127.0.0.1")
"""A login over loopback, by the name and the address that the server has for it."""
CASES = [
    [("nova", "%")],
    [("nova", "%"), ("", "%")],
    [("nova", "%"), ("", "localhost")],
    [("nova", "%"), ("nova", "localhost")],
    [("nova", "localhost"), ("", "localhost"), ("", "%")],
    [("nova", "%"), ("", "127.0.0.%")],
    [("nova", "127.%"), ("", "127.0.0._")],
    [("nova", "%"), ("", "local%"), ("", "10.0.0.1")],
    [("nova", "%"), ("other", "localhost"), ("nova", "10.0.0.1")],
    [("nova", "%"), ("nova", "127.0.0.0/255.255.255.0")],
    [("nova", "LOCALHOST"), ("", "%")],
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[mariadb.MariaDB, int]]:
    """A server with a port on loopback, and the port."""
    if reason := mariadb.missing():
        pytest.skip(reason)
    port = free_port()
    options = ("--bind-address=127.0.0.1", f"--port={port}")
    with mariadb.started(tmp_path_factory.mktemp("mariadb"), *options) as running:
        yield running, port


@pytest.mark.parametrize("accounts", CASES, ids=str)
def test_the_account_that_mariadb_chooses(
    server: tuple[mariadb.MariaDB, int], accounts: list[tuple[str, str]]
) -> None:
    running, port = server
    with closing(running.connect("root")) as root, root.cursor() as cursor:
        for user, host in accounts:
            cursor.execute(f"CREATE OR REPLACE USER '{user}'@'{host}' IDENTIFIED BY 'x'")
        try:
            with (
                pymysql.connect(host="127.0.0.1", port=port, user="nova", password="x") as nova,
                nova.cursor() as asking,
            ):
                asking.execute("SELECT CURRENT_USER()")
                told = str((asking.fetchone() or [""])[0])
        finally:
            for user, host in accounts:
                cursor.execute(f"DROP USER '{user}'@'{host}'")
    found = chosen([Account(*account) for account in accounts], "nova", HERE)
    assert found is not None
    assert f"{found.user}@{found.host.lower()}" == told.lower()


@pytest.mark.parametrize("host", ["10.0.0.12", "controller2", "10.0.1.%", "10.0.1.0/255.255.255.0", "c[o]*"])
def test_an_account_of_elsewhere_is_not_chosen(host: str) -> None:
    assert chosen([Account("nova", host), Account("", host)], "nova", ["controller", "10.0.0.11"]) is None
