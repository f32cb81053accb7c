"""Keystone's catalogue, as its API or the openstack client lists it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, cast

from wizard.facts.admin_api import AdminApi, AdminLogin, Unanswered, part
from wizard.facts.lines import Unreadable, complaint, reason
from wizard.facts.rows import Row, json_lists
from wizard.model import Answers, Dial, Facts, Node, Result, ServedFact, Unknown
from wizard.secret import Text

_DOMAIN = "default"
_LISTS = {
    "users": "user list --domain default --long -f json",
    "projects": "project list -f json",
    "roles": "role list -f json",
    "assignments": "role assignment list -f json",
    "services": "service list --long -f json",
    "endpoints": "endpoint list -f json",
}


@dataclass(frozen=True)
class IdentityRecord:
    """A user, a project or a role of Keystone's, as `openstack user|project|role list` prints it."""

    id: str
    name: str
    enabled: bool = True


@dataclass(frozen=True)
class Assignment:
    """A role that a user has in a project, by their IDs; empty where it is a group's or a domain's."""

    role: str
    user: str
    project: str


@dataclass(frozen=True)
class CatalogueService:
    """A service of Keystone's catalogue, as `openstack service list --long` prints it."""

    id: str
    name: str
    type: str
    enabled: bool


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of Keystone's catalogue, as `openstack endpoint list` prints it."""

    id: str
    region: str
    service_type: str
    interface: str
    url: str
    enabled: bool


@dataclass(frozen=True)
class Catalogue(ServedFact):
    """Users, projects, roles, services and endpoints of Keystone (4.4.2/prepare/3 and 4).

    For example, shortened:

        Catalogue(
            users=(IdentityRecord(id="8f1d…", name="nova"),),
            projects=(IdentityRecord(id="04c2…", name="service"),),
            roles=(IdentityRecord(id="77ab…", name="admin"),),
            assignments=(Assignment(role="77ab…", user="8f1d…", project="04c2…"),),
            all_services=(CatalogueService(id="b9e0…", name="nova", type="compute", enabled=True),),
            all_endpoints=(),
        )
    """

    needs = (AdminLogin,)
    timeout = 240.0
    largest = 32 << 20

    refusal: str = ""
    """What the client said where Keystone gave no token; empty where it did."""
    openrc: bool = True
    """Whether the file with the administrator's credentials is there."""
    users: tuple[IdentityRecord, ...] = ()
    projects: tuple[IdentityRecord, ...] = ()
    roles: tuple[IdentityRecord, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    all_services: tuple[CatalogueService, ...] = ()
    all_endpoints: tuple[Endpoint, ...] = ()

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """All lists in one start of the client; where it cannot do that, a start for each."""
        openrc = shlex.quote(answers.openrc)
        lists = " ".join(shlex.quote(line) for line in _LISTS.values())
        return Text(
            f"[ -r {openrc} ] || {{ echo no-openrc; exit 0; }}\n"
            f". {openrc}\n"
            f"out=$(printf '%s\\n' {lists} | timeout 120 openstack 2>/dev/null)\n"
            # Mitaka's client (cliff 2.0.0) ends a list without a line break.
            r"""begun=$(printf '%s\n' "$out" | sed 's/\]\((openstack) \)*\[/]\n[/g' | """
            r"""grep -c '^\((openstack) \)*\[')"""
            f'\nif [ "$begun" -eq {len(_LISTS)} ]\n'
            "then printf '%s\\n' \"$out\"\n"
            f"else for list in {lists}; do timeout 60 openstack $list || exit; done; fi\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where neither lists nor a reason came back."""
        if result.text.strip() == "no-openrc":
            return cls(openrc=False)
        lists = list(json_lists(result.text))
        if len(lists) != len(_LISTS):
            said = complaint(result)
            if said == "-":
                raise Unknown("catalogue-unreadable", said=reason(result))
            return cls(refusal=said)
        found = {name: [Row(value) for value in rows] for name, rows in zip(_LISTS, lists, strict=True)}
        return cls._of(found)

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """The same six lists. To the client, `default` is a domain's ID or its name; here, the ID."""
        login = known[AdminLogin]
        if login.domain != _DOMAIN:
            return None
        try:
            return cls._of(_api_lists(AdminApi(login, dial)))
        except (Unanswered, Unreadable):
            return None

    @classmethod
    def _of(cls, found: Mapping[str, Sequence[Row]]) -> Self:
        return cls(
            users=tuple(map(_entry, found["users"])),
            projects=tuple(map(_entry, found["projects"])),
            roles=tuple(map(_entry, found["roles"])),
            assignments=tuple(map(_assignment, found["assignments"])),
            all_services=tuple(map(_catalogue_service, found["services"])),
            all_endpoints=tuple(map(_endpoint, found["endpoints"])),
        )

    def id_of(self, entries: tuple[IdentityRecord, ...], name: str) -> str | None:
        """Return the ID of the entry of that name, or None where there is none."""
        return next((entry.id for entry in entries if entry.name == name), None)

    def user(self, name: str) -> IdentityRecord | None:
        """Return the user of that name in the default domain, or None where there is none."""
        return next((user for user in self.users if user.name == name), None)

    def has_role(self, user: str, project: str, role: str) -> bool:
        """Return whether the user has the role in the project; all three are IDs."""
        return Assignment(role, user, project) in self.assignments

    def services(self, service_type: str) -> list[CatalogueService]:
        """Return the services of a type, such as `compute`; several may have the same one."""
        return [service for service in self.all_services if service.type == service_type]

    def endpoints(self, service_type: str, interface: str, region: str) -> list[Endpoint]:
        """Return the endpoints of a service type at an interface (public, internal, admin) in a region."""
        return [
            endpoint
            for endpoint in self.all_endpoints
            if (endpoint.service_type, endpoint.interface, endpoint.region)
            == (service_type, interface, region)
        ]


def _api_lists(api: AdminApi) -> dict[str, list[Row]]:
    """Return the lists of Keystone's API with the columns that the client gives them."""
    users, projects, roles, assignments, services, endpoints = api.keystone(
        f"users?domain_id={_DOMAIN}", "projects", "roles", "role_assignments", "services", "endpoints"
    )
    types = {part(service, "id", str): part(service, "type", str) for service in services}
    found = {
        "users": users,
        "projects": projects,
        "roles": roles,
        "assignments": [_client_assignment(entry) for entry in assignments],
        "services": services,
        "endpoints": [_client_endpoint(entry, types) for entry in endpoints],
    }
    return {name: [Row(value) for value in rows] for name, rows in found.items()}


def _client_assignment(entry: object) -> dict[str, str]:
    """Return an assignment as the client lists it: it may be a group's, or for a whole domain."""

    def id_of(value: object, name: str) -> str:
        return part(part(value, name, dict), "id", str)

    scope = part(entry, "scope", dict)
    found = {"Role": id_of(entry, "role")}
    if isinstance(entry, dict) and "user" in entry:
        found["User"] = id_of(entry, "user")
    if "project" in scope:
        found["Project"] = id_of(scope, "project")
    return found


def _client_endpoint(entry: object, types: Mapping[str, str]) -> dict[str, object]:
    service = part(entry, "service_id", str)
    return {**cast(dict[str, object], entry), "Service Type": types.get(service)}


def _entry(row: Row) -> IdentityRecord:
    return IdentityRecord(row.id("ID"), row.text("Name"), row.flag("Enabled", default=True))


def _assignment(row: Row) -> Assignment:
    return Assignment(row.text("Role"), row.text_or_none("User"), row.text_or_none("Project"))


def _catalogue_service(row: Row) -> CatalogueService:
    return CatalogueService(
        id=row.id("ID"),
        name=row.text_or_none("Name"),
        type=row.text("Type"),
        enabled=row.flag("Enabled", default=True),
    )


def _endpoint(row: Row) -> Endpoint:
    return Endpoint(
        id=row.id("ID"),
        region=row.text_or_none("Region"),
        service_type=row.text_or_none("Service Type"),
        interface=row.text("Interface"),
        url=row.text("URL"),
        enabled=row.flag("Enabled"),
    )
