"""The HTTP APIs of Keystone and Nova, read as the administrator through a host's SSH connection."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from urllib.parse import urlsplit

from wizard.facts.limited import Limited
from wizard.facts.openrc import Openrc
from wizard.model.answers import Answers
from wizard.model.commands import Dial
from wizard.model.facts import Facts, LoginFact
from wizard.secret import Secret

if TYPE_CHECKING:
    from http.client import HTTPConnection

TIMEOUT = 20.0
"""Seconds for all requests of one fact."""
MOST = 32 << 20
"""Bytes of an answer."""

T = TypeVar("T", bound=dict[str, Any] | list[Any] | str)


class Unanswered(Exception):
    """An API did not answer as it does where all is well; the host's own client can say why."""


@dataclass(frozen=True)
class AdminLogin(LoginFact):
    """A token of the administrator's, by the login of openrc; none where that could not be had."""

    needs = (Openrc,)

    keystone: str = ""
    """Keystone's API, version 3."""
    token: Secret | None = None
    domain: str = ""
    """The ID of the administrator's domain."""
    nova: str = ""
    """Nova's API by the catalogue that came with the token; empty where it has not exactly one."""

    @property
    def lasting(self) -> Self | None:
        """The token: Keystone gives it for an hour. The guide changes the catalogue."""
        return replace(self, nova="") if self.token else None

    @classmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Raises the problem of reading openrc."""
        openrc = known[Openrc]
        if openrc.password is None:
            return cls()
        user = {
            "name": openrc.user,
            "domain": {"name": openrc.user_domain},
            "password": openrc.password.reveal(),
        }
        identity = {"methods": ["password"], "password": {"user": user}}
        project = {"name": openrc.project, "domain": {"name": openrc.project_domain}}
        auth = {"identity": identity, "scope": {"project": project}}
        try:
            with ExitStack() as streams:
                url = f"{openrc.url}/auth/tokens"
                answer, token = answer_to(_Requests(dial).send(streams, "POST", url, body={"auth": auth}))
            granted = part(answer, "token", dict)
            domain = part(part(part(granted, "user", dict), "domain", dict), "id", str)
        except Unanswered:
            return cls()
        return cls(openrc.url, Secret("X-Auth-Token", token), domain, _nova_by(granted))


class AdminApi:
    """What is asked with the administrator's token. All methods raise `Unanswered`."""

    def __init__(self, login: AdminLogin, dial: Dial) -> None:
        self._keystone = login.keystone
        self._nova = login.nova
        self._token = login.token
        self._requests = _Requests(dial)

    def keystone(self, *paths: str) -> list[list[Any]]:
        """Return lists of Keystone's, such as `roles` or `users?domain_id=default`, all asked for at once."""
        answers = self._get(*(f"{self._keystone}/{path}" for path in paths))
        return [
            part(answer, path.partition("?")[0], list) for path, answer in zip(paths, answers, strict=True)
        ]

    def compute_services(self) -> list[Any]:
        """Return Nova's services, by the only public endpoint of type compute in the catalogue."""
        nova = self._nova or _nova_by(self._get(f"{self._keystone}/auth/catalog")[0])
        if not nova:
            raise Unanswered
        (answer,) = self._get(f"{nova}/os-services")
        return part(answer, "services", list)

    def _get(self, *urls: str) -> list[object]:
        if self._token is None:
            raise Unanswered
        with ExitStack() as streams:
            sent = [self._requests.send(streams, "GET", url, token=self._token.reveal()) for url in urls]
            return [answer_to(client)[0] for client in sent]


class _Requests:
    """Requests that are answered within `TIMEOUT` seconds, each through a stream of its own."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._end = monotonic() + TIMEOUT

    def send(
        self, streams: ExitStack, method: str, url: str, *, token: str = "", body: object = None
    ) -> HTTPConnection:
        """Send a request through a stream that the stack will close; raises `Unanswered`."""
        from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - slow to import

        headers = {"Connection": "close", "Content-Type": "application/json"}
        if token:
            headers["X-Auth-Token"] = token
        try:
            parts = urlsplit(url)
            address, port = parts.hostname, parts.port or 80
            if parts.scheme != "http" or not address:
                raise Unanswered
            stream = streams.enter_context(closing(self._dial(address, port)))
            client = HTTPConnection(address, port)
            client.sock = cast(socket.socket, Limited(stream, self._end - monotonic(), MOST))
            target = parts._replace(scheme="", netloc="").geturl()
            client.request(method, target, json.dumps(body) if body else None, headers)
        except (OSError, HTTPException, ValueError):
            raise Unanswered from None
        return client


def _nova_by(answer: object) -> str:
    """Return the only public endpoint of type compute in the catalogue of an answer; empty for none."""
    try:
        urls = [
            part(endpoint, "url", str)
            for service in part(answer, "catalog", list)
            if part(service, "type", str) == "compute"
            for endpoint in part(service, "endpoints", list)
            if part(endpoint, "interface", str) == "public"
        ]
    except Unanswered:
        return ""
    return urls[0] if len(urls) == 1 else ""


def answer_to(client: HTTPConnection) -> tuple[object, str]:
    """Return the JSON of a good answer, and the token in its headers; raises `Unanswered`."""
    from http.client import HTTPException  # noqa: PLC0415 - slow to import

    try:
        response = client.getresponse()
        if response.status not in (200, 201):
            raise Unanswered
        # The length that a server states is not allocated.
        return json.loads(response.read(MOST)), response.headers.get("X-Subject-Token", "")
    except (OSError, HTTPException, ValueError, RecursionError):
        raise Unanswered from None


def part(value: object, name: str, kind: type[T]) -> T:
    """Return a part of a JSON object, which is of that kind; raises `Unanswered`."""
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind):
        raise Unanswered
    return found
