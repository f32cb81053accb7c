"""Keystone's catalogue and Nova's service list, as the openstack client prints them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from wizard.model import Answers, Node, Result, ShellFact, Unknown
from wizard.secret import Text

_LISTS = {
    "users": "user list --domain default --long -f json",
    "projects": "project list -f json",
    "roles": "role list -f json",
    "assignments": "role assignment list -f json",
    "services": "service list --long -f json",
    "endpoints": "endpoint list -f json",
}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of the catalogue."""

    id: str
    region: str
    service_type: str
    interface: str
    url: str
    enabled: bool


@dataclass(frozen=True)
class Catalogue(ShellFact):
    """Users, projects, roles, services and endpoints of Keystone (4.4.2/prepare/3 and 4)."""

    limit = 240.0

    refusal: str = ""
    """What the client said where Keystone gave no token; empty where it did."""
    openrc: bool = True
    """Whether the file with the administrator's credentials is there."""
    users: tuple[Row, ...] = ()
    projects: tuple[Row, ...] = ()
    roles: tuple[Row, ...] = ()
    assignments: tuple[Row, ...] = ()
    service_rows: tuple[Row, ...] = ()
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
            r"""if [ "$(printf '%s\n' "$out" | grep -c '^\((openstack) \)*\[')" -eq """
            f"{len(_LISTS)} ]\n"
            "then printf '%s\\n' \"$out\"\n"
            f"else for list in {lists}; do timeout 60 openstack $list || exit; done; fi\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where neither lists nor a reason came back."""
        if result.text.strip() == "no-openrc":
            return cls(openrc=False)
        lists = [found for found in _json_values(result.text) if isinstance(found, list)]
        if len(lists) != len(_LISTS):
            said = result.errors.strip()
            if not said:
                raise Unknown("catalogue-unreadable", said="-")
            return cls(refusal=said)
        found = dict(zip(_LISTS, (tuple(rows) for rows in lists), strict=True))
        return cls(
            users=found["users"],
            projects=found["projects"],
            roles=found["roles"],
            assignments=found["assignments"],
            service_rows=found["services"],
            all_endpoints=tuple(_endpoint(row) for row in found["endpoints"]),
        )

    def id_of(self, rows: tuple[Row, ...], name: str) -> str | None:
        """The ID of the row of that name."""
        return next((str(row["ID"]) for row in rows if row["Name"] == name), None)

    def user(self, name: str) -> Row | None:
        """The user of that name in the default domain."""
        return next((row for row in self.users if row["Name"] == name), None)

    def has_role(self, user: str, project: str, role: str) -> bool:
        """Whether the user has the role in the project, by their IDs."""
        return any(
            (row["User"], row["Project"], row["Role"]) == (user, project, role) for row in self.assignments
        )

    def services(self, service_type: str) -> list[Row]:
        """The services of that type."""
        return [row for row in self.service_rows if row["Type"] == service_type]

    def endpoints(self, service_type: str, interface: str, region: str) -> list[Endpoint]:
        """The endpoints of that type, interface and region."""
        return [
            endpoint
            for endpoint in self.all_endpoints
            if (endpoint.service_type, endpoint.interface, endpoint.region)
            == (service_type, interface, region)
        ]


@dataclass(frozen=True)
class Service:
    """A row of `openstack compute service list`."""

    binary: str
    host: str
    zone: str
    enabled: bool
    up: bool
    id: str
    updated: str


@dataclass(frozen=True)
class ComputeServices(ShellFact):
    """What Nova's API lists as its services (4.4.4/2)."""

    limit = 100.0

    refusal: str = ""
    """What the client said where there was no list."""
    rows: tuple[Service, ...] = ()

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """The book's own command, as JSON."""
        openrc = shlex.quote(answers.openrc)
        return Text(f". {openrc} && timeout 90 openstack compute service list -f json\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A missing or silent API is a refusal with its words."""
        lists = [found for found in _json_values(result.text) if isinstance(found, list)]
        if len(lists) != 1:
            return cls(refusal=result.errors.strip().splitlines()[-1] if result.errors.strip() else "-")
        return cls(rows=tuple(_service(row) for row in lists[0]))


def _json_values(text: str) -> Iterator[Any]:
    """Yield the JSON lists in a text, whatever a client's prompt puts between them."""
    decoder = json.JSONDecoder()
    at = text.find("[")
    while at >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            at += 1
        else:
            yield value
        at = text.find("[", at)


def _endpoint(row: Row) -> Endpoint:
    return Endpoint(
        id=str(row["ID"]),
        region=str(row["Region"]),
        service_type=str(row["Service Type"]),
        interface=str(row["Interface"]),
        url=str(row["URL"]),
        enabled=bool(row["Enabled"]),
    )


def _service(row: Row) -> Service:
    return Service(
        binary=str(row["Binary"]),
        host=str(row["Host"]),
        zone=str(row["Zone"]),
        enabled=row["Status"] == "enabled",
        up=row["State"] == "up",
        id=str(row.get("ID", row.get("Id", ""))),
        updated=str(row.get("Updated At", "")),
    )
