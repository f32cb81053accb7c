"""The openstack client's commands: services, endpoints, domains, and Nova's services."""

from __future__ import annotations

import argparse

from wizard.lab.programs.openstack import (
    CommandError,
    OpenStackClient,
    Row,
    UsageError,
    command,
    unreachable,
)
from wizard.lab.services import nova
from wizard.lab.services.keystone import Endpoint, Service

Arguments = argparse.Namespace


def _service_row(service: Service) -> Row:
    described = {"description": service.description} if service.description else {}
    return {
        **described,
        "enabled": service.enabled,
        "id": service.id,
        "name": service.name,
        "type": service.type,
    }


@command("service create", "--name= --description= --enable|--disable type")
async def _service_create(client: OpenStackClient, arguments: Arguments) -> Row:
    service = Service(arguments.name or "", description=arguments.description or "", type=arguments.type)
    service.enabled = not arguments.disable
    client.keystone.services.append(service)
    return _service_row(service)


@command("service list", "--long")
async def _service_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    return [
        {"ID": one.id, "Name": one.name, "Type": one.type}
        | ({"Description": one.description, "Enabled": one.enabled} if arguments.long else {})
        for one in client.keystone.services
    ]


@command("service show", "service")
async def _service_show(client: OpenStackClient, arguments: Arguments) -> Row:
    return _service_row(client.service(arguments.service))


@command("service set", "--type= --name= --description= --enable|--disable service")
async def _service_set(client: OpenStackClient, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    service.name = arguments.name or service.name
    service.type = arguments.type or service.type
    service.description = arguments.description or service.description
    service.enabled = (service.enabled or arguments.enable) and not arguments.disable


@command("service delete", "service")
async def _service_delete(client: OpenStackClient, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    client.keystone.services.remove(service)
    client.keystone.endpoints = [one for one in client.keystone.endpoints if one.service_id != service.id]


def _endpoint_row(client: OpenStackClient, endpoint: Endpoint) -> Row:
    service = next((one for one in client.keystone.services if one.id == endpoint.service_id), Service(""))
    return {
        "enabled": endpoint.enabled, "id": endpoint.id, "interface": endpoint.interface,
        "region": endpoint.region or None,
        "region_id": endpoint.region or None, "service_id": endpoint.service_id, "service_name": service.name,
        "service_type": service.type, "url": endpoint.url,
    }  # fmt: skip


@command("endpoint create", "--region= --enable|--disable service interface url")
async def _endpoint_create(client: OpenStackClient, arguments: Arguments) -> Row:
    if arguments.interface not in ("admin", "public", "internal"):
        raise UsageError(
            "openstack endpoint create: error: argument <interface>: invalid choice: "
            f"'{arguments.interface}' "
            "(choose from 'admin', 'public', 'internal')\n"
        )
    service = client.service(arguments.service)
    endpoint = Endpoint(service.id, arguments.interface, arguments.url, arguments.region or "")
    endpoint.enabled = not arguments.disable
    client.keystone.endpoints.append(endpoint)
    return _endpoint_row(client, endpoint)


@command("endpoint list", "--service= --interface= --region=")
async def _endpoint_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    service = client.service(arguments.service).id if arguments.service else None
    rows = []
    for endpoint in client.keystone.endpoints:
        wanted = (service, arguments.interface, arguments.region)
        found = (endpoint.service_id, endpoint.interface, endpoint.region)
        if any(key is not None and key != value for key, value in zip(wanted, found, strict=True)):
            continue
        row = _endpoint_row(client, endpoint)
        rows.append({
            "ID": endpoint.id, "Region": row["region"], "Service Name": row["service_name"],
            "Service Type": row["service_type"], "Enabled": endpoint.enabled, "Interface": endpoint.interface,
            "URL": endpoint.url,
        })  # fmt: skip
    return rows


def _endpoint(client: OpenStackClient, key: str) -> Endpoint:
    found = next((one for one in client.keystone.endpoints if one.id == key), None)
    if found is None:
        # Keystone knows no endpoint by a name, and lists them all.
        raise CommandError(f"More than one endpoint exists with the name '{key}'.")
    return found


@command("endpoint show", "endpoint")
async def _endpoint_show(client: OpenStackClient, arguments: Arguments) -> Row:
    return _endpoint_row(client, _endpoint(client, arguments.endpoint))


@command("endpoint set", "--region= --interface= --url= --service= --enable|--disable endpoint")
async def _endpoint_set(client: OpenStackClient, arguments: Arguments) -> None:
    endpoint = _endpoint(client, arguments.endpoint)
    endpoint.url = arguments.url or endpoint.url
    endpoint.region = arguments.region or endpoint.region
    endpoint.interface = arguments.interface or endpoint.interface
    endpoint.enabled = (endpoint.enabled or arguments.enable) and not arguments.disable


@command("endpoint delete", "endpoint")
async def _endpoint_delete(client: OpenStackClient, arguments: Arguments) -> None:
    client.keystone.endpoints.remove(_endpoint(client, arguments.endpoint))


@command("domain list")
async def _domain_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    return [{"ID": "default", "Name": "Default", "Enabled": True, "Description": "The default domain"}]


@command("compute service list", "--host= --service=")
async def _compute_service_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    endpoint = client.keystone.endpoint_of("compute")
    if endpoint is None:
        raise CommandError("publicURL endpoint for compute service not found")
    try:
        rows = await nova.service_rows(client.process.node, endpoint.url)
    except OSError as error:
        url = endpoint.url.replace("%(tenant_id)s", (client.token.project_id or "") if client.token else "")
        raise CommandError(unreachable(f"{url}/os-services", error)) from None
    return [
        row
        for row in rows
        if arguments.host in (None, row["Host"]) and arguments.service in (None, row["Binary"])
    ]
