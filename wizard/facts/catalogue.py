"""Keystone's catalogue, as its API or the openstack client lists it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, cast

from wizard.facts.admin_api import AdminApi, part
from wizard.facts.keystone_lists import KeystoneLists, Lists
from wizard.facts.rows import Row


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
class Catalogue(KeystoneLists):
    """Services and endpoints of Keystone's catalogue (4.4.2/prepare/3c and 4).

    For example, shortened:

        Catalogue(
            all_services=(CatalogueService(id="b9e0…", name="nova", type="compute", enabled=True),),
            all_endpoints=(),
        )
    """

    lists: ClassVar[Mapping[str, str]] = {
        "services": "service list --long -f json",
        "endpoints": "endpoint list -f json",
    }

    all_services: tuple[CatalogueService, ...] = ()
    all_endpoints: tuple[Endpoint, ...] = ()

    @classmethod
    def ask(cls, api: AdminApi) -> Mapping[str, Sequence[object]]:
        """Ask for both at once; the client tells of an endpoint its service's type."""
        services, endpoints = api.keystone("services", "endpoints")
        types = {part(service, "id", str): part(service, "type", str) for service in services}
        return {
            "services": services,
            "endpoints": [_client_endpoint(entry, types) for entry in endpoints],
        }

    @classmethod
    def of(cls, found: Lists) -> Self:
        """Return the fact of these lists. Raises `Unreadable`."""
        return cls(
            all_services=tuple(map(_catalogue_service, found["services"])),
            all_endpoints=tuple(map(_endpoint, found["endpoints"])),
        )

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


def _client_endpoint(entry: object, types: Mapping[str, str]) -> dict[str, object]:
    service = part(entry, "service_id", str)
    return {**cast(dict[str, object], entry), "Service Type": types.get(service)}


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
