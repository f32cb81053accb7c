"""Keystone's API over HTTP: tokens, and the lists that an administrator reads."""

from __future__ import annotations

import errno
import json
import re
from typing import Any
from urllib.parse import parse_qs

from wizard.hostsim import limits
from wizard.hostsim.network import Peer, TcpSocket
from wizard.hostsim.streams import os_error
from wizard.lab.services.keystone import UNAUTHORIZED, HttpError, Keystone, Token
from wizard.lab.services.keystone_json import DOMAIN, LISTS, catalog

REASONS = {
    200: "OK",
    201: "Created",
    300: "Multiple Choices",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
}
VERSION = {"id": "v3.6", "status": "stable", "updated": "2016-04-04T00:00:00Z"}


class Request:
    """An HTTP request: its method, path, headers and body."""

    def __init__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        path, _, query = path.partition("?")
        self.path = path.rstrip("/")
        self.query = parse_qs(query, keep_blank_values=True)
        self.headers = headers
        self.body = body


async def read_request(socket: TcpSocket) -> Request | None:
    """Return the next request, or None when the client has gone; fails if it is too large."""
    first = (await socket.read_line(limits.LINE)).decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    for _ in range(limits.HEADERS + 1):
        line = (await socket.read_line(limits.LINE)).decode("latin-1").strip()
        if not line:
            break
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    else:
        raise os_error(errno.ECONNRESET)
    size = headers.get("content-length", "0")
    if not re.fullmatch(r"\d{1,12}", size):
        raise os_error(errno.ECONNRESET)
    body = await socket.exactly(int(size))
    return Request(first[0], first[1], headers, body)


async def answer(socket: TcpSocket, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
    """Send a response with a JSON body."""
    data = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Error')}", "Content-Type: application/json"]
    lines += [
        f"Content-Length: {len(data)}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    await socket.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)


def problem(status: int, message: str) -> dict[str, Any]:
    """Return the JSON body of an error, as Keystone has it."""
    return {"error": {"message": message, "code": status, "title": REASONS.get(status, "Error")}}


def server(keystone: Keystone):  # type: ignore[no-untyped-def]
    """Return the coroutine function that serves a connection to Keystone."""

    async def serve(socket: TcpSocket, client: Peer) -> None:
        while (request := await read_request(socket)) is not None:
            try:
                status, body, headers = respond(keystone, request)
            except HttpError as refusal:
                status, body, headers = refusal.status, problem(refusal.status, refusal.message), {}
            await answer(socket, status, body, headers)

    return serve


def respond(keystone: Keystone, request: Request) -> tuple[int, Any, dict[str, str]]:
    """Return status, body and headers for a request."""
    if request.path == "":
        return 300, {"versions": {"values": [VERSION]}}, {}
    if request.path == "/v3":
        return 200, {"version": VERSION}, {}
    if request.path == "/v3/auth/tokens" and request.method == "POST":
        token = _log_in(keystone, request.body)
        return 201, {"token": _shown(keystone, token, request)}, {"X-Subject-Token": token.id}
    token = token_of(keystone, request)
    if request.path == "/v3/auth/tokens" and request.method == "GET":
        subject = _token(keystone, request.headers.get("x-subject-token", ""))
        return 200, {"token": _shown(keystone, subject, request)}, {}
    return 200, _listed(keystone, token, request), {}


def _listed(keystone: Keystone, token: Token, request: Request) -> Any:
    """Return the list of the request's path. Raises `HttpError` (403, 404)."""
    if (request.method, request.path) == ("GET", "/v3/auth/catalog"):
        return {"catalog": catalog(keystone, token.project_id or "")}
    parent, _, kind = request.path.rpartition("/")
    if request.method != "GET" or parent != "/v3" or kind not in LISTS:
        raise HttpError(404, "The resource could not be found.")
    if not keystone.is_admin(token):
        raise HttpError(403, f"You are not authorized to perform the requested action: list_{kind}")
    return {kind: LISTS[kind](keystone)}


def token_of(keystone: Keystone, request: Request) -> Token:
    """Return the token that a request was sent with. Raises `HttpError` (401)."""
    return _token(keystone, request.headers.get("x-auth-token", ""))


def _token(keystone: Keystone, name: str) -> Token:
    token = keystone.tokens.get(name)
    users, projects = ({one.id for one in found} for found in (keystone.users, keystone.projects))
    if token is None or token.user_id not in users or token.project_id not in (None, *projects):
        raise HttpError(401, UNAUTHORIZED)  # not given, or its user or project has been deleted
    return token


def _log_in(keystone: Keystone, body: bytes) -> Token:
    try:
        auth = json.loads(body)["auth"]
        identity, scope = auth["identity"], auth.get("scope", {}).get("project")
        project = scope.get("name", scope.get("id")) if scope else None
        if "password" not in identity["methods"]:
            return keystone.rescope(_token(keystone, identity["token"]["id"]), project)
        user = identity["password"]["user"]
        domain = user.get("domain", {})
        name = user.get("name", user.get("id", ""))
        password, domain = user["password"], domain.get("name", domain.get("id", "default"))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise HttpError(400, "Expecting to find auth in request body.") from None
    if not all(
        isinstance(value, str) for value in (name, password, domain, "" if project is None else project)
    ):
        raise HttpError(400, "Invalid input for a field of auth: it is not of type 'string'")
    return keystone.authenticate(name, password, project, domain)


def _shown(keystone: Keystone, token: Token, request: Request) -> dict[str, Any]:
    user = next(one for one in keystone.users if one.id == token.user_id)
    shown: dict[str, Any] = {
        "methods": ["password"],
        "user": {"id": user.id, "name": user.name, "domain": DOMAIN},
        "issued_at": "2016-06-01T00:00:00.000000Z",
        "expires_at": "2036-06-01T01:00:00.000000Z",
    }
    if token.project_id:
        project = next(one for one in keystone.projects if one.id == token.project_id)
        roles = {entry[2] for entry in keystone.assignments if entry[:2] == (user.id, project.id)}
        shown["project"] = {"id": project.id, "name": project.name, "domain": DOMAIN}
        if "nocatalog" not in request.query:
            shown["catalog"] = catalog(keystone, project.id)
        shown["roles"] = [{"id": one.id, "name": one.name} for one in keystone.roles if one.id in roles]
    return shown
