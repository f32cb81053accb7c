"""Logging in to MariaDB with pymysql, without believing the server.

pymysql gives a server what it asks for: the password in clear for `mysql_clear_password` and `dialog`,
encrypted for a key of the server's own for `sha256_password` and `caching_sha2_password`, a hash of before
MySQL 4.1 for `mysql_old_password`. Here the server gets one answer of mysql_native_password to its
challenge, from which the password cannot be read; MariaDB 10.1 to 11 take that from nova's account.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, cast

import pymysql

from wizard.model.commands import Stream
from wizard.secret import Secret

_NATIVE = "mysql_native_password"


class _Refuses:
    """What stands for every authentication plugin: ends the login where the server asks for more."""

    def __init__(self, connection: Any) -> None:
        pass

    def authenticate(self, packet: Any) -> None:
        said = bytes(packet.get_all_data()).decode("ascii", "replace")
        asked = "".join(sign for sign in said if sign.isprintable())
        raise pymysql.err.OperationalError(
            2059, f"the server asks for the password in another way than {_NATIVE}: {asked}"
        )


class _EveryPlugin(dict[Any, Any]):
    """An `auth_plugin_map` that has `_Refuses` under every name."""

    def __bool__(self) -> bool:
        return True

    def get(self, name: Any, default: Any = None) -> Any:
        return _Refuses


class _Connection(pymysql.Connection):
    """Answers the server's challenge for mysql_native_password, whichever plugin the server names."""

    def _get_server_information(self) -> None:
        super()._get_server_information()  # type: ignore[misc]
        self._auth_plugin_name = _NATIVE


@contextmanager
def logged_in(stream: Stream, host: str, user: str, password: Secret) -> Iterator[Any]:
    """Log in over the stream and yield pymysql's connection.

    Without TLS: the stream runs inside SSH, and so does nova itself log in, whose URL in the guide asks
    for none. An account that requires TLS is therefore refused here as it refuses nova. The server
    gets no file (`LOAD DATA LOCAL`). Raises pymysql's errors and, for what is no MariaDB, any other.
    """
    connection = _Connection(
        user=user,
        password=password.reveal(),
        host=host,
        charset="utf8mb4",
        local_infile=False,
        ssl_disabled=True,
        auth_plugin_map=_EveryPlugin(),
        defer_connect=True,
    )
    connection.connect(cast(socket.socket, stream))
    with closing(connection):
        yield connection
