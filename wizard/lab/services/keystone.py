"""Keystone's state: users, projects, roles, the catalogue and tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

TOKENS = 1000
"""Valid at a time; the oldest one ends for a new one."""
NULL_DOMAIN = "default"


class HttpError(Exception):
    """An error of Keystone's API: the HTTP status and the message in the body."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


UNAUTHORIZED = "The request you have made requires authentication."


def new_id() -> str:
    """Return an ID that nothing has."""
    return secrets.token_hex(16)


@dataclass(slots=True)
class KeystoneRecord:
    """What users, projects, roles and services of Keystone have in common."""

    name: str
    id: str = field(default_factory=new_id)
    enabled: bool = True
    description: str = ""


@dataclass(slots=True)
class User(KeystoneRecord):
    """A user of the default domain."""

    password: str = ""
    email: str = ""


@dataclass(slots=True)
class Service(KeystoneRecord):
    """A service of the catalogue."""

    type: str = ""


@dataclass(slots=True)
class Endpoint:
    """The URL of a service at one interface in one region."""

    service_id: str
    interface: str
    url: str
    region: str
    id: str = field(default_factory=new_id)
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A token: the user that has it, and the project that it is for, if any."""

    id: str
    user_id: str
    project_id: str | None


class Keystone:
    """The server's state; names are unique where Keystone has a constraint, and only there."""

    def __init__(self, admin_password: str) -> None:
        self.users: list[User] = []
        self.projects: list[KeystoneRecord] = []
        self.roles: list[KeystoneRecord] = []
        self.services: list[Service] = []
        self.endpoints: list[Endpoint] = []
        self.assignments: list[tuple[str, str, str]] = []
        """(user, project, role) by their IDs."""
        self.tokens: dict[str, Token] = {}
        admin = self.create_user("admin", admin_password)
        for name, description in (
            ("admin", "Admin Project"),
            ("service", "Service Project"),
            ("demo", "Demo Project"),
        ):
            self.projects.append(KeystoneRecord(name, description=description))
        self.roles += [KeystoneRecord("admin"), KeystoneRecord("user")]
        self.assignments.append((admin.id, self.projects[0].id, self.roles[0].id))
        self._add_service(
            "keystone", "identity", "OpenStack Identity", "http://controller:{}/v3", (5000, 5000, 35357)
        )
        self._add_service("glance", "image", "OpenStack Image", "http://controller:{}", (9292, 9292, 9292))

    def _add_service(
        self, name: str, kind: str, description: str, url: str, ports: tuple[int, int, int]
    ) -> None:
        service = Service(name, description=description, type=kind)
        self.services.append(service)
        for interface, port in zip(("public", "internal", "admin"), ports, strict=True):
            self.endpoints.append(Endpoint(service.id, interface, url.format(port), "RegionOne"))

    def create_user(self, name: str, password: str) -> User:
        """Create a user; a name that is taken is a conflict."""
        if any(user.name == name for user in self.users):
            raise HttpError(409, "Conflict occurred attempting to store user - Duplicate Entry")
        user = User(name, password=password)
        self.users.append(user)
        return user

    def add_user(self, name: str, password: str, project: str) -> None:
        """Add a user with the role admin in a project, as an earlier chapter did."""
        user = self.create_user(name, password)
        project_id = next(one.id for one in self.projects if one.name == project)
        self.assignments.append((user.id, project_id, self.roles[0].id))

    def authenticate(self, name: str, password: str, project: str | None, domain: str = NULL_DOMAIN) -> Token:
        """Return a token. Raises `HttpError` (401), which does not tell what was wrong."""
        user = next((one for one in self.users if name in (one.name, one.id)), None)
        if user is None or not user.enabled or user.password != password or domain.lower() != NULL_DOMAIN:
            raise HttpError(401, UNAUTHORIZED)
        return self._issue(user.id, project)

    def rescope(self, token: Token, project: str | None) -> Token:
        """Return a token of the same user for another project. Raises `HttpError` (401)."""
        return self._issue(token.user_id, project)

    def _issue(self, user_id: str, project: str | None) -> Token:
        project_id = None
        if project is not None:
            found = next((one for one in self.projects if project in (one.name, one.id)), None)
            if found is None or not any(entry[:2] == (user_id, found.id) for entry in self.assignments):
                raise HttpError(401, UNAUTHORIZED)
            project_id = found.id
        token = Token(new_id(), user_id, project_id)
        self.tokens[token.id] = token
        if len(self.tokens) > TOKENS:
            del self.tokens[next(iter(self.tokens))]
        return token

    def is_admin(self, token: Token) -> bool:
        """Whether a token has the role admin."""
        role = next((one.id for one in self.roles if one.name == "admin"), "")
        return (token.user_id, token.project_id or "", role) in self.assignments

    def endpoint_of(self, kind: str, interface: str = "public") -> Endpoint | None:
        """Return the endpoint that a client picks from the catalogue: the first enabled one."""
        for service in self.services:
            for endpoint in self.endpoints:
                fits = (endpoint.service_id, endpoint.interface) == (service.id, interface)
                if service.type == kind and service.enabled and endpoint.enabled and fits:
                    return endpoint
        return None
