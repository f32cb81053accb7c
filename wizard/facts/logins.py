"""What a login shows: the wizard speaks the servers' own protocols through a host's SSH connection."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self, cast

from wizard import amqp
from wizard.bounds import Quoted
from wizard.facts.grant import Grant
from wizard.facts.limited import LOGIN, Limited
from wizard.model.answers import Answers
from wizard.model.commands import Dial, Stream
from wizard.model.facts import Facts, LoginFact
from wizard.model.problems import Unknown

TIMEOUT = 20.0
"""Seconds that a whole login may take."""
_DENIED = re.compile("Access denied for user 'nova'@'([^']{1,255})'")
_TOKENS = "/v3/auth/tokens?nocatalog"
"""Where Keystone gives tokens: without the catalogue, which takes it time to put together."""
REVOKING = 1.0
"""Seconds. A change of a password revokes the user's tokens of that second, later ones of it too."""
_SAID = 300
"""Characters of what a server said that are shown."""


@contextmanager
def _stream(dial: Dial, address: str, port: int) -> Iterator[Stream]:
    try:
        stream = dial(address, port)
    except OSError as error:
        raise _no_way(address, port, error) from None
    with closing(stream):
        yield Limited(stream, TIMEOUT)


def _no_way(address: str, port: int, error: Exception) -> Unknown:
    said = str(error.args[-1] if error.args else "") or type(error).__name__
    return Unknown("login-no-way", address=address, port=str(port), said=Quoted(said, _SAID))


@dataclass(frozen=True)
class NovaInDatabase(LoginFact):
    """nova logs in to MariaDB over the network (4.4.2/prepare/1c)."""

    authenticated: bool
    sees: frozenset[str] = frozenset()
    """The databases that it is shown."""
    account: str = ""
    """The account that the server chose, as `'USER'@'HOST'`; empty where it refused the login."""
    client: str = ""
    """What the server calls this host, where it refused the login."""

    @classmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Raises `Unknown` where no server answers."""
        import pymysql  # noqa: PLC0415 - kept out of the program's start

        from wizard.facts.mysql_login import logged_in  # noqa: PLC0415 - it imports pymysql

        address = answers.controller.name
        with _stream(dial, address, 3306) as stream:
            try:
                with (
                    logged_in(stream, address, "nova", answers.passwords.novadbpass) as client,
                    client.cursor() as cursor,
                ):
                    cursor.execute("SHOW DATABASES")
                    sees = frozenset(str(name) for (name,) in cursor.fetchall())
                    cursor.execute("SELECT CURRENT_USER()")
                    user, _, host = str(cursor.fetchone()[0]).rpartition("@")
                    return cls(True, sees, account=f"'{user}'@'{host}'")
            except pymysql.err.OperationalError as error:
                if error.args[0] in (1044, 1045, 1698):
                    denied = _DENIED.search(str(error.args[-1]))
                    return cls(False, client=denied[1] if denied else "")
                raise _no_way(address, 3306, error) from None
            except Exception as error:  # what is no MariaDB breaks the client anywhere
                raise _no_way(address, 3306, error) from None


class _Revoked(Unknown):
    """Keystone does not know a token that it has just given."""


@dataclass(frozen=True)
class NovaInKeystone(LoginFact):
    """nova asks Keystone for a token (4.4.2/prepare/3): by its password alone, and in project service."""

    password_holds: bool
    in_project: bool
    grant: Grant | None = None
    """What Keystone tells of the token in project service; None also where it does not tell all of it."""

    @classmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Raises `Unknown` where Keystone does not answer as one."""
        try:
            return cls._seen(answers, dial)
        except _Revoked:
            time.sleep(REVOKING)
            return cls._seen(answers, dial)

    @classmethod
    def _seen(cls, answers: Answers, dial: Dial) -> Self:
        user = {
            "name": "nova",
            "domain": {"name": "default"},
            "password": answers.passwords.novapass.reveal(),
        }
        # Keystone counts the logins that it refuses: one is enough.
        alone = _token(answers, dial, {"identity": {"methods": ["password"], "password": {"user": user}}})
        if alone is None:
            return cls(password_holds=False, in_project=False)
        again = {"methods": ["token"], "token": {"id": alone[0]}}
        service = {"project": {"name": "service", "domain": {"name": "default"}}}
        scoped = _token(answers, dial, {"identity": again, "scope": service})
        return cls(True, scoped is not None, Grant.of(scoped[1]) if scoped else None)


def _token(answers: Answers, dial: Dial, auth: dict[str, Any]) -> tuple[str, object] | None:
    """Return the token that Keystone gives, and what it tells of it; None where it refuses the login.

    A token counts also where what Keystone tells of it is no JSON, or does not end: that is None then.
    """
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - slow to import

    address = answers.controller.name
    with _stream(dial, address, 5000) as stream:
        client = HTTPConnection(address, 5000)
        client.sock = cast(socket.socket, stream)
        try:
            body = json.dumps({"auth": auth})
            client.request("POST", _TOKENS, body, {"Content-Type": "application/json"})
            response = client.getresponse()
        except (HTTPException, OSError) as error:
            raise _no_way(address, 5000, error) from None
        if response.status == 401:
            return None
        if response.status != 201:
            odd = _Revoked if response.status == 404 and "token" in auth["identity"] else Unknown
            raise odd("keystone-odd-status", address=address, status=str(response.status))
        told: object = None
        with suppress(HTTPException, OSError, ValueError, RecursionError):
            told = json.loads(response.read(LOGIN))
        return response.headers.get("X-Subject-Token", ""), told


@dataclass(frozen=True)
class QueueLogin(LoginFact):
    """RabbitMQ lets the user openstack in, into the virtual host `/`, and make a queue there."""

    authenticated: bool
    opened: bool = False
    """Whether the virtual host is open to the user."""
    said: str = ""
    """RabbitMQ's words where it is not; empty where it said none."""
    narrow: str = ""
    """Its words where the user may not do in it what Nova does; empty where it may."""

    @classmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Raises `Unknown` where no RabbitMQ answers."""
        address = answers.controller.name
        with _stream(dial, address, 5672) as stream:
            try:
                found = amqp.opening(stream, "openstack", answers.passwords.rabbitpass)
            except (amqp.NotAmqp, OSError, EOFError) as error:
                raise _no_way(address, 5672, error) from None
        said, narrow = (Quoted(text, _SAID) for text in (found.said, found.narrow))
        return cls(found.authenticated, found.opened, said, narrow)
