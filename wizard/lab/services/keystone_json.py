"""Keystone's records as its API, version 3, shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wizard.lab.services.keystone import Endpoint, Keystone, KeystoneRecord, Service

DOMAIN = {"id": "default", "name": "Default"}

Json = dict[str, Any]


def users(keystone: Keystone) -> list[Json]:
    """Return the users, all of the default domain."""
    return [{**_record(user), "domain_id": DOMAIN["id"]} for user in keystone.users]


def projects(keystone: Keystone) -> list[Json]:
    """Return the projects."""
    return [
        {**_record(project), "domain_id": DOMAIN["id"], "description": project.description}
        for project in keystone.projects
    ]


def roles(keystone: Keystone) -> list[Json]:
    """Return the roles."""
    return [{"id": role.id, "name": role.name} for role in keystone.roles]


def assignments(keystone: Keystone) -> list[Json]:
    """Return who has which role in which project."""
    return [
        {"role": {"id": role}, "user": {"id": user}, "scope": {"project": {"id": project}}}
        for user, project, role in keystone.assignments
    ]


def services(keystone: Keystone) -> list[Json]:
    """Return the services."""
    return [
        {**_record(service), "type": service.type, "description": service.description}
        for service in keystone.services
    ]


def endpoints(keystone: Keystone) -> list[Json]:
    """Return the endpoints."""
    return [
        {**_endpoint(endpoint), "service_id": endpoint.service_id, "enabled": endpoint.enabled}
        for endpoint in keystone.endpoints
    ]


LISTS: Mapping[str, Callable[[Keystone], list[Json]]] = {
    "users": users,
    "projects": projects,
    "roles": roles,
    "role_assignments": assignments,
    "services": services,
    "endpoints": endpoints,
}


def catalog(keystone: Keystone, project: str) -> list[Json]:
    """Return the catalogue of a token for a project: what is enabled, with the project's ID in the URLs."""
    return [
        {
            "id": service.id,
            "name": service.name,
            "type": service.type,
            "endpoints": [
                {**_endpoint(one), "url": one.url.replace("%(tenant_id)s", project)}
                for one in _enabled(keystone.endpoints, service)
            ],
        }
        for service in keystone.services
        if service.enabled
    ]


def _enabled(found: Sequence[Endpoint], service: Service) -> list[Endpoint]:
    return [endpoint for endpoint in found if endpoint.service_id == service.id and endpoint.enabled]


def _record(record: KeystoneRecord) -> Json:
    return {"id": record.id, "name": record.name, "enabled": record.enabled}


def _endpoint(endpoint: Endpoint) -> Json:
    return {
        "id": endpoint.id,
        "interface": endpoint.interface,
        "region": endpoint.region,
        "region_id": endpoint.region,
        "url": endpoint.url,
    }
