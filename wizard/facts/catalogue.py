"""Keystone's catalogue and Nova's service list, as the openstack client prints them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Self

from wizard.facts.lines import Unreadable, complaint, reason
from wizard.facts.rows import Row, json_lists
from wizard.model import Answers, Message, Node, Result, ShellFact, TableFact, Unknown
from wizard.secret import Text

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
class Catalogue(ShellFact):
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


@dataclass(frozen=True)
class ComputeService:
    """A row of `openstack compute service list`; the fields are in the order of the events' JSON."""

    binary: str
    host: str
    zone: str
    enabled: bool
    up: bool
    id: str
    updated: str


@dataclass(frozen=True)
class ComputeServices(TableFact):
    """What Nova's API lists as its services (4.4.4/2).

    For example `ComputeServices(rows=(ComputeService("nova-compute", "compute1", "nova", enabled=True,
    up=True, id="6", updated="2016-06-01T12:00:00.000000"),))`.
    """

    timeout = 100.0

    refusal: str | Message = ""
    """What the client said where there was no list; a message where it said nothing."""
    rows: tuple[ComputeService, ...] = ()

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """The book's own command, as JSON."""
        openrc = shlex.quote(answers.openrc)
        return Text(f". {openrc}; timeout 90 openstack compute service list -f json\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A missing or silent API is a refusal with its words."""
        lists = list(json_lists(result.text))
        if len(lists) != 1:
            if result.status == 0:
                raise Unreadable(Message("odd-json"))
            said = reason(result)
            return cls(refusal=said.splitlines()[-1] if isinstance(said, str) else said)
        return cls(rows=tuple(_service(Row(value)) for value in lists[0]))


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


def _service(row: Row) -> ComputeService:
    return ComputeService(
        binary=row.text("Binary"),
        host=row.text("Host"),
        zone=row.text_or_none("Zone"),
        enabled=row.text("Status") == "enabled",
        up=row.text("State") == "up",
        id=row.id("ID" if "ID" in row else "Id"),
        updated=row.text_or_none("Updated At"),
    )
